"""Smooth fields over the face: how strongly each vertex takes part in a motion. All are symmetric but `left_share`."""

import numpy as np


def smoothstep(x: np.ndarray, low: float, high: float) -> np.ndarray:
    t = np.clip((x - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)


def left_share(points: np.ndarray, soft: float = 1.2) -> np.ndarray:
    """The part of a motion that belongs to the character's left key; left and right add up to 1."""
    return smoothstep(points[:, 0], -soft, soft)


def bell(points: np.ndarray, x: float, z: float, wide: float, high: float) -> np.ndarray:
    """1 at (x, z) and at (-x, z) on the front of the head, fading over wide and high (cm), 0 behind the ears."""
    distance = ((np.abs(points[:, 0]) - x) / wide) ** 2 + ((points[:, 2] - z) / high) ** 2
    return np.exp(-distance) * smoothstep(-points[:, 1], -1.0, 3.0)


def outwards(points: np.ndarray) -> np.ndarray:
    """Unit horizontal directions away from the head's axis."""
    away = (points - [0.0, 0.0, 0.0]) * [1.0, 1.0, 0.0]
    return away / np.maximum(np.linalg.norm(away, axis=1), 0.5)[:, None]


def sideways(points: np.ndarray) -> np.ndarray:
    """-1 on the right of the face, +1 on the left, smooth over the midline."""
    return np.tanh(points[:, 0] / 1.2)


def vector(
    amount: np.ndarray, x: float | np.ndarray = 0.0, y: float | np.ndarray = 0.0, z: float | np.ndarray = 0.0
) -> np.ndarray:
    """(n,) amounts times a direction -> (n, 3)."""
    return amount[:, None] * np.stack(np.broadcast_arrays(x, y, z, amount)[:3], 1)
