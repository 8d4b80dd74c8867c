"""A part of the character on its way into the one mesh."""

from dataclasses import dataclass

import numpy as np


@dataclass
class Part:
    """points: float64 (n, 3) in cm; faces: int32 (m, 4), -1 pads a triangle; material: int32 (m,);
    tint: float64 (n, 3), multiplies the material's colour."""

    points: np.ndarray
    faces: np.ndarray
    material: np.ndarray
    tint: np.ndarray

    @classmethod
    def plain(cls, points: np.ndarray, faces: np.ndarray, material: int) -> "Part":
        return cls(points, faces, np.full(len(faces), material, np.int32), np.ones((len(points), 3)))

    def reflected(self) -> "Part":
        """The same part at -x, its vertices in the same order."""
        quads = self.faces[:, 3] >= 0
        turned = np.where(quads[:, None], self.faces[:, [3, 2, 1, 0]], self.faces[:, [2, 1, 0, 3]])
        return Part(self.points * [-1.0, 1.0, 1.0], turned.astype(np.int32), self.material.copy(), self.tint.copy())


def grid_faces(rows: int, columns: int, closed: bool) -> np.ndarray:
    """Quads of a (rows, columns) lattice, row-major; `closed` joins the last column to the first.

    Faces look outwards where columns run counter-clockwise around an axis on which rows advance.
    """
    row, column = np.indices((rows - 1, columns if closed else columns - 1)).reshape(2, -1)
    following = (column + 1) % columns
    return np.stack(
        [
            row * columns + column,
            row * columns + following,
            (row + 1) * columns + following,
            (row + 1) * columns + column,
        ],
        1,
    ).astype(np.int32)


def cap_faces(ring: np.ndarray, pole: int) -> np.ndarray:
    """Triangles from a closed ring to one point."""
    following = np.roll(ring, -1)
    return np.stack([ring, following, np.full(len(ring), pole), np.full(len(ring), -1)], 1).astype(np.int32)
