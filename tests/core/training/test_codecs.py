import numpy as np
import pytest

from expclip.core.training.codecs import CODECS, draw_codec, through_codec


def burst(at: int) -> np.ndarray:
    """A hissing 100 ms and a vowel-like 100 ms in silence."""
    samples = np.zeros(32000, np.float32)
    time = np.arange(1600) / 16000
    samples[at : at + 1600] = 0.3 * np.random.default_rng(0).standard_normal(1600).clip(-2, 2)
    samples[at + 1600 : at + 3200] = 0.2 * sum(np.sin(2 * np.pi * 150 * n * time) for n in (1, 3, 5))
    return samples


@pytest.mark.parametrize("codec", CODECS, ids=lambda codec: f"{codec.subtype}-{codec.rate}")
def test_a_codec_changes_the_sound_but_not_its_time(codec):
    sent = burst(12000)
    heard = through_codec(sent, codec, 0.5)
    assert heard.shape == sent.shape and heard.dtype == np.float32 and np.isfinite(heard).all()
    assert np.abs(heard - sent).max() > 1e-4
    voice = slice(13600, 15200)
    assert np.corrcoef(heard[voice], sent[voice])[0, 1] > 0.7
    size = 1 << 16
    match = np.fft.irfft(np.fft.rfft(heard, size) * np.conj(np.fft.rfft(sent, size)))
    lag = int(match.argmax())
    assert min(lag, size - lag) <= 16  # 1 ms


@pytest.mark.parametrize("codec", CODECS, ids=lambda codec: f"{codec.subtype}-{codec.rate}")
@pytest.mark.parametrize("length", [3000, 16001])
def test_any_length_and_digital_silence(codec, length):
    heard = through_codec(np.zeros(length, np.float32), codec, 0.95)
    assert heard.shape == (length,)
    assert np.abs(heard).max() < 0.01


def test_every_codec_is_drawn():
    rng = np.random.default_rng(0)
    assert {draw_codec(rng) for _ in range(1000)} == set(CODECS)
