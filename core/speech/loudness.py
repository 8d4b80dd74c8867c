"""Loudness as the animation decoder hears it: the same channels in training and in use, from the sound alone.

Nothing here depends on phones, so that an edited phone changes no loudness.
"""

from collections.abc import Iterable

import numpy as np

CHANNELS = 2
FRAME_SAMPLES = 320
"""A frame is 20 ms of 16 kHz sound: frame i covers samples 320 i to 320 (i + 1)."""
QUIETEST_DECIBELS = -100.0
_QUIETEST_LEVEL = -60.0
_SPEECH_RANGE = 20.0


def frame_decibels(samples: np.ndarray) -> np.ndarray:
    """Decibels of full scale in each 20 ms: (n,) -> (ceil(n / 320),) float32; the last frame is filled with silence."""
    padded = np.concatenate([samples, np.zeros(-len(samples) % FRAME_SAMPLES, np.float32)])
    frames = padded.reshape(-1, FRAME_SAMPLES).astype(np.float32)
    return (10.0 * np.log10(np.mean(frames**2, axis=1) + 10 ** (QUIETEST_DECIBELS / 10))).astype(np.float32)


def line_decibels(blocks: Iterable[np.ndarray], frames: int) -> np.ndarray:
    """`frame_decibels` of a whole line that comes in blocks of any length: (frames,) float32."""
    decibels, rest = [], np.zeros(0, np.float32)
    for block in blocks:
        rest = np.concatenate([rest, block])
        whole = len(rest) // FRAME_SAMPLES * FRAME_SAMPLES
        decibels.append(frame_decibels(rest[:whole]))
        rest = rest[whole:]
    heard = np.concatenate([*decibels, frame_decibels(rest)])[:frames]
    return np.pad(heard, (0, frames - len(heard)), constant_values=QUIETEST_DECIBELS)


def speech_level(decibels: np.ndarray) -> float:
    """The line's usual level in decibels: the mean of its frames that are within 20 dB of the loud ones.

    Lines below -60 dB, digital silence among them, count as -60 dB.
    """
    if not len(decibels):
        return _QUIETEST_LEVEL
    loud = float(np.percentile(decibels, 95))
    return max(float(decibels[decibels >= loud - _SPEECH_RANGE].mean()), _QUIETEST_LEVEL)


def loudness_channels(decibels: np.ndarray, level: float) -> np.ndarray:
    """(frames,) decibels -> (frames, CHANNELS) float32 of about unit size: absolute, and above the line's `level`."""
    absolute = np.clip((decibels + 40.0) / 20.0, -3.0, 2.0)
    relative = np.clip((decibels - level) / 10.0, -4.0, 2.0)
    return np.stack([absolute, relative], axis=1).astype(np.float32)
