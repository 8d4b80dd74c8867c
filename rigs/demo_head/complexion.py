"""Colour on the skin: rosy cheeks, nose and ears, shade in folds and below the chin."""

import numpy as np

from . import cage
from .face import Face
from .fields import bell, smoothstep

ROSY = np.array([1.03, 0.74, 0.70])
SHADE = np.array([0.80, 0.66, 0.62])


def skin_tint(face: Face, hair: np.ndarray) -> np.ndarray:
    """(n, 3) factors on the material's linear colour; `hair` (k, 3) throws a soft shadow."""
    p = face.points
    x, y, z = np.abs(p[:, 0]), p[:, 1], p[:, 2]
    ear = smoothstep(x, 7.9, 9.0) * (np.abs(y - 2) < 4)
    rosy = 0.65 * bell(p, 4.9, -3.3, 2.0, 1.5) + 0.5 * bell(p, 0.0, -2.7, 1.2, 0.9) + 0.6 * ear
    rosy += 0.25 * bell(p, 0.0, -8.9, 1.4, 0.9)
    lid = np.maximum(face.weight(cage.UPPER_LID), 0.6 * face.weight(cage.LOWER_LID))
    shade = 0.30 * lid + 0.55 * smoothstep(-z, 9.8, 12.5) * smoothstep(y, -8.0, -3.5)
    shade += 0.75 * _hair_shadow(p, hair)
    contact = np.zeros(len(p))
    for side in ("left", "right"):
        contact[face.loop(f"lip_contact_{side}")] = 1.0
    inside = face.weight(cage.INSIDE)
    tint = 1 + np.clip(rosy, 0, 1)[:, None] * (ROSY - 1)
    tint *= 1 + np.clip(shade, 0, 1)[:, None] * (SHADE - 1)
    tint *= (1 - 0.62 * np.maximum(contact, np.clip(inside * 3, 0, 1) * (inside < 0.9)))[:, None]
    return tint


def _hair_shadow(points: np.ndarray, hair: np.ndarray) -> np.ndarray:
    """(n,) 1 where hair touches the skin, fading away below it."""
    shadow = np.zeros(len(points))
    near = np.flatnonzero((points[:, 2] > -5) & (points[:, 2] < 12))
    shifted = points[near] + [0.0, -0.15, 0.55]
    away = (shifted**2).sum(1)[:, None] + (hair**2).sum(1) - 2 * shifted @ hair.T
    shadow[near] = np.exp(-away.min(1) / 1.3**2)
    return shadow
