"""The strength of an expression follows the voice."""

import numpy as np
import pytest

from expclip.core.arousal import arousal, strength
from expclip.core.speech.phones import Phone
from expclip.core.voice import RATE, Voice

SECONDS = 8


def line(
    loud: float = 0.0, high: float = 0.0, fast: float = 0.0, pause: tuple[float, float] = (8.0, 8.0)
) -> tuple[Voice, list[Phone]]:
    """A line whose second half is `loud` dB louder, `high` semitones higher and `fast` octaves quicker than its first;
    syllables make its loudness and pitch wave four times a second."""
    at = np.arange(SECONDS * RATE) / RATE
    half = (at >= SECONDS / 2).astype(float)
    silent = (at >= pause[0]) & (at < pause[1])
    waves = np.sin(2 * np.pi * 4 * at)
    loudness = np.where(silent, -80.0, -30.0 + loud * half + 6.0 * waves)
    pitch = np.where(silent | (waves < -0.5), 0.0, 120.0 * 2.0 ** ((high * half + waves) / 12.0))
    phones, start = [], 0.0
    while start < SECONDS - 0.2:
        end = start + 0.1 * 2.0 ** -(fast * (start >= SECONDS / 2))
        phones.append(Phone("sil" if pause[0] <= start < pause[1] else "a", start, end))
        start = end
    return Voice(loudness.astype(np.float32), pitch.astype(np.float32)), phones


def halves(factors: np.ndarray) -> tuple[float, float]:
    return float(factors[RATE : 3 * RATE].mean()), float(factors[5 * RATE : 7 * RATE].mean())


@pytest.mark.parametrize("change", [{"loud": 12.0}, {"high": 6.0}, {"fast": 0.8}])
def test_louder_higher_and_faster_are_stronger(change):
    first, second = halves(strength(*line(**change), follow=1.0))
    assert second > 1.15 * first


def test_it_follows_as_far_as_it_is_told():
    voice = line(loud=12.0, high=4.0)
    assert (strength(*voice, follow=0.0) == 1.0).all()
    half, whole = (np.log(strength(*voice, follow=follow)) for follow in (0.5, 1.0))
    np.testing.assert_allclose(half, 0.5 * whole, atol=1e-6)
    assert whole.min() > np.log(0.4) and whole.max() < np.log(2.4)


def test_it_does_not_pump_with_syllables():
    factors = strength(*line(loud=12.0), follow=1.0)
    first, second = halves(factors)
    for inside in (factors[RATE : 3 * RATE], factors[5 * RATE : 7 * RATE]):
        assert np.abs(np.diff(inside)).max() * RATE < 0.25  # a second
    turn = factors[int(3.3 * RATE) : int(4.7 * RATE)]
    assert (np.diff(turn) > -0.004).all() and second - first > 0.3


def test_a_long_pause_is_the_lines_usual():
    moved, _ = arousal(*line(loud=12.0, pause=(5.0, 7.5)))
    assert abs(moved[int(6.2 * RATE)]) < 0.05


def test_who_says_nothing_is_not_aroused():
    voice = Voice(np.full(100, -90.0, np.float32), np.zeros(100, np.float32))
    assert (strength(voice, [Phone("sil", 0.0, 2.0)], 1.0) == 1.0).all()
    assert (strength(voice, [], 1.0) == 1.0).all()


def test_a_flat_slow_line_is_weaker_than_a_lively_quick_one():
    (flat, phones), (lively, quick) = line(), line(fast=0.5)
    lively = Voice(lively.loudness, np.where(lively.pitch > 0, 120.0 * (lively.pitch / 120.0) ** 4, 0.0))
    assert arousal(lively, quick)[1] > arousal(flat, phones)[1] + 0.3
