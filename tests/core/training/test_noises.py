import numpy as np
import pytest

from expclip.core.training.noises import add_breath, crowd, knock, music, noise


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("make", [noise, music])
def test_noise_has_loudness_one(make, seed):
    for length in (16000, 12345):
        sound = make(length, np.random.default_rng(seed))
        assert sound.shape == (length,) and sound.dtype == np.float32
        assert np.sqrt(np.mean(sound**2)) == pytest.approx(1.0, abs=1e-3)


def test_noises_have_many_colours():
    """The share of energy above 2 kHz goes from nearly none to nearly all."""
    shares = []
    for seed in range(60):
        power = np.abs(np.fft.rfft(noise(16000, np.random.default_rng(seed)))) ** 2
        shares.append(power[2000:].sum() / power.sum())
    assert min(shares) < 0.02 and max(shares) > 0.8


def test_a_breath_stays_where_it_is_put():
    samples = np.zeros(32000, np.float32)
    add_breath(samples, 16000, np.random.default_rng(0), 0.1)
    assert not samples[:16000].any()
    assert np.std(samples[16000:18400]) > 0.01
    assert np.std(samples[16000:]) < 0.1


def test_a_breath_that_finds_no_room_changes_nothing():
    samples = np.zeros(1000, np.float32)
    add_breath(samples, 990, np.random.default_rng(0), 0.1)
    assert not samples.any()


def test_a_crowd_is_made_of_the_speech_it_gets():
    """A tone with pauses: the crowd sounds at the tone and fills the pauses."""
    speech = np.sin(2 * np.pi * 400 * np.arange(160000) / 16000).astype(np.float32)
    speech *= (np.arange(160000) // 4000) % 2
    heard = crowd(speech, 32000, np.random.default_rng(1), 8)
    power = np.abs(np.fft.rfft(heard)) ** 2
    assert power[760:840].sum() > 0.9 * power.sum()
    frames = np.sqrt(np.mean(heard.reshape(-1, 1600) ** 2, axis=1))
    assert frames.min() > 0.05 * frames.max()


def test_knocks_are_short():
    samples = np.zeros(64000, np.float32)
    knock(samples, np.random.default_rng(2), 1.0)
    assert 0.001 < np.abs(samples).max() < 3.0
    assert np.mean(samples != 0) < 0.2
