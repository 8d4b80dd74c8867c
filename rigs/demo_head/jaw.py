"""The jaw: what it carries, and its shapes on the skin and on the parts that it carries whole."""

import numpy as np

from .face import Face
from .fields import sideways, smoothstep, vector
from .lips import LINE_Z, Lips

HINGE = np.array([0.0, 0.8, -2.2])
OPEN_ANGLE = np.radians(16.5)
SIDEWAYS, FORWARD = 0.85, 0.85
"""Slides of the jaw in cm."""
TONGUE_OPENING = 0.36
"""The share of the open jaw in tongueOut: room for the tongue."""
FUNNEL_OPENING = 0.36
"""The share of the open jaw in mouthFunnel: the teeth part, so that the hole in the lips is dark."""
CORNER_SHARE = 0.44
"""How far the corners of the mouth go with the jaw."""
SEALED_SHARE = 0.42
"""How far the closed lips go with the jaw when mouthClose holds them together."""
NARROWING = 0.28
"""The corners come in by this (cm) when the jaw opens, so that the mouth gets round."""


def drop(points: np.ndarray, share: np.ndarray | float = 1.0) -> np.ndarray:
    """Displacements of the open jaw: a turn about the hinge, blended by `share`."""
    away = points - HINGE
    c, s = np.cos(OPEN_ANGLE), np.sin(OPEN_ANGLE)
    turned = np.stack([away[:, 0], away[:, 1] * c - away[:, 2] * s, away[:, 1] * s + away[:, 2] * c], 1)
    return np.asarray(share).reshape(-1, 1) * (turned - away)


def carried(points: np.ndarray) -> dict[str, np.ndarray]:
    """Displacements of a part that sits on the jaw."""
    still = np.zeros_like(points)
    return {
        "jawOpen": drop(points),
        "jawForward": still + [0.0, -FORWARD, 0.0],
        "jawLeft": still + [SIDEWAYS, 0.0, 0.0],
        "jawRight": still + [-SIDEWAYS, 0.0, 0.0],
        "tongueOut": drop(points, TONGUE_OPENING),
        "mouthFunnel": drop(points, FUNNEL_OPENING),
    }


def skin_shapes(face: Face, lips: Lips) -> dict[str, np.ndarray]:
    """mouthClose is the difference to the same jaw with sealed lips: equal weights of both keep the lips together."""
    points, share = face.points, _share(face, lips)
    narrowed = lips.along(-NARROWING * lips.corner(1.6, 1.7) * sideways(points))
    opened = drop(points, _opened_share(share, lips)) + narrowed
    sealed = drop(points, _sealed_share(share, face, lips)) + narrowed
    slide = share * (1 - lips.share) + lips.share * (0.55 - 0.25 * lips.side)
    return {
        "jawOpen": opened,
        "mouthClose": sealed - opened,
        "jawForward": vector(slide, y=-FORWARD),
        "jawLeft": vector(slide * (1 - lips.share), x=SIDEWAYS) + lips.along(slide * lips.share * SIDEWAYS),
    }


def tongue_room(face: Face, lips: Lips) -> np.ndarray:
    """The skin's part of tongueOut: the jaw opens a little and the upper lip gives way."""
    parted = vector(lips.middle() * lips.share, z=0.28 * np.where(lips.side > 0, lips.side, 0.3 * lips.side), y=-0.05)
    return drop(face.points, TONGUE_OPENING * _opened_share(_share(face, lips), lips)) + parted


def funnel_room(face: Face, lips: Lips) -> np.ndarray:
    """The skin's part of the jaw in mouthFunnel."""
    return drop(face.points, FUNNEL_OPENING * _opened_share(_share(face, lips), lips))


def _share(face: Face, lips: Lips) -> np.ndarray:
    """The jaw's share of plain skin: below a line from the corner of the mouth to the hinge, not on the neck."""
    _, y, z = face.points.T
    line = LINE_Z + 0.35 * (y + 8.0)
    neck = 1 - smoothstep(-z, 9.2, 12.9) * smoothstep(y, -8.8, -1.6)
    return smoothstep(line - z, -1.4, 2.3) * smoothstep(-y, -1.2, 3.6) * neck


def _opened_share(share: np.ndarray, lips: Lips) -> np.ndarray:
    """The upper lip stays, the lower lip goes along, the corners go half way: a round opening."""
    side = -lips.side / np.maximum(lips.share, 1e-6)
    taper = np.clip(1 - lips.column**2.8, 0, 1) ** 0.62
    taper = np.where(lips.inside > 0.9, np.abs(side), taper)
    lip = CORNER_SHARE + np.where(side > 0, 1 - CORNER_SHARE, CORNER_SHARE) * side * taper
    return share * (1 - lips.share) + lip * lips.share


def _sealed_share(share: np.ndarray, face: Face, lips: Lips) -> np.ndarray:
    """The lips go together, part of the way: a function of height alone, so it is the same where they touch."""
    below = -face.points[:, 2]
    lip = SEALED_SHARE * smoothstep(below, 4.0, 5.5) + (1 - SEALED_SHARE) * smoothstep(below, 6.5, 8.3)
    return share * (1 - lips.share) + lip * lips.share
