"""What life goes by in a line: its voice, its phrases, where the feeling turns, and where eyes stay open."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..speech.phones import SILENCE, Phone
from ..voice import Voice

_SHORTEST_GAP = 0.02
_PARTS = 5


@dataclass(frozen=True, eq=False)
class Cues:
    """phones: in order, in seconds; turns: seconds at which the feeling turns; stares: spans (start, end) in seconds in
    which nobody may blink."""

    voice: Voice
    phones: Sequence[Phone]
    turns: Sequence[float] = ()
    stares: Sequence[tuple[float, float]] = ()

    def phrases(self) -> np.ndarray:
        """Start and end of every stretch of phones without a silence in it, seconds (phrases, 2). Clicks and noise are
        no speech, however loud."""
        phrases: list[list[float]] = []
        for phone in self.phones:
            if phone.label == SILENCE:
                continue
            if phrases and phone.start - phrases[-1][1] < _SHORTEST_GAP:
                phrases[-1][1] = phone.end
            else:
                phrases.append([phone.start, phone.end])
        return np.array(phrases).reshape(-1, 2)

    def number(self) -> int:
        """A number of the sound, so that two lines do not blink together under one seed: neither its level nor an edit
        of its phones changes it."""
        loudest = [int(part.argmax()) for part in np.array_split(self.voice.loudness, _PARTS) if len(part)]
        return zlib.crc32(np.array([len(self.voice.loudness), *loudest], "<i4").tobytes())
