"""Takes: shapes are checked; resampling keeps time; mirroring exchanges sides."""

import math

import numpy as np
import pytest

from expclip.core.errors import TakeError
from expclip.core.take import Take, frame_count


def ramp(frames: int, fps: float) -> Take:
    """A take whose jawOpen, head yaw and left eye's pitch are its time in seconds."""
    seconds = np.arange(frames) / fps
    weights = np.zeros((frames, 52))
    weights[:, 17] = seconds
    head, eyes = np.zeros((frames, 3)), np.zeros((frames, 2, 3))
    head[:, 0] = eyes[:, 0, 1] = seconds
    return Take(weights, fps, head, eyes, {"seed": 3})


@pytest.mark.parametrize(
    "broken",
    [
        {"weights": np.zeros((4, 51))},
        {"weights": np.zeros(52)},
        {"weights": np.float32(1)},
        {"weights": np.full((4, 52), np.nan)},
        {"weights": np.full((4, 52), np.inf)},
        {"head": np.zeros((3, 3))},
        {"head": np.full((4, 3), np.nan)},
        {"eyes": np.zeros((4, 6))},
        {"fps": 0},
        {"fps": -30},
        {"fps": math.nan},
        {"fps": math.inf},
    ],
    ids=str,
)
def test_a_take_of_wrong_shape_or_values_is_refused(broken):
    with pytest.raises(TakeError):
        Take(**{"weights": np.zeros((4, 52)), "fps": 30, **broken})


@pytest.mark.parametrize(
    ("seconds", "fps", "frames"),
    [(1.0, 30, 30), (1.001, 30, 31), (0.1, 30, 3), (90 / 30, 24, 72), (0.0, 30, 0), (10 / 29.97, 29.97, 10)],
)
def test_frames_are_the_ceiling_without_rounding_errors(seconds, fps, frames):
    assert frame_count(seconds, fps) == frames


@pytest.mark.parametrize("fps", [24, 25, 29.97, 30, 50, 60, 120, 7.5])
def test_resampling_keeps_every_time(fps):
    take = ramp(frames=50, fps=50)
    resampled = take.resampled(fps)
    assert resampled.frames == math.ceil(round(fps * 1.0, 6))
    assert resampled.fps == fps
    expected = np.minimum(np.arange(resampled.frames) / fps, 49 / 50)
    np.testing.assert_allclose(resampled.channel("jawOpen"), expected, atol=1e-6)
    np.testing.assert_allclose(resampled.head[:, 0], expected, atol=1e-6)
    np.testing.assert_allclose(resampled.eyes[:, 0, 1], expected, atol=1e-6)
    assert resampled.made_by == {"seed": 3}


def test_resampling_to_the_same_rate_changes_nothing():
    take = ramp(frames=31, fps=29.97)
    np.testing.assert_array_equal(take.resampled(29.97).weights, take.weights)


@pytest.mark.parametrize("frames", [0, 1])
def test_very_short_takes_resample(frames):
    assert Take(np.ones((frames, 52)), 10).resampled(30).weights.shape == (frames * 3, 52)


def test_mirroring_exchanges_the_sides():
    weights = np.zeros((1, 52))
    take = Take(weights, 30, np.array([[0.1, 0.2, 0.3]]), np.array([[[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]]]))
    take.channel("mouthSmileLeft")[:] = 0.8
    take.channel("jawOpen")[:] = 0.5
    mirrored = take.mirrored()
    assert mirrored.channel("mouthSmileRight") == pytest.approx(0.8)
    assert mirrored.channel("mouthSmileLeft") == 0
    assert mirrored.channel("jawOpen") == 0.5
    np.testing.assert_allclose(mirrored.head, [[-0.1, 0.2, -0.3]])
    np.testing.assert_allclose(mirrored.eyes, [[[-0.4, 0.5, -0.6], [-0.1, 0.2, -0.3]]])
    np.testing.assert_array_equal(mirrored.mirrored().weights, take.weights)
