"""Where each vertex of the skin stands with respect to the lips."""

import numpy as np

from . import cage
from .face import Face
from .fields import bell, smoothstep

CORNER_X = 2.78
LINE_Z = -5.86
"""Corner of the mouth and height of the line where the lips meet, in cm."""
CURVE = 0.16
"""How the lips bend around the teeth: y = CURVE * x^2."""


class Lips:
    """upper, lower: (n,) share of either lip, 0.5 each at the corner; share: both; side: +1 upper .. -1 lower;
    red: the red of the lips; inside: the inside of the mouth; column: 0 on the midline, 1 at the corners.
    """

    def __init__(self, face: Face):
        self.points = face.points
        self.upper, self.lower = (np.clip(face.weight(lip), 0, 1) for lip in (cage.UPPER_LIP, cage.LOWER_LIP))
        self.share = np.clip(self.upper + self.lower, 0, 1)
        self.side = self.upper - self.lower
        self.red = np.clip(face.weight(cage.VERMILION), 0, 1)
        self.inside = np.clip(face.weight(cage.INSIDE), 0, 1)
        self.column = np.abs(face.points[:, 0]) / CORNER_X
        self.over = face.points[:, 2] - LINE_Z

    def around(self, wide: float, high: float) -> np.ndarray:
        """1 in the middle of the mouth, fading over wide and high (cm)."""
        return bell(self.points, 0.0, LINE_Z, wide, high)

    def middle(self, reach: float = 1.15, power: float = 2.2) -> np.ndarray:
        """1 on the midline, 0 from `reach` times the corner on."""
        return np.clip(1 - (self.column / reach) ** power, 0, 1)

    def corner(self, wide: float, high: float, bow: float = 1.0) -> np.ndarray:
        """Grows along the lips with the power `bow` to 1 at the corners and fades beyond over wide and high (cm)."""
        x = np.abs(self.points[:, 0])
        grown = np.minimum(self.column, 1) ** bow
        beyond = np.exp(-((np.maximum(x - CORNER_X, 0) / wide) ** 2))
        return grown * beyond * np.exp(-((self.over / high) ** 2)) * smoothstep(-self.points[:, 1], 1.0, 5.0)

    def along(self, shift: np.ndarray) -> np.ndarray:
        """Displacements (n, 3) of a shift in x that follows the curve of the teeth."""
        x = self.points[:, 0]
        return np.stack([shift, CURVE * ((x + shift) ** 2 - x**2), np.zeros_like(x)], 1)
