"""What a portrait is ordered with: the same object in the panel, the shell and the worker, and its JSON."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

from ..errors import ProtocolError, SettingsError
from ..job import AnimateJob
from .mark import checked_reason
from .portrait import Frame

WARP, PIRENDERER = "warp", "pirenderer"
RENDERERS = (WARP, PIRENDERER)


@dataclass(frozen=True)
class Rendering:
    """How frames are drawn. renderer: one of RENDERERS; device: one of core/settings.py's DEVICES.

    art: a picture in whose manner the portrait is shown; for PIRenderer checkpoint: its weights, coefficients: what
    'expclip train coefficients' made, tracked: the portrait's own coefficients by the user's tracker.
    Every field is a text, or None where it says nothing. Raises SettingsError.
    """

    renderer: str = WARP
    device: str = "auto"
    art: str | None = None
    checkpoint: str | None = None
    coefficients: str | None = None
    tracked: str | None = None

    def __post_init__(self) -> None:
        if self.renderer not in RENDERERS:
            raise SettingsError(f"The renderer '{self.renderer}' is unknown", f"choose one of {', '.join(RENDERERS)}")
        if self.renderer == WARP and (self.checkpoint or self.coefficients or self.tracked):
            raise SettingsError("The warp renderer takes no checkpoint and no coefficients", "choose pirenderer for it")
        if self.renderer == PIRENDERER and not self.checkpoint:
            raise SettingsError("PIRenderer draws with weights of its own", "give their file as the checkpoint")
        if self.renderer == PIRENDERER and not self.coefficients:
            raise SettingsError(
                "PIRenderer moves by coefficients of a face model, and nothing tells what blendshapes are in them",
                "make a file of coefficients once with 'expclip train coefficients', and give it",
            )

    @property
    def sources(self) -> tuple[str, ...]:
        """The files that are given by name."""
        return tuple(filter(None, (self.art, self.checkpoint, self.coefficients, self.tracked)))


@dataclass(frozen=True)
class PortraitJob:
    """One portrait that talks: the picture `portrait`, moved by a `take`'s file or by the take of a `line`.

    audio: the sound that goes with the pictures, None for the line's own; face: which of the picture's faces, 0 for
    the largest; unmarked: the reason why the pictures carry no visible mark. Raises SettingsError.
    """

    portrait: str
    take: str | None = None
    line: AnimateJob | None = None
    audio: str | None = None
    face: int = 0
    frame: Frame = Frame()
    rendering: Rendering = Rendering()
    unmarked: str | None = None

    def __post_init__(self) -> None:
        if (self.take is None) == (self.line is None):
            raise SettingsError("The portrait needs either a take or a voice line", "give one of them")
        checked_reason(self.unmarked)

    @property
    def sound(self) -> tuple[str, float] | None:
        """The file of the sound and its second at which the first frame is; None for a silent portrait."""
        if self.audio is not None:
            return self.audio, 0.0
        return None if self.line is None else (self.line.speech, self.line.start)

    @property
    def sources(self) -> tuple[str, ...]:
        """The files that are given by name, which nothing may be written over."""
        line = None if self.line is None else self.line.speech
        return (*filter(None, (self.portrait, self.take, line, self.audio)), *self.rendering.sources)

    def to_json(self) -> dict:
        """The params of a photo request, all but the name of the movie ('out')."""
        return {
            "portrait": self.portrait,
            "take": self.take,
            "line": None if self.line is None else self.line.to_json(),
            "audio": self.audio,
            "face": self.face,
            "frame": asdict(self.frame),
            "rendering": asdict(self.rendering),
            "unmarked": self.unmarked,
        }

    @classmethod
    def from_json(cls, data: Mapping) -> "PortraitJob":
        """Raises ProtocolError for a param that is missing, unknown or misformed, SettingsError or PromptError else."""
        kinds: dict[str, tuple[type, ...]] = {
            "portrait": (str,),
            "take": (str, type(None)),
            "line": (dict, type(None)),
            "audio": (str, type(None)),
            "face": (int,),
            "frame": (dict,),
            "rendering": (dict,),
            "unmarked": (str, type(None)),
        }
        if not isinstance(data.get("portrait"), str):
            raise ProtocolError("A photo request names no portrait", "give the path of a picture as 'portrait'")
        _check("A photo request", data, kinds)
        frame, rendering, line = data.get("frame", {}), data.get("rendering", {}), data.get("line")
        _check("A photo request's frame", frame, {"closeup": (bool,), "size": (int, type(None))})
        _check("A photo request's rendering", rendering, {item.name: (str, type(None)) for item in fields(Rendering)})
        told = {name: value for name, value in data.items() if name not in ("line", "frame", "rendering")}
        return cls(
            **told,
            line=None if line is None else AnimateJob.from_json(line),
            frame=Frame(**frame),
            rendering=Rendering(**rendering),
        )


def _check(what: str, data: Mapping, kinds: Mapping[str, tuple[type, ...]]) -> None:
    for name, value in data.items():
        if name not in kinds:
            raise ProtocolError(f"{what} has no param '{name}'", f"use {', '.join(kinds)}")
        if not isinstance(value, kinds[name]) or (isinstance(value, bool) and bool not in kinds[name]):
            raise ProtocolError(f"{what} has {repr(value)[:40]} for '{name}'", "see docs/protocol.md")
