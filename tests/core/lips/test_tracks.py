import numpy as np
import pytest

from expclip.core.lips.geometry import Lips
from expclip.core.lips.tracks import correlation, score_track

FPS = 30.0


def lips(opening: np.ndarray, width: np.ndarray | None = None) -> Lips:
    still = np.zeros(len(opening))
    columns = np.repeat(opening[:, None], 3, 1)
    return Lips(columns, 44.0 + (opening if width is None else width), still, still, FPS)


@pytest.fixture
def moving() -> np.ndarray:
    rng = np.random.default_rng(1)
    return np.convolve(rng.random(400), np.ones(5) / 5, "valid")


def everywhere(track: np.ndarray) -> np.ndarray:
    return np.ones(len(track), bool)


def test_the_same_mouth(moving):
    told = score_track(lips(moving), lips(moving), everywhere(moving))
    assert told.lag_seconds == 0.0
    assert (told.gap, told.width, told.amplitude, told.jerk) == pytest.approx((1, 1, 1, 1))


@pytest.mark.parametrize("late", [-3, 2])
def test_lag_has_its_sign(moving, late):
    told = score_track(lips(np.roll(moving, late)), lips(moving), everywhere(moving))
    assert told.lag_seconds == pytest.approx(late / FPS)
    assert told.gap < 0.9


def test_half_the_amplitude_keeps_the_rest(moving):
    told = score_track(lips(0.5 * moving), lips(moving), everywhere(moving))
    assert told.amplitude == pytest.approx(0.5)
    assert (told.gap, told.jerk) == pytest.approx((1, 1))


def test_jerk_grows_with_jitter(moving):
    """A large shake hides the track: each third difference is then 8 times the shake."""
    shaking = moving + 0.5 * (-1.0) ** np.arange(len(moving))
    told = score_track(lips(shaking), lips(moving), everywhere(moving))
    own = np.abs(np.diff(moving, 3)).mean() / moving.std()
    assert told.jerk == pytest.approx(8 * 0.5 / shaking.std() / own, rel=0.05)


def test_only_speech_counts(moving):
    spoiled, speaking = moving.copy(), everywhere(moving)
    spoiled[:100] = 0.9
    speaking[:110] = False
    told = score_track(lips(spoiled), lips(moving), speaking)
    assert (told.gap, told.amplitude, told.jerk) == pytest.approx((1, 1, 1))


def test_a_still_mouth_follows_nothing(moving):
    told = score_track(lips(np.zeros(len(moving))), lips(moving), everywhere(moving))
    assert (told.gap, told.amplitude, told.jerk) == (0.0, 0.0, 0.0)


def test_width_is_measured_apart(moving):
    told = score_track(lips(moving, -moving), lips(moving), everywhere(moving))
    assert told.gap == pytest.approx(1) and told.width == pytest.approx(-1)


def test_correlation_of_opposites():
    assert correlation(np.array([1.0, 2.0, 3.0]), np.array([3.0, 2.0, 1.0])) == pytest.approx(-1)
