"""What a voice does besides its phones: how loud and how high it is over time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from .audio import SAMPLE_RATE, Speech

RATE = 50
"""Values a second; value i describes the sound around i / RATE seconds."""
_HOP = SAMPLE_RATE // RATE
_WINDOW = 1024
_FFT = 2 * _WINDOW
_BATCH = 500
_LOWEST_HZ, _HIGHEST_HZ = 70.0, 450.0
_VOICED = 0.5
_FLOOR_DB = -90.0


@dataclass(frozen=True)
class Voice:
    """loudness: float32 (values,), dB to full scale (RMS of 64 ms); pitch: float32 (values,), Hz, 0 where unvoiced."""

    loudness: np.ndarray
    pitch: np.ndarray

    def seconds(self) -> np.ndarray:
        return np.arange(len(self.loudness)) / RATE


def hear(speech: Speech) -> Voice:
    """The voice of a line, in bounded memory but for the result."""
    return voice_of(speech.blocks(_BATCH * _HOP))


def voice_of(blocks: Iterable[np.ndarray]) -> Voice:
    """Loudness and pitch at RATE of sound that comes in blocks of float32 samples (n,) at 16 kHz.

    Pitch is the highest peak of the normalised autocorrelation (Boersma 1993, without its path search).
    """
    loudness, pitch = [], []
    for windows in _windows(blocks):
        loudness.append(_loudness(windows))
        pitch.append(np.where(loudness[-1] > _FLOOR_DB / 1.5, _pitch(windows), 0.0).astype(np.float32))
    return Voice(np.concatenate(loudness), np.concatenate(pitch))


def _windows(blocks: Iterable[np.ndarray]) -> Iterator[np.ndarray]:
    """Blocks of sound -> (n, _WINDOW) windows, one every _HOP samples, the first centred on sample 0."""
    kept = np.zeros(_WINDOW // 2, np.float32)
    for block in blocks:
        kept = np.concatenate([kept, block])
        ready = max(0, (len(kept) - _WINDOW) // _HOP + 1)
        if ready:
            yield np.lib.stride_tricks.sliding_window_view(kept, _WINDOW)[: ready * _HOP : _HOP]
            kept = kept[ready * _HOP :]
    kept = np.concatenate([kept, np.zeros(_WINDOW // 2 + _HOP, np.float32)])
    yield np.lib.stride_tricks.sliding_window_view(kept, _WINDOW)[::_HOP]


def _loudness(windows: np.ndarray) -> np.ndarray:
    return np.maximum(20 * np.log10(np.sqrt(np.square(windows).mean(1)) + 1e-12), _FLOOR_DB).astype(np.float32)


def _pitch(windows: np.ndarray) -> np.ndarray:
    taper = np.hanning(_WINDOW).astype(np.float32)
    shaped = (windows - windows.mean(1, keepdims=True)) * taper
    correlation = _autocorrelation(shaped) / _autocorrelation(taper[None])
    shortest, longest = int(SAMPLE_RATE / _HIGHEST_HZ), int(SAMPLE_RATE / _LOWEST_HZ)
    # A small price for long periods keeps the pitch from falling an octave.
    scores = correlation[:, shortest:longest] - 0.0003 * np.arange(shortest, longest)
    best = scores.argmax(1)
    return np.where(scores.max(1) > _VOICED, SAMPLE_RATE / (best + shortest), 0.0)


def _autocorrelation(signals: np.ndarray) -> np.ndarray:
    power = np.square(np.abs(np.fft.rfft(signals, _FFT)))
    correlation = np.fft.irfft(power)[:, : _WINDOW // 2]
    return correlation / np.maximum(correlation[:, :1], 1e-12)
