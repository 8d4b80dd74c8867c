"""Voices, rooms and microphones that the synthesiser does not have; one seeded generator decides everything.

All sound is float32 mono at 16 kHz. Levels are of full scale (1.0).
"""

from dataclasses import dataclass

import numpy as np

SAMPLE_RATE = 16000
_KNOTS_HERTZ = np.geomspace(60.0, 8000.0, 9)


@dataclass(frozen=True)
class Augmentation:
    """How often (0..1) and how far each change goes."""

    speed: tuple[float, float] = (0.78, 1.28)
    filtered: float = 0.75
    filter_decibels: float = 9.0
    echo: float = 0.45
    telephone: float = 0.12
    noise: float = 0.7
    signal_to_noise: tuple[float, float] = (2.0, 40.0)
    clipped: float = 0.06
    coarse: float = 0.06
    peak_decibels: tuple[float, float] = (-30.0, 0.0)
    breaths: float = 0.25


def change_speed(samples: np.ndarray, factor: float) -> np.ndarray:
    """Faster and higher by `factor` (formants too), as a tape would; length / factor."""
    positions = np.arange(int(len(samples) / factor)) * factor
    return np.interp(positions, np.arange(len(samples)), samples).astype(np.float32)


def through_air(samples: np.ndarray, rng: np.random.Generator, plan: Augmentation) -> np.ndarray:
    """A clip as some microphone in some room would record it: filter, echo, noise, clipping, level."""
    peak = float(np.abs(samples).max())
    if peak > 0:
        samples = _room_and_microphone(samples, rng, plan)
        peak = max(float(np.abs(samples).max()), 1e-6)
        if rng.random() < plan.clipped:
            ceiling = peak * rng.uniform(0.15, 0.7)
            samples = np.clip(samples, -ceiling, ceiling)
            peak = ceiling
        samples = samples / peak
    if rng.random() < plan.noise:
        loudness = float(np.sqrt(np.mean(samples**2))) if peak > 0 else 0.1
        samples = samples + noise(len(samples), rng) * (loudness * _gain(-rng.uniform(*plan.signal_to_noise)))
    if rng.random() < plan.coarse:
        samples = _coarse(samples, 2.0 ** rng.integers(5, 9))
    samples = samples * _gain(rng.uniform(*plan.peak_decibels)) + rng.normal(0.0, 0.003) * (rng.random() < 0.1)
    return np.clip(samples, -1.0, 1.0).astype(np.float32)


def without_speech(length: int, rng: np.random.Generator, plan: Augmentation) -> np.ndarray:
    """Sound in which nobody speaks: digital zero, noise, hum, breaths, clicks, alone or together."""
    kind = rng.random()
    if kind < 0.12:
        return np.zeros(length, np.float32)
    samples = noise(length, rng) * _gain(rng.uniform(-75.0, -18.0))
    if kind < 0.6:
        for _ in range(rng.integers(1, 5)):
            add_breath(samples, int(rng.integers(length)), rng, _gain(rng.uniform(-50.0, -15.0)))
    if rng.random() < 0.3:
        for at in rng.integers(0, max(1, length - 400), rng.integers(1, 8)):
            samples[at : at + 200] += noise(200, rng) * np.exp(-np.arange(200) / 30.0) * rng.uniform(0.01, 0.5)
    return np.clip(samples + rng.normal(0.0, 0.02) * (rng.random() < 0.2), -1.0, 1.0).astype(np.float32)


def add_breath(samples: np.ndarray, at: int, rng: np.random.Generator, loudness: float) -> None:
    """Adds a breath of 0.15-0.8 s at sample `at`, in place: noise in a broad band that swells and falls."""
    length = min(int(rng.uniform(0.15, 0.8) * SAMPLE_RATE), len(samples) - at)
    if length < 64:
        return
    centre, width = rng.uniform(600, 4500), rng.uniform(0.4, 1.2)
    hertz = np.fft.rfftfreq(length, 1 / SAMPLE_RATE) + 1.0
    shape = np.exp(-0.5 * (np.log(hertz / centre) / width) ** 2)
    breath = np.fft.irfft(np.fft.rfft(rng.standard_normal(length)) * shape, length)
    breath *= np.sin(np.linspace(0, np.pi, length)) ** rng.uniform(0.7, 2.0)
    samples[at : at + length] += (breath / (np.std(breath) + 1e-9) * loudness).astype(np.float32)


def noise(length: int, rng: np.random.Generator) -> np.ndarray:
    """Noise of loudness 1: any tilt from brown to blue, often with hum, tones that change like music, or swells."""
    hertz = np.fft.rfftfreq(length, 1 / SAMPLE_RATE)
    tilt = rng.uniform(-1.6, 0.4)
    spectrum = np.fft.rfft(rng.standard_normal(length)) * np.maximum(hertz, 40.0) ** tilt
    spectrum *= _response(hertz, rng, 10.0)
    sound = np.fft.irfft(spectrum, length)
    sound /= np.std(sound) + 1e-12
    seconds = np.arange(length) / SAMPLE_RATE
    if rng.random() < 0.2:
        hum = rng.choice([50.0, 60.0])
        sound += rng.uniform(0.2, 2.0) * sum(np.sin(2 * np.pi * hum * n * seconds + n) / n for n in (1, 2, 3, 5))
    if rng.random() < 0.2:
        sound += rng.uniform(0.3, 2.0) * _tones(seconds, rng)
    if rng.random() < 0.3:
        sound *= 1.0 + 0.9 * np.sin(2 * np.pi * rng.uniform(0.1, 3.0) * seconds + rng.uniform(0, 6.3))
    return (sound / (np.std(sound) + 1e-12)).astype(np.float32)


def _tones(seconds: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Chords that change a few times, harmonics and all."""
    sound = np.zeros_like(seconds)
    edges = np.sort(rng.uniform(0, seconds[-1] + 1e-6, rng.integers(1, 10)))
    for first, last in zip([0.0, *edges], [*edges, seconds[-1] + 1.0], strict=True):
        inside = (seconds >= first) & (seconds < last)
        local = seconds[inside] - first
        for _ in range(rng.integers(1, 4)):
            hertz, fall = 110.0 * 2.0 ** (rng.integers(0, 36) / 12.0), rng.uniform(0.1, 2.0)
            sound[inside] += sum(np.sin(2 * np.pi * hertz * n * local) / n for n in (1, 2, 3)) * np.exp(-local / fall)
    return sound / (np.std(sound) + 1e-9)


def _room_and_microphone(samples: np.ndarray, rng: np.random.Generator, plan: Augmentation) -> np.ndarray:
    tail = int(0.5 * SAMPLE_RATE)
    size = len(samples) + tail
    hertz = np.fft.rfftfreq(size, 1 / SAMPLE_RATE)
    change = np.ones(len(hertz), np.complex128)
    if rng.random() < plan.filtered:
        change *= _response(hertz, rng, plan.filter_decibels)
    if rng.random() < plan.telephone:
        low, high = rng.uniform(80, 350), rng.uniform(2600, 5000)
        change *= 1 / (1 + (low / np.maximum(hertz, 1.0)) ** 6) / (1 + (hertz / high) ** 10)
    if rng.random() < plan.echo:
        length = int(rng.uniform(0.05, 0.5) * SAMPLE_RATE)
        decay = np.exp(-np.arange(length) / (length / 4.6))
        late = rng.standard_normal(length) * decay
        late *= rng.uniform(0.1, 0.9) / np.sqrt(np.sum(late**2))
        late[: rng.integers(1, 60)] = 0.0
        late[0] = 1.0
        change *= np.fft.rfft(late, size)
    return np.fft.irfft(np.fft.rfft(samples, size) * change, size)[: len(samples)].astype(np.float32)


def _coarse(samples: np.ndarray, steps: float) -> np.ndarray:
    """Rounded as a telephone's mu-law code rounds, to `steps` levels either side."""
    top = np.log1p(255.0)
    level = np.round(np.log1p(255.0 * np.abs(samples)) / top * steps) / steps
    return np.sign(samples) * np.expm1(level * top) / 255.0


def _response(hertz: np.ndarray, rng: np.random.Generator, decibels: float) -> np.ndarray:
    knots = rng.normal(0.0, decibels / 2, len(_KNOTS_HERTZ))
    return _gain(np.interp(np.log(np.maximum(hertz, 30.0)), np.log(_KNOTS_HERTZ), knots))


def _gain(decibels):
    return 10.0 ** (decibels / 20.0)
