import numpy as np
import pytest
import soundfile

torch = pytest.importorskip("torch")

from expclip.core.audio import open_speech  # noqa: E402
from expclip.core.errors import Cancelled  # noqa: E402
from expclip.core.speech.encoder import FPS, EncoderConfig, SpeechEncoder  # noqa: E402
from expclip.core.speech.listening import CONTEXT_FRAMES, FADE_FRAMES, WINDOW_FRAMES, listen  # noqa: E402


@pytest.fixture(scope="module")
def encoder():
    torch.manual_seed(0)
    config = EncoderConfig(bands=20, conv=32, hidden=32, layers=3, heads=2, feed_forward=32, block=100)
    return SpeechEncoder(config).eval()


def line(folder, seconds: float):
    samples = np.random.default_rng(3).standard_normal(round(seconds * 16000)) * 0.1
    soundfile.write(folder / "line.wav", samples, 16000, subtype="FLOAT")
    return open_speech(folder / "line.wav"), samples.astype(np.float32)


def quiet(done: float, message: str) -> None:
    pass


@pytest.mark.parametrize("seconds", [0.1, 1.003, WINDOW_FRAMES / FPS, WINDOW_FRAMES / FPS + 0.02, 33.3])
def test_every_length_gives_its_frames_of_probabilities(tmp_path, encoder, seconds):
    speech, samples = line(tmp_path, seconds)
    heard = listen(speech, encoder, quiet)
    assert heard.dtype == np.float16
    assert heard.shape == (int(np.ceil(len(samples) / 320)), len(encoder.config.phones))
    assert np.allclose(np.exp(heard.astype(np.float32)).sum(1), 1.0, atol=0.01)


@torch.inference_mode()
def test_windows_join_to_what_one_run_hears(tmp_path, encoder):
    seconds = 2.5 * WINDOW_FRAMES / FPS
    speech, samples = line(tmp_path, seconds)
    whole = encoder(torch.from_numpy(samples)[None])[1][0].softmax(-1).numpy()
    heard = np.exp(listen(speech, encoder, quiet).astype(np.float32))
    assert np.abs(heard - whole).max() < 0.002
    seam = WINDOW_FRAMES - CONTEXT_FRAMES
    around = slice(seam - FADE_FRAMES, seam + FADE_FRAMES)
    assert np.abs(np.diff(heard[around], axis=0)).max() < 1.5 * np.abs(np.diff(whole, axis=0)).max()
    assert (WINDOW_FRAMES - 2 * CONTEXT_FRAMES) % encoder.config.block == 0


def test_progress_reaches_the_end_and_can_stop(tmp_path, encoder):
    speech, _ = line(tmp_path, 60.0)
    told: list[float] = []
    listen(speech, encoder, lambda done, message: told.append(done))
    assert told == sorted(told) and told[-1] == 1.0 and len(told) == 3

    def stop(done: float, message: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        listen(speech, encoder, stop)
