"""How a take is to be made: one object that travels whole from panel, shell and worker to the engine."""

import math
from dataclasses import asdict, dataclass, fields
from typing import TypeVar

from .errors import SettingsError

DEVICES = ("auto", "cpu", "cuda")
DEFAULT_FPS = 30.0
MOST_INTENSITY = 2.0
LIFE_PARTS = {
    "blinks": "how often the eyes blink",
    "glances": "how far the eyes wander",
    "accents": "how much brows and head stress words",
    "breath": "how deep the breath is",
    "head": "how much the head moves",
}
"""The fields of LifeStrengths, in words."""


def _check_strength(name: str, value: float) -> None:
    if not (math.isfinite(value) and 0.0 <= value <= 2.0):
        raise SettingsError(f"The strength of the {name} is {value:g}", "give a number from 0 to 2")


@dataclass(frozen=True)
class LifeStrengths:
    """How strong each part of life is beside the others, 0 (none) to 2, 1 as people do: all but the blinks are scaled
    in size by it, blinks come that much more often."""

    blinks: float = 1.0
    glances: float = 1.0
    accents: float = 1.0
    breath: float = 1.0
    head: float = 1.0

    def __post_init__(self):
        for part, value in asdict(self).items():
            _check_strength(part, value)


@dataclass(frozen=True)
class AnimateSettings:
    """Settings of one animate job.

    intensity: strength of the expression, above 0 and up to 2; lips: strength of the articulation, 0 to 2;
    life: strength of blinks, glances, brow accents, breath and head motion, 0 (none) to 2, and life_parts of each;
    follow_voice: how far the strength of the expression follows loudness, pitch and pace of the voice, 0 to 1;
    fps: frames a second of the take (frame i is at i / fps); seed: for everything random, 0 or more;
    device: one of DEVICES.
    """

    intensity: float = 1.0
    lips: float = 1.0
    life: float = 1.0
    life_parts: LifeStrengths = LifeStrengths()
    follow_voice: float = 0.0
    fps: float = DEFAULT_FPS
    seed: int = 0
    device: str = "auto"

    def __post_init__(self):
        if not (math.isfinite(self.intensity) and 0.0 < self.intensity <= MOST_INTENSITY):
            raise SettingsError(f"The intensity is {self.intensity:g}", "give a number above 0 and up to 2")
        for strength in ("lips", "life"):
            _check_strength(strength, getattr(self, strength))
        if not (math.isfinite(self.follow_voice) and 0.0 <= self.follow_voice <= 1.0):
            raise SettingsError(
                f"The expression follows the voice by {self.follow_voice:g}", "give a number from 0 to 1"
            )
        if not (math.isfinite(self.fps) and 1.0 <= self.fps <= 240.0):
            raise SettingsError(f"The frame rate is {self.fps:g}", "give a number of frames a second from 1 to 240")
        if self.seed < 0:
            raise SettingsError(f"The seed is {self.seed}", "give 0 or a larger whole number")
        if self.device not in DEVICES:
            raise SettingsError(f"The device '{self.device}' is unknown", f"choose one of {', '.join(DEVICES)}")

    def to_json(self) -> dict:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict) -> "AnimateSettings":
        """Raises SettingsError for a name that is no setting, or a value of the wrong kind."""
        return _made(cls, data)


_WORDS = {float: "a number", int: "a whole number", str: "a text", LifeStrengths: "a strength for each part"}
_Settings = TypeVar("_Settings", "AnimateSettings", LifeStrengths)


def _made(cls: type[_Settings], data: dict) -> _Settings:
    """An object of a dataclass whose defaults tell the kinds of its fields."""
    kinds: dict[str, type] = {known.name: type(known.default) for known in fields(cls)}
    values = {}
    for name, value in data.items():
        if name not in kinds:
            raise SettingsError(f"There is no setting '{name}'", f"use {', '.join(kinds)}")
        if kinds[name] is LifeStrengths and isinstance(value, dict):
            value = _made(LifeStrengths, value)
        if not _is_of(kinds[name], value):
            raise SettingsError(f"The setting '{name}' is {repr(value)[:40]}", f"give {_WORDS[kinds[name]]}")
        values[name] = value
    return cls(**values)


def _is_of(kind: type, value: object) -> bool:
    """Whole numbers serve as decimals, up to a size that a decimal can hold; true and false are no numbers."""
    if isinstance(value, bool):
        return False
    if kind is float:
        return isinstance(value, int | float) and abs(value) <= 1e9
    return isinstance(value, kind)
