"""Directions: how a line should feel, and from when to when."""

import math
from dataclasses import dataclass

import numpy as np

from .errors import PromptError, SettingsError

KINDS = ("text", "preset", "image", "take")
FILE_KINDS = frozenset({"image", "take"})
"""Those whose value is a file."""
DEFAULT_FADE_SECONDS = 0.4


@dataclass(frozen=True)
class Direction:
    """One feeling: `kind` is one of KINDS and `value` the sentence, the preset's name, or the path of a picture of a
    face or of a take whose style is worn.

    It holds from `start` to `end` in seconds of the speech; `end` None holds to the end of the line.
    Of a picture, `face` is the face that is meant, 0 for the largest, and `neutral` the path of a picture of the same
    person at rest, which sharpens the reading.
    """

    kind: str
    value: str
    start: float = 0.0
    end: float | None = None
    intensity: float = 1.0
    face: int = 0
    neutral: str | None = None

    def __post_init__(self):
        if self.kind not in KINDS:
            raise PromptError(f"A direction cannot be a '{self.kind}'", f"use one of {', '.join(KINDS)}")
        if not self.value.strip():
            if self.kind in FILE_KINDS:
                raise PromptError(f"The {self.kind} of a direction has no name", "give the path of its file")
            raise PromptError("The prompt is empty", "write how the line should feel, or leave the prompt away")
        if self.kind != "image" and (self.face or self.neutral is not None):
            raise PromptError("A face or a neutral picture is chosen without a picture", "give the picture too")
        if self.face < 0:
            raise SettingsError(f"The face of a picture is {self.face}", "give 0 for the largest, or a larger number")
        if not math.isfinite(self.start) or self.start < 0:
            raise SettingsError(f"A direction starts at {self.start:g} s", "give a time of 0 or later")
        if self.end is not None and not self.end > self.start:
            raise SettingsError(f"A direction ends at {self.end:g} s, before it starts", "give an end after its start")
        if not (math.isfinite(self.intensity) and 0.0 < self.intensity <= 2.0):
            raise SettingsError(f"A direction's intensity is {self.intensity:g}", "give a number above 0 and up to 2")

    @property
    def files(self) -> tuple[str, ...]:
        """The files that it is made from."""
        named = (self.value, self.neutral) if self.kind in FILE_KINDS else ()
        return tuple(filter(None, named))


@dataclass(frozen=True)
class DirectionTrack:
    """Feeling over time: directions in order of start, each fading into the next over `fade` seconds.

    A later direction covers an earlier one where both hold; an empty track is a face that only speaks.
    `fades`, where it is given, holds the seconds over which each direction begins; they end over `fade`.
    """

    directions: tuple[Direction, ...] = ()
    fade: float = DEFAULT_FADE_SECONDS
    fades: tuple[float, ...] = ()

    def presence(self, seconds: np.ndarray) -> np.ndarray:
        """How much of each direction holds: (times,) seconds -> (times, directions), rows sum to at most 1."""
        presence = np.zeros((len(seconds), len(self.directions)), np.float32)
        free = np.ones(len(seconds), np.float32)
        for column in reversed(range(len(self.directions))):
            share = free * self._envelope(column, seconds)
            presence[:, column] = share
            free -= share
        return presence

    def _envelope(self, column: int, seconds: np.ndarray) -> np.ndarray:
        direction = self.directions[column]
        fade = self.fades[column] if self.fades else self.fade
        begun = np.ones(len(seconds)) if direction.start == 0 else _passed(direction.start, fade, seconds)
        ended = np.zeros(len(seconds)) if direction.end is None else _passed(direction.end, self.fade, seconds)
        return (begun * (1 - ended)).astype(np.float32)


def _passed(moment: float, fade: float, seconds: np.ndarray) -> np.ndarray:
    """0 before the moment, 1 after it, rising smoothly over `fade` seconds around it."""
    return _smooth_step((seconds - moment) / fade + 0.5)


def _smooth_step(x: np.ndarray) -> np.ndarray:
    x = np.clip(x, 0.0, 1.0)
    return x * x * (3.0 - 2.0 * x)
