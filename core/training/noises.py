"""Sounds without speech: noise of any colour, hum, music, knocks, breaths, and crowds that nobody can understand.

All sound is float32 mono at 16 kHz; one seeded generator decides everything.
"""

from functools import cache

import numpy as np

SAMPLE_RATE = 16000
_KNOTS = np.log(np.geomspace(60.0, 8000.0, 9))
_WAVE = 2048


def noise(length: int, rng: np.random.Generator) -> np.ndarray:
    """Noise of loudness (RMS) 1: any tilt from brown to blue, often with hum, music, knocks or swells."""
    size = _size(length)
    log_hertz = _log_hertz(size)
    shape = response(size, rng, 10.0) * np.exp(rng.uniform(-1.6, 0.4) * np.maximum(log_hertz, np.log(40.0)))
    spectrum = rng.standard_normal((2, len(log_hertz)), np.float32)
    sound = _of_loudness_one(np.fft.irfft((spectrum[0] + 1j * spectrum[1]) * shape, size)[:length])
    if rng.random() < 0.2:
        sound = sound + np.float32(rng.uniform(0.2, 2.0)) * _hum(length, rng)
    if rng.random() < 0.2:
        sound = sound + np.float32(rng.uniform(0.3, 3.0)) * music(length, rng)
    if rng.random() < 0.15:
        knock(sound, rng, rng.uniform(2.0, 15.0))
    if rng.random() < 0.3:
        sound = sound * _swell(length, rng)
    return _of_loudness_one(sound)


def music(length: int, rng: np.random.Generator) -> np.ndarray:
    """Something like music, of loudness 1: chords of made-up instruments that change with a beat, often with drums."""
    beat = int(SAMPLE_RATE * rng.uniform(0.2, 1.0))
    instrument = _timbre(rng)
    fall = np.exp(-np.arange(beat, dtype=np.float32) / (SAMPLE_RATE * rng.uniform(0.1, 2.0)))
    root = 55.0 * 2.0 ** (rng.integers(0, 24) / 12.0)
    scale = np.array([0, 2, 4, 5, 7, 9, 11, 12, 14, 16, 19, 24])
    drums = rng.random() < 0.5
    parts = []
    for _ in range(length // beat + 1):
        steps = rng.choice(scale, rng.integers(1, 4))
        ramp = np.arange(beat, dtype=np.float32)
        phases = [(root * 2.0 ** (step / 12.0) * _WAVE / SAMPLE_RATE) * ramp + rng.integers(_WAVE) for step in steps]
        part = sum(instrument[phase.astype(np.int32) % _WAVE] for phase in phases) * fall
        if drums:
            hit = rng.standard_normal(beat, np.float32) * np.exp(-ramp / rng.uniform(100.0, 1500.0))
            part = part + np.float32(rng.uniform(0.0, 2.0)) * hit
        parts.append(part)
    return _of_loudness_one(np.concatenate(parts)[:length])


def crowd(speech: np.ndarray, length: int, rng: np.random.Generator, voices: int) -> np.ndarray:
    """Babble of loudness 1: `voices` pieces of `speech` (any float32 sound of many people), each far or near, from
    the start or backwards, so that the words cannot be followed."""
    sound = np.zeros(length, np.float32)
    for _ in range(voices):
        first = int(rng.integers(max(1, len(speech) - length)))
        piece = np.resize(speech[first : first + length], length)
        sound += (piece if rng.random() < 0.5 else piece[::-1]) * np.float32(10.0 ** rng.uniform(-0.6, 0.0))
    size = _size(length)
    return _of_loudness_one(np.fft.irfft(np.fft.rfft(sound, size) * response(size, rng, 6.0), size)[:length])


def knock(samples: np.ndarray, rng: np.random.Generator, loudest: float) -> None:
    """Adds 1-8 knocks and clicks of up to `loudest` times loudness 1, in place."""
    for at in rng.integers(0, max(1, len(samples) - 400), rng.integers(1, 9)):
        piece = samples[at : at + int(rng.integers(60, 1500))]
        fall = np.exp(-np.arange(len(piece), dtype=np.float32) / rng.uniform(8.0, 200.0))
        ring = np.cos(np.arange(len(piece), dtype=np.float32) * rng.uniform(0.05, 2.0))
        hit = rng.standard_normal(len(piece), np.float32) * np.float32(rng.random()) + ring
        piece += hit * fall * np.float32(loudest * 10.0 ** rng.uniform(-2.0, 0.0) / 1.5)


def add_breath(samples: np.ndarray, at: int, rng: np.random.Generator, loudness: float) -> None:
    """Adds a breath of 0.15-0.8 s at sample `at`, in place: noise in a broad band that swells and falls."""
    length = min(int(rng.uniform(0.15, 0.8) * SAMPLE_RATE), len(samples) - at)
    if length < 64:
        return
    size = _size(length)
    centre, width = np.log(rng.uniform(600, 4500)), rng.uniform(0.4, 1.2)
    shape = np.exp(-0.5 * ((_log_hertz(size) - centre) / width) ** 2) * response(size, rng, 6.0)
    breath = np.fft.irfft(np.fft.rfft(rng.standard_normal(size, np.float32)) * shape, size)[:length]
    breath = breath * np.sin(np.pi * (np.arange(length, dtype=np.float32) + 0.5) / length) ** rng.uniform(0.7, 2.0)
    samples[at : at + length] += _of_loudness_one(breath) * np.float32(loudness)


def response(size: int, rng: np.random.Generator, decibels: float) -> np.ndarray:
    """A smooth random response of an FFT of `size`: gain (size // 2 + 1,), nine bands that vary by `decibels`."""
    knots = rng.normal(0.0, decibels / 2 * np.log(10.0) / 20.0, len(_KNOTS))
    return np.exp(np.interp(_log_hertz(size), _KNOTS, knots)).astype(np.float32)


def _hum(length: int, rng: np.random.Generator) -> np.ndarray:
    step = rng.choice([50.0, 60.0]) * rng.uniform(0.99, 1.01) * _WAVE / SAMPLE_RATE
    phase = (np.arange(length, dtype=np.float32) * np.float32(step)).astype(np.int32) % _WAVE
    return _timbre(rng)[phase]


def _timbre(rng: np.random.Generator) -> np.ndarray:
    """One period of a made-up instrument, (_WAVE,) of loudness 1."""
    harmonics = np.zeros(_WAVE // 2 + 1, np.complex64)
    count = int(rng.integers(2, 24))
    strength = np.arange(1, count + 1) ** -rng.uniform(0.5, 2.5) * rng.uniform(0.1, 1.0, count)
    harmonics[1 : count + 1] = strength * np.exp(2j * np.pi * rng.random(count))
    return _of_loudness_one(np.fft.irfft(harmonics, _WAVE))


def _swell(length: int, rng: np.random.Generator) -> np.ndarray:
    """Loudness that wanders: (length,) between about 0.03 and 1."""
    knots = rng.uniform(-3.5, 0.0, max(2, int(length / SAMPLE_RATE * rng.uniform(0.5, 4.0)) + 2))
    return np.exp(np.interp(np.linspace(0, len(knots) - 1, length), np.arange(len(knots)), knots)).astype(np.float32)


def _of_loudness_one(sound: np.ndarray) -> np.ndarray:
    return (sound / (np.sqrt(np.mean(np.square(sound))) + 1e-12)).astype(np.float32, copy=False)


def _size(length: int) -> int:
    """The next length that an FFT is quick at: a multiple of 2000 samples (4 s are 64000)."""
    return max(1, -(-length // 2000)) * 2000


@cache
def _log_hertz(size: int) -> np.ndarray:
    return np.log(np.maximum(np.fft.rfftfreq(size, 1 / SAMPLE_RATE), 30.0)).astype(np.float32)
