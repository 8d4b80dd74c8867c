import numpy as np
import pytest
import soundfile

torch = pytest.importorskip("torch")

from expclip.core.audio import open_speech  # noqa: E402
from expclip.core.errors import Cancelled  # noqa: E402
from expclip.core.speech.encoder import FPS, EncoderConfig, SpeechEncoder  # noqa: E402
from expclip.core.speech.listening import CONTEXT_FRAMES, WINDOW_FRAMES, listen  # noqa: E402


@pytest.fixture(scope="module")
def encoder():
    torch.manual_seed(0)
    config = EncoderConfig(bands=20, conv=32, hidden=32, layers=3, heads=2, feed_forward=32)
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
    assert len(whole) > WINDOW_FRAMES + CONTEXT_FRAMES


@torch.inference_mode()
def test_where_in_the_file_a_sound_stands_is_not_heard(encoder):
    """Beyond what the layers, the colour of the voice and the convolutions reach, nothing that came before counts."""
    rng = np.random.default_rng(5)
    reach = 3 * (encoder.config.window + 7) + 2 * FPS + 2
    sound = (rng.standard_normal((reach + FPS) * 320) * 0.1).astype(np.float32)
    before = (rng.standard_normal(7 * 320) * 0.3).astype(np.float32)
    alone, behind = (
        encoder(torch.from_numpy(samples)[None])[1][0].numpy() for samples in (sound, np.concatenate([before, sound]))
    )
    assert np.abs(behind[7 + reach :] - alone[reach:]).max() < 1e-4
    assert np.abs(behind[7 : 7 + FPS] - alone[:FPS]).max() > 1e-3


def test_progress_reaches_the_end_and_can_stop(tmp_path, encoder):
    speech, _ = line(tmp_path, 45.0)
    told: list[float] = []
    listen(speech, encoder, lambda done, message: told.append(done))
    assert told == sorted(told) and told[-1] == 1.0 and len(told) == 3

    def stop(done: float, message: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        listen(speech, encoder, stop)
