"""The phonogram: how much of each phone sounds in each frame. What is heard, aligned or edited meets in it.

float32 (frames, P) with the phones in the order of LABELS, rows that sum to 1, at 50 Hz: frame i covers i / 50 to
(i + 1) / 50 seconds.
"""

from collections.abc import Iterable

import numpy as np

from .phones import COUNT, INDEX, SILENCE, Phone

FPS = 50


def phonogram_of(phones: Iterable[Phone], frames: int) -> np.ndarray:
    """Phones with exact times -> (frames, P). A frame that an edge cuts is shared by the share of time; what no phone
    covers is silence, and where phones overlap they share."""
    covered = np.zeros((frames, COUNT), np.float32)
    for phone in phones:
        first, past = max(0.0, phone.start * FPS), min(float(frames), phone.end * FPS)
        if past > first:
            touched = np.arange(int(first), min(frames, int(np.ceil(past))))
            covered[touched, INDEX[phone.label]] += np.minimum(touched + 1, past) - np.maximum(touched, first)
    total = covered.sum(1)
    covered[:, INDEX[SILENCE]] += np.maximum(1.0 - total, 0.0)
    return covered / np.maximum(total, 1.0)[:, None]
