"""Shapes of the lips on the skin: ARKit name -> displacements (n, 3) in cm; keys with a side are made for the left.

Motions that do not part the lips are functions of the place alone: the lips touch at rest, so they stay together.
"""

import numpy as np

from . import cage
from .face import Face
from .fields import bell, left_share, outwards, sideways, smoothstep, vector
from .lips import LINE_Z, Lips


def lip_shapes(face: Face, lips: Lips) -> dict[str, np.ndarray]:
    left = left_share(face.points)[:, None]
    sided = _parting(face, lips) | _corners(face, lips) | {"mouthPress": _press(face, lips)}
    return (
        _rounded(face, lips)
        | _rolls(lips)
        | _shrugs(face, lips)
        | {f"{name}Left": moves * left for name, moves in sided.items()}
    )


def _rounded(face: Face, lips: Lips) -> dict[str, np.ndarray]:
    """Corners in and lips forward: pucker keeps the lips together; in funnel the jaw (jaw.funnel_room) parts them."""
    x = face.points[:, 0]
    beside_middle = 4 * np.clip(lips.column**2 * (1 - lips.column**2), 0, 1) * lips.share * lips.side
    beside_line = np.clip(lips.red - 0.35, 0, 1)
    pucker = lips.along(-0.54 * x * lips.around(3.9, 2.7)) + vector(lips.around(2.7, 2.0), y=-0.85)
    pucker += vector(beside_line * beside_middle, z=0.35)
    pucker += vector(beside_line * lips.middle(), y=-0.25, z=0.30 * lips.side)
    funnel = lips.along(-0.54 * x * lips.around(3.9, 2.9)) + vector(lips.around(2.7, 2.2), y=-0.75)
    over_the_teeth = lips.middle(1.0, 3.0) ** 0.6 * np.maximum(-lips.side, 0)
    funnel += vector(over_the_teeth, z=0.10) + vector(beside_middle, z=np.where(lips.side > 0, 0.04, 0.26))
    funnel += vector(lips.middle() * lips.red, y=-0.25)
    funnel += vector(lips.around(2.6, 1.6), z=-0.20) + vector(lips.corner(1.0, 1.4, bow=2.0), z=-0.22)
    return {"mouthPucker": pucker, "mouthFunnel": funnel, "mouthLeft": lips.along(1.25 * lips.around(3.8, 2.3))}


def _rolls(lips: Lips) -> dict[str, np.ndarray]:
    """The red of one lip goes in over the teeth and the skin follows."""
    red = lips.red * np.clip(1 - lips.column**4, 0, 1)
    skin = lips.around(2.4, 1.1) * (1 - lips.red) * (1 - lips.inside)
    rolled = vector(red, y=0.42, z=-0.72 * lips.over) + vector(skin, y=0.10, z=-0.25 * lips.over)
    return {
        "mouthRollLower": rolled * _only(-lips.side)[:, None],
        "mouthRollUpper": rolled * _only(lips.side)[:, None],
    }


def _shrugs(face: Face, lips: Lips) -> dict[str, np.ndarray]:
    """The chin pushes both lips up and the lower one pouts; or the upper lip is pushed up and out."""
    p, red = face.points, lips.red * lips.middle()
    lower = vector(bell(p, 0.0, -6.1, 2.7, 1.5), z=0.58) + vector(bell(p, 0.0, -8.0, 1.9, 1.2), z=0.60, y=-0.30)
    lower += vector(red * _only(-lips.side), y=-0.48, z=0.06)
    upper = vector(bell(p, 0.0, -5.3, 2.4, 1.2), z=0.36) + vector(red * _only(lips.side), y=-0.32, z=0.16)
    return {"mouthShrugLower": lower, "mouthShrugUpper": upper}


def _press(face: Face, lips: Lips) -> np.ndarray:
    """Both lips get thin, the skin around them bulges and the corner is drawn in."""
    p = face.points
    thin = lips.red * np.clip(1 - lips.column**5, 0, 1)
    bulge = bell(p, 1.6, -7.0, 1.5, 0.5) + bell(p, 1.5, -4.9, 1.5, 0.4)
    return (
        vector(thin, y=0.16, z=-0.60 * lips.over)
        + vector(bell(p, 2.9, LINE_Z, 0.9, 1.0), y=0.30)
        - vector(bulge, y=0.20)
    )


def _parting(face: Face, lips: Lips) -> dict[str, np.ndarray]:
    """One lip uncovers the teeth on one side."""
    p = face.points
    here = np.clip(1 - (np.maximum(np.abs(p[:, 0]) - 1.1, 0) / 1.6) ** 2, 0, 1)
    skin = 1 - lips.share
    lower = vector(smoothstep(lips.lower, 0, 0.9) * here * _only(-lips.side), z=-0.80, y=-0.10)
    upper = vector(smoothstep(lips.upper, 0, 0.9) * here * _only(lips.side), z=0.62, y=-0.08)
    return {
        "mouthLowerDown": lower + vector(bell(p, 1.3, -7.4, 1.4, 0.8) * skin, z=-0.4),
        "mouthUpperUp": upper + vector(bell(p, 1.9, -4.0, 1.3, 1.1) * skin, z=0.38, y=-0.1),
    }


def _corners(face: Face, lips: Lips) -> dict[str, np.ndarray]:
    p, out = face.points, sideways(face.points)
    smile = lips.along(0.78 * lips.corner(2.0, 2.0) * out) + vector(lips.corner(2.2, 2.1, bow=1.9), z=1.25, y=0.10)
    cheek = bell(p, 4.3, -3.0, 1.7, 1.3) * (1 - smoothstep(face.weight(cage.LOWER_LID), 0.05, 0.6))
    smile += vector(cheek, z=0.40) + outwards(p) * (0.38 * cheek)[:, None] + vector(lips.around(2.0, 1.0), y=0.15)
    frown = lips.along(0.25 * lips.corner(1.7, 1.9) * out) + vector(lips.corner(1.8, 2.1, bow=2.0), z=-1.4, y=0.12)
    frown += vector(lips.around(1.5, 1.3), z=0.26)
    dimple = lips.along(0.50 * lips.corner(1.5, 1.5) * out) + vector(bell(p, 2.9, LINE_Z, 1.0, 1.1), y=0.42)
    stretch = lips.along(1.2 * lips.corner(2.2, 1.9) * out) + vector(lips.corner(1.8, 1.9, bow=2.5), z=-0.75, y=0.10)
    stretch += vector(lips.red, z=-0.34 * lips.over)
    return {"mouthSmile": smile, "mouthFrown": frown, "mouthDimple": dimple, "mouthStretch": stretch}


def _only(side: np.ndarray) -> np.ndarray:
    """0 on the other lip, 1 on this one, smooth around the corner."""
    return smoothstep(side, -0.05, 0.6)
