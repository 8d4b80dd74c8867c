"""The face mesh of a found face: MediaPipe's landmark networks, seen through several crops whose mean is taken.

One crop errs by about half a percent of the face's width, and scores read from it by up to .2; the crops' spread
tells how sure the mesh is. Networks: Kartynnik et al., Real-time Facial Surface Geometry, 2019; Ablavatski et al.,
Real-time Pupil Tracking, 2020.
"""

from dataclasses import dataclass

import numpy as np

from . import mesh
from .crop import Picture, Square
from .face_detection import FoundFace
from .mesh_models import MeshModels
from .tflite import TfliteNetwork

_MARGIN = 1.5  # side of the crop over the longer edge of the detector's box
_EYE_MARGIN = 2.3  # the same for an eye, over the distance of its corners
_EYES = ((mesh.RIGHT_EYE_CORNERS, False), (mesh.LEFT_EYE_CORNERS, True))
"""Corners of each eye, and whether it is mirrored for the iris network, which knows right eyes."""
_CONTOURS = (list(mesh.RIGHT_EYE_CONTOUR), mesh.MIRRORED[list(mesh.RIGHT_EYE_CONTOUR)].tolist())
_LIDS_SHARE = 0.7
"""How far the lids go from where the older mesh has them, always half open, to where the iris network sees them."""
# Crops beside the first: shift in shares of the box, scale, turn in radians, mirrored.
_CROPS = (
    ((0.0, 0.0), 1.0, 0.0, False),
    ((0.0, 0.0), 1.0, 0.0, True),
    ((0.02, 0.02), 0.95, 0.05, False),
    ((-0.02, -0.02), 1.05, -0.05, True),
)


@dataclass(frozen=True)
class Mesh:
    """points: float32 (478, 3) in pixels of the picture; presence: how surely there is a face, 0..1;

    spread: how much the crops disagree, as a share of the face's width.
    """

    points: np.ndarray
    presence: float
    spread: float

    @property
    def width(self) -> float:
        """Between the edges of the face, in pixels."""
        return float(np.linalg.norm(np.subtract(*self.points[list(mesh.CHEEK_EDGES)])))


class FaceMesh:
    def __init__(self, models: MeshModels):
        self._landmarks = TfliteNetwork(models.landmarks)
        self._iris = None if models.iris is None else TfliteNetwork(models.iris)

    def fit(self, picture: Picture, face: FoundFace, crops: int = len(_CROPS)) -> Mesh:
        """The mesh as the mean of `crops` looks, 1 to 4."""
        looks, presences = [], []
        for shift, scale, turn, mirrored in _CROPS[:crops]:
            centre = face.centre + face.size * np.array(shift, np.float32)
            square = Square(centre, face.size * _MARGIN * scale, face.roll + turn, mirrored)
            points, presence = self._look(picture, square)
            looks.append(points)
            presences.append(presence)
        points = np.mean(looks, axis=0)
        if self._iris is not None:
            points = self._with_eyes(picture, points)
        spread = float(np.std(looks, axis=0)[:, :2].mean())
        fitted = Mesh(points.astype(np.float32), float(np.mean(presences)), spread)
        return Mesh(fitted.points, fitted.presence, spread / max(fitted.width, 1.0))

    def _look(self, picture: Picture, square: Square) -> tuple[np.ndarray, float]:
        side = self._landmarks.input_shape[1]
        flat, logit = self._landmarks.run(picture.view(square, side))[:2]
        inside = flat.reshape(-1, 3) / side
        points = square.to_picture(inside)
        if square.mirrored:
            points = points[mesh.MIRRORED[: len(points)]]
        return points, float(1.0 / (1.0 + np.exp(-np.clip(logit[0], -60.0, 60.0))))

    def _with_eyes(self, picture: Picture, points: np.ndarray) -> np.ndarray:
        """Skin points (468, 3) -> all 478, the edges of the lids as the iris network sees them."""
        across = points[mesh.LEFT_EYE_CORNERS[0]] - points[mesh.RIGHT_EYE_CORNERS[0]]
        roll = float(np.arctan2(across[1], across[0]))
        irises, skin = [], points.copy()
        for (numbers, mirrored), contour in zip(_EYES, _CONTOURS, strict=True):
            corners = points[list(numbers)]
            side = _EYE_MARGIN * float(np.linalg.norm(np.subtract(*corners[:, :2])))
            lids, iris = self._look_at_eye(picture, Square(corners[:, :2].mean(0), side, roll, mirrored))
            skin[contour, :2] += _LIDS_SHARE * (lids[: len(contour), :2] - points[contour, :2])
            iris[:, 2] += corners[:, 2].mean()
            irises.append(iris[[0, 3, 2, 1, 4]] if mirrored else iris)
        return np.concatenate([skin, *_looking_one_way(skin, irises)])

    def _look_at_eye(self, picture: Picture, square: Square) -> tuple[np.ndarray, np.ndarray]:
        """Lids and what lies about them (71, 3), the lids' edges first, and the iris (5, 3), in pixels."""
        assert self._iris is not None
        size = self._iris.input_shape[1]
        lids, iris = self._iris.run(picture.view(square, size))
        return square.to_picture(lids.reshape(-1, 3) / size), square.to_picture(iris.reshape(-1, 3) / size)


def _looking_one_way(points: np.ndarray, irises: list[np.ndarray]) -> list[np.ndarray]:
    """Both irises moved by the mean of their ways from the middles of the eyes: in narrow eyes the network errs."""
    middles = [points[list(numbers)].mean(0) for numbers, _ in _EYES]
    ways = [iris[0] - middle for iris, middle in zip(irises, middles, strict=True)]
    common = np.mean(ways, axis=0)
    return [iris - way + common for iris, way in zip(irises, ways, strict=True)]
