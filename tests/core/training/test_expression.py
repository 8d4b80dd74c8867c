"""The training of the space, at toy size: it learns, goes on where it was, and keeps E and D."""

import json

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from expclip.core.errors import ModelError  # noqa: E402
from expclip.core.expression import corpus, tead  # noqa: E402
from expclip.core.expression.neighbours import corpus_entries  # noqa: E402
from expclip.core.expression.space import TEXT_FILE, WEIGHTS_FILE, load_space  # noqa: E402
from expclip.core.expression.text_side import key_name  # noqa: E402
from expclip.core.training.batches import Draw  # noqa: E402
from expclip.core.training.expression import Plan, train_expression  # noqa: E402
from expclip.core.training.tuning import Tuning  # noqa: E402

from ..tiny_text import tiny_encoder  # noqa: E402

TOY = Plan(space_steps=250, faces_per_step=64, tuning=Tuning(minutes=0.02, draw=Draw(size=16, round=64)))


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    folder = tmp_path_factory.mktemp("trained")
    (folder / "config.json").write_text(json.dumps({"name": "toy"}), encoding="utf-8")
    torch.manual_seed(0)
    train_expression(folder, encoder=tiny_encoder("happy", "sad"), plan=TOY)
    return folder


def test_it_learns_to_reconstruct(trained):
    space = load_space(trained)
    faces = np.stack([row.weights for row in corpus.rows()])
    assert np.mean((space.face(space.embed(faces)) - faces) ** 2) < 0.1 * np.mean(faces**2)


def test_the_bundle_has_both_parts_and_keeps_its_others(trained):
    config = json.loads((trained / "config.json").read_text(encoding="utf-8"))
    assert config["name"] == "toy" and config["text"]["emotions"] == sorted(tead.emotion_groups())
    names = sorted(path.name for path in trained.iterdir() if not path.name.startswith("."))
    assert names == ["SHA256SUMS", "config.json", WEIGHTS_FILE, TEXT_FILE]


def test_the_whole_english_corpus_has_keys(trained):
    stored = set(load_space(trained).text.key_names.tolist())
    assert {key_name(entry.text) for entry in corpus_entries() if entry.language == "en"} == stored


def test_the_curve_falls_and_a_second_run_goes_on_from_the_first(trained, tmp_path):
    curve = [json.loads(line) for line in (trained / ".training" / "text.curve.jsonl").read_text().splitlines()]
    assert curve[-1]["step"] >= 1 and np.isfinite(curve[-1]["naming"])
    before = load_space(trained)
    scores = before.text.emotion_scores.weight
    train_expression(trained, plan=Plan(tuning=Tuning(minutes=0.04, draw=Draw(size=16, round=64))))
    again = [json.loads(line) for line in (trained / ".training" / "text.curve.jsonl").read_text().splitlines()]
    assert again[-1]["step"] > curve[-1]["step"]
    after, faces = load_space(trained), np.random.default_rng(0).random((4, 52), np.float32)
    assert np.array_equal(before.embed(faces), after.embed(faces)), "E and D that are there stay"
    assert not torch.equal(scores, after.text.emotion_scores.weight)


def test_a_folder_without_goemotions_is_refused(tmp_path):
    with pytest.raises(ModelError, match="labels.txt"):
        train_expression(tmp_path / "out", goemotions=tmp_path, plan=TOY)
    assert not (tmp_path / "out" / WEIGHTS_FILE).exists()


def test_an_encoder_is_needed_once(tmp_path):
    with pytest.raises(ModelError, match="no text encoder to go on from"):
        train_expression(tmp_path / "out", plan=TOY)
