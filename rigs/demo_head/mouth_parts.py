"""Teeth with gums, and the tongue."""

import numpy as np

from .materials import INDEX
from .part import Part, cap_faces, grid_faces

TEETH_A_SIDE = 6
COLUMNS_A_TOOTH = 3


def teeth(front: float, half_width: float, length: float, gum: float, edge: float) -> Part:
    """One arch: its front at y = front, half_width at its back, y length; z from gum (at the root) to edge (biting).

    A lattice of columns along the arch and rows front root .. edge .. back root.
    """
    columns = 2 * TEETH_A_SIDE * COLUMNS_A_TOOTH + 1
    along = np.linspace(-1, 1, columns)
    tooth = np.abs(np.sin(along * TEETH_A_SIDE * np.pi)) ** 0.6
    turn = along * np.pi / 2 * 0.94
    across = np.stack([half_width * np.sin(turn), front + length * (1 - np.cos(turn) ** 1.1), np.zeros(columns)], 1)
    normal = np.stack([np.sin(turn) * length, -np.cos(turn) * half_width, np.zeros(columns)], 1)
    normal /= np.linalg.norm(normal, axis=1)[:, None]
    down = edge - gum
    small = 1 - 0.35 * np.abs(along) ** 3
    rows = []
    for depth, height, bulge in (
        (0.10, -0.22, 0.0),
        (0.14, 0.0, 0.0),
        (0.10, 0.10, 0.05),
        (0.14, 0.45, 0.07),
        (0.10, 0.85, 0.08),
        (0.02, 1.0, 0.05),
        (-0.20, 0.98, 0.0),
        (-0.36, 0.5, 0.0),
        (-0.42, -0.1, 0.0),
    ):
        cut = np.where(height > 0.8, 0.06 * (1 - tooth), 0.0)
        row = across + normal * (depth + bulge * tooth)[:, None]
        row[:, 2] = gum + down * small * (height - cut)
        rows.append(row)
    faces = grid_faces(len(rows), columns, closed=False)
    if down < 0:
        faces = faces[:, ::-1]
    material = np.repeat([INDEX["Gums"]] * 2 + [INDEX["Teeth"]] * 6, columns - 1).astype(np.int32)
    points = np.concatenate(rows)
    gap = 1 - 0.25 * np.tile(1 - tooth, len(rows)) * np.repeat([0, 0, 1, 1, 1, 1, 1, 1, 0], columns)
    deep = np.clip(1.0 - 0.28 * (points[:, 1] - front), 0.25, 1.0)
    return Part(points, faces, material, np.repeat((gap * deep)[:, None], 3, 1))


def tongue() -> Part:
    """A closed tube from the root to the tip with a groove along its middle; the last vertex is the tip."""
    stations, segments = 13, 16
    along = 1 - (1 - np.linspace(0, 1, stations)) ** 1.8
    middle = np.stack([np.zeros(stations), -2.8 - 4.75 * along, -7.05 + 0.95 * np.sin(along * np.pi * 0.62)], 1)
    wide = 1.42 * (1 - 0.25 * (1 - along)) * np.sqrt(np.clip(1.012 - along**7, 0, 1))
    thick = 0.52 * np.sqrt(np.clip(1.015 - along**6, 0, 1))
    turn = np.linspace(0, 2 * np.pi, segments, endpoint=False)
    groove = -0.22 * np.clip(np.sin(turn), 0, 1) ** 6
    rings = [
        centre + np.stack([w * np.cos(turn), np.zeros(segments), t * np.sin(turn) + groove * min(w, 1)], 1)
        for centre, w, t in zip(middle, wide, thick, strict=True)
    ]
    points = np.concatenate([*rings, [middle[-1] + [0.0, -0.10, 0.0]]])
    faces = grid_faces(stations, segments, closed=True)[:, ::-1]
    tip = cap_faces(np.arange((stations - 1) * segments, stations * segments), len(points) - 1)
    part = Part.plain(points, np.concatenate([faces[:, ::-1], tip]), INDEX["Tongue"])
    part.tint *= np.clip(0.45 + 0.55 * (-points[:, 1:2] - 3.5) / 3.0, 0.4, 1.0)
    return part


def tongue_share(points: np.ndarray) -> np.ndarray:
    """0 at the root .. 1 at the tip, (n,)."""
    return np.clip((-points[:, 1] - 2.8) / 4.75, 0, 1)
