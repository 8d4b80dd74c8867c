"""The towers say what open_clip says, and refuse what is no model of it (random weights)."""

import json
import sys

import pytest

torch = pytest.importorskip("torch")
from expclip.core import torchvision_operators  # noqa: E402, F401 - before open_clip brings torchvision

open_clip = pytest.importorskip("open_clip")

from expclip.core.errors import MissingPartError, ModelError  # noqa: E402
from expclip.core.expression.clip_tower import CONFIG, WEIGHTS, ClipConfig, TextTower, read_towers  # noqa: E402

from .clip_models import save_clip, save_picture  # noqa: E402

SENTENCES = ["a smile", "holding back tears, then a brave smile - what a day it has been!", "", "word " * 200]


def read(folder):
    return read_towers(folder, "tiny")


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clip")
    return folder, save_clip(folder)


@torch.inference_mode()
def test_sentences_are_read_as_open_clip_reads_them(saved):
    folder, network = saved
    _, text, _ = read(folder)
    wanted = network.encode_text(open_clip.tokenize(SENTENCES), normalize=True)
    assert torch.allclose(text(SENTENCES), wanted, atol=1e-6)
    assert torch.allclose(text(SENTENCES[:1]), wanted[:1], atol=1e-6)


@torch.inference_mode()
def test_pictures_are_seen_as_open_clip_sees_them(saved, tmp_path):
    from PIL import Image

    folder, network = saved
    config, _, picture = read(folder)
    path = save_picture(tmp_path / "picture.png", (200, 30, 90))
    prepare = open_clip.transform.image_transform_v2(
        open_clip.transform.PreprocessCfg(**config.preprocess), is_train=False
    )
    wanted = network.encode_image(prepare(Image.open(path))[None], normalize=True)
    assert torch.allclose(picture([path]), wanted, atol=1e-6)
    (tmp_path / "no.png").write_text("no picture")
    with pytest.raises(ModelError, match="is no picture"):
        picture([tmp_path / "no.png"])


@torch.inference_mode()
def test_the_real_geometry():
    """ViT-B-32 itself, as open_clip makes it."""
    network = open_clip.create_model("ViT-B-32", pretrained=None).eval()
    assert sum(part.numel() for part in network.parameters()) == 151_277_313
    wanted = network.encode_text(open_clip.get_tokenizer("ViT-B-32")(SENTENCES[:2]), normalize=True)
    config = ClipConfig(open_clip.get_model_config("ViT-B-32"), {}, "ViT-B-32", "")
    assert config.width == 512
    assert torch.allclose(TextTower(config, network)(SENTENCES[:2]), wanted, atol=1e-5)


def test_towers_rest(saved):
    _, text, picture = read(saved[0])
    for tower in (text, picture):
        assert not tower.training and not any(part.requires_grad for part in tower.parameters())


@pytest.mark.parametrize(
    "spoil, told",
    [
        (lambda folder: (folder / CONFIG).unlink(), "There is no"),
        (lambda folder: (folder / WEIGHTS).unlink(), "There is no"),
        (lambda folder: (folder / CONFIG).write_text("{}"), "describes no model of open_clip"),
        (lambda folder: (folder / WEIGHTS).write_bytes(b"123456789"), "cannot be read"),
        (lambda folder: change(folder, "text_cfg", "layers", 5), "does not hold the tensors"),
        (lambda folder: change(folder, "text_cfg", "hf_model_name", "xlm-roberta-base"), "of another library"),
        (lambda folder: change(folder, "vision_cfg", "timm_model_name", "vit"), "of another library"),
        (lambda folder: change(folder, "text_cfg", "pool_type", "last"), "not read as CLIP reads them"),
    ],
)
def test_what_is_no_model_is_told(tmp_path, spoil, told):
    save_clip(tmp_path)
    spoil(tmp_path)
    with pytest.raises(ModelError, match=told):
        read(tmp_path)


def change(folder, part, name, value):
    config = json.loads((folder / CONFIG).read_text())
    config["model_cfg"][part][name] = value
    (folder / CONFIG).write_text(json.dumps(config))


def test_without_the_library_one_sentence(saved, monkeypatch):
    monkeypatch.setitem(sys.modules, "open_clip", None)
    with pytest.raises(MissingPartError, match="for CLIP is not installed: install ExpCLIP with its extra 'clip'"):
        read(saved[0])
