"""The face of one portrait: where its landmarks lie at rest, and how each blendshape moves them.

Coordinates are those of the portrait's face: pixels, the origin in the middle of the face, x along the line of the
eyes, y down.
"""

from dataclasses import dataclass

import numpy as np

from ...rigs import arkit
from ..image.mesh import LEFT_EYE_CORNERS, RIGHT_EYE_CORNERS, SKIN_COUNT
from .landmark_motion import EYES, LOWER_LIP, STEADY, UPPER_LIP, EyeEdges, landmark_motion
from .portrait import Portrait

_LEAST_GAP = 0.04  # of a lid from the other, over the width of the eye: below it there is no eye to open
_FOLLOWS = (0.5, 0.8, 0.95, 1.0)  # how far the rows of a lip follow where the lips are brought together
_FOLD_FOLLOWS = 0.6  # the same for the fold above an upper lid
_MOUTH_SCALE = (0.75, 1.1)
_JAW = 0.85  # a picture has no neck to swallow the jaw of a wide cry
_TRUST = 0.9  # share of a read expression that is taken off: the reading errs, and what is over-corrected shows


@dataclass(frozen=True)
class Anatomy:
    """One portrait's face.

    origin (2,) in pixels of the picture, roll in radians clockwise, width in pixels, pixels_per_cm;
    source: float32 (478, 2) landmarks as they are in the picture; rest: (468, 2) what they would be at rest;
    motion: (52, 468, 2) at weight 1; depth: (468,) of the landmarks, away from the camera, 0 in their middle;
    own: (52,) the expression that was taken off.
    """

    origin: np.ndarray
    roll: float
    width: float
    pixels_per_cm: float
    source: np.ndarray
    rest: np.ndarray
    motion: np.ndarray
    depth: np.ndarray
    own: np.ndarray

    def positions(self, weights: np.ndarray, landmarks: tuple[int, ...]) -> np.ndarray:
        """weights (frames, 52) -> where `landmarks` come to lie, (frames, landmarks, 2)."""
        chosen = list(landmarks)
        return self.rest[chosen] + np.einsum("fk,knc->fnc", weights, self.motion[:, chosen])

    def to_picture(self, points: np.ndarray) -> np.ndarray:
        """(..., 2) of the face -> pixels of the picture."""
        return points @ turn(self.roll).T + self.origin


def turn(roll: float) -> np.ndarray:
    cosine, sine = np.cos(roll), np.sin(roll)
    return np.array([[cosine, -sine], [sine, cosine]])


def anatomy_of(portrait: Portrait) -> Anatomy:
    points = portrait.landmarks.astype(np.float64)
    eyes = points[list(LEFT_EYE_CORNERS)].mean(0) - points[list(RIGHT_EYE_CORNERS)].mean(0)
    roll = float(np.arctan2(eyes[1], eyes[0]))
    origin = points[:SKIN_COUNT, :2].mean(0)
    depth = points[:SKIN_COUNT, 2] - points[:SKIN_COUNT, 2].mean()
    level = np.concatenate([(points[:, :2] - origin) @ turn(roll), points[:, 2:]], axis=1)
    own = _TRUST * np.clip(portrait.weights, 0.0, 1.0)
    own[arkit.INDEX["tongueOut"]] = 0.0

    table = landmark_motion()
    worn = table.neutral + np.einsum("k,knc->nc", own, table.deltas)
    pixels_per_cm, rotation = _placed(worn[list(STEADY)], level[list(STEADY)])
    motion = pixels_per_cm * (table.deltas @ rotation.T)[..., :2]
    neutral = pixels_per_cm * (table.neutral @ rotation.T)[..., :2]
    _fit_mouth(motion, neutral, level[:, :2])
    for eye in EYES:
        _fit_lids(eye, motion, neutral, level[:, :2], own)
    rest = level[:SKIN_COUNT, :2] - np.einsum("k,knc->nc", own, motion)
    _close_lips(rest)
    return Anatomy(
        origin=origin,
        roll=roll,
        width=portrait.face_width,
        pixels_per_cm=pixels_per_cm,
        source=level[:, :2].astype(np.float32),
        rest=rest.astype(np.float32),
        motion=motion.astype(np.float32),
        depth=depth.astype(np.float32),
        own=own.astype(np.float32),
    )


def _placed(cm: np.ndarray, pixels: np.ndarray) -> tuple[float, np.ndarray]:
    """Scale and rotation (3, 3) that bring points (n, 3) nearest to others (Umeyama 1991)."""
    cm, pixels = cm - cm.mean(0), pixels - pixels.mean(0)
    left, strengths, right = np.linalg.svd(pixels.T @ cm)
    signs = np.array([1.0, 1.0, np.sign(np.linalg.det(left @ right))])
    return float((strengths * signs).sum() / (cm**2).sum()), left @ np.diag(signs) @ right


def _fit_lids(eye: EyeEdges, motion: np.ndarray, neutral: np.ndarray, level: np.ndarray, own: np.ndarray) -> None:
    """Scales what opens and closes an eye to this eye, in `motion`; at weight 1 a blink just closes it."""
    upper, lower, fold = list(eye.upper[1:-1]), list(eye.lower[1:-1]), list(eye.upper_fold)
    width = float(np.linalg.norm(level[eye.upper[-1]] - level[eye.upper[0]]))
    usual = np.maximum(neutral[lower, 1] - neutral[upper, 1], 1e-6)
    closing = (motion[:, upper, 1] - motion[:, lower, 1]) / usual  # share of the gap, (52, lids)
    blink = arkit.INDEX[f"eyeBlink{eye.side}"]
    closing[blink] = 1.0
    seen = np.maximum(level[lower, 1] - level[upper, 1], _LEAST_GAP * width * _arch(len(upper)))
    gap = seen / np.clip(1.0 - own @ closing, 0.5, 1.4)
    changed = motion[:, lower, 1] + closing * gap - motion[:, upper, 1]
    motion[:, upper, 1] += changed
    motion[:, fold, 1] += _FOLD_FOLLOWS * changed
    motion[blink, upper, 0] = motion[blink, lower, 0] + (level[lower, 0] - level[upper, 0])


def _fit_mouth(motion: np.ndarray, neutral: np.ndarray, level: np.ndarray) -> None:
    """Scales what the mouth does to this mouth's width, and rounds the lower lip of an open one."""
    corners = [UPPER_LIP[0][0], UPPER_LIP[0][-1]]
    widths = [float(np.linalg.norm(points[corners[1]] - points[corners[0]])) for points in (level, neutral)]
    scale = float(np.clip(widths[0] / widths[1], *_MOUTH_SCALE))
    for name, channel in arkit.INDEX.items():
        if name.startswith("mouth") or name == "jawOpen":
            motion[channel] *= scale
    motion[arkit.INDEX["jawOpen"]] *= _JAW
    for row in LOWER_LIP:
        along = motion[:, list(row)]
        along[:, 4:7] = (along[:, 3:6] + 2 * along[:, 4:7] + along[:, 5:8]) / 4
        motion[:, list(row)] = along


def _arch(count: int) -> np.ndarray:
    return np.sin(np.pi * np.arange(1, count + 1) / (count + 1))


def _close_lips(rest: np.ndarray) -> None:
    """Lips touch at rest: what is left between them was read too low, or is how this person's lips were parted."""
    upper, lower = list(UPPER_LIP[-1]), list(LOWER_LIP[-1])
    seam = (rest[upper] + rest[lower]) / 2
    for rows, edge in ((UPPER_LIP, upper), (LOWER_LIP, lower)):
        moved = seam - rest[edge]
        for row, follows in zip(rows, _FOLLOWS, strict=True):
            rest[list(row[1:-1])] += follows * moved[1:-1]
