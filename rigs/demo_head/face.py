"""The smooth face that shapes are made on: positions, weights and the small functions that place things on it."""

from dataclasses import dataclass

import numpy as np

from . import cage
from .subdivision import Surface, relaxed, smooth

LEVELS = 2
FIT_ROUNDS = 4
RELAX_ROUNDS = 4


@dataclass
class Face:
    """The skin with lips, lids and the inside of the mouth, in cm.

    points: float64 (n, 3); weights: float64 (n, 10), see cage.UPPER_LID and following; normals: float64 (n, 3).
    """

    surface: Surface
    points: np.ndarray
    weights: np.ndarray
    normals: np.ndarray
    eye_centre: np.ndarray
    eye_radius: float

    @classmethod
    def build(cls) -> "Face":
        table = cage.read_table()
        control = cage.build_cage(table)
        free = control.values[:, cage.FREE]
        surface = smooth(relaxed(control, free, RELAX_ROUNDS), LEVELS, np.clip(1 - 2 * free, 0, 1), FIT_ROUNDS)
        _close_lips(surface)
        points = surface.values[:, :3]
        return cls(
            surface,
            points,
            surface.values[:, 3:],
            vertex_normals(points, surface.faces),
            np.array(table["eye"]["centre"], float),
            table["eye"]["radius"],
        )

    def weight(self, column: int) -> np.ndarray:
        return self.weights[:, column - cage.UPPER_LID]

    def loop(self, name: str) -> np.ndarray:
        return self.surface.loops[name]

    def place(self, x: np.ndarray, z: np.ndarray, reach: float = 0.45) -> tuple[np.ndarray, np.ndarray]:
        """Points (n, 3) and unit normals (n, 3) on the front of the face, seen at x, z: a moving least squares fit."""
        near = (self.points[:, 1] < -1.0) & (self.weight(cage.INSIDE) < 0.05) & (self.normals[:, 1] < 0.1)
        known = self.points[near]
        dx, dz = known[None, :, 0] - x[:, None], known[None, :, 2] - z[:, None]
        share = np.exp(-(dx**2 + dz**2) / (2 * reach**2)) + 1e-12
        basis = np.stack([np.ones_like(dx), dx, dz], 2)
        left = np.einsum("nk,nki,nkj->nij", share, basis, basis)
        right = np.einsum("nk,nki,k->ni", share, basis, known[:, 1])
        plane = np.linalg.solve(left, right[:, :, None])[:, :, 0]
        normals = np.stack([plane[:, 1], -np.ones(len(x)), plane[:, 2]], 1)
        return np.stack([x, plane[:, 0], z], 1), normals / np.linalg.norm(normals, axis=1)[:, None]

    def riders(self, points: np.ndarray, reach: float = 0.3) -> tuple[np.ndarray, np.ndarray]:
        """(ids, shares): the skin vertices that carry `points`; shares (n, len(ids)) sum to 1."""
        low, high = points.min(0) - 3 * reach, points.max(0) + 3 * reach
        inside = ((self.points > low) & (self.points < high)).all(1)
        ids = np.flatnonzero(inside & (np.maximum(self.weight(cage.UPPER_LID), self.weight(cage.LOWER_LID)) < 0.3))
        away = ((points[:, None] - self.points[None, ids]) ** 2).sum(2)
        nearest = away.min(1, keepdims=True)
        shares = np.exp(-(away - nearest) / (2 * reach**2))
        return ids, shares / shares.sum(1, keepdims=True)


def vertex_normals(points: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """Unit normals (n, 3), faces weighted by their area."""
    normals = np.zeros_like(points)
    across = face_areas(points, faces)
    for corner in range(4):
        there = faces[:, corner] >= 0
        np.add.at(normals, faces[there, corner], across[there])
    return normals / np.maximum(np.linalg.norm(normals, axis=1), 1e-12)[:, None]


def face_areas(points: np.ndarray, faces: np.ndarray) -> np.ndarray:
    """Normal times area of each face, (m, 3)."""
    last = np.where(faces[:, 3] < 0, faces[:, 0], faces[:, 3])
    return np.cross(points[faces[:, 2]] - points[faces[:, 0]], points[last] - points[faces[:, 1]]) / 2


def _close_lips(surface: Surface) -> None:
    """Bring both contact lines together in their middle; the loops next to them follow part of the way."""
    contact = surface.loops["lip_contact_left"]
    half = len(contact) // 2
    gap = (surface.values[contact[:half], :3] - surface.values[contact[::-1][:half], :3]) / 2
    for name, share in (("lip_contact_left", 1.0), ("lip_roll_left", 0.4), ("lip_inside_left", 0.4)):
        loop = surface.loops[name]
        for ids, shift in ((loop[:half], -share * gap), (loop[::-1][:half], share * gap)):
            surface.values[ids, :3] += shift
            surface.values[surface.mirror[ids], :3] = surface.values[ids, :3] * [-1.0, 1.0, 1.0]
