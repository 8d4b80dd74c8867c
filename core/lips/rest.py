"""Whether the mouth rests where nobody speaks: closed, and still."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..speech.phones import SILENCE, Phone
from .geometry import Lips

AFTER_SPEECH_SECONDS = 0.2


@dataclass(frozen=True)
class RestScore:
    """closed: share of frames with closed lips; jitter: mean |change of the opening| a second."""

    closed: float
    jitter: float


def score_rest(parts: Sequence[tuple[Lips, np.ndarray]]) -> RestScore:
    """Mouths with the frames (bool) where nobody speaks. NaN where there is none."""
    closed = np.concatenate([np.zeros(0, bool), *(lips.closed[silent] for lips, silent in parts)])
    motion = [
        np.abs(np.diff(lips.opening))[silent[1:] & silent[:-1]] * lips.fps for lips, silent in parts if len(silent) > 1
    ]
    moved = np.concatenate([np.zeros(0), *motion])
    return RestScore(
        float(closed.mean()) if len(closed) else float("nan"), float(moved.mean()) if len(moved) else float("nan")
    )


def silent_frames(lips: Lips, phones: Sequence[Phone], first: float, last: float) -> np.ndarray:
    """The frames from `first` to `last` seconds, without those within 200 ms after speech: (frames,) bool."""
    at = lips.seconds
    silent = (at >= first) & (at < last)
    for phone in phones:
        if phone.label != SILENCE:
            silent &= (at < phone.start) | (at >= phone.end + AFTER_SPEECH_SECONDS)
    return silent
