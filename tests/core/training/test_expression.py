"""The training of the space, at toy size: it learns, repeats itself, goes on where it was, and keeps E and D."""

import gzip
import json

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from expclip.core.errors import ModelError  # noqa: E402
from expclip.core.expression import corpus  # noqa: E402
from expclip.core.expression.space import WEIGHTS_FILE, load_space  # noqa: E402
from expclip.core.training.expression import Plan, train_expression  # noqa: E402
from expclip.core.training.sentences import Written, read_goemotions  # noqa: E402

TOY = Plan(space_steps=150, faces_per_step=64, text_steps=6, sentences_per_step=16, width=8, buckets=64, features=16)


def bytes_of(folder) -> bytes:
    return (folder / WEIGHTS_FILE).read_bytes()


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    folder = tmp_path_factory.mktemp("trained")
    (folder / "config.json").write_text(json.dumps({"name": "toy"}), encoding="utf-8")
    train_expression(folder, plan=TOY)
    return folder


@pytest.fixture
def goemotions(tmp_path):
    """Two texts in the form of GoEmotions, labels of the real data set."""
    folder = tmp_path / "goemotions"
    folder.mkdir()
    (folder / "labels.txt").write_text("anger\njoy\nneutral\n", encoding="utf-8")
    with gzip.open(folder / "train.tsv.gz", "wt", encoding="utf-8") as lines:
        lines.write("so glad [NAME] came\t1\tid1\nhow dare you\t0\tid2\nit is a chair\t2\tid3\nmixed\t0,1\tid4\n")
    return folder


def test_it_learns_to_reconstruct(trained):
    space = load_space(trained)
    faces = np.stack([row.weights for row in corpus.rows()])
    assert np.mean((space.face(space.embed(faces)) - faces) ** 2) < 0.1 * np.mean(faces**2)


def test_the_config_keeps_its_other_parts(trained):
    config = json.loads((trained / "config.json").read_text(encoding="utf-8"))
    assert config["name"] == "toy" and config["expression"]["emotions"] == list(corpus.emotions())


def test_it_repeats_itself(trained, tmp_path):
    train_expression(tmp_path, plan=TOY)
    assert bytes_of(tmp_path) == bytes_of(trained)


def test_it_goes_on_where_it_was(trained, tmp_path):
    told: list[str] = []
    for _ in range(TOY.text_steps):
        train_expression(tmp_path, minutes=0.0, plan=TOY, report=lambda done, message: told.append(message))
    assert "text: step 3 of 6" in " ".join(told) and "goes on from there" in " ".join(told)
    assert bytes_of(tmp_path) == bytes_of(trained)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["SHA256SUMS", "config.json", WEIGHTS_FILE]


def test_a_space_that_is_there_is_kept(trained, tmp_path, goemotions):
    (tmp_path / "models").mkdir()
    for name in (WEIGHTS_FILE, "config.json"):
        (tmp_path / "models" / name).write_bytes((trained / name).read_bytes())
    train_expression(tmp_path / "models", seed=5, goemotions=goemotions, plan=TOY)
    before, after = load_space(trained), load_space(tmp_path / "models")
    faces = np.random.default_rng(0).random((4, 52), np.float32)
    assert np.array_equal(before.embed(faces), after.embed(faces))
    assert bytes_of(tmp_path / "models") != bytes_of(trained)


def test_goemotions_become_faces(goemotions):
    felt = read_goemotions(goemotions, "train")
    assert felt.texts[0] == "so glad  came" and felt.labels.tolist()[3] == [1.0, 1.0, 0.0]
    order = list(corpus.emotions())
    assert felt.shares[0, order.index("joy")] == 1.0 and felt.shares[2, -1] == 1.0
    assert felt.shares[3, order.index("joy")] == pytest.approx(0.5)
    assert np.allclose(felt.faces[0], corpus.emotions()["joy"].weights) and not felt.faces[2].any()


def test_emotions_left_out_are_not_seen(goemotions):
    written = Written.without(frozenset({"joy"}))
    assert all(row.emotion != "joy" for row in written.rows) and all(e.name != "joy" for e in written.emotions)
    assert read_goemotions(goemotions, "train", frozenset({"joy"})).texts == ["how dare you", "it is a chair"]


def test_a_folder_without_goemotions_is_refused(tmp_path):
    with pytest.raises(ModelError, match="labels.txt"):
        train_expression(tmp_path / "out", goemotions=tmp_path, plan=TOY)
    assert not (tmp_path / "out" / WEIGHTS_FILE).exists()
