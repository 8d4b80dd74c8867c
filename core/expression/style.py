"""The style of every frame: a direction track as faces over time, and as embeddings of the ExpCLIP space."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ...rigs import arkit
from ..bundle import Bundle
from ..direction import Direction, DirectionTrack
from .reading import preset_face, read_prompts
from .space import ExpressionSpace


@dataclass(frozen=True, eq=False)
class FeltTrack:
    """A direction track whose faces are known: `faces` float32 (directions, 52), each at intensity 1; `notes` are
    sentences for the user."""

    track: DirectionTrack
    faces: np.ndarray
    notes: tuple[str, ...]

    def weights(self, seconds: np.ndarray, strength: np.ndarray | float = 1.0) -> np.ndarray:
        """The faces at (frames,) seconds, cross-faded by the track's presence: (frames, 52) float32 in 0..1.

        strength: (frames,), a factor on the intensity of every direction.
        """
        presence = self.track.presence(seconds)
        strengths = np.broadcast_to(np.asarray(strength, np.float32), len(seconds))
        weights = np.zeros((len(seconds), arkit.COUNT), np.float32)
        for direction, face, present in zip(self.track.directions, self.faces, presence.T, strict=True):
            held = np.flatnonzero(present)
            worn = np.clip(face * (direction.intensity * strengths[held, None]), 0.0, 1.0)
            weights[held] += present[held, None] * worn
        return weights


def feel_track(track: DirectionTrack, space: ExpressionSpace, bundle: Bundle) -> FeltTrack:
    """Reads every direction: text by the space, a picture and a take by parts of the bundle.

    Raises PromptError for an unknown preset, TakeError for a take that cannot be read, what core/image/reading.py
    raises for a picture, and MissingPartError or ModelError where a part that reads them is missing or damaged.
    """
    notes: list[str] = []
    faces = np.zeros((len(track.directions), arkit.COUNT), np.float32)
    for row, direction in enumerate(track.directions):
        faces[row] = _face(direction, space, bundle, notes)
    return FeltTrack(track, faces, tuple(dict.fromkeys(notes)))


def _face(direction: Direction, space: ExpressionSpace, bundle: Bundle, notes: list[str]) -> np.ndarray:
    match direction.kind:
        case "preset":
            return preset_face(direction.value)
        case "take":
            return take_face(Path(direction.value), bundle)
        case "image":
            return _picture_face(direction, bundle, notes)
    return _prompt_face(direction.value, space, notes)


def _prompt_face(prompt: str, space: ExpressionSpace, notes: list[str]) -> np.ndarray:
    (reading,) = read_prompts([prompt], space)
    said = prompt if len(prompt) <= 60 else f"{prompt[:57]}..."
    if reading.confidence == 0.0:
        notes.append(
            f"The prompt '{said}' was not understood, so it adds no expression: describe a feeling or a face in English"
        )
    notes.extend(f"The prompt '{said}': {note}" for note in reading.read_as if note.startswith("cut:"))
    return reading.weights


def take_face(path: Path, bundle: Bundle) -> np.ndarray:
    """The expression behind the motion of a take's file, float32 (52,). Raises TakeError, MissingPartError, ModelError.

    The file is a Live Link Face CSV, an Audio2Face JSON or an NPZ.
    """
    from ..formats import read_take
    from ..networks import load_style
    from .motion_style import face_behind

    return face_behind(read_take(path), load_style(bundle))


def _picture_face(direction: Direction, bundle: Bundle, notes: list[str]) -> np.ndarray:
    from ..image.reading import read_face

    path, neutral = Path(direction.value), None if direction.neutral is None else Path(direction.neutral)
    reading = read_face(path, neutral, direction.face, bundle.folder)
    told = ", ".join(reading.read_as)
    notes.append(f"The picture '{path.name}' was read as {told} (sure to {reading.confidence:.0%})")
    return reading.weights
