"""The feeling that a face in a picture looks most like, in one word: the nearest of a few presets.

The presets are looked at as MediaPipe's network sees faces: shapes that it never shows count nothing, and lids that
come down are a look downwards to it, too.
"""

import csv
from functools import cache
from pathlib import Path

import numpy as np

from ...presets import expressions
from ...rigs import arkit

TABLE = Path(__file__).parent / "feelings.csv"
_UNSEEN = ("cheekPuff", "cheekSquint", "jawForward", "noseSneer", "tongueOut", "mouthDimple", "mouthStretch")
_UNSURE = {"eyeSquint": 0.4, "eyeLookDown": 0.4, "eyeLookIn": 0.4, "eyeLookOut": 0.4, "eyeLookUp": 0.4}
"""What faces differ in by build, by glasses and by where the camera stands."""
LEAST_STRENGTH, LEAST_BEYOND_REST = 0.3, 0.18
"""Length of the weights below which nothing is named: of a face whose rest is unknown, and of what goes beyond it."""
_LEAST_LIKENESS = 0.55


def feeling_of(weights: np.ndarray, least_strength: float = LEAST_STRENGTH) -> str | None:
    """Weights (52,) -> "happy" and the like; None for a face that shows little, or nothing that has a name here."""
    names, seen = _presets()
    face = weights * _importance()
    strength = float(np.linalg.norm(face))
    if strength < least_strength:
        return None
    likenesses = seen @ face / strength
    return names[int(likenesses.argmax())] if likenesses.max() >= _LEAST_LIKENESS else None


@cache
def _importance() -> np.ndarray:
    return np.array([_importance_of(name) for name in arkit.NAMES], np.float32)


def _importance_of(name: str) -> float:
    if name.startswith(_UNSEEN):
        return 0.0
    return next((share for shape, share in _UNSURE.items() if name.startswith(shape)), 1.0)


@cache
def _presets() -> tuple[tuple[str, ...], np.ndarray]:
    """The feeling of each preset, and its face as it is seen, of unit length (presets, 52)."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    faces = np.stack([expressions.load(row["preset"]) for row in rows])
    for side in ("Left", "Right"):
        down, shut = arkit.INDEX[f"eyeLookDown{side}"], arkit.INDEX[f"eyeBlink{side}"]
        faces[:, down] = np.maximum(faces[:, down], faces[:, shut])
    faces *= _importance()
    return tuple(row["feeling"] for row in rows), faces / np.linalg.norm(faces, axis=1, keepdims=True)
