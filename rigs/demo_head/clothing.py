"""A plain jumper with a ribbed collar; it ends the bust cleanly."""

import numpy as np

from .curves import smooth_curve
from .materials import INDEX
from .part import Part, cap_faces, grid_faces

SEGMENTS = 56
PROFILE = np.array([
    (-14.20, 3.95, 4.30, 1.25, 1.00), (-13.55, 4.10, 4.42, 1.20, 1.00), (-13.15, 4.42, 4.70, 1.15, 1.00),
    (-13.25, 4.80, 5.02, 1.15, 1.00), (-13.75, 5.02, 5.20, 1.15, 1.00), (-14.45, 5.10, 5.22, 1.15, 1.00),
    (-14.95, 5.02, 5.10, 1.15, 1.00), (-15.05, 5.40, 5.20, 1.20, 1.00), (-15.45, 6.90, 5.60, 1.35, 0.95),
    (-16.15, 9.20, 6.05, 1.45, 0.88), (-17.20, 11.5, 6.40, 1.50, 0.86), (-18.75, 13.1, 6.75, 1.50, 0.86),
    (-20.70, 13.9, 7.05, 1.45, 0.86), (-22.60, 14.2, 7.25, 1.40, 0.86), (-23.05, 13.9, 7.00, 1.40, 0.86),
])  # fmt: skip
"""Height, half width, half depth, middle in y (cm) and squareness of the jumper, from inside the collar down."""
COLLAR_ROWS = 6
SHOULDERS = slice(7, 14)
"""The rows of the profile between which a row is added, for a smooth outline."""
RIB_DEPTH = 0.05


def jumper() -> Part:
    known = np.arange(len(PROFILE), dtype=float)
    wanted = np.sort(np.concatenate([known, known[SHOULDERS][:-1] + 0.5]))
    rows = np.stack([smooth_curve(known, PROFILE[:, column], wanted) for column in range(5)], 1)
    turn = np.linspace(0, 2 * np.pi, SEGMENTS, endpoint=False)
    collar = wanted <= COLLAR_ROWS
    rib = np.where(np.arange(SEGMENTS) % 2 == 0, 1.0, -1.0) * collar[:, None]
    height, wide, deep, middle, square = rows.T[:, :, None]
    c, s = np.cos(turn), np.sin(turn)
    x = (wide + RIB_DEPTH * rib) * np.sign(c) * np.abs(c) ** square
    y = middle + (deep + RIB_DEPTH * rib) * np.sign(s) * np.abs(s) ** square
    lattice = np.stack(np.broadcast_arrays(x, y, height), 2).reshape(-1, 3)
    points = np.concatenate([lattice, [[0.0, rows[-1, 3], rows[-1, 0]]]])
    lowest = np.arange(len(lattice) - SEGMENTS, len(lattice))
    bands = grid_faces(len(rows), SEGMENTS, closed=True)[:, ::-1]
    faces = np.concatenate([bands, cap_faces(lowest, len(lattice))[:, [1, 0, 2, 3]]])
    names = np.where(collar[:-1], INDEX["Collar"], INDEX["Jumper"])
    material = np.concatenate([np.repeat(names, SEGMENTS), np.full(SEGMENTS, INDEX["Jumper"])])
    tint = np.append(1 + 0.14 * rib.ravel(), 1.0)
    return Part(points, faces.astype(np.int32), material.astype(np.int32), np.repeat(tint[:, None], 3, 1))
