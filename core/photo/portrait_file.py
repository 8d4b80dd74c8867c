"""Portraits from picture files: pixels with their transparency, the face's landmarks, and what it expresses."""

from pathlib import Path

import numpy as np

from ..image.picture import read_picture
from ..image.reading import face_reader
from .portrait import Portrait


def open_portrait(path: Path, face: int = 0, models: Path | None = None) -> Portrait:
    """face: 0 for the largest, then smaller; models: a bundle's folder. Raises what read_face raises."""
    reader = face_reader(models)
    seen, count = reader.face_of(path, face)
    weights = reader.weigh(seen.mesh)
    pixels = _with_transparency(path)
    notes = [note[0].upper() + note[1:] for note in reader.notes]
    if count > 1:
        notes.append(f"The picture has {count} faces, 0 to {count - 1}, and face {face} talks: the largest is 0")
    return Portrait(read_picture(path) if pixels is None else pixels, seen.mesh.points, weights, tuple(notes))


def _with_transparency(path: Path) -> np.ndarray | None:
    """uint8 (height, width, 4) where some of a PNG is transparent; laid over grey its edges would stay grey."""
    if path.suffix.lower() != ".png":
        return None
    import av

    with path.open("rb") as file, av.open(file, options={"format_whitelist": "png_pipe"}) as container:
        frame = next(container.decode(container.streams.video[0]))
    if not any(component.is_alpha for component in frame.format.components):
        return None
    rgba = frame.to_ndarray(format="rgba")
    return rgba if (rgba[..., 3] < 255).any() else None
