"""What a voice does besides its phones: how loud and how high it is over time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from scipy.signal import butter, sosfilt

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
_BELOW_LOUD_DB = 40.0
"""What is fainter than the line's loud moments by more has no pitch."""
_RUMBLE_HZ = 60.0
_FARTHEST_OCTAVES = 1.5


@dataclass(frozen=True)
class Voice:
    """loudness: float32 (values,), dB to full scale (RMS of 64 ms, without what rumbles below voices); pitch: float32
    (values,), Hz, 0 where unvoiced."""

    loudness: np.ndarray
    pitch: np.ndarray

    def seconds(self) -> np.ndarray:
        return np.arange(len(self.loudness)) / RATE


def hear(speech: Speech) -> Voice:
    """The voice of a line, in bounded memory but for the result."""
    return voice_of(speech.blocks(_BATCH * _HOP))


def voice_of(blocks: Iterable[np.ndarray]) -> Voice:
    """Loudness and pitch at RATE of sound that comes in blocks of float32 samples (n,) at 16 kHz.

    Pitch is the highest peak of the normalised autocorrelation (Boersma 1993, without its path search). Rumble is
    filtered away before, because a microphone that is touched can be louder than the voice.
    """
    found = [(_loudness(windows), _pitch(windows)) for windows in _windows(_without_rumble(blocks))]
    loudness, pitch = (np.concatenate(values) for values in zip(*found, strict=True))
    return Voice(loudness, _likely(pitch, loudness))


def _likely(pitch: np.ndarray, loudness: np.ndarray) -> np.ndarray:
    """The pitch where it is the voice's: not in what is faint beside the line, nor far from the line's usual, where it
    is a resonance or a hum."""
    loud = loudness > max(float(np.percentile(loudness, 95)) - _BELOW_LOUD_DB, _FLOOR_DB)
    height = np.log2(np.maximum(pitch, 1.0))
    voiced = loud & (pitch > 0)
    usual = float(np.median(height[voiced])) if voiced.any() else 0.0
    return np.where(voiced & (np.abs(height - usual) < _FARTHEST_OCTAVES), pitch, 0.0).astype(np.float32)


def _without_rumble(blocks: Iterable[np.ndarray]) -> Iterator[np.ndarray]:
    filter = butter(4, _RUMBLE_HZ, "highpass", fs=SAMPLE_RATE, output="sos")
    state = np.zeros((len(filter), 2))
    for block in blocks:
        voice, state = sosfilt(filter, block, zi=state)
        yield voice.astype(np.float32)


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
    before, here, after = (correlation[:, shortest + step : longest + step] for step in (-1, 0, 1))
    # A true peak: noise falls from the first lag on, so its highest value stands at the shortest period.
    peaks = np.where((here > before) & (here >= after), here, -1.0)
    # A small price for long periods keeps the pitch from falling an octave.
    scores = peaks - 0.0003 * np.arange(shortest, longest)
    best = scores.argmax(1)
    return np.where(scores.max(1) > _VOICED, SAMPLE_RATE / (best + shortest), 0.0)


def _autocorrelation(signals: np.ndarray) -> np.ndarray:
    power = np.square(np.abs(np.fft.rfft(signals, _FFT)))
    correlation = np.fft.irfft(power)[:, : _WINDOW // 2]
    return correlation / np.maximum(correlation[:, :1], 1e-12)
