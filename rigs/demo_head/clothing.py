"""A plain jumper with a rolled collar; it ends the bust cleanly."""

import numpy as np

from .materials import INDEX
from .part import Part, cap_faces, grid_faces

SEGMENTS = 56
RINGS = (
    (-14.20, 3.95, 4.30, 1.25, "Collar"),
    (-13.55, 4.10, 4.42, 1.20, "Collar"),
    (-13.15, 4.42, 4.70, 1.15, "Collar"),
    (-13.25, 4.80, 5.02, 1.15, "Collar"),
    (-13.75, 5.02, 5.20, 1.15, "Collar"),
    (-14.45, 5.10, 5.22, 1.15, "Collar"),
    (-14.95, 5.02, 5.10, 1.15, "Jumper"),
    (-15.05, 5.40, 5.20, 1.20, "Jumper"),
    (-15.45, 6.90, 5.60, 1.35, "Jumper"),
    (-16.15, 9.20, 6.05, 1.45, "Jumper"),
    (-17.15, 11.5, 6.40, 1.50, "Jumper"),
    (-18.60, 13.1, 6.75, 1.50, "Jumper"),
    (-20.50, 13.9, 7.05, 1.45, "Jumper"),
    (-22.60, 14.2, 7.25, 1.40, "Jumper"),
    (-23.00, 14.0, 7.10, 1.40, "Jumper"),
    (-23.05, 13.0, 6.50, 1.40, "Jumper"),
    (-23.05, 6.00, 3.00, 1.40, "Jumper"),
)
"""Height, half width, half depth, middle in y (cm) of each ring from inside the collar down; the material below it."""


def jumper() -> Part:
    turn = np.linspace(0, 2 * np.pi, SEGMENTS, endpoint=False)
    rings = []
    for height, wide, deep, middle, _ in RINGS:
        square = 1.0 if wide < 8 else 0.86
        rings.append(
            np.stack(
                [
                    wide * np.sign(np.cos(turn)) * np.abs(np.cos(turn)) ** square,
                    middle + deep * np.sign(np.sin(turn)) * np.abs(np.sin(turn)) ** square,
                    np.full(SEGMENTS, height),
                ],
                1,
            )
        )
    points = np.concatenate([*rings, [[0.0, RINGS[-1][3], RINGS[-1][0]]]])
    lowest = np.arange(len(points) - 1 - SEGMENTS, len(points) - 1)
    faces = np.concatenate(
        [grid_faces(len(RINGS), SEGMENTS, closed=True)[:, ::-1], cap_faces(lowest, len(points) - 1)[:, [1, 0, 2, 3]]]
    )
    material = np.concatenate(
        [np.repeat([INDEX[ring[4]] for ring in RINGS[:-1]], SEGMENTS), np.full(SEGMENTS, INDEX["Jumper"])]
    )
    return Part(points, faces.astype(np.int32), material.astype(np.int32), np.ones((len(points), 3)))
