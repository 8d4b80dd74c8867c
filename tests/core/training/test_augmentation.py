import numpy as np
import pytest

from expclip.core.training.augmentation import Augmentation, through_air, without_speech

DRY = {"noise": 0.0, "crowd": 0.0, "offset": 0.0}


def tone(hertz: float, seconds: float = 1.0) -> np.ndarray:
    return (0.3 * np.sin(2 * np.pi * hertz * np.arange(int(seconds * 16000)) / 16000)).astype(np.float32)


@pytest.mark.parametrize("seed", range(40))
def test_sound_stays_finite_in_range_and_in_time(seed):
    samples = np.zeros(16000, np.float32)
    samples[8000:9600] = tone(700, 0.1)
    heard = through_air(samples, np.random.default_rng(seed), Augmentation(**DRY, echo=0.0))
    assert heard.dtype == np.float32 and heard.shape == samples.shape
    assert np.isfinite(heard).all() and np.abs(heard).max() <= 1.0
    energy = np.cumsum((heard - np.median(heard)) ** 2)
    assert 7900 < np.searchsorted(energy, energy[-1] / 2) < 9700


@pytest.mark.parametrize("seed", range(40))
def test_a_click_at_a_phone_edge_stays_there(seed):
    """In rooms, through microphones, devices and codecs: the direct sound is the first that is heard, within 2 ms."""
    samples = np.zeros(32000, np.float32)
    samples[12000:12004] = (0.5, -0.5, 0.5, -0.5)
    plan = Augmentation(**DRY, echo=1.0, filtered=1.0, filter_decibels=4.0, telephone=0.0, coded=0.0, coarse=0.0)
    heard = through_air(samples, np.random.default_rng(seed), plan)
    first = int(np.argmax(np.abs(heard) > 0.3 * np.abs(heard).max()))
    assert first == pytest.approx(12000, abs=32)


@pytest.mark.parametrize("seed", range(40))
def test_nothing_is_clipped_by_accident(seed):
    plan = Augmentation(clipped=0.0, coded=0.0, coarse=0.0, noise=1.0, crowd=1.0, signal_to_noise=(0.0, 5.0))
    heard = through_air(tone(300), np.random.default_rng(seed), plan, np.random.default_rng(1).normal(0, 0.1, 64000))
    peak = np.abs(heard).max()
    assert 10 ** (-30 / 20) - 1e-4 <= peak <= 1.0
    assert np.sum(np.abs(heard) > 0.9999 * peak) <= 2


def test_levels_cover_the_wanted_range():
    heard = [through_air(tone(300, 0.3), np.random.default_rng(seed), Augmentation()) for seed in range(80)]
    decibels = 20 * np.log10([np.abs(sound).max() for sound in heard])
    assert decibels.min() < -26 and decibels.max() > -4


def test_a_crowd_is_heard_behind_the_speaker():
    pause = np.concatenate([tone(300), np.zeros(16000, np.float32)])
    others = tone(2000, 10.0)
    plan = Augmentation(crowd=1.0, signal_to_crowd=(6.0, 6.1), noise=0.0, echo=0.0, compressed=0.0, gated=0.0)
    heard = through_air(pause, np.random.default_rng(0), plan, others)
    assert np.abs(np.fft.rfft(heard[16000:])).argmax() == pytest.approx(2000, abs=5)
    alone = through_air(pause, np.random.default_rng(0), plan)
    assert np.abs(alone[17000:]).max() < 0.05 * np.abs(heard[17000:]).max()


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
