"""The style of every frame: a direction track as embeddings of the ExpCLIP space."""

import numpy as np

from ...rigs import arkit
from ..direction import Direction, DirectionTrack
from .reading import preset_face, read_prompts
from .space import ExpressionSpace


def style_track(
    track: DirectionTrack, space: ExpressionSpace, seconds: np.ndarray
) -> tuple[np.ndarray, np.ndarray, tuple[str, ...]]:
    """Style (frames, DIM), the faces behind it (frames, 52), and notes for the user; seconds: (frames,).

    Faces cross-fade by the track's presence and E follows them; where nothing holds, the style is E(0).
    Raises PromptError for an unknown preset.
    """
    faces, notes = _faces(track, space)
    weights = track.presence(seconds) @ faces
    return space.embed(weights), weights, notes


def _faces(track: DirectionTrack, space: ExpressionSpace) -> tuple[np.ndarray, tuple[str, ...]]:
    """The face of each direction at its intensity, (directions, 52)."""
    notes: list[str] = []
    faces = np.zeros((len(track.directions), arkit.COUNT), np.float32)
    for row, direction in enumerate(track.directions):
        faces[row] = np.clip(_face(direction, space, notes) * direction.intensity, 0.0, 1.0)
    return faces, tuple(dict.fromkeys(notes))


def _face(direction: Direction, space: ExpressionSpace, notes: list[str]) -> np.ndarray:
    if direction.kind == "preset":
        return preset_face(direction.value)
    (reading,) = read_prompts([direction.value], space)
    said = direction.value if len(direction.value) <= 60 else f"{direction.value[:57]}..."
    if reading.confidence == 0.0:
        notes.append(
            f"The prompt '{said}' was not understood, so it adds no expression: describe a feeling or a face in English"
        )
    notes.extend(f"The prompt '{said}': {note}" for note in reading.read_as if note.startswith("cut:"))
    return reading.weights
