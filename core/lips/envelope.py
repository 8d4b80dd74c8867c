"""The mouth that needs no model: the jaw follows the loudness. The least that any lip sync must beat."""

import numpy as np

from ...rigs import arkit
from ..speech.loudness import FRAME_SAMPLES
from ..speech.phonogram import FPS as RATE

FPS = float(RATE)
_LOUD_PERCENTILE = 95
_JAW = 0.5
_SMOOTH_FRAMES = 5


def envelope_mouth(samples: np.ndarray) -> np.ndarray:
    """float32 (n,) at 16 kHz -> weights (ceil(n / 320), 52) at 50 Hz: jawOpen is the smoothed amplitude as a share
    of the line's loud one, as simple tools set it."""
    padded = np.concatenate([samples, np.zeros(-len(samples) % FRAME_SAMPLES, np.float32)]).reshape(-1, FRAME_SAMPLES)
    amplitude = np.sqrt(np.mean(padded.astype(np.float64) ** 2, axis=1))
    smooth = np.convolve(amplitude, np.ones(_SMOOTH_FRAMES) / _SMOOTH_FRAMES, "same")[: len(amplitude)]
    loud = float(np.percentile(smooth, _LOUD_PERCENTILE)) if len(smooth) else 0.0
    weights = np.zeros((len(amplitude), arkit.COUNT), np.float32)
    if loud > 0:
        weights[:, arkit.INDEX["jawOpen"]] = _JAW * np.clip(smooth / loud, 0.0, 1.0)
    return weights
