"""Shapes of the left lids: they turn around the eyeball, so that they cover it and never cut it."""

import numpy as np

from . import cage
from .face import Face
from .fields import smoothstep

CLOSED_LINE = -11.0
"""Elevation of the line where the lids meet, in degrees, at its lowest point."""
MARGIN, INNER = 1.075, 0.985
"""Radius of the closed lids' outer and inner edge in eye radii."""
UPPER_COVER, LOWER_COVER = 1.095, 1.075
"""Least radius of the skin of closed lids: the upper one lies over the lower one."""


class Lids:
    """Works on the vertices around the left eye; every public method gives displacements (n, 3) of the whole face."""

    def __init__(self, face: Face):
        self.face = face
        weight = np.clip(face.weight(cage.UPPER_LID) + face.weight(cage.LOWER_LID), 0, 1)
        self.ids = np.flatnonzero((weight > 1e-6) & (face.points[:, 0] > 0))
        self.weight = weight[self.ids]
        along = np.arctan2(face.weight(cage.ALONG_SIN)[self.ids], face.weight(cage.ALONG_COS)[self.ids])
        self.along = np.abs(along)
        """0 at the inner corner .. pi at the outer one, on both lids."""
        self.upper, self.lower = self.weight * (along >= 0), self.weight * (along < 0)
        self.away = face.points[self.ids] - face.eye_centre
        self.elevation = np.arctan2(self.away[:, 2], -self.away[:, 1])
        row_of = {vertex: row for row, vertex in enumerate(self.ids)}
        self.margins = {}
        for name in ("margin", "inner"):
            rows = np.array([row_of[vertex] for vertex in face.loop(f"lid_{name}_left")])
            half = len(rows) // 2
            self.margins[name] = (rows[: half + 1], rows[half:][::-1])

    def _by_place(self, which: int, values: np.ndarray) -> np.ndarray:
        """Values along the upper (0) or lower (1) margin, carried to all vertices by their place along the lids."""
        return np.interp(self.along, self.along[self.margins["margin"][which]], values)

    def _closed(self) -> tuple[np.ndarray, np.ndarray]:
        """dx and elevation (radians) of the line where the lids meet, from the inner to the outer corner."""
        over, under = self.margins["margin"]
        dx = (self.away[over, 0] + self.away[under, 0]) / 2
        t = (dx - dx[0]) / (dx[-1] - dx[0])
        first, last = self.elevation[over[0]], self.elevation[over[-1]]
        sag = np.radians(CLOSED_LINE) - (first + last) / 2
        return dx, first + (last - first) * t + sag * (1 - (2 * t - 1) ** 2)

    def _rotated(self, angle: np.ndarray) -> np.ndarray:
        c, s = np.cos(angle), np.sin(angle)
        x, y, z = self.away.T
        return np.stack([x, y * c + z * s, -y * s + z * c], 1)

    def _spread(self, moves: np.ndarray) -> np.ndarray:
        full = np.zeros_like(self.face.points)
        full[self.ids] = moves
        return full

    def blink(self) -> np.ndarray:
        """The lids meet on one line; their skin stays outside the eyeball on the whole way there."""
        dx, line = self._closed()
        over, under = self.margins["margin"]
        upper = self._by_place(0, line - self.elevation[over])
        lower = self._by_place(1, line - self.elevation[under])
        moved = self._rotated(self.upper * upper + self.lower * lower)
        moved[:, 0] += self.upper * self._by_place(0, dx - self.away[over, 0])
        moved[:, 0] += self.lower * self._by_place(1, dx - self.away[under, 0])
        radius = self.face.eye_radius
        length = np.linalg.norm(moved, axis=1)
        cover = np.where(self.upper > 0, UPPER_COVER, LOWER_COVER) - 1
        least = radius * (1 + cover * np.clip(2.0 * self.weight, 0, 1))
        over_it = length - least
        kept = least + (over_it + np.sqrt(over_it**2 + (0.03 * radius) ** 2)) / 2
        skin = smoothstep(self.face.weight(cage.LID_SKIN)[self.ids], 0.1, 0.7)
        moved *= (1 + skin * (kept / length - 1))[:, None]
        for name, reach in (("margin", MARGIN), ("inner", INNER)):
            around = np.sqrt((radius * reach) ** 2 - dx**2)
            place = np.stack([dx, -around * np.cos(line), around * np.sin(line)], 1)
            for rows in self.margins[name]:
                moved[rows] = place
        return self._spread(moved - self.away)

    def lifted(
        self, upper_degrees: float, lower_degrees: float, upper_out: float = 0.0, lower_in: float = 0.0
    ) -> np.ndarray:
        """Both lids turned upwards by an angle in the middle, less towards the corners.

        upper_out and lower_in (eye radii) let a lid slide over or under the other one when a blink comes on top.
        """
        share = np.sin(self.along) ** 1.2
        turned = self._rotated(np.radians(self.upper * upper_degrees + self.lower * lower_degrees) * share)
        outward = self.away / np.linalg.norm(self.away, axis=1)[:, None]
        slide = (self.upper * upper_out - self.lower * lower_in) * share * self.face.eye_radius
        return self._spread(turned - self.away + outward * slide[:, None])
