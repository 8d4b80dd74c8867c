"""MediaPipe's face mesh: 468 points on the skin and 5 on each iris, by number.

Left and right are the person's own. Image axes: x to the right, y down, z away from the camera, in pixels.
"""

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np

COUNT = 478
SKIN_COUNT = 468

RIGHT_EYE_CORNERS = (33, 133)
"""Outer and inner corner."""
LEFT_EYE_CORNERS = (263, 362)
RIGHT_IRIS = slice(468, 473)
"""The centre, then the points towards +x, -y, -x and +y of the picture."""
LEFT_IRIS = slice(473, 478)
RIGHT_LIDS = (159, 145)
"""The middle of the upper and of the lower lid."""
LEFT_LIDS = (386, 374)
RIGHT_EYE_CONTOUR = (33, 7, 163, 144, 145, 153, 154, 155, 133, 246, 161, 160, 159, 158, 157, 173)
"""The lower lid's edge from the outer to the inner corner, then the upper one's between them: what the iris network
gives first, in its order."""
NOSE_TIP = 1
CHEEK_EDGES = (234, 454)
"""Where the face ends beside the ears, right and left."""


def _read_table() -> tuple[np.ndarray, np.ndarray]:
    with (Path(__file__).parent / "mesh.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    mirrored = np.array([int(row["mirrored"]) for row in rows])
    return mirrored, np.flatnonzero([row["read"] == "1" for row in rows])


MIRRORED, READ = _read_table()
"""The landmark of the other side for each, (478,); the 146 that blendshapes are read from, in order."""


def upright(points: np.ndarray) -> np.ndarray:
    """Landmarks READ in pixels, (..., 146, 2) -> float32 of the same shape: centred, the eyes level, of unit size.

    Size is the root mean square distance from the centre, so neither place, roll nor scale of a face is left.
    """
    centred = points - points.mean(-2, keepdims=True)
    across = centred[..., _OUTER_LEFT, :] - centred[..., _OUTER_RIGHT, :]
    size = np.sqrt((centred**2).sum(-1).mean(-1))
    cosine, sine = np.moveaxis(across / np.linalg.norm(across, axis=-1, keepdims=True), -1, 0)
    x, y = centred[..., 0], centred[..., 1]
    turned = np.stack(
        [cosine[..., None] * x + sine[..., None] * y, cosine[..., None] * y - sine[..., None] * x], axis=-1
    )
    return (turned / size[..., None, None]).astype(np.float32)


def tilted_less(points: np.ndarray, most: float) -> np.ndarray:
    """Landmarks READ in pixels, (146, 2), turned so that the eyes tilt by `most` radians or less."""
    across = points[_OUTER_LEFT] - points[_OUTER_RIGHT]
    tilt = np.arctan2(across[1], across[0])
    back = np.clip(tilt, -most, most) - tilt
    turn = np.array([[np.cos(back), np.sin(back)], [-np.sin(back), np.cos(back)]], np.float32)
    return points @ turn


def rows_of(landmarks: Sequence[int]) -> list[int]:
    """Where landmarks stand among READ, by their numbers."""
    return [int(row) for row in np.searchsorted(READ, landmarks)]


_OUTER_RIGHT, _OUTER_LEFT = rows_of((RIGHT_EYE_CORNERS[0], LEFT_EYE_CORNERS[0]))
