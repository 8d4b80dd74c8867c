"""Random clips of a corpus, augmented, with the phones spoken in them: what both speech and animation learn from."""

from dataclasses import dataclass, replace

import numpy as np

from ..speech.encoder import SAMPLE_RATE
from ..speech.phones import Phone
from .another_voice import Pace, another_voice
from .augmentation import Augmentation, add_breath, through_air, without_speech
from .room_tone import room_tone
from .shards import Shard

_SPARE_SAMPLES = 8
_CHANGED_PEOPLE = 0.4
"""Share of recorded clips whose voice is changed: people differ enough."""


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
    """Draws clips of `seconds`: a share `speechless` of them has no speech in it, of the others a share `real` comes
    from `recordings`, and a share `untouched` is heard without room, noise and microphone."""

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
            silence = without_speech(length, rng, self.plan, self._room(length, rng))
            return Clip(silence, np.zeros(length, np.float32), [])
        source = self.recordings if rng.random() < self.real else self.shards
        shard = source[rng.integers(len(source))]
        voice = self.plan.draw_voice(rng)
        if shard.is_recorded:
            voice = replace(voice, changed=_CHANGED_PEOPLE, revoiced=0.0)
        pace = Pace.draw(self.seconds, rng, voice)
        spare = shard.seconds - pace.source_seconds - 0.1
        first = rng.uniform(0.0, spare)
        start = int(first * SAMPLE_RATE)
        heard = shard.sound(start, start + int(pace.source_seconds * SAMPLE_RATE) + _SPARE_SAMPLES)
        phones = pace.phones(shard.phones(first, first + pace.source_seconds))
        clean = another_voice(pace.samples(heard, length), phones, rng, voice, pace.tape)
        if rng.random() < self.untouched:
            level = np.float32(10.0 ** (rng.uniform(*self.plan.peak_decibels) / 20.0))
            return Clip(clean / max(float(np.abs(clean).max()), 1e-3) * level, clean, phones, shard.arpabet)
        samples = clean.copy()
        if rng.random() < self.plan.breaths:
            self._breathe(samples, phones, rng)
        others = self._others(rng) if rng.random() < 2 * self.plan.crowd else None
        return Clip(through_air(samples, rng, self.plan, others), clean, phones, shard.arpabet)

    def _room(self, length: int, rng: np.random.Generator) -> np.ndarray | None:
        """The room of some recording, half of the time."""
        if not self.recordings or rng.random() < 0.5:
            return None
        shard = self.recordings[rng.integers(len(self.recordings))]
        return room_tone(shard.sound(), shard.phones(), length, rng)

    def _others(self, rng: np.random.Generator) -> np.ndarray:
        """Half a minute of some shard, for the crowd behind a speaker."""
        shard = self.shards[rng.integers(len(self.shards))]
        first = int(rng.uniform(0.0, max(shard.seconds - 30.0, 0.0)) * SAMPLE_RATE)
        return shard.sound(first, first + 30 * SAMPLE_RATE)

    def _breathe(self, samples: np.ndarray, phones: list[Phone], rng: np.random.Generator) -> None:
        """A breath that begins where nobody speaks."""
        edges = [0.0, *(time for phone in phones for time in (phone.start, phone.end)), self.seconds]
        gaps = [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a > 0.1]
        if gaps:
            at = int(rng.uniform(*gaps[rng.integers(len(gaps))]) * SAMPLE_RATE)
            add_breath(samples, min(at, len(samples) - 1), rng, 10 ** (rng.uniform(-50, -25) / 20))
