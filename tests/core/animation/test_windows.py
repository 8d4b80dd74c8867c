import numpy as np
import pytest

torch = pytest.importorskip("torch")

from expclip.core.animation.decoder import AnimationDecoder, DecoderConfig  # noqa: E402
from expclip.core.animation.windows import CONTEXT_FRAMES, WINDOW_FRAMES, stream_windows  # noqa: E402
from expclip.core.errors import Cancelled  # noqa: E402
from expclip.core.speech.encoder import EncoderConfig, SpeechEncoder  # noqa: E402

STYLE = 6


@pytest.fixture(scope="module")
def networks():
    torch.manual_seed(0)
    encoder = SpeechEncoder(
        EncoderConfig(bands=20, conv=32, hidden=32, layers=1, heads=2, feed_forward=32, position_kernel=16)
    )
    decoder = AnimationDecoder(
        DecoderConfig(features=32, style=STYLE, hidden=16, layers=1, heads=2, feed_forward=16, style_tokens=2, window=8)
    )
    return encoder.eval(), decoder.eval()


def sound(seconds: float) -> np.ndarray:
    return (np.random.default_rng(3).standard_normal(int(seconds * 16000)) * 0.1).astype(np.float32)


def blocks(samples: np.ndarray, length: int):
    return (samples[at : at + length] for at in range(0, len(samples), length))


def held_style(seconds: np.ndarray) -> np.ndarray:
    return np.full((len(seconds), STYLE), 0.7, np.float32)


def animate(samples, networks, length=5000, style=held_style, report=lambda done, message: None):
    encoder, decoder = networks
    seconds = len(samples) / 16000
    return np.concatenate(list(stream_windows(blocks(samples, length), seconds, style, encoder, decoder, report)))


@pytest.mark.parametrize("seconds", [0.1, 1.003, WINDOW_FRAMES / 50, WINDOW_FRAMES / 50 + 0.02, 33.3])
def test_every_length_gives_its_frames(networks, seconds):
    samples = sound(seconds)
    result = animate(samples, networks)
    assert result.shape == (int(np.ceil(len(samples) / 320)), 2, 52)
    assert np.isfinite(result).all()


def test_the_size_of_blocks_does_not_matter(networks):
    samples = sound(31.0)
    assert np.array_equal(animate(samples, networks, 16000), animate(samples, networks, 777))


def test_no_seam_where_windows_meet(networks):
    """Against one run over the whole line: nowhere further apart than inside a window."""
    encoder, decoder = networks
    samples = sound(40.0)
    whole = []
    with torch.inference_mode():
        features, _ = encoder(torch.from_numpy(samples)[None])
        for value in (0.0, 0.7):
            whole.append(decoder(features, torch.full((1, 1, STYLE), value))[0].numpy())
    result = animate(samples, networks)
    for column in (0, 1):
        steps = np.abs(np.diff(result[:, column], axis=0)).max(1)
        assert steps.max() < 1.5 * np.abs(np.diff(whole[column], axis=0)).max()


def test_the_first_column_is_neutral(networks):
    samples = sound(3.0)
    result = animate(samples, networks)
    neutral = animate(samples, networks, style=lambda seconds: np.zeros((len(seconds), STYLE), np.float32))
    assert np.allclose(result[:, 0], neutral[:, 0], atol=1e-6)
    assert np.array_equal(neutral[:, 0], neutral[:, 1])
    assert np.abs(result[:, 1] - result[:, 0]).max() > 1e-3


def test_style_stands_at_its_time(networks):
    def late(seconds):
        return np.where(seconds[:, None] > 20.0, 0.7, 0.0).astype(np.float32).repeat(STYLE, 1)

    result = animate(sound(30.0), networks, style=late)
    assert np.abs(result[:990, 1] - result[:990, 0]).max() < 1e-6
    assert np.abs(result[1010:, 1] - result[1010:, 0]).max() > 1e-3


def test_progress_rises_and_cancelling_stops(networks):
    told = []
    animate(sound(40.0), networks, report=lambda done, message: told.append(done))
    assert told == sorted(told) and told[-1] == 1.0 and len(told) > 2

    def stop(done, message):
        raise Cancelled

    with pytest.raises(Cancelled):
        animate(sound(40.0), networks, report=stop)


def test_windows_leave_room_for_context():
    assert WINDOW_FRAMES > 4 * CONTEXT_FRAMES
