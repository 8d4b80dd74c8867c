"""The left brow: a bold rounded stroke that hugs the forehead."""

import numpy as np

from .curves import smooth_curve
from .face import Face
from .materials import INDEX
from .part import Part, cap_faces, grid_faces

STROKE = np.array(
    [
        (1.45, 4.12, 0.33),
        (1.95, 4.24, 0.41),
        (2.75, 4.40, 0.43),
        (3.65, 4.52, 0.41),
        (4.60, 4.47, 0.37),
        (5.45, 4.18, 0.30),
        (6.15, 3.76, 0.21),
        (6.60, 3.38, 0.11),
    ]
)
"""x, z and half height in cm from the inner end to the outer end; drawn for this project."""
STATIONS, SEGMENTS, THICKNESS = 20, 10, 0.26


def brow(face: Face) -> Part:
    known = np.linspace(0, 1, len(STROKE))
    along = np.concatenate([[0.0, 0.012, 0.03], np.linspace(0.06, 1, STATIONS - 3)])
    x, z, half = (smooth_curve(known, STROKE[:, column], along) for column in range(3))
    half = half * np.sqrt(np.clip(1 - (1 - np.clip(along / 0.08, 0, 1)) ** 2, 0.02, 1))
    step = np.gradient(np.stack([x, z], 1), axis=0)
    across = np.stack([-step[:, 1], step[:, 0]], 1) / np.linalg.norm(step, axis=1)[:, None]
    turn = np.linspace(0, 2 * np.pi, SEGMENTS, endpoint=False)
    offset = half[:, None] * np.cos(turn)
    flat = np.stack([x, z], 1)[:, None] + across[:, None] * offset[:, :, None]
    places, normals = face.place(flat[:, :, 0].ravel(), flat[:, :, 1].ravel())
    height = (THICKNESS * np.minimum(half / 0.3, 1.0)[:, None] * np.sin(turn) - 0.04).ravel()
    points = places + normals * height[:, None]
    ends = np.stack([points[:SEGMENTS].mean(0), points[-SEGMENTS:].mean(0)])
    faces = grid_faces(STATIONS, SEGMENTS, closed=True)
    count = len(points)
    caps = [cap_faces(np.arange(SEGMENTS)[::-1], count), cap_faces(np.arange(count - SEGMENTS, count), count + 1)]
    return Part.plain(np.concatenate([points, ends]), np.concatenate([faces, *caps]), INDEX["Brows"])
