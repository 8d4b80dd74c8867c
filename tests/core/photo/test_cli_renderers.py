import json

import av
import numpy as np
import pytest
import torch
from made_portrait import made_portrait

from expclip.core.cli import main
from expclip.core.errors import PictureError
from expclip.core.formats import write_take
from expclip.core.image.picture import read_picture
from expclip.core.photo import art, portrait_file, terms
from expclip.core.photo.coefficients import Coefficients, save_coefficients
from expclip.core.photo.pirenderer import PIRenderer
from expclip.core.take import Take
from expclip.rigs import arkit


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A portrait whose face no detector has to find, a take, a checkpoint of random weights, coefficients, art."""
    monkeypatch.setattr(terms, "published_file", lambda name: tmp_path / "cache" / name)
    monkeypatch.setattr(portrait_file, "open_portrait", lambda path, face, models: made_portrait(256))
    monkeypatch.setattr("expclip.core.cli.photo.look_at_face_picture", lambda path: None)
    (tmp_path / "portrait.png").write_bytes(b"stands for a picture")
    weights = np.zeros((1, arkit.COUNT), np.float32)
    weights[0, arkit.INDEX["jawOpen"]] = 0.5
    write_take(Take(weights, 25.0, head=np.full((1, 3), 0.1, np.float32)), tmp_path / "take.npz")
    matrix = np.random.default_rng(0).normal(0, 0.3, (64, 52)).astype(np.float32)
    save_coefficients(tmp_path / "c.safetensors", Coefficients(matrix, np.zeros(64, np.float32)), "a test")
    return tmp_path


def photo(folder, *options: str, out: str = "out.mp4") -> int:
    given = [str(folder / option) if (folder / option).is_file() else option for option in options]
    return main(["photo", str(folder / "portrait.png"), str(folder / "take.npz"), *given, "-o", str(folder / out)])


@pytest.fixture
def checkpoint(folder):
    torch.manual_seed(0)
    torch.save({"net_G_ema": PIRenderer().state_dict()}, folder / "epoch.pt")
    return folder / "epoch.pt"


def pirenderer(*more: str) -> tuple[str, ...]:
    return ("--renderer", "pirenderer", "--checkpoint", "epoch.pt", "--coefficients", "c.safetensors", *more)


def test_pirenderer_draws_once_its_terms_are_accepted(folder, checkpoint, capsys):
    assert photo(folder, *pirenderer()) == 1
    assert "CC BY-NC 4.0" in capsys.readouterr().err
    assert not (folder / "out.mp4").exists()
    assert photo(folder, *pirenderer("--accept-terms")) == 0
    told = capsys.readouterr().err
    assert "1 frames of 256 x 256 at 25 fps" in told and "Note: PIRenderer's public weights" in told
    assert photo(folder, *pirenderer("--size", "320"), out="%04d.png") == 0
    with av.open(str(folder / "out.mp4")) as movie:
        assert "Synthetic media" in movie.metadata["comment"] and "PIRenderer" in movie.metadata["comment"]
    assert read_picture(folder / "0000.png").shape == (320, 320, 3)


def test_every_tensor_that_does_not_fit_is_named(folder, capsys):
    terms.accept()
    torch.save({"net_G_ema": {"one": torch.zeros(1), "another": torch.zeros(1)}}, folder / "epoch.pt")
    assert photo(folder, *pirenderer()) == 1
    told = capsys.readouterr().err
    assert "Note: one is unexpected.\n" in told and "Note: another is unexpected.\n" in told
    assert told.count(" is missing.\n") == 304
    assert not (folder / "out.mp4").exists()


def test_art_recolours_what_pirenderer_draws(folder, checkpoint):
    terms.accept()
    red = np.random.default_rng(0).integers(0, 255, (40, 40, 3)) * [1, 0, 0]
    _write_png(folder / "art.png", red.astype(np.uint8))
    assert photo(folder, *pirenderer("--no-mark", "a test"), out="%03d.png") == 0
    assert photo(folder, *pirenderer("--no-mark", "a test", "--art", "art.png"), out="art%03d.png") == 0
    plain, shown = (read_picture(folder / name).reshape(-1, 3).mean(0) for name in ("000.png", "art000.png"))
    assert shown[1:].max() < 0.6 * plain[1:].min()


def test_the_warp_renderer_moves_the_painted_still(folder, monkeypatch):
    monkeypatch.setattr(art, "face_reader", lambda models: _SeesNobody())
    hatched = np.where((np.add.outer(np.arange(96), np.arange(96)) % 5 < 2)[..., None], [20, 20, 60], [240, 230, 200])
    _write_png(folder / "art.png", hatched.astype(np.uint8))
    assert photo(folder, "--art", "art.png", "--no-mark", "a test", "--size", "256", out="%03d.png") == 0
    shown = read_picture(folder / "000.png").astype(float)
    away = shown[:40, :40].reshape(-1, 3) @ np.linalg.svd(hatched.reshape(-1, 3) - hatched.mean((0, 1)))[2][0]
    assert away.std() > 20  # lines, where the portrait's background is of one colour


@pytest.mark.parametrize("options, told", [
    (["--renderer", "pirenderer"], "draws with weights of its own: give their file as the checkpoint"),
    (["--renderer", "pirenderer", "--checkpoint", "x.pt"], "make a file of coefficients once with"),
    (["--checkpoint", "x.pt"], "The warp renderer takes no checkpoint"),
    (["--renderer", "pirenderer", "--checkpoint", "x.pt", "--coefficients", "c.safetensors", "--accept-terms"],
     "x.pt' cannot be read"),
    (["--art", "absent.png"], "absent.png"),
])  # fmt: skip
def test_what_cannot_be_drawn_is_told_in_a_sentence(folder, capsys, options, told):
    assert photo(folder, *options) == 1
    assert told in capsys.readouterr().err
    assert not (folder / "out.mp4").exists()


def test_a_request_of_the_worker_may_name_all_of_it():
    from expclip.core.photo.job import PortraitJob, Rendering

    rendering = Rendering("pirenderer", "cpu", "art.png", "epoch.pt", "c.safetensors", "own.npz")
    job = PortraitJob("portrait.png", take="take.npz", rendering=rendering)
    assert PortraitJob.from_json(json.loads(json.dumps(job.to_json()))) == job
    assert set(job.sources) >= {"portrait.png", "take.npz", "art.png", "epoch.pt", "c.safetensors", "own.npz"}


class _SeesNobody:
    def face_of(self, path):
        raise PictureError("No face", "none is needed")


def _write_png(path, pixels: np.ndarray) -> None:
    with av.open(str(path), "w", format="image2") as container:
        stream = container.add_stream("png", rate=1)
        stream.height, stream.width, stream.pix_fmt = *pixels.shape[:2], "rgb24"
        container.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))
        container.mux(stream.encode(None))
