"""Where faces are: BlazeFace (Bazarevsky et al., 2019) in its short-range form, over a picture and over its parts."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .crop import Picture, Square
from .tflite import TfliteNetwork

_LEAST_SCORE = 0.5
_SAME_FACE = 0.3  # overlap over union above which two boxes are of one face
_PARTS = (0.5, 0.25, 0.125)  # sides of the parts, of the longer edge
_LEAST_PART = 128.0  # pixels; a face in a smaller part is too small to read
_TURNS = (math.pi / 2, -math.pi / 2, math.pi)


@dataclass(frozen=True)
class FoundFace:
    """A face: centre (2,) and longer edge of its box in pixels, clockwise tilt of its eyes in radians, score 0..1."""

    centre: np.ndarray
    size: float
    roll: float
    score: float


class FaceDetector:
    def __init__(self, model: bytes):
        self._network = TfliteNetwork(model)
        self._side = self._network.input_shape[1]
        self._anchors = _anchors()

    def find(self, picture: Picture) -> list[FoundFace]:
        """All faces that the whole picture shows as it stands, the largest first."""
        return next(self.searches(picture))

    def searches(self, picture: Picture) -> Iterator[list[FoundFace]]:
        """What is found in the whole picture, then in its parts, for small faces."""
        longer = max(picture.width, picture.height)
        yield self._search(picture, [_whole(picture)])
        for side in (part * longer for part in _PARTS):
            if side >= _LEAST_PART:
                yield self._search(picture, _parts(picture, side))

    def turned_searches(self, picture: Picture) -> Iterator[list[FoundFace]]:
        """What is found in the picture turned by quarters."""
        for turn in _TURNS:
            yield self._search(picture, [_whole(picture, turn)])

    def _search(self, picture: Picture, squares: list[Square]) -> list[FoundFace]:
        boxes, scores = zip(*(self._look(picture, square) for square in squares), strict=True)
        return _one_each(np.concatenate(boxes), np.concatenate(scores))

    def _look(self, picture: Picture, square: Square) -> tuple[np.ndarray, np.ndarray]:
        """Candidates (n, 8, 2): the box's centre and size, then six points, in pixels; scores (n,)."""
        view = picture.view(square, self._side, outside="zeros")
        regressed, logits = self._network.run(view * 2.0 - 1.0)
        scores = 1.0 / (1.0 + np.exp(-np.clip(logits, -60.0, 60.0)))
        likely = scores >= _LEAST_SCORE
        candidates = regressed.reshape(-1, 8, 2)[likely] / self._side
        size = candidates[:, 1:2] * square.side
        candidates += self._anchors[likely][:, None]
        candidates = square.to_picture(candidates)
        candidates[:, 1:2] = size
        return candidates, scores[likely]


def _anchors() -> np.ndarray:
    """(896, 2): centres in shares of the side; two for each cell of 16 x 16, six for each of 8 x 8."""
    grids = []
    for cells, repeats in ((16, 2), (8, 6)):
        middles = (np.arange(cells, dtype=np.float32) + 0.5) / cells
        across, down = np.meshgrid(middles, middles)
        grids.append(np.repeat(np.stack([across.ravel(), down.ravel()], axis=1), repeats, axis=0))
    return np.concatenate(grids)


def _one_each(boxes: np.ndarray, scores: np.ndarray) -> list[FoundFace]:
    """Boxes that overlap become their mean, weighted by score."""
    found = []
    order = np.argsort(-scores)
    boxes, scores = boxes[order], scores[order]
    while len(boxes):
        same = _overlap(boxes[0], boxes) > _SAME_FACE
        same[0] = True
        merged = np.average(boxes[same], axis=0, weights=scores[same])
        eyes = merged[3] - merged[2]
        roll = math.atan2(eyes[1], eyes[0])
        found.append(FoundFace(merged[0].astype(np.float32), float(merged[1].max()), roll, float(scores[0])))
        boxes, scores = boxes[~same], scores[~same]
    return sorted(found, key=lambda face: -face.size)


def _overlap(box: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Intersection over union of one box with each of (n, 8, 2)."""
    low = np.maximum(box[0] - box[1] / 2, others[:, 0] - others[:, 1] / 2)
    high = np.minimum(box[0] + box[1] / 2, others[:, 0] + others[:, 1] / 2)
    shared = np.maximum(high - low, 0.0).prod(1)
    return shared / (box[1].prod() + others[:, 1].prod(1) - shared)


def _whole(picture: Picture, turn: float = 0.0) -> Square:
    middle = np.array([picture.width, picture.height], np.float32) / 2
    return Square(middle, max(picture.width, picture.height), turn)


def _parts(picture: Picture, side: float) -> list[Square]:
    """Squares of `side` over the whole picture, half overlapping."""
    across, down = (
        np.linspace(side / 2, extent - side / 2, max(1, math.ceil(2 * (extent - side) / side) + 1))
        if extent > side
        else np.array([extent / 2])
        for extent in (picture.width, picture.height)
    )
    return [Square(np.array([x, y], np.float32), side) for y in down for x in across]
