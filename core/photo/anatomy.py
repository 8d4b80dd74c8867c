"""The face of one portrait: where its landmarks lie at rest, and how each blendshape moves them.

Coordinates are those of the portrait's face: pixels, the origin in the middle of the face, x along the line of the
eyes, y down.
"""

from dataclasses import dataclass

import numpy as np

from ...rigs import arkit
from ..image.mesh import LEFT_EYE_CORNERS, RIGHT_EYE_CORNERS, SKIN_COUNT
from .landmark_motion import EYES, LOWER_LIP, STEADY, UPPER_LIP, EyeEdges, landmark_motion
from .lip_lines import lips_in_picture
from .portrait import Portrait

_LEAST_GAP = 0.04  # of a lid from the other, over the width of the eye: below it there is no eye to open
_FOLLOWS = (0.5, 0.8, 0.95, 1.0)  # how far the rows of a lip follow where the lips are brought together
_FOLD_FOLLOWS = 0.35  # the same for the fold above an upper lid
_LOWER_LID = 0.14  # how far a lower lid comes up in a blink, of the gap
_MOUTH_SCALE = (0.75, 1.1)
_TRUST = 0.97  # share of a read expression that is taken off: the reading errs, and what is over-corrected shows
_LIPS_TRUST = 0.3  # the same for how far the upper lip is drawn up: lips are brought together anyhow, and a nose that
# is pulled down for it looks long
_GAINS = {
    "jawOpen": 0.85,
    "mouthUpperUp": 0.75,
    "noseSneer": 0.7,
    "eyeWide": 0.5,
    "browInnerUp": 0.75,
    "browOuterUp": 0.75,
}
"""Of whole shapes: a picture has no neck to swallow the jaw of a wide cry, and no gums or white of the eyes to show
beside a lip or lid that is drawn far; under brows that go far up the shade of the eyes would be drawn out."""
_PUT_ON = {"browDown": 1.35, "mouthFrown": 1.3, "mouthPucker": 1.3}
"""Of shapes that are put on, not taken off: no frown lines and no lips that come forward help them."""
_FROWN_CM = (
    (107, 336, 0.12, 0.42), (55, 285, 0.12, 0.46), (66, 296, 0.08, 0.36), (65, 295, 0.08, 0.38),
    (105, 334, 0.04, 0.24), (52, 282, 0.04, 0.26), (9, 8, 0.0, 0.15),
)  # fmt: skip
"""How much further than in the table brows that are drawn down come together and come down: landmarks and cm."""
_TURNED_OUT = {"mouthPucker": 1.0, "mouthFunnel": 0.5}
_TURNS_OUT_CM, _NARROWED = (0.20, 0.15, 0.08, 0.0), 0.4
"""How far the rows of lips that come forward move outwards, and how much narrower than in the table their mouth is."""
_FULL_CM = 0.7  # height of a lip that turns out so far: thin ones would smear
_STRAIGHT = 0.7  # how far the line between them gets straight
_SNEERING_LIPS = 0.6  # how far the lips follow a nose that wrinkles, of what they do in the table
_ALMOND, _OVAL = 0.8, 0.55  # powers of 1 - t^2 that lips and jaw part by along the mouth, t from its middle to a corner
_SMILING = 3.0  # power of t that a smile bends the mouth by


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
    points = lips_in_picture(portrait).astype(np.float64)
    eyes = points[list(LEFT_EYE_CORNERS)].mean(0) - points[list(RIGHT_EYE_CORNERS)].mean(0)
    roll = float(np.arctan2(eyes[1], eyes[0]))
    origin = points[:SKIN_COUNT, :2].mean(0)
    depth = points[:SKIN_COUNT, 2] - points[:SKIN_COUNT, 2].mean()
    level = np.concatenate([(points[:, :2] - origin) @ turn(roll), points[:, 2:]], axis=1)
    own = _TRUST * np.clip(portrait.weights, 0.0, 1.0)
    own[arkit.INDEX["tongueOut"]] = 0.0
    own[[arkit.INDEX["mouthUpperUpLeft"], arkit.INDEX["mouthUpperUpRight"]]] *= _LIPS_TRUST / _TRUST

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
    _strengthen(motion, rest, pixels_per_cm)
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
    motion[blink, lower, 1] -= _LOWER_LID * gap
    changed = motion[:, lower, 1] + closing * gap - motion[:, upper, 1]
    motion[:, upper, 1] += changed
    motion[:, fold, 1] += _FOLD_FOLLOWS * changed
    motion[blink, upper, 0] = motion[blink, lower, 0] + (level[lower, 0] - level[upper, 0])


def _fit_mouth(motion: np.ndarray, neutral: np.ndarray, level: np.ndarray) -> None:
    """Scales what the mouth does to this mouth's width, and rounds the opening."""
    corners = [UPPER_LIP[0][0], UPPER_LIP[0][-1]]
    widths = [float(np.linalg.norm(points[corners[1]] - points[corners[0]])) for points in (level, neutral)]
    scale = float(np.clip(widths[0] / widths[1], *_MOUTH_SCALE))
    lips = sorted({landmark for row in (*UPPER_LIP, *LOWER_LIP) for landmark in row})
    for name, channel in arkit.INDEX.items():
        if name.startswith("mouth") or name == "jawOpen":
            motion[channel] *= scale
        if name.startswith("noseSneer"):
            motion[channel, lips] *= _SNEERING_LIPS
        motion[channel] *= _GAINS.get(arkit.sideless(name), 1.0)
    _round_opening(motion, level)


def _strengthen(motion: np.ndarray, rest: np.ndarray, pixels_per_cm: float) -> None:
    _turn_out(motion, rest, pixels_per_cm)
    for name, channel in arkit.INDEX.items():
        motion[channel] *= _PUT_ON.get(arkit.sideless(name), 1.0)
    sides = [arkit.INDEX["browDownRight"], arkit.INDEX["browDownLeft"]]
    for right, left, together, down in _FROWN_CM:
        motion[sides, [right, left], 1] += down * pixels_per_cm
        motion[sides, [right, left], 0] += together * pixels_per_cm * np.array([1.0, -1.0])


def _turn_out(motion: np.ndarray, rest: np.ndarray, pixels_per_cm: float) -> None:
    """Lips that come forward get narrow and turn out: a picture cannot show that they come nearer.

    They keep their order, which the table's middle ones lose where they are drawn together so far, and the line
    between them bends little.
    """
    inner = [UPPER_LIP[-1], LOWER_LIP[-1]]
    ends = [UPPER_LIP[-1][0], UPPER_LIP[-1][-1]]
    middle, width = rest[ends, 0].mean(), float(np.ptp(rest[ends, 0]))
    for name, share in _TURNED_OUT.items():
        channel = arkit.INDEX[name]
        narrower = (1 + _NARROWED * share) * float(motion[channel, ends[1], 0] - motion[channel, ends[0], 0]) / width
        shown = rest + motion[channel]
        seam = np.mean([shown[list(row), 1] for row in inner], axis=0)
        bend = seam - np.linspace(seam[0], seam[-1], len(seam))
        for rows, down in ((UPPER_LIP, -1.0), (LOWER_LIP, 1.0)):
            full = abs(rest[rows[-1][5], 1] - rest[rows[0][5], 1]) / (_FULL_CM * pixels_per_cm)
            for row, cm in zip(rows, min(full, 1.0) * np.array(_TURNS_OUT_CM), strict=True):
                lip = list(row)
                motion[channel, lip, 0] = motion[channel, lip, 0].mean() + narrower * (rest[lip, 0] - middle)
                motion[channel, lip, 1] -= _STRAIGHT * share * bend
                motion[channel, lip[1:-1], 1] += down * share * cm * pixels_per_cm * _arch(len(lip) - 2)


def _round_opening(motion: np.ndarray, level: np.ndarray) -> None:
    """Lips part like an almond: in the table they do so almost as far beside the corners as in the middle."""
    upper, lower = list(UPPER_LIP[-1]), list(LOWER_LIP[-1])
    middle = len(upper) // 2
    across = (level[upper, 0] + level[lower, 0]) / 2 - level[upper[middle], 0]
    along = np.where(across < 0, -across / min(across[0], -1.0), across / max(across[-1], 1.0)).clip(-1, 1)
    rounds = np.full((len(motion), 1), _ALMOND)
    rounds[arkit.INDEX["jawOpen"]] = _OVAL
    gap = motion[:, lower, 1] - motion[:, upper, 1]
    wanted = gap[:, [middle]] * (1.0 - along**2) ** rounds
    bent = np.zeros_like(gap)
    for channel in (arkit.INDEX["mouthSmileLeft"], arkit.INDEX["mouthSmileRight"]):
        seam = (motion[channel, lower, 1] + motion[channel, upper, 1]) / 2
        corner = np.where(along < 0, seam[0], seam[-1])
        bent[channel] = seam[middle] + (corner - seam[middle]) * np.abs(along) ** _SMILING - seam
    for side, rows in ((-0.5, UPPER_LIP), (0.5, LOWER_LIP)):
        for row, follows in zip(rows, _FOLLOWS, strict=True):
            motion[:, row[1:-1], 1] += follows * (bent + side * (wanted - gap))[:, 1:-1]


def _arch(count: int) -> np.ndarray:
    return np.sin(np.pi * np.arange(1, count + 1) / (count + 1))


def _close_lips(rest: np.ndarray) -> None:
    """Lips touch at rest: what is left between them was read too low, or is how this person's lips were parted."""
    upper, lower = list(UPPER_LIP[-1]), list(LOWER_LIP[-1])
    seam = (rest[upper] + rest[lower]) / 2
    for _ in range(2):  # what was taken off leaves it uneven
        seam[1:-1] = (seam[:-2] + 2 * seam[1:-1] + seam[2:]) / 4
    for rows, edge in ((UPPER_LIP, upper), (LOWER_LIP, lower)):
        moved = seam - rest[edge]
        for row, follows in zip(rows, _FOLLOWS, strict=True):
            rest[list(row[1:-1])] += follows * moved[1:-1]
