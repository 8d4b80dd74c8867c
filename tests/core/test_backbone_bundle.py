"""A bundle whose ear is a published checkpoint runs like any other (random weights)."""

import shutil

import pytest

torch = pytest.importorskip("torch")

from expclip.core.bundle import open_bundle, write_part  # noqa: E402
from expclip.core.cli import main  # noqa: E402
from expclip.core.formats import read_take  # noqa: E402
from expclip.core.networks import load_encoder  # noqa: E402
from expclip.core.speech.backbone import BackboneEncoder, read_checkpoint  # noqa: E402

from .speech.checkpoints import save_hubert, save_wav2vec2  # noqa: E402


@pytest.mark.parametrize("save", [save_wav2vec2, save_hubert])
def test_a_backbones_bundle_animates(save, tiny_bundle, spoken_line, tmp_path):
    torch.manual_seed(0)
    save(tmp_path / "checkpoint")
    encoder = read_checkpoint(tmp_path / "checkpoint", "tiny").eval()
    shutil.copytree(tiny_bundle, tmp_path / "bigger")
    write_part(tmp_path / "bigger", "speech", encoder.config.to_json(), encoder.state_dict())
    loaded = load_encoder(open_bundle(tmp_path / "bigger"))
    assert isinstance(loaded, BackboneEncoder) and not loaded.training
    assert not any(part.requires_grad for part in loaded.parameters())
    samples = 0.1 * torch.randn(1, 6400)
    assert torch.allclose(loaded(samples)[1], encoder(samples)[1], atol=0.02)
    out = tmp_path / "take.csv"
    assert main(["animate", str(spoken_line), "--models", str(tmp_path / "bigger"), "-o", str(out)]) == 0
    assert read_take(out).frames == 45
