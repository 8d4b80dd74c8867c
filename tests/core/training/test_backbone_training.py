"""Heads are fitted to a tiny checkpoint with random weights: they learn, its layers join in, and a bundle comes out."""

import json
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from expclip.core.bundle import open_bundle, write_part  # noqa: E402
from expclip.core.speech import phones  # noqa: E402
from expclip.core.speech.backbone import BackboneConfig, BackboneEncoder, read_checkpoint  # noqa: E402
from expclip.core.training.backbone import BackboneTraining, fit_backbone, write_backbone  # noqa: E402
from expclip.core.training.speech import SpeechTraining  # noqa: E402

from ..speech.checkpoints import save_wav2vec2  # noqa: E402

SPEECH = SpeechTraining(minutes=0.3, threads=1, clip_seconds=1.0, clips=4, warmup_steps=5, average=0.9)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """Tones that stand for two phones, with silence between."""
    import soundfile

    folder = tmp_path_factory.mktemp("tones")
    rng = np.random.default_rng(0)
    for name in ("train-0000", "dev-0000"):
        kinds = rng.integers(2, size=60)
        time = np.arange(3200) / 16000
        tones = [np.pad(0.3 * np.sin(2 * np.pi * (300, 2000)[kind] * time), (0, 3200)) for kind in kinds]
        soundfile.write(folder / f"{name}.flac", np.concatenate(tones), 16000)
        start = 0.4 * np.arange(60, dtype=np.float32)
        np.savez(
            folder / f"{name}.npz", label=np.array([phones.INDEX[("m", "i")[kind]] for kind in kinds], np.uint8),
            start=start, end=start + np.float32(0.2), voice=np.array(["tone"]), clip_start=np.zeros(1, np.float32),
        )  # fmt: skip
    return folder


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory) -> Path:
    torch.manual_seed(0)
    folder = tmp_path_factory.mktemp("tiny")
    save_wav2vec2(folder, feat_extract_norm="layer", do_stable_layer_norm=True)
    return folder


def quietly(done, message):
    assert 0.0 <= done <= 1.0


def rows(folder):
    return [json.loads(line) for line in (folder / "speech.curve.jsonl").read_text().splitlines()]


def changed(encoder, checkpoint) -> set[str]:
    """The body's tensors that are no more as they were published."""
    published = read_checkpoint(checkpoint, "tiny").state_dict()
    return {
        name for name, tensor in encoder.state_dict().items()
        if name.startswith("body.") and not torch.equal(tensor, published[name])
    }  # fmt: skip


def test_heads_learn_on_a_resting_body(corpus, checkpoint, tmp_path):
    training = BackboneTraining(SPEECH)
    assert not training.layers_learn
    encoder = fit_backbone([corpus], tmp_path, read_checkpoint(checkpoint, "tiny"), training, quietly)
    assert not encoder.training and not changed(encoder, checkpoint)
    assert rows(tmp_path / "heads")[-1][corpus.name] > 0.55  # always silence: 0.5
    assert not (tmp_path / "layers").exists()


def test_top_layers_learn_in_the_second_half_and_an_interruption_is_survived(corpus, checkpoint, tmp_path):
    training = BackboneTraining(SPEECH, layers=1, minutes_with_layers=0.1)

    class Interrupted(Exception):
        pass

    def interrupting(done, message):
        if done > 0.5:
            raise Interrupted

    with pytest.raises(Interrupted):
        fit_backbone([corpus], tmp_path, read_checkpoint(checkpoint, "tiny"), training, interrupting)
    heads = rows(tmp_path / "heads")
    encoder = fit_backbone([corpus], tmp_path, read_checkpoint(checkpoint, "tiny"), training, quietly)
    assert rows(tmp_path / "heads")[-1]["step"] >= heads[-1]["step"]
    moved = changed(encoder, checkpoint)
    assert moved and all(name.startswith("body.network.encoder.layers.2.") for name in moved)
    again = fit_backbone([corpus], tmp_path, read_checkpoint(checkpoint, "tiny"), training, quietly)
    assert all(
        torch.equal(tensor, encoder.state_dict()[name]) for name, tensor in again.state_dict().items()
        if name.startswith(("phone_head.", "gather."))
    )  # fmt: skip


def test_a_bundle_comes_out(checkpoint, tmp_path):
    for part in ("speech", "animation", "expression"):
        write_part(tmp_path / "rest", part, {"width": 3}, {"matrix": torch.ones(3), "steps": torch.arange(3)})
    encoder = read_checkpoint(checkpoint, "facebook/some-checkpoint").eval()
    (tmp_path / "heads").mkdir()
    row = {"step": 70, "minutes": 1.5, "corpus": 0.625}
    (tmp_path / "heads" / "speech.curve.jsonl").write_text(json.dumps(row) + "\n")
    write_backbone(tmp_path / "bundle", encoder, tmp_path, open_bundle(tmp_path / "rest"))
    bundle = open_bundle(tmp_path / "bundle")
    parts = {f"{part}.safetensors" for part in ("speech", "animation", "expression")}
    assert {*bundle.verify()} == {*parts, "config.json", "MODEL_CARD.md"}
    assert bundle.part("animation") == {"width": 3} and bundle.tensors("animation")["steps"].dtype == torch.int64
    card = (bundle.folder / "MODEL_CARD.md").read_text()
    assert "facebook/some-checkpoint" in card and encoder.config.sha256 in card
    assert "| corpus | 0.625 |" in card and "1.5 minutes (70 steps)" in card
    tensors = bundle.tensors("speech")
    assert all(tensor.dtype == torch.float16 for tensor in tensors.values() if tensor.is_floating_point())
    again = BackboneEncoder(BackboneConfig.from_json(bundle.part("speech")))
    again.load_state_dict({name: tensor.float() for name, tensor in tensors.items()})
    samples = 0.1 * torch.randn(1, 3200)
    assert torch.allclose(again.eval()(samples)[1], encoder(samples)[1], atol=0.02)
