"""Faces in pictures as blendshape weights: find, fit the mesh, weigh, and say how sure that is."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from ...rigs import arkit
from ..bundle import chosen_folder, open_bundle
from ..errors import PictureError
from .crop import Picture, Square
from .face_detection import FaceDetector, FoundFace
from .face_mesh import FaceMesh, Mesh
from .face_network import Weigh, by_mediapipe, by_our_network
from .feelings import LEAST_BEYOND_REST, LEAST_STRENGTH, feeling_of
from .head_pose import head_rotation
from .mesh_models import MeshModels, find_mesh_models
from .older_mesh import as_exact
from .picture import read_picture

# Measured on five portraits, blurred and shrunk until their weights went astray, see docs/pictures.md.
_LEAST_PRESENCE = 0.5
_LEAST_DETAIL, _ENOUGH_DETAIL = 0.012, 0.05
_LEAST_WIDTH, _ENOUGH_WIDTH = 16.0, 48.0  # of the face, in pixels
_MOST_YAW, _EASY_YAW = np.radians(42.0), np.radians(15.0)
_MOST_SPREAD, _LITTLE_SPREAD = 0.03, 0.004
_SURE, _SURER = 0.7, 0.3
"""Below the one a face may lie, and is then surer by the other once the picture is turned."""
_DETAIL_SIZE = 128
_SHOWN = 0.15  # least weight that read_as names
_NAMED = 6


@dataclass(frozen=True)
class FaceReading:
    """weights: float32 (52,) in ARKit order, 0..1; confidence: 0..1; read_as: what was seen, in sentences."""

    weights: np.ndarray
    confidence: float
    read_as: tuple[str, ...]


@dataclass(frozen=True)
class SeenFace:
    """A face of a picture: its mesh, its head (yaw, pitch, roll), and the detail of its skin, see _detail."""

    mesh: Mesh
    head: np.ndarray
    detail: float

    @property
    def confidence(self) -> float:
        """0 where the face should not be read at all."""
        return float(
            self.mesh.presence
            * _share(self.detail, _LEAST_DETAIL, _ENOUGH_DETAIL)
            * _share(self.mesh.width, _LEAST_WIDTH, _ENOUGH_WIDTH)
            * _share(abs(self.head[0]), _MOST_YAW, _EASY_YAW)
            * _share(self.mesh.spread, _MOST_SPREAD, _LITTLE_SPREAD)
        )


class FaceReader:
    """The networks loaded once, for many pictures. mesh_source: where its mesh is from; notes: what is worth knowing of
    that."""

    def __init__(self, models: MeshModels, weigh: Weigh):
        self._detector, self._mesh, self._weigh = FaceDetector(models.detector), FaceMesh(models), weigh
        self.mesh_source, self.notes = models.source, models.notes

    def read(self, path: Path, neutral: Path | None = None, face: int = 0) -> FaceReading:
        """See read_face."""
        seen, count = self.face_of(path, face)
        weights = self.weigh(seen.mesh)
        notes = [*_notes(seen, count, face), *(f"note: {note}" for note in self.notes)]
        least = LEAST_STRENGTH
        if neutral is not None:
            least = LEAST_BEYOND_REST
            rest, _ = self.face_of(neutral, 0)
            weights = beyond(weights, self.weigh(rest.mesh))
            notes.append("note: less what the neutral picture shows")
        feeling = feeling_of(weights, least)
        looks = () if feeling is None else (f"looks {feeling}",)
        return FaceReading(weights, seen.confidence, (*looks, *shown_shapes(weights), *notes))

    def face_of(self, path: Path, face: int = 0) -> tuple[SeenFace, int]:
        """Face number `face` of a picture, 0 for the largest, and how many there are. Raises PictureError."""
        faces = self.faces(Picture(read_picture(path)))
        if not faces:
            raise PictureError(
                f"No face is found in '{path}'", "choose a picture that shows one sharply, from the front, larger"
            )
        if not 0 <= face < len(faces):
            raise PictureError(f"'{path}' has no face {face}", f"choose one of 0 to {len(faces) - 1}, the largest is 0")
        seen = faces[face]
        if abs(seen.head[0]) >= _MOST_YAW:
            raise PictureError(f"The face in '{path}' is a profile", "choose a picture that shows both eyes well")
        if seen.detail <= _LEAST_DETAIL or seen.mesh.width <= _LEAST_WIDTH:
            raise PictureError(
                f"The face in '{path}' is too blurred or too small", "choose a sharper or larger picture"
            )
        if seen.confidence == 0.0:
            raise PictureError(f"The face in '{path}' cannot be made out", "choose one that nothing covers")
        return seen, len(faces)

    def faces(self, picture: Picture) -> list[SeenFace]:
        """All faces of a picture, the largest first; what only looks like one is left out.

        Small ones are looked for where no other can be read, lying ones where no other can be read well: a face upside
        down, for one, looks a little like a face.
        """
        standing: list[SeenFace] = []
        for search in self._detector.searches(picture):
            faces = self._readable(picture, search)
            standing = standing or faces
            if _surest(faces) > 0.0:
                standing = faces
                break
        if _surest(standing) < _SURE:
            turned = [self._readable(picture, search) for search in self._detector.turned_searches(picture)]
            lying = max(turned, key=_surest)
            if _surest(lying) > max(_surest(standing), 0.0) + _SURER:
                return lying
        return standing

    def _readable(self, picture: Picture, search: list[FoundFace]) -> list[SeenFace]:
        """What of a search is a face, the largest first."""
        faces = [self.seen(picture, found) for found in search]
        there = [face for face in faces if face.mesh.presence >= _LEAST_PRESENCE]
        return sorted(there, key=lambda face: -face.mesh.width)

    def find(self, picture: Picture) -> list[FoundFace]:
        """What looks like faces, the largest first."""
        return self._detector.find(picture)

    def seen(self, picture: Picture, found: FoundFace, crops: int = 4) -> SeenFace:
        """A found face looked at through `crops` crops, see FaceMesh.fit."""
        fitted = self._mesh.fit(picture, found, crops)
        return SeenFace(fitted, head_rotation(fitted.points), _detail(picture, found))

    def weigh(self, fitted: Mesh) -> np.ndarray:
        """float32 (52,) in ARKit order, 0..1."""
        return self._weigh(fitted.points)


def read_face(path: Path, neutral: Path | None = None, face: int = 0, models: Path | None = None) -> FaceReading:
    """The expression of a face in a photograph, a drawing or a render.

    neutral: a picture of the same person at rest, whose weights are taken away; face: 0 for the largest, then smaller;
    models: the bundle, see chosen_folder.
    MediaPipe's own network weighs the face where its task file is on this machine, else the bundle's does.
    Raises PictureError (no picture, no face, a profile, a blur), MissingPartError (a library or network is missing),
    ModelError.
    """
    return face_reader(models).read(path, neutral, face)


def face_reader(models: Path | None = None) -> FaceReader:
    """The reader with the networks of this machine and of a bundle, loaded once."""
    return _reader_of(chosen_folder(models))


@lru_cache(maxsize=1)
def _reader_of(folder: Path) -> FaceReader:
    models = find_mesh_models()
    if models.blendshapes is not None:
        return FaceReader(models, by_mediapipe(models.blendshapes))
    from ..networks import load_face

    return FaceReader(models, by_our_network(load_face(open_bundle(folder)), as_exact))


def beyond(weights: np.ndarray, rest: np.ndarray) -> np.ndarray:
    """What weights (52,) show beyond those of the same face at rest: `rest` becomes 0, 1 stays 1."""
    return np.clip((weights - rest) / np.maximum(1.0 - rest, 0.2), 0.0, 1.0).astype(np.float32)


def _detail(picture: Picture, found: FoundFace) -> float:
    """How much of the face's contrast changes from pixel to pixel, at 128 across: a sharp one has .1 to .3."""
    grey = picture.view(Square(found.centre, found.size, found.roll), _DETAIL_SIZE).mean(2)
    curvature = np.diff(grey, 2, axis=0)
    return float(np.sqrt(np.mean(curvature**2)) / max(float(grey.std()), 1e-3))


def _surest(faces: list[SeenFace]) -> float:
    """The highest confidence, -1 where there are none."""
    return max((face.confidence for face in faces), default=-1.0)


def _share(value: float, none: float, all_of_it: float) -> float:
    return float(np.clip((value - none) / (all_of_it - none), 0.0, 1.0))


def shown_shapes(weights: np.ndarray) -> list[str]:
    """The strongest shapes, both sides as one where they agree."""
    shown: dict[str, float] = {}
    for row in np.argsort(-weights):
        name = arkit.NAMES[row]
        both = weights[[row, arkit.MIRROR_INDEX[row]]]
        even = np.ptp(both) < 0.25
        plain = arkit.sideless(name) if even else name
        weight = float(both.mean() if even else weights[row])
        if weight >= _SHOWN and plain not in shown:
            shown[plain] = weight
    return [f"{name} {weight:.2f}" for name, weight in list(shown.items())[:_NAMED]] or ["a face at rest"]


def _notes(seen: SeenFace, count: int, face: int) -> Iterator[str]:
    if count > 1:
        yield f"note: the largest of {count} faces" if face == 0 else f"note: face {face} of 0 to {count - 1}"
    if abs(seen.head[0]) > 2 * _EASY_YAW:
        yield "note: turned far to the side"
    if seen.detail < _ENOUGH_DETAIL or seen.mesh.width < _ENOUGH_WIDTH:
        yield "note: blurred or small"
