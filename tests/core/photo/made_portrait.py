"""A portrait made from nothing but the shipped landmark motion: skin, lips, eyes and hair drawn flat."""

import numpy as np

from expclip.core.photo.landmark_motion import EYES, LOWER_LIP, UPPER_LIP, landmark_motion
from expclip.core.photo.portrait import Portrait
from expclip.rigs import arkit

SKIN, LIP, WHITE, IRIS, BEHIND = (214, 170, 146), (176, 84, 84), (236, 234, 230), (92, 70, 50), (96, 128, 160)


def made_portrait(size: int = 512, weights: np.ndarray | None = None) -> Portrait:
    """A face in the middle, a third of `size` wide, that looks into the camera and wears `weights`."""
    table = landmark_motion()
    worn = np.zeros(arkit.COUNT, np.float32) if weights is None else weights
    cm = table.neutral + np.einsum("k,knc->nc", worn, table.deltas)
    scale = size / 3 / 13.8
    points = (cm - cm.mean(0)) * scale + [size / 2, size / 2, 0]
    irises = []
    for eye in EYES:
        centre = points[[*eye.upper, *eye.lower]].mean(0)
        irises.append(centre + 0.58 * scale * np.array([[0, 0, 0], [1, 0, 0], [0, -1, 0], [-1, 0, 0], [0, 1, 0]]))
    landmarks = np.concatenate([points, *irises]).astype(np.float32)
    return Portrait(_painted(landmarks, size, scale), landmarks, worn)


def _painted(landmarks: np.ndarray, size: int, scale: float) -> np.ndarray:
    x, y = np.meshgrid(np.arange(size, dtype=np.float32), np.arange(size, dtype=np.float32))
    pixels = np.empty((size, size, 3), np.float32)
    pixels[:] = BEHIND
    pixels[((x - size / 2) / (7.6 * scale)) ** 2 + ((y - size / 2) / (10.5 * scale)) ** 2 < 1] = SKIN
    pixels[_between(landmarks, UPPER_LIP[0], LOWER_LIP[0], x, y)] = LIP
    for eye in EYES:
        opened = _between(landmarks, eye.upper, eye.lower, x, y)
        pixels[opened] = WHITE
        centre = landmarks[eye.iris[0]]
        pixels[opened & (np.hypot(x - centre[0], y - centre[1]) < 0.58 * scale)] = IRIS
    texture = np.random.default_rng(5).normal(0, 4, (size, size, 1))
    return np.clip(pixels + texture, 0, 255).astype(np.uint8)


def _between(landmarks: np.ndarray, upper: tuple, lower: tuple, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    top, bottom = (
        np.interp(x, landmarks[list(row), 0], landmarks[list(row), 1], left=0, right=0) for row in (upper, lower)
    )
    return (y > top) & (y < bottom) & (x > landmarks[upper[0], 0]) & (x < landmarks[upper[-1], 0])


def face_with(**shapes: float) -> np.ndarray:
    """Weights (1, 52); a name without its side stands for both sides."""
    weights = np.zeros((1, arkit.COUNT), np.float32)
    for name, value in shapes.items():
        for full in (name, f"{name}Left", f"{name}Right"):
            if full in arkit.INDEX:
                weights[0, arkit.INDEX[full]] = value
    return weights
