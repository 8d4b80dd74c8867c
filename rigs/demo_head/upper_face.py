"""Shapes of cheeks, nose and brows on the skin: ARKit name -> displacements (n, 3) in cm; made for the left side."""

import numpy as np

from . import cage
from .face import Face
from .fields import bell, left_share, outwards, smoothstep, vector
from .lips import Lips

INNER_UP, OUTER_DOWN = 2.0, 0.45
"""How far (cm) browInnerUp lifts the inner ends of the brows and lowers the outer ends."""


def upper_face_shapes(face: Face, lips: Lips) -> dict[str, np.ndarray]:
    p, out = face.points, outwards(face.points)
    left = left_share(p)
    off_lower_lid = 1 - smoothstep(face.weight(cage.LOWER_LID), 0.0, 0.9)
    off_upper_lid = 1 - smoothstep(face.weight(cage.UPPER_LID), 0.10, 0.5)
    puff = bell(p, 4.5, -5.1, 2.3, 1.9) * (1 - lips.share) + 0.25 * lips.around(2.4, 1.6)
    squint = bell(p, 4.2, -2.5, 1.9, 1.15) * off_lower_lid * left
    inner, middle, outer = (
        bell(p, *place) * off_upper_lid for place in ((1.5, 3.9, 2.0, 2.2), (3.9, 4.0, 2.6, 2.2), (5.3, 3.9, 1.9, 2.4))
    )
    wing, bridge, lip = bell(p, 1.75, -2.9, 1.1, 1.3), bell(p, 0.9, 0.6, 0.9, 1.3), bell(p, 1.9, -4.5, 1.4, 0.75)
    sneer = vector(wing * left, x=0.14, y=-0.08, z=0.95) + vector(bridge * left, y=-0.22, z=0.26)
    sneer += vector(lip * left, z=0.85) + vector(inner * left, z=-0.45)
    return {
        "cheekPuff": out * (1.15 * puff)[:, None],
        "cheekSquintLeft": vector(squint, z=0.58) + out * (0.50 * squint)[:, None],
        "noseSneerLeft": sneer,
        "browDownLeft": vector(inner * left, x=-0.36, y=-0.12, z=-1.05) + vector(middle * left, z=-0.50),
        "browInnerUp": _slant(p) * off_upper_lid[:, None],
        "browOuterUpLeft": vector(outer * left, z=1.40) + vector(middle * left, z=0.40),
    }


def _slant(points: np.ndarray) -> np.ndarray:
    """Inner ends of the brows up and a little together, outer ends down: a straight slope, read from afar as sorrow."""
    x, z = np.abs(points[:, 0]), points[:, 2]
    high = np.exp(-(((z - 4.5) / np.where(z > 4.5, 2.3, 2.6)) ** 2)) * smoothstep(-points[:, 1], -1.0, 3.0)
    slope = INNER_UP * (1 - smoothstep(x, 0.9, 4.9)) - OUTER_DOWN * smoothstep(x, 3.4, 6.2)
    together = -0.16 * bell(points, 1.9, 4.4, 1.2, 1.6) * np.tanh(points[:, 0])
    crease = -0.16 * bell(points, 0.6, 6.3, 1.9, 0.7)
    return vector(high, z=slope) + np.stack([together, crease, np.zeros_like(x)], 1)
