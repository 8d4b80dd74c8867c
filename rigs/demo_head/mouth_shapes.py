"""Shapes of jaw, mouth, cheeks, nose and brows on the skin: ARKit name -> displacements (n, 3) in cm.

Keys with a side are made for the left. Motions that do not part the lips are functions of the place alone: the lips touch
at rest, so they stay together.
"""

import numpy as np

from . import cage
from .face import Face
from .fields import bell, left_share, outwards, sideways, smoothstep, vector

HINGE = np.array([0.0, 0.8, -2.2])
JAW_ANGLE = np.radians(16.5)
CORNER_X = 2.78
LINE_Z = -5.86
JAW_SIDEWAYS, JAW_FORWARD = 0.85, 0.85
"""Slides of the jaw in cm."""
TONGUE_JAW = 0.36
"""The share of the open jaw in tongueOut: room for the tongue."""


def jaw_drop(points: np.ndarray, share: np.ndarray | float = 1.0) -> np.ndarray:
    """Displacements of the open jaw: a turn about the hinge, blended by `share`."""
    away = points - HINGE
    c, s = np.cos(JAW_ANGLE), np.sin(JAW_ANGLE)
    turned = np.stack([away[:, 0], away[:, 1] * c - away[:, 2] * s, away[:, 1] * s + away[:, 2] * c], 1)
    return np.asarray(share).reshape(-1, 1) * (turned - away)


class MouthShapes:
    def __init__(self, face: Face):
        self.face = face
        p = self.p = face.points
        self.upper, self.lower = face.weight(cage.UPPER_LIP), face.weight(cage.LOWER_LIP)
        self.lips = np.clip(self.upper + self.lower, 0, 1)
        self.red = face.weight(cage.VERMILION)
        self.inside = face.weight(cage.INSIDE)
        self.column = np.abs(p[:, 0]) / CORNER_X
        self.left = left_share(p)
        self.jaw = self._jaw_share()
        self.sealed_jaw = self._sealed_jaw_share()
        self.around = bell(p, 0.0, LINE_Z, 3.4, 2.3)

    def _jaw_base(self) -> np.ndarray:
        """The jaw's share of plain skin: below a line from the corner of the mouth to the hinge, not on the neck."""
        x, y, z = self.p.T
        line = LINE_Z + 0.35 * (y + 8.0)
        down = smoothstep(-(z - line), -1.4, 2.3)
        behind = smoothstep(-y, -1.2, 3.6)
        neck = 1 - smoothstep(-z, 9.6, 12.4) * smoothstep(y, -8.6, -2.2)
        return down * behind * neck

    def _jaw_share(self) -> np.ndarray:
        side = (self.lower - self.upper) / np.maximum(self.lips, 1e-6)
        taper = np.clip(1 - self.column**2.8, 0, 1) ** 0.62
        taper = np.where(self.inside > 0.9, np.abs(side), taper)
        lip = 0.44 + np.where(side > 0, 0.56, 0.44) * side * taper
        return self._jaw_base() * (1 - self.lips) + lip * self.lips

    def _sealed_jaw_share(self) -> np.ndarray:
        """The same with the lips kept together: continuous through the line of the lips."""
        z = -self.p[:, 2]
        down = 0.42 * smoothstep(z, 4.0, 5.5) + 0.58 * smoothstep(z, 6.5, 8.3)
        return self._jaw_base() * (1 - self.lips) + down * self.lips

    def _on_curve(self, shift: np.ndarray) -> np.ndarray:
        """Displacements along the curve of the teeth for a shift in x."""
        x = self.p[:, 0]
        return np.stack([shift, 0.16 * ((x + shift) ** 2 - x**2), np.zeros_like(x)], 1)

    def _corner(self, wide: float = 1.9, high: float = 1.9, bow: float = 1.0) -> np.ndarray:
        """Grows along the lips with the power `bow` to 1 at the corner, flattens there and fades beyond."""
        x, z = np.abs(self.p[:, 0]), self.p[:, 2]
        reach = x / CORNER_X
        grown = np.where(reach < 1, np.minimum(reach, 1) ** bow, 1.0)
        beyond = np.exp(-((np.maximum(x - CORNER_X, 0) / wide) ** 2))
        along = grown * beyond
        return along * np.exp(-(((z - LINE_Z) / high) ** 2)) * smoothstep(-self.p[:, 1], 1.0, 5.0)

    def _lip_middle(self, reach: float = 1.0) -> np.ndarray:
        return np.clip(1 - (self.column / reach) ** 2.2, 0, 1)

    def shapes(self) -> dict[str, np.ndarray]:
        return self._jaw_shapes() | self._lip_shapes() | self._corner_shapes() | self._upper_shapes()

    def _jaw_shapes(self) -> dict[str, np.ndarray]:
        p = self.p
        opened = jaw_drop(p, self.jaw)
        narrow = self._corner(1.6, 1.7) * -0.28 * sideways(p)
        opened += self._on_curve(narrow)
        sealed = jaw_drop(p, self.sealed_jaw) + self._on_curve(narrow)
        slide = self._jaw_base() * (1 - self.lips) + self.lips * (0.55 + 0.25 * (self.lower - self.upper))
        return {
            "jawOpen": opened,
            "mouthClose": sealed - opened,
            "jawForward": vector(slide, y=-JAW_FORWARD),
            "jawLeft": vector(slide * (1 - self.lips), x=JAW_SIDEWAYS) + self._on_curve(slide * self.lips * JAW_SIDEWAYS),
        }

    def _lip_shapes(self) -> dict[str, np.ndarray]:
        p, around = self.p, self.around
        x, _, z = p.T
        over = z - LINE_Z
        side = self.upper - self.lower
        middle = self._lip_middle(1.15)

        beside_contact = np.clip(self.red - 0.35, 0, 1)
        pucker = self._on_curve(-0.54 * x * bell(p, 0.0, LINE_Z, 3.9, 2.7)) + vector(bell(p, 0.0, LINE_Z, 2.7, 2.0), y=-0.85)
        beside_middle = 4 * np.clip(self.column**2 * (1 - self.column**2), 0, 1) * self.lips * side
        pucker += vector(beside_contact * beside_middle, z=0.35)
        pucker += vector(beside_contact * middle, y=-0.25, z=0.30 * side)
        funnel = self._on_curve(-0.47 * x * bell(p, 0.0, LINE_Z, 3.9, 2.9)) + vector(bell(p, 0.0, LINE_Z, 2.7, 2.2), y=-0.75)
        opening = np.clip(1 - self.column**3.0, 0, 1) ** 0.6
        funnel += vector(opening * self.lips, z=np.where(side > 0, 0.44, 0.52) * side) + vector(beside_middle, z=0.16)
        funnel += vector(middle * self.red, y=-0.25)

        wide = bell(p, 0.0, LINE_Z, 3.8, 2.3)
        aside = self._on_curve(1.25 * wide)

        roll_in = np.clip(self.red * 1.05, 0, 1) * (1 - self.column**4).clip(0, 1)
        towards = -over * 0.72
        rolled = vector(roll_in, y=0.42, z=towards)
        skin_in = bell(p, 0.0, LINE_Z, 2.4, 1.1) * (1 - self.red) * (1 - self.inside)
        rolled += vector(skin_in, y=0.10, z=-over * 0.25)
        is_lower = smoothstep(self.lower - self.upper, -0.05, 0.6)
        is_upper = smoothstep(self.upper - self.lower, -0.05, 0.6)

        chin = bell(p, 0.0, -8.0, 1.9, 1.2)
        push = bell(p, 0.0, -6.1, 2.7, 1.5)
        shrug_lower = vector(push, z=0.58) + vector(chin, z=0.60, y=-0.30) + vector(self.red * is_lower * middle, y=-0.48, z=0.06)
        lift = bell(p, 0.0, -5.3, 2.4, 1.2)
        shrug_upper = vector(lift, z=0.36) + vector(self.red * is_upper * middle, y=-0.32, z=0.16)

        thin = np.clip(self.red, 0, 1) * (1 - self.column**5).clip(0, 1)
        press = vector(thin, y=0.12, z=-over * 0.46) + vector(bell(p, 2.9, LINE_Z, 0.9, 1.0), y=0.18)
        press += vector(bell(p, 1.6, -7.0, 1.5, 0.5) + bell(p, 1.5, -4.9, 1.5, 0.4), y=-0.10)
        tongue_part = vector(middle * self.lips, z=0.28 * np.where(side > 0, side, 0.3 * side), y=-0.05)

        lower_down = vector(smoothstep(self.lower, 0, 0.9) * np.clip(1 - (np.maximum(np.abs(x) - 1.1, 0) / 1.6) ** 2, 0, 1)
                            * is_lower, z=-0.80, y=-0.10) + vector(bell(p, 1.3, -7.4, 1.4, 0.8) * (1 - self.lips), z=-0.4)
        upper_up = vector(smoothstep(self.upper, 0, 0.9) * np.clip(1 - (np.maximum(np.abs(x) - 1.1, 0) / 1.6) ** 2, 0, 1)
                          * is_upper, z=0.62, y=-0.08) + vector(bell(p, 1.9, -4.0, 1.3, 1.1) * (1 - self.lips), z=0.38, y=-0.1)
        return {
            "mouthPucker": pucker,
            "mouthFunnel": funnel,
            "mouthLeft": aside,
            "mouthRollLower": rolled * is_lower[:, None],
            "mouthRollUpper": rolled * is_upper[:, None],
            "mouthShrugLower": shrug_lower,
            "mouthShrugUpper": shrug_upper,
            "mouthPressLeft": press * self.left[:, None],
            "mouthLowerDownLeft": lower_down * self.left[:, None],
            "mouthUpperUpLeft": upper_up * self.left[:, None],
            "tongueOut": jaw_drop(p, TONGUE_JAW * self.jaw) + tongue_part,
        }

    def _corner_shapes(self) -> dict[str, np.ndarray]:
        p = self.p
        out = sideways(p)
        left = self.left[:, None]
        smile = self._on_curve(self._corner(2.0, 2.0) * 0.78 * out) + vector(self._corner(2.2, 2.1, 1.9), z=1.05, y=0.10)
        cheek = bell(p, 4.3, -3.0, 1.7, 1.3) * (1 - smoothstep(self.face.weight(cage.LOWER_LID), 0.05, 0.6))
        smile += vector(cheek, z=0.40) + outwards(p) * (0.38 * cheek)[:, None]
        smile += vector(bell(p, 0.0, LINE_Z, 2.0, 1.0), y=0.15)
        frown = vector(self._corner(1.7, 1.9, 1.8), z=-1.0, y=0.12) + self._on_curve(self._corner(1.7, 1.9) * 0.25 * out)
        frown += vector(bell(p, 0.0, LINE_Z, 1.5, 1.2), z=0.14)
        dimple = self._on_curve(self._corner(1.5, 1.5) * 0.50 * out) + vector(bell(p, 2.9, LINE_Z, 1.0, 1.1), y=0.42)
        stretch = self._on_curve(self._corner(2.0, 1.9) * 0.85 * out) + vector(self._corner(1.8, 1.8), z=-0.38, y=0.10)
        stretch += vector(self.red, z=-(p[:, 2] - LINE_Z) * 0.28)
        return {
            "mouthSmileLeft": smile * left,
            "mouthFrownLeft": frown * left,
            "mouthDimpleLeft": dimple * left,
            "mouthStretchLeft": stretch * left,
        }

    def _upper_shapes(self) -> dict[str, np.ndarray]:
        p = self.p
        out = outwards(p)
        left = self.left[:, None]
        puff = bell(p, 4.5, -5.1, 2.3, 1.9) * (1 - self.lips) + 0.25 * bell(p, 0.0, LINE_Z, 2.4, 1.6)
        below_lid = 1 - smoothstep(self.face.weight(cage.LOWER_LID), 0.05, 0.6)
        squint = bell(p, 4.2, -2.5, 1.9, 1.15) * below_lid
        sneer = bell(p, 1.75, -2.9, 1.1, 1.3)
        crease = bell(p, 0.9, 0.6, 0.9, 1.3)
        brow_inner = bell(p, 1.5, 3.9, 2.0, 2.2)
        brow_middle = bell(p, 3.9, 4.0, 2.6, 2.2)
        brow_outer = bell(p, 5.3, 3.9, 1.9, 2.4)
        on_lid = smoothstep(self.face.weight(cage.UPPER_LID), 0.10, 0.5)
        brow = 1 - on_lid
        return {
            "cheekPuff": out * (1.15 * puff)[:, None],
            "cheekSquintLeft": (vector(squint, z=0.72) + out * (0.50 * squint)[:, None]) * left,
            "noseSneerLeft": (vector(sneer, z=0.68, x=0.14 * np.sign(p[:, 0]), y=-0.08) + vector(crease, z=0.26, y=-0.22)
                              + vector(bell(p, 1.9, -4.5, 1.4, 0.75), z=0.50)
                              + vector(brow_inner * brow, z=-0.36)) * left,
            "browDownLeft": (vector(brow_inner * brow, z=-0.80, x=-0.28, y=-0.10) + vector(brow_middle * brow, z=-0.42)) * left,
            "browInnerUp": vector(bell(p, 0.9, 4.2, 2.5, 2.6) * brow, z=1.05) + vector(brow_outer * brow, z=-0.12),
            "browOuterUpLeft": (vector(brow_outer * brow, z=0.85) + vector(brow_middle * brow, z=0.35)) * left,
        }
