"""How the head of a face mesh is turned."""

import math

import numpy as np

from . import mesh

_FOREHEAD, _CHIN = 10, 152
_REST_PITCH = 0.0123  # of MediaPipe's canonical face


def head_rotation(points: np.ndarray) -> np.ndarray:
    """Mesh (478, 3) -> float32 (3,): yaw, pitch, roll in radians, 0 for a face that looks into the camera.

    Positive is towards the person's right, downwards, and with the right ear towards the right shoulder, as eyes have
    it in captures of Live Link Face. Depth is the network's guess, so large angles come out too small.
    """
    right, left = (points[number].astype(np.float64) for number in mesh.CHEEK_EDGES)
    across = (left - right) / np.linalg.norm(left - right)
    down = points[_CHIN].astype(np.float64) - points[_FOREHEAD]
    down -= across * (down @ across)
    away = np.cross(across, down / np.linalg.norm(down))
    yaw = math.atan2(away[0], away[2])
    pitch = math.asin(np.clip(-away[1], -1.0, 1.0)) - _REST_PITCH
    return np.array([yaw, pitch, -math.atan2(across[1], across[0])], np.float32)
