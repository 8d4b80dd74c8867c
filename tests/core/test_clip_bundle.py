"""`expclip train expression --text-backbone`, and the bundle it makes: loaded and run (random weights)."""

import functools
import json
import shutil
import sys

import numpy as np
import pytest

torch = pytest.importorskip("torch")
from expclip.core import torchvision_operators  # noqa: E402, F401 - before open_clip brings torchvision

pytest.importorskip("open_clip")

from expclip.core.bundle import open_bundle  # noqa: E402
from expclip.core.cli import main  # noqa: E402
from expclip.core.formats import read_take  # noqa: E402
from expclip.core.networks import load_space  # noqa: E402
from expclip.core.training import clip_pictures, clip_sentences, clip_towers  # noqa: E402

from .expression.clip_models import save_clip, save_picture  # noqa: E402

PICTURES = "picture,prompt\nred.png,very happy\nblue.png,holding back tears\n"


@pytest.fixture(scope="module")
def few_sentences():
    """The training, at toy size."""
    everything = clip_sentences.clip_sentences(None, 0, 0)
    chosen = np.arange(0, len(everything.texts), len(everything.texts) // 60)
    few = clip_sentences.ClipSentences(
        tuple(everything.texts[at] for at in chosen), everything.faces[chosen], everything.shares[chosen],
        everything.emotions,
    )  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clip_sentences, "clip_sentences", lambda *_: few)
        patch.setattr(clip_towers, "ClipTraining", functools.partial(clip_towers.ClipTraining, steps=20))
        patch.setattr(clip_pictures, "PictureTraining", functools.partial(clip_pictures.PictureTraining, steps=10))
        yield few


@pytest.fixture(scope="module")
def fitted(few_sentences, tiny_bundle, tmp_path_factory):
    """A bundle that the command made, whose checkpoint and pictures are gone."""
    folder = tmp_path_factory.mktemp("fitted")
    save_clip(folder / "checkpoint")
    save_picture(folder / "red.png", (220, 20, 20))
    save_picture(folder / "blue.png", (10, 10, 230), (30, 60))
    (folder / "pictures.csv").write_text(PICTURES, encoding="utf-8")
    shutil.copytree(tiny_bundle, folder / "bundle")
    backbone = f"open_clip:{folder / 'checkpoint'}"
    arguments = ["--text-backbone", backbone, "--pictures", folder, "--out", folder / "bundle"]
    assert main(["train", "expression", *map(str, arguments)]) == 0
    shutil.rmtree(folder / "checkpoint")
    return folder


def test_the_bundle_is_whole(fitted, tiny_bundle):
    bundle, before = open_bundle(fitted / "bundle"), open_bundle(tiny_bundle)
    assert {"clip", "clip_text", "clip_picture"} <= set(bundle.config) and set(before.config) <= set(bundle.config)
    assert {"clip.safetensors", "clip_text.safetensors", "MODEL_CARD.md"} <= set(bundle.verify())
    assert "learned from 2 pictures" in (fitted / "bundle" / "MODEL_CARD.md").read_text(encoding="utf-8")
    assert torch.equal(
        bundle.tensors("expression")["encoder.skip.weight"].float(),
        before.tensors("expression")["encoder.skip.weight"].float(),
    )


def test_prompts_are_read_by_clip(fitted, capsys, monkeypatch):
    def express(bundle):
        assert main(["express", "--prompt", "sad and very happy she smiles", "--models", str(bundle)]) == 0
        return json.loads(capsys.readouterr().out)

    space = load_space(open_bundle(fitted / "bundle"))
    assert space.clip is not None
    heard = []
    tower = space.clip.text
    tower.register_forward_hook(lambda module, arguments, output: heard.append(arguments[0]))
    embeddings, chances = space.clip.of_sentences(["a smile", "a frown"])
    assert heard and embeddings.shape == (2, 64) and chances.sum(1).allclose(torch.ones(2))
    assert not torch.allclose(embeddings[0], embeddings[1])
    told = express(fitted / "bundle")
    assert len(told["weights"]) == 52 and told["confidence"] > 0


def test_the_towers_are_loaded_when_they_are_asked(fitted, monkeypatch):
    monkeypatch.setitem(sys.modules, "open_clip", None)
    space = load_space(open_bundle(fitted / "bundle"))
    with pytest.raises(Exception, match="extra 'clip'"):
        space.clip.of_sentences(["a smile"])


def test_pictures_come_into_the_space(fitted):
    space = load_space(open_bundle(fitted / "bundle"))
    seen = space.clip.of_pictures([fitted / "red.png", fitted / "blue.png"])
    assert seen.shape == (2, 64) and not torch.allclose(seen[0], seen[1])
    projectors = space.clip.projectors
    assert not torch.equal(projectors.picture.centre, projectors.text.centre)


def test_a_picture_is_expressed_by_clip(fitted, tiny_bundle, capsys):
    def express(bundle, *more):
        picture = ["--image", str(fitted / "red.png"), "--image-reader", "clip", "--models", str(bundle)]
        status = main(["express", *picture, *more])
        told = capsys.readouterr()
        return status, told.out, told.err

    status, out, _ = express(fitted / "bundle")
    told = json.loads(out)
    assert status == 0 and set(told) == {"image", "weights", "confidence", "read_as"} and len(told["weights"]) == 52
    assert 0 < told["confidence"] <= 1 and told["read_as"][0].startswith("like the preset '")
    space = load_space(open_bundle(fitted / "bundle"))
    seen = space.decode(space.clip.of_pictures([fitted / "red.png"]) * space.scale)[0].numpy()
    assert np.allclose(list(told["weights"].values()), seen, atol=1e-4)
    status, _, told = express(tiny_bundle)
    assert status == 1 and "These models have no CLIP that sees pictures: fit one with" in told
    status, _, told = express(fitted / "bundle", "--image-face", "1")
    assert status == 1 and "CLIP sees the whole picture: leave --image-face" in told


def test_a_line_is_animated(fitted, spoken_line, tmp_path):
    out = tmp_path / "take.csv"
    arguments = ["--prompt", "very happy", "--models", fitted / "bundle", "-o", out]
    assert main(["animate", str(spoken_line), *map(str, arguments)]) == 0
    assert read_take(out).frames == 45


def test_a_second_call_reads_from_the_cache(fitted, few_sentences):
    (cache,) = (fitted / "bundle" / ".training").rglob("sentences.safetensors")

    def refuse(texts):
        raise AssertionError("the tower was asked again")

    vectors = clip_towers.sentence_vectors(
        refuse, few_sentences.texts, cache, clip_towers.ClipTraining(), lambda done, message: None
    )
    assert vectors.shape == (len(few_sentences.texts), 32)


@pytest.mark.parametrize("table, told", [
    (None, "There is no"),
    ("picture,prompt\n", "lists no pictures"),
    ("file,prompt\na.png,glad\n", "is no table of pictures"),
    ("picture,mood\na.png,glad\n", "is no table of pictures"),
    ("picture,jawOpen\na.png,wide\n", "is no table of pictures"),
    ("picture,jawOpen\na.png,0.5\n", "is no picture"),
])  # fmt: skip
def test_pictures_that_are_none_are_told(few_sentences, tiny_bundle, tmp_path, capsys, table, told):
    save_clip(tmp_path / "checkpoint")
    shutil.copytree(tiny_bundle, tmp_path / "bundle")
    if table is not None:
        (tmp_path / "pictures.csv").write_text(table, encoding="utf-8")
    backbone = f"open_clip:{tmp_path / 'checkpoint'}"
    arguments = ["--text-backbone", backbone, "--pictures", tmp_path, "--out", tmp_path / "bundle"]
    assert main(["train", "expression", *map(str, arguments)]) == 1
    error = capsys.readouterr().err
    assert told in error and error.count("\n") == 1
    assert "clip" not in open_bundle(tmp_path / "bundle").config
