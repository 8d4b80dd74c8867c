import numpy as np
import pytest

from expclip.core.training.augmentation import (
    Augmentation,
    add_breath,
    change_speed,
    noise,
    through_air,
    without_speech,
)


def tone(hertz: float, seconds: float = 1.0) -> np.ndarray:
    return (0.3 * np.sin(2 * np.pi * hertz * np.arange(int(seconds * 16000)) / 16000)).astype(np.float32)


def test_speed_changes_length_and_pitch():
    fast = change_speed(tone(400), 1.25)
    assert len(fast) == 12800
    assert np.abs(np.fft.rfft(fast)).argmax() / 0.8 == pytest.approx(500, abs=2)


@pytest.mark.parametrize("seed", range(30))
def test_sound_stays_finite_in_range_and_in_time(seed):
    samples = np.zeros(16000, np.float32)
    samples[8000:9600] = tone(700, 0.1)
    heard = through_air(samples, np.random.default_rng(seed), Augmentation(noise=0.0, echo=0.0))
    assert heard.dtype == np.float32 and heard.shape == samples.shape
    assert np.isfinite(heard).all() and np.abs(heard).max() <= 1.0
    energy = np.cumsum((heard - np.median(heard)) ** 2)
    assert 7900 < np.searchsorted(energy, energy[-1] / 2) < 9700


def test_the_seed_decides():
    first, second = (through_air(tone(300), np.random.default_rng(7), Augmentation()) for _ in range(2))
    assert np.array_equal(first, second)
    assert not np.array_equal(first, through_air(tone(300), np.random.default_rng(8), Augmentation()))


def test_digital_silence_and_noise_without_speech():
    drawn = [without_speech(8000, np.random.default_rng(seed), Augmentation()) for seed in range(60)]
    assert all(np.isfinite(sound).all() and np.abs(sound).max() <= 1.0 for sound in drawn)
    silent = sum(not sound.any() for sound in drawn)
    assert 0 < silent < 30
    levels = [np.std(sound) for sound in drawn if sound.any()]
    assert min(levels) < 0.002 and max(levels) > 0.03


def test_noise_has_loudness_one():
    for seed in range(10):
        assert np.std(noise(16000, np.random.default_rng(seed))) == pytest.approx(1.0, abs=0.05)


def test_a_breath_stays_where_it_is_put():
    samples = np.zeros(32000, np.float32)
    add_breath(samples, 16000, np.random.default_rng(0), 0.1)
    assert not samples[:16000].any()
    assert np.std(samples[16000:18400]) > 0.01
