"""How near a mouth moves to a tracked one: lag, correlation, amplitude and jerk over speech."""

from dataclasses import dataclass

import numpy as np

from .geometry import Lips

FURTHEST_LAG_SECONDS = 0.3


@dataclass(frozen=True)
class TrackScore:
    """lag_seconds: where the opening fits best, positive when ours is late; gap, width: Pearson r at lag 0;
    amplitude: our standard deviation over the tracked one; jerk: our mean |third difference| over the tracked one,
    each divided by its standard deviation first."""

    lag_seconds: float
    gap: float
    width: float
    amplitude: float
    jerk: float


def score_track(ours: Lips, tracked: Lips, speaking: np.ndarray) -> TrackScore:
    """Both at the same frame rate from the same moment; speaking: (frames,) bool of the tracked one. The shorter
    one's length counts."""
    frames = min(len(ours.columns), len(tracked.columns), len(speaking))
    speaking = speaking[:frames]
    a, b = ours.opening[:frames], tracked.opening[:frames]
    return TrackScore(
        lag_seconds=_best_lag(a, b, speaking, ours.fps) / ours.fps,
        gap=correlation(a[speaking], b[speaking]),
        width=correlation(ours.width[:frames][speaking], tracked.width[:frames][speaking]),
        amplitude=_ratio(a[speaking].std(), b[speaking].std()),
        jerk=_ratio(_jerk(a, speaking), _jerk(b, speaking)),
    )


def correlation(a: np.ndarray, b: np.ndarray) -> float:
    """Pearson r, 0 where one of them does not move."""
    a, b = a - a.mean(), b - b.mean()
    return _ratio(float((a * b).sum()), float(np.sqrt((a**2).sum() * (b**2).sum())))


def _best_lag(ours: np.ndarray, tracked: np.ndarray, speaking: np.ndarray, fps: float) -> int:
    """Frames by which ours is late; among equally good ones the smallest."""
    furthest = round(FURTHEST_LAG_SECONDS * fps)
    frames = np.flatnonzero(speaking)
    frames = frames[(frames >= furthest) & (frames < len(ours) - furthest)]
    if not len(frames):
        return 0
    lags = sorted(range(-furthest, furthest + 1), key=abs)
    return max(lags, key=lambda lag: correlation(ours[frames + lag], tracked[frames]))


def _jerk(opening: np.ndarray, speaking: np.ndarray) -> float:
    deviation = opening[speaking].std()
    inside = speaking[:-3] & speaking[1:-2] & speaking[2:-1] & speaking[3:]
    return _ratio(float(np.abs(np.diff(opening, 3)[inside]).mean()), float(deviation))


def _ratio(a: float, b: float) -> float:
    return a / b if b > 1e-12 else 0.0
