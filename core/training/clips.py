"""Random clips of a corpus, augmented, with the phones spoken in them: what both speech and animation learn from."""

from dataclasses import dataclass

import numpy as np

from ..speech.encoder import SAMPLE_RATE
from ..speech.phones import Phone
from .augmentation import Augmentation, add_breath, change_speed, through_air, without_speech
from .corpus import Shard

_FRAME = 320


@dataclass(frozen=True)
class Clip:
    """samples: float32 (n,), as a microphone hears it; clean: the same before room, noise and level;
    phones: in order, times in seconds of the clip; arpabet: see corpus.Shard."""

    samples: np.ndarray
    clean: np.ndarray
    phones: list[Phone]
    arpabet: bool = False


@dataclass(frozen=True)
class Clips:
    """Draws clips of `seconds`: a share `speechless` of them has no speech in it, of the others a share `real` comes from
    `recordings`, and a share `untouched` keeps its sound but for the level."""

    shards: list[Shard]
    seconds: float
    speechless: float
    plan: Augmentation = Augmentation()
    recordings: tuple[Shard, ...] = ()
    real: float = 0.0
    untouched: float = 0.0

    def draw(self, rng: np.random.Generator) -> Clip:
        length = int(self.seconds * SAMPLE_RATE)
        if rng.random() < self.speechless:
            return Clip(without_speech(length, rng, self.plan), np.zeros(length, np.float32), [])
        source = self.recordings if rng.random() < self.real else self.shards
        shard = source[rng.integers(len(source))]
        speed = float(np.exp(rng.uniform(*np.log(self.plan.speed))))
        first = rng.uniform(0.0, shard.seconds - self.seconds * speed - 0.1)
        start = int(first * SAMPLE_RATE)
        clean = change_speed(shard.sound(start, start + int(length * speed) + 2), speed)[:length]
        spoken = shard.phones(first, first + self.seconds * speed)
        phones = [Phone(phone.label, phone.start / speed, phone.end / speed) for phone in spoken]
        if rng.random() < self.untouched:
            level = np.float32(10.0 ** (rng.uniform(*self.plan.peak_decibels) / 20.0))
            return Clip(clean / max(float(np.abs(clean).max()), 1e-3) * level, clean, phones, shard.arpabet)
        samples = clean.copy()
        if rng.random() < self.plan.breaths:
            self._breathe(samples, phones, rng)
        return Clip(through_air(samples, rng, self.plan), clean, phones, shard.arpabet)

    def _breathe(self, samples: np.ndarray, phones: list[Phone], rng: np.random.Generator) -> None:
        """A breath that begins where nobody speaks."""
        edges = [0.0, *(time for phone in phones for time in (phone.start, phone.end)), self.seconds]
        gaps = [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a > 0.1]
        if gaps:
            at = int(rng.uniform(*gaps[rng.integers(len(gaps))]) * SAMPLE_RATE)
            add_breath(samples, min(at, len(samples) - 1), rng, 10 ** (rng.uniform(-50, -25) / 20))


def loudness(samples: np.ndarray) -> np.ndarray:
    """Decibels of full scale in each 20 ms: (n // 320,) float32."""
    frames = samples[: len(samples) // _FRAME * _FRAME].reshape(-1, _FRAME)
    return 10.0 * np.log10(np.mean(frames.astype(np.float32) ** 2, axis=1) + 1e-10)
