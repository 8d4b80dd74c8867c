"""Regions of the face, and which shapes speak against each other."""

from collections.abc import Sequence

import numpy as np

from ....rigs import arkit

_UPPER_NAMES = ("brow", "eye", "cheekSquint")
UPPER = np.array([name.startswith(_UPPER_NAMES) for name in arkit.NAMES])
LOWER = ~UPPER
"""Masks over the 52 shapes: brows, eyes and raised cheeks; nose, mouth and jaw."""
LEFT = np.array([not name.endswith("Right") for name in arkit.NAMES])
RIGHT = np.array([not name.endswith("Left") for name in arkit.NAMES])
MIDLINE = LEFT & RIGHT
"""The halves, each with the shapes that have no side."""
SMILING = np.array([name.startswith(("mouthSmile", "mouthDimple", "cheekSquint")) for name in arkit.NAMES])
LOOKING = np.array([name.startswith("eyeLook") for name in arkit.NAMES])
_LIDS = np.array([name.startswith("eyeBlink") for name in arkit.NAMES])
_CHEEKS = np.array([name.startswith("cheekSquint") for name in arkit.NAMES])
_SIDE_OF = LEFT.astype(np.float32) - RIGHT
_WINK = 0.5
"""How much farther one eye of a wink closes."""
_HALVES = ("half", "side")
_GROUPS = (
    ("browDown", "browInnerUp", "browOuterUp"),
    ("eyeBlink", "eyeWide", "eyeSquint"),
    ("eyeLook",),
    ("cheekSquint",),
    ("noseSneer",),
    ("mouthSmile", "mouthFrown", "mouthStretch"),
    ("mouthUpperUp",),
    ("mouthPucker", "mouthFunnel"),
    ("mouthPress", "mouthRoll"),
    ("jawOpen", "mouthLowerDown"),
    ("mouthShrug",),
    ("tongueOut",),
)
_QUIETED = 0.2
_TOLD = 0.12
_WIDE, _FIRM = 0.3, 0.15
"""A jaw that lets nobody press the lips, and lips told to be pressed that let no jaw open."""
_CLOSING = np.array([name.startswith(("mouthPress", "mouthRoll", "mouthClose")) for name in arkit.NAMES])
_PRESSING = np.array([name.startswith(("mouthPress", "mouthRoll")) for name in arkit.NAMES])
_RIVALS = (
    ("mouthSmile", "mouthFrown"),
    ("eyeWide", "eyeBlink"),
    ("eyeLookUp", "eyeLookDown"),
    ("mouthSmile", "mouthPucker"),
)


def half_of(words: Sequence[str]) -> str:
    """ "left" or "right" where the words speak of that half of the face, else ""."""
    halves = [
        word for word, after in zip(words, words[1:], strict=False) if after in _HALVES and word in ("left", "right")
    ]
    return halves[0] if halves else ""


def groups_of(shapes: set[str]) -> np.ndarray:
    """A mask over every shape of the groups that the given shapes belong to: what a word about one of them decides."""
    groups = [group for group in _GROUPS if any(shape.startswith(group) for shape in shapes)]
    return np.array([any(name.startswith(group) for group in groups) or name in shapes for name in arkit.NAMES])


def against(shapes: set[str]) -> set[str]:
    """The shapes that pull against some of these."""
    other = {first: second for pair in _RIVALS for first, second in (pair, pair[::-1])}
    ends = ((shape.removesuffix(side), side) for shape in shapes for side in ("Left", "Right") if shape.endswith(side))
    return {other[bare] + side for bare, side in ends if bare in other}


def is_gaze(weights: np.ndarray) -> bool:
    """Whether a face does nothing but look somewhere or wink; lids and cheeks follow."""
    winks = abs(float(weights[_LIDS] @ _SIDE_OF[_LIDS])) >= _WINK
    along = LOOKING | _LIDS | (_CHEEKS if winks else _LIDS)
    return bool((winks or weights[LOOKING].any()) and weights[~along].max() < _TOLD)


def winking(weights: np.ndarray) -> np.ndarray:
    """A mask over the lids and cheeks of a face that winks; of another one over nothing."""
    return (_LIDS | _CHEEKS) & (abs(float(weights[_LIDS] @ _SIDE_OF[_LIDS])) >= _WINK)


def mask_of(shapes: set[str]) -> np.ndarray:
    return np.array([name in shapes for name in arkit.NAMES])


def without_contradictions(weights: np.ndarray, decided: np.ndarray) -> np.ndarray:
    """Of two shapes that pull against each other the weaker rests nearly; decided: shapes that were named."""
    weights = weights.copy()
    for first, second in _RIVALS:
        for side in ("Left", "Right"):
            names = [f"{shape}{side}" for shape in (first, second)]
            if all(name in arkit.INDEX for name in names):
                ours, theirs = (arkit.INDEX[name] for name in names)
                if min(weights[ours], weights[theirs]) > _TOLD and not (decided[ours] and decided[theirs]):
                    loser = (
                        theirs if decided[ours] or (weights[ours] >= weights[theirs] and not decided[theirs]) else ours
                    )
                    weights[loser] = min(weights[loser] * _QUIETED, _TOLD)
    jaw, tongue = arkit.INDEX["jawOpen"], arkit.INDEX["tongueOut"]
    if decided[tongue] and weights[tongue] > _TOLD:
        weights[_CLOSING & ~decided] *= _QUIETED
    closed = weights[_CLOSING & decided].max(initial=0.0) > _TOLD
    if closed and not decided[jaw]:
        weights[jaw] *= _QUIETED
    elif weights[jaw] >= _WIDE and weights[_CLOSING].max() > _TOLD and not decided[_CLOSING].any():
        weights[_CLOSING] *= _QUIETED
    elif weights[_PRESSING & decided].max(initial=0.0) >= _FIRM and not decided[jaw]:
        weights[jaw] *= _QUIETED
    return weights
