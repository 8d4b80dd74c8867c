"""Sounds in which nobody speaks: what a mouth has to stay shut at. Made alike each time, but for real rooms."""

from collections.abc import Sequence

import numpy as np

from ..audio import SAMPLE_RATE
from ..speech.phones import SILENCE, Phone
from ..training.room_tone import joined, pauses

SECONDS = 5.0
GAP_SECONDS = 1.0
_LENGTH = int(SECONDS * SAMPLE_RATE)


def silences() -> dict[str, np.ndarray]:
    """Name -> float32 (n,) at 16 kHz."""
    rng = np.random.default_rng(7)
    seconds = np.arange(_LENGTH) / SAMPLE_RATE
    hum = np.sum([np.sin(2 * np.pi * 50 * k * seconds + k) / k for k in (1, 2, 3, 5)], axis=0)
    room = _pink(rng) * (1.0 + 0.3 * np.sin(2 * np.pi * 0.4 * seconds))
    return {
        "digital zero": np.zeros(_LENGTH, np.float32),
        "pink noise, -50 dBFS": _at_level(_pink(rng), -50.0),
        "pink noise, -40 dBFS": _at_level(_pink(rng), -40.0),
        "room hum": _at_level(hum, -48.0) + _at_level(room, -58.0),
        "breaths": _at_level(_pink(rng), -65.0) + _breaths(rng),
        "clicks": _at_level(_pink(rng), -65.0) + _clicks(rng),
        "an offset": np.full(_LENGTH, 0.05, np.float32),
    }


def room_tone(clips: Sequence[tuple[np.ndarray, Sequence[Phone]]]) -> np.ndarray:
    """Real rooms: the pauses between words of recordings (samples, phones), joined; some 20 s of them."""
    parts: list[np.ndarray] = []
    for samples, phones in clips:
        parts += pauses(samples, [(p.start, p.end) for p in phones if p.label == SILENCE])
        if sum(map(len, parts)) >= 4 * _LENGTH:
            break
    return joined(parts)


def with_gaps(clips: Sequence[tuple[np.ndarray, Sequence[Phone]]]) -> tuple[np.ndarray, list[Phone], list[float]]:
    """Utterances with a second of digital silence between them: samples, phones, seconds at which each gap begins."""
    gap = np.zeros(int(GAP_SECONDS * SAMPLE_RATE), np.float32)
    parts: list[np.ndarray] = []
    spoken: list[Phone] = []
    gaps, at = [], 0.0
    for samples, phones in clips:
        spoken += [Phone(phone.label, at + phone.start, at + phone.end) for phone in phones]
        at += len(samples) / SAMPLE_RATE
        gaps.append(at)
        at += GAP_SECONDS
        parts += [samples, gap]
    return np.concatenate(parts), spoken, gaps


def _pink(rng: np.random.Generator) -> np.ndarray:
    hertz = np.fft.rfftfreq(_LENGTH, 1 / SAMPLE_RATE)
    spectrum = np.fft.rfft(rng.normal(size=_LENGTH)) / np.sqrt(np.maximum(hertz, 20.0))
    return np.fft.irfft(spectrum, _LENGTH)


def _at_level(sound: np.ndarray, decibels: float) -> np.ndarray:
    """The sound at an RMS in dB of full scale."""
    return (sound * (10 ** (decibels / 20) / np.sqrt(np.mean(sound**2)))).astype(np.float32)


def _breaths(rng: np.random.Generator) -> np.ndarray:
    """Two breaths in and one out: noise with the broad resonances of an open throat, rising and falling slowly."""
    sound = np.zeros(_LENGTH, np.float32)
    hertz = np.fft.rfftfreq(_LENGTH, 1 / SAMPLE_RATE)
    for start, length, centres, level in (
        (0.4, 0.45, (1200, 2700), -34.0), (1.9, 0.7, (1500, 3300), -30.0), (3.4, 0.9, (700, 1700), -36.0),
    ):  # fmt: skip
        shape = 0.02 + sum(np.exp(-(((hertz - centre) / 500.0) ** 2)) for centre in centres)
        noise = np.fft.irfft(np.fft.rfft(rng.normal(size=_LENGTH)) * shape, _LENGTH)
        first, count = int(start * SAMPLE_RATE), int(length * SAMPLE_RATE)
        swell = np.sin(np.pi * np.linspace(0, 1, count) ** 0.7) ** 1.5
        sound[first : first + count] += _at_level(noise[:count], level) * swell.astype(np.float32)
    return sound


def _clicks(rng: np.random.Generator) -> np.ndarray:
    """A mouse and a mouth: bursts of a few milliseconds, some of them double."""
    sound = np.zeros(_LENGTH, np.float32)
    for start in (0.5, 1.2, 1.27, 2.3, 3.1, 3.16, 4.2):
        length = int(rng.uniform(0.003, 0.012) * SAMPLE_RATE)
        burst = rng.normal(size=length) * np.exp(-np.linspace(0, 5, length))
        first = int(start * SAMPLE_RATE)
        sound[first : first + length] += (rng.uniform(0.05, 0.25) * burst).astype(np.float32)
    return sound
