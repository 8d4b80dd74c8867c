"""Rooms, microphones and lines that the synthesiser does not have; one seeded generator decides everything.

All sound is float32 mono at 16 kHz. Levels are of full scale (1.0). Nothing here moves the sound in time.
"""

from dataclasses import dataclass, field

import numpy as np

from .another_voice import VoicePlan, shouted
from .codecs import draw_codec, through_codec
from .noises import SAMPLE_RATE, add_breath, crowd, knock, noise, response

__all__ = ["Augmentation", "add_breath", "through_air", "without_speech"]

_FRAME = 320
_FILTER = 2048


@dataclass(frozen=True)
class Augmentation:
    """How often (0..1) and how far each change goes; decibels of full scale where no other reference is named."""

    voice: VoicePlan = field(default_factory=VoicePlan)
    shouted: float = 0.08
    filtered: float = 0.75
    filter_decibels: float = 9.0
    echo: float = 0.55
    telephone: float = 0.1
    noise: float = 0.65
    signal_to_noise: tuple[float, float] = (3.0, 55.0)
    crowd: float = 0.1
    signal_to_crowd: tuple[float, float] = (6.0, 35.0)
    compressed: float = 0.25
    gated: float = 0.05
    clipped: float = 0.06
    coded: float = 0.15
    coarse: float = 0.04
    offset: float = 0.1
    peak_decibels: tuple[float, float] = (-30.0, 0.0)
    breaths: float = 0.3

    def draw_voice(self, rng: np.random.Generator) -> VoicePlan:
        return shouted(self.voice) if rng.random() < self.shouted else self.voice


def through_air(
    samples: np.ndarray, rng: np.random.Generator, plan: Augmentation, others: np.ndarray | None = None
) -> np.ndarray:
    """A clip as some microphone in some room and some line would record it.

    others: float32 (m,) speech of other people, from which a crowd behind the speaker is made; without it no crowd.
    The peak of the result is within plan.peak_decibels: only a clip that is meant to be clipped has flat tops.
    """
    if samples.any():
        loudness = _loudness(samples)
        samples = _room_and_microphone(samples, rng, plan)
        samples = samples * (loudness / max(_loudness(samples), 1e-9))
    else:
        loudness = 0.1
    if rng.random() < plan.noise:
        samples = samples + noise(len(samples), rng) * (loudness * _gain(-rng.uniform(*plan.signal_to_noise)))
    if others is not None and rng.random() < plan.crowd:
        behind = crowd(others, len(samples), rng, int(rng.integers(3, 10)))
        samples = samples + behind * (loudness * _gain(-rng.uniform(*plan.signal_to_crowd)))
    samples = samples / max(float(np.abs(samples).max()), 1e-6)
    samples = _recorder(samples, rng, plan)
    peak = _gain(rng.uniform(*plan.peak_decibels))
    if rng.random() < plan.offset:
        samples = samples + np.float32(rng.normal(0.0, 0.003) / peak)
    return (samples * (peak / max(float(np.abs(samples).max()), 1e-6))).astype(np.float32)


def without_speech(
    length: int, rng: np.random.Generator, plan: Augmentation, room: np.ndarray | None = None
) -> np.ndarray:
    """Sound in which nobody speaks: digital zero, room tone, noise, music, hum, breaths, knocks, an offset.

    room: float32 (length,), what some real room sounds like, in place of the noise.
    """
    kind = rng.random()
    if kind < 0.12:
        return np.zeros(length, np.float32)
    if room is None:
        samples = noise(length, rng) * _gain(rng.uniform(-75.0, -18.0))
    else:
        samples = room * _gain(rng.uniform(-20.0, 20.0))
    if kind < 0.6:
        for _ in range(rng.integers(1, 5)):
            add_breath(samples, int(rng.integers(length)), rng, _gain(rng.uniform(-50.0, -15.0)))
    if rng.random() < 0.3:
        knock(samples, rng, _gain(rng.uniform(-40.0, -6.0)))
    if rng.random() < 0.4:
        samples = _room_and_microphone(samples, rng, plan)
    if rng.random() < 0.2:
        samples = samples + np.float32(rng.normal(0.0, 0.02))
    peak = float(np.abs(samples).max())
    samples = samples / max(peak, 1.0)
    if rng.random() < plan.coded / 2:
        samples = through_codec(samples, draw_codec(rng), rng.uniform(0.0, 0.95))
    return samples.astype(np.float32)


def _room_and_microphone(samples: np.ndarray, rng: np.random.Generator, plan: Augmentation) -> np.ndarray:
    """One filter for all that is linear: a room whose direct sound comes first, a microphone, a narrow line."""
    tail = SAMPLE_RATE // 2
    size = -(-(len(samples) + tail) // 2000) * 2000
    heard = np.fft.rfft(samples, size)
    if rng.random() < plan.echo:
        heard *= np.fft.rfft(_room(tail, rng), size)
    gain = np.ones(_FILTER // 2 + 1, np.float32)
    if rng.random() < plan.filtered:
        gain *= response(_FILTER, rng, plan.filter_decibels)
    if rng.random() < plan.telephone:
        hertz = np.fft.rfftfreq(_FILTER, 1 / SAMPLE_RATE)
        low, high = rng.uniform(80, 350), rng.uniform(2600, 5000)
        gain /= (1 + (low / np.maximum(hertz, 1.0)) ** 6) * (1 + (hertz / high) ** 10)
    heard *= np.fft.rfft(_causal(gain), size)
    return np.fft.irfft(heard, size)[: len(samples)]


def _causal(gain: np.ndarray) -> np.ndarray:
    """Gains at _FILTER // 2 + 1 frequencies -> the impulse response of _FILTER samples that begins with its strongest
    part, as a microphone's does: their minimum phase (Oppenheim and Schafer 1975, chapter 10)."""
    cepstrum = np.fft.irfft(np.log(np.maximum(gain, 1e-4)))
    cepstrum[1 : _FILTER // 2] *= 2.0
    cepstrum[_FILTER // 2 + 1 :] = 0.0
    return np.fft.irfft(np.exp(np.fft.rfft(cepstrum))).astype(np.float32)


def _room(length: int, rng: np.random.Generator) -> np.ndarray:
    """An impulse response: direct sound at sample 0, a few early reflections, a tail that fades by 60 dB in 0.1-0.9 s
    and faster at high frequencies (Schroeder 1962; Moorer 1979)."""
    seconds = rng.uniform(0.1, 0.9)
    late = rng.standard_normal(length, np.float32)
    dull = np.concatenate([late[:1], 0.5 * (late[1:] + late[:-1])])
    at = np.arange(length, dtype=np.float32) / SAMPLE_RATE
    late = late * np.exp(-6.91 / (0.5 * seconds) * at) + dull * np.exp(-6.91 / seconds * at)
    begin = int(rng.integers(16, 400))
    late[:begin] = 0.0
    late *= np.float32(rng.uniform(0.05, 0.8)) / (np.sqrt(np.sum(late**2)) + 1e-9)
    early = rng.integers(8, max(9, begin * 2), rng.integers(0, 8))
    late[early] += rng.uniform(-0.5, 0.5, len(early)).astype(np.float32)
    late[0] = 1.0
    return late


def _recorder(samples: np.ndarray, rng: np.random.Generator, plan: Augmentation) -> np.ndarray:
    """What a device does to sound of peak 1: automatic level, gate, clipping, codecs, coarse steps."""
    if rng.random() < plan.compressed:
        samples = _levelled(samples, rng.uniform(0.2, 0.8), rng.uniform(0.02, 0.4))
    if rng.random() < plan.gated:
        samples = _gated(samples, _gain(rng.uniform(-50.0, -25.0)), _gain(rng.uniform(-40.0, -6.0)))
    if rng.random() < plan.clipped:
        ceiling = rng.uniform(0.15, 0.7)
        samples = np.clip(samples, -ceiling, ceiling) / np.float32(ceiling)
    if rng.random() < plan.coded:
        level = np.float32(_gain(rng.uniform(-20.0, -0.5)))
        samples = through_codec(samples * level, draw_codec(rng), rng.uniform(0.0, 0.95)) / level
    if rng.random() < plan.coarse:
        samples = _coarse(samples, 2.0 ** rng.integers(5, 9))
    return samples


def _levelled(samples: np.ndarray, share: float, seconds: float) -> np.ndarray:
    """Loud made softer and soft louder: the level over `seconds` comes nearer to its mean by `share`; peak 1 stays."""
    level = np.log(_frames_loudness(samples) + 3e-3)
    weight = 1.0 - np.exp(-_FRAME / SAMPLE_RATE / seconds)
    reach = np.arange(int(5 / weight) + 1)
    kernel = weight * (1.0 - weight) ** reach
    smooth = np.convolve(np.concatenate([np.full(len(reach), level[0]), level]), kernel / kernel.sum())
    smooth = smooth[len(reach) : len(reach) + len(level)]
    samples = samples * _per_sample(np.exp(share * (smooth.mean() - smooth)), len(samples))
    return samples / max(float(np.abs(samples).max()), 1e-6)


def _gated(samples: np.ndarray, threshold: float, floor: float) -> np.ndarray:
    """What is softer than `threshold` is turned down to `floor` of itself, as conference programs do."""
    is_open = np.convolve((_frames_loudness(samples) > threshold).astype(float), np.ones(9))[4:-4] > 0
    return samples * _per_sample(np.where(is_open, 1.0, floor), len(samples))


def _frames_loudness(samples: np.ndarray) -> np.ndarray:
    """The RMS of each 20 ms, the last one short: (ceil(n / 320),)."""
    padded = np.pad(samples, (0, -len(samples) % _FRAME)).reshape(-1, _FRAME)
    return np.sqrt(np.mean(np.square(padded), axis=1))


def _per_sample(values: np.ndarray, length: int) -> np.ndarray:
    """A value for each 20 ms -> (length,) float32, linear between the middles of the frames."""
    middles = (np.arange(len(values)) + 0.5) * _FRAME
    return np.interp(np.arange(length), middles, values).astype(np.float32)


def _coarse(samples: np.ndarray, steps: float) -> np.ndarray:
    """Rounded as a telephone's mu-law code rounds, to `steps` levels either side."""
    top = np.log1p(255.0)
    level = np.round(np.log1p(255.0 * np.abs(samples)) / top * steps) / steps
    return (np.sign(samples) * np.expm1(level * top) / 255.0).astype(np.float32)


def _loudness(samples: np.ndarray) -> float:
    return float(np.sqrt(np.mean(np.square(samples))))


def _gain(decibels: float) -> float:
    return float(10.0 ** (decibels / 20.0))
