"""What animate and phones requests carry: the same objects in the panel, the shell and the worker, and their JSON."""

from dataclasses import asdict, dataclass, field, fields

from .direction import Direction, DirectionTrack
from .errors import ProtocolError
from .script import AUTO, Script
from .settings import AnimateSettings

_SPEECH = frozenset({"speech", "start", "end", "transcript", "language"})


@dataclass(frozen=True)
class AnimateJob:
    """One voice line to animate: the part of `speech` from `start` to `end` seconds (None is its end).

    Times of the directions and of the script's phones count from `start`.
    """

    speech: str
    track: DirectionTrack = DirectionTrack()
    settings: AnimateSettings = field(default_factory=AnimateSettings)
    start: float = 0.0
    end: float | None = None
    script: Script = Script()

    def to_json(self) -> dict:
        """The params of an animate request, all but the name of the take's file ('out')."""
        return {
            "speech": self.speech,
            "start": self.start,
            "end": self.end,
            "directions": [asdict(direction) for direction in self.track.directions],
            "fade": self.track.fade,
            "settings": self.settings.to_json(),
            "transcript": self.script.transcript,
            "phones": self.script.phones,
            "language": self.script.language,
        }

    @classmethod
    def from_json(cls, data: dict) -> "AnimateJob":
        """Raises ProtocolError for a param that is missing, unknown or misformed, SettingsError or PromptError else."""
        _check(data, "An animate", _SPEECH | {"phones", "directions", "fade", "settings"})
        directions, settings = data.get("directions", []), data.get("settings", {})
        if not isinstance(directions, list) or not isinstance(settings, dict):
            raise ProtocolError("An animate request is misformed", "see docs/protocol.md")
        fade = _number(data.get("fade", DirectionTrack().fade), "fade")
        if fade <= 0:
            raise ProtocolError(f"The fade is {fade:g} s", "give more than 0 seconds")
        return cls(
            speech=data["speech"],
            track=DirectionTrack(tuple(_direction(entry) for entry in directions), fade),
            settings=AnimateSettings.from_json(settings),
            start=_number(data.get("start", 0.0), "start"),
            end=_end(data),
            script=_script(data),
        )


@dataclass(frozen=True)
class PhonesJob:
    """The part of `speech` from `start` to `end` seconds whose phones are wanted; its script has no phone list."""

    speech: str
    start: float = 0.0
    end: float | None = None
    script: Script = Script()

    def to_json(self) -> dict:
        """The params of a phones request, all but the name of the list's file ('out')."""
        return {
            "speech": self.speech,
            "start": self.start,
            "end": self.end,
            "transcript": self.script.transcript,
            "language": self.script.language,
        }

    @classmethod
    def from_json(cls, data: dict) -> "PhonesJob":
        """Raises ProtocolError for a param that is missing, unknown or misformed, SettingsError else."""
        _check(data, "A phones", _SPEECH)
        return cls(data["speech"], _number(data.get("start", 0.0), "start"), _end(data), _script(data))


def _check(data: dict, request: str, known: frozenset[str]) -> None:
    unknown = data.keys() - known
    if unknown:
        raise ProtocolError(f"{request} request has no param '{min(unknown)}'", "see docs/protocol.md")
    if not isinstance(data.get("speech"), str):
        raise ProtocolError(f"{request} request names no speech", "give the path of a sound file as 'speech'")


def _end(data: dict) -> float | None:
    return None if data.get("end") is None else _number(data["end"], "end")


def _script(data: dict) -> Script:
    transcript, phones, language = data.get("transcript"), data.get("phones"), data.get("language", AUTO)
    for name, value in (("transcript", transcript), ("phones", phones), ("language", language)):
        if not (isinstance(value, str) or (value is None and name != "language")):
            raise ProtocolError(f"The param '{name}' is {str(value)[:40]!r}", "give a text")
    return Script(transcript, phones, language)


def _direction(data: object) -> Direction:
    known = [field.name for field in fields(Direction)]
    if not isinstance(data, dict) or data.keys() - set(known):
        raise ProtocolError("A direction is misformed", f"give an object with {', '.join(known)}")
    if not isinstance(data.get("kind"), str) or not isinstance(data.get("value"), str):
        raise ProtocolError("A direction has no kind and value", "give both as texts")
    face, neutral = data.get("face", 0), data.get("neutral")
    if not isinstance(face, int) or isinstance(face, bool) or not isinstance(neutral, str | None):
        raise ProtocolError("A direction's picture is misformed", "give face as a whole number and neutral as a path")
    return Direction(
        kind=data["kind"],
        value=data["value"],
        start=_number(data.get("start", 0.0), "start"),
        end=None if data.get("end") is None else _number(data["end"], "end"),
        intensity=_number(data.get("intensity", 1.0), "intensity"),
        face=face,
        neutral=neutral,
    )


def _number(value: object, name: str) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e9:
        return float(value)
    raise ProtocolError(f"The param '{name}' is {str(value)[:40]!r}", "give a number")
