"""How the 468 skin landmarks of a face move with each ARKit blendshape, and which landmarks edge the mouth and eyes.

Centimetres; x to the picture's right for a face that looks into the camera (the person's left), y down, z away.
The table names its source and licences (motion_fit.py).
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file

TABLE = Path(__file__).parent / "landmark_motion.safetensors"

# Rows of lip landmarks from the skin inwards, each from the person's right corner to the left one; the last row edges
# the opening. Numbers: MediaPipe's canonical face mesh.
UPPER_LIP = (
    (61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291),
    (76, 184, 74, 73, 72, 11, 302, 303, 304, 408, 306),
    (62, 183, 42, 41, 38, 12, 268, 271, 272, 407, 292),
    (78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308),
)
LOWER_LIP = (
    (61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291),
    (76, 77, 90, 180, 85, 16, 315, 404, 320, 307, 306),
    (62, 96, 89, 179, 86, 15, 316, 403, 319, 325, 292),
    (78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308),
)


@dataclass(frozen=True)
class EyeEdges:
    """Landmarks of one eye from its corner on the picture's left to the other one (of a face seen upright).

    upper, lower: the edges of the lids, both from corner to corner; upper_fold, lower_fold: the rows beyond them,
    without corners; brow: its lower edge; iris: its five points in the 478; side: of the person.
    """

    side: str
    upper: tuple[int, ...]
    lower: tuple[int, ...]
    upper_fold: tuple[int, ...]
    lower_fold: tuple[int, ...]
    brow: tuple[int, ...]
    iris: tuple[int, ...]


RIGHT_EYE = EyeEdges(
    "Right",
    (33, 246, 161, 160, 159, 158, 157, 173, 133),
    (33, 7, 163, 144, 145, 153, 154, 155, 133),
    (247, 30, 29, 27, 28, 56, 190),
    (25, 110, 24, 23, 22, 26, 112),
    (46, 53, 52, 65, 55),
    (468, 469, 470, 471, 472),
)
LEFT_EYE = EyeEdges(
    "Left",
    (362, 398, 384, 385, 386, 387, 388, 466, 263),
    (362, 382, 381, 380, 374, 373, 390, 249, 263),
    (414, 286, 258, 257, 259, 260, 467),
    (341, 256, 252, 253, 254, 339, 255),
    (285, 295, 282, 283, 276),
    (473, 474, 475, 476, 477),
)
EYES = (RIGHT_EYE, LEFT_EYE)

# What hardly moves with any expression: forehead, temples, bridge of the nose, corners of the eyes.
STEADY = (10, 151, 9, 8, 168, 6, 197, 195, 33, 133, 263, 362, 127, 356, 21, 251, 54, 284, 103, 332, 67, 297, 109, 338)


@dataclass(frozen=True)
class LandmarkMotion:
    """neutral: float32 (468, 3); deltas: float32 (52, 468, 3) in ARKit order, zero for tongueOut; both in cm."""

    neutral: np.ndarray
    deltas: np.ndarray


@cache
def landmark_motion() -> LandmarkMotion:
    tables = {name: table.astype(np.float32) for name, table in load_file(TABLE).items()}
    neutral = tables["neutral"]
    return LandmarkMotion(neutral, (tables["shapes"] @ tables["motions"]).reshape(-1, *neutral.shape))
