"""Shapes of the left lids: they turn around the eyeball, so that they cover it and never cut it."""

import numpy as np

from . import cage
from .face import Face

MARGIN = 1.075
"""Radius of the lid margins in eye radii."""
CLOSED_LINE = -11.0
"""Elevation of the line where the lids meet, in degrees, at its lowest point."""


class Lids:
    """Works on the vertices around the left eye; every method gives displacements (n, 3) of the whole face."""

    def __init__(self, face: Face):
        self.face = face
        upper, lower = face.weight(cage.UPPER_LID), face.weight(cage.LOWER_LID)
        near = (upper + lower > 1e-6) & (face.points[:, 0] > 0)
        self.ids = np.flatnonzero(near)
        self.upper, self.lower = upper[self.ids], lower[self.ids]
        self.away = face.points[self.ids] - face.eye_centre
        self.elevation = np.arctan2(self.away[:, 2], -self.away[:, 1])
        self.margins = {}
        for name in ("margin", "inner"):
            loop = face.loop(f"lid_{name}_left")[:-1]
            half = len(loop) // 2
            self.margins[name] = (loop[: half + 1], np.concatenate([loop[half:], loop[:1]]))
        self.row_of = {vertex: row for row, vertex in enumerate(self.ids)}

    def _edge(self, which: int) -> tuple[np.ndarray, np.ndarray]:
        """dx (sorted) and elevation along the upper (0) or lower (1) margin."""
        rows = np.array([self.row_of[v] for v in self.margins["margin"][which]])
        order = np.argsort(self.away[rows, 0])
        return self.away[rows, 0][order], self.elevation[rows][order]

    def closed_line(self, dx: np.ndarray) -> np.ndarray:
        """Elevation in radians where the lids meet."""
        x, elevation = self._edge(0)
        t = np.clip((dx - x[0]) / (x[-1] - x[0]), 0, 1)
        straight = elevation[0] + (elevation[-1] - elevation[0]) * t
        middle = np.radians(CLOSED_LINE) - (elevation[0] + elevation[-1]) / 2
        return straight + middle * (1 - (2 * t - 1) ** 2)

    def turned(self, upper_angle: np.ndarray, lower_angle: np.ndarray, reach: float = MARGIN) -> np.ndarray:
        """Lids turned upwards by these angles (per vertex of self.ids, radians), held at least `reach` eye radii away."""
        angle = self.upper * upper_angle + self.lower * lower_angle
        moved = self._rotated(angle)
        radius = np.linalg.norm(moved, axis=1)
        was = np.linalg.norm(self.away, axis=1)
        wanted = np.maximum(radius, np.minimum(was, 9.9))
        moved *= (wanted / radius)[:, None]
        return self._spread(moved - self.away)

    def _rotated(self, angle: np.ndarray) -> np.ndarray:
        c, s = np.cos(angle), np.sin(angle)
        x, y, z = self.away.T
        return np.stack([x, y * c + z * s, -y * s + z * c], 1)

    def _spread(self, moves: np.ndarray) -> np.ndarray:
        full = np.zeros_like(self.face.points)
        full[self.ids] = moves
        return full

    def blink(self) -> np.ndarray:
        dx = self.away[:, 0]
        target = self.closed_line(dx)
        upper = target - np.interp(dx, *self._edge(0))
        lower = target - np.interp(dx, *self._edge(1))
        moved = self.away + self.turned(upper, lower)[self.ids]
        radius = self.face.eye_radius
        bulge = np.maximum(self.upper, self.lower)
        least = radius * (1 + 0.085 * np.clip(bulge * 1.5, 0, 1))
        length = np.linalg.norm(moved, axis=1)
        outside = np.linalg.norm(self.away, axis=1) > 1.05 * radius
        moved = np.where((outside & (length < least))[:, None], moved * (least / length)[:, None], moved)
        self._meet(moved)
        return self._spread(moved - self.away)

    def _meet(self, moved: np.ndarray) -> None:
        """Both margins land on the same points: the middle of each pair, on the closed line."""
        for name, reach in (("margin", MARGIN), ("inner", 1.0)):
            over, under = self.margins[name]
            rows_over = np.array([self.row_of[v] for v in over])
            rows_under = np.array([self.row_of[v] for v in under[::-1]])
            dx = (moved[rows_over, 0] + moved[rows_under, 0]) / 2
            elevation = self.closed_line(dx)
            around = np.sqrt(np.maximum((self.face.eye_radius * reach) ** 2 - dx**2, 0.01))
            place = np.stack([dx, -around * np.cos(elevation), around * np.sin(elevation)], 1)
            moved[rows_over] = place
            moved[rows_under] = place

    def lifted(self, upper_degrees: float, lower_degrees: float) -> np.ndarray:
        """Both lids turned by an angle in the middle, less towards the corners."""
        dx = self.away[:, 0]
        x, _ = self._edge(0)
        t = np.clip((dx - x[0]) / (x[-1] - x[0]), 0, 1)
        share = np.clip(1 - (2 * t - 1) ** 2, 0, 1) ** 0.8
        return self.turned(np.radians(upper_degrees) * share, np.radians(lower_degrees) * share)
