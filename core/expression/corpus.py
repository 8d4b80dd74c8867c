"""The written corpus (a seed of TEAD, the paper's text-emotion-expression-action-unit data): presets/corpus/."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from ...rigs import arkit

FOLDER = Path(__file__).parents[2] / "presets" / "corpus"


@dataclass(frozen=True, eq=False)
class Row:
    """One description of a face. `emotion` and `group` are empty where the text names muscles only.

    weights: float32 (52,); scale: how strong the text is beside the plain emotion.
    """

    text: str
    emotion: str
    group: str
    tags: tuple[str, ...]
    situations: tuple[str, ...]
    scale: float
    weights: np.ndarray


@dataclass(frozen=True, eq=False)
class Emotion:
    """One emotion of the corpus with its plain face, float32 (52,)."""

    name: str
    group: str
    tags: tuple[str, ...]
    situations: tuple[str, ...]
    weights: np.ndarray


def face_of(blendshapes: Mapping[str, float]) -> np.ndarray:
    """{ARKit name: weight} -> float32 (52,); shapes that are not named rest at 0."""
    weights = np.zeros(arkit.COUNT, np.float32)
    for name, weight in blendshapes.items():
        weights[arkit.INDEX[name]] = weight
    return weights


@cache
def rows() -> tuple[Row, ...]:
    with (FOLDER / "tead_seed.jsonl").open(encoding="utf-8") as lines:
        return tuple(_row(json.loads(line)) for line in lines)


def _row(data: dict) -> Row:
    return Row(
        text=data["text"],
        emotion=data["emotion"] or "",
        group=data["group"] or "",
        tags=tuple(data["tags"]),
        situations=tuple(data["situations"]),
        scale=data["scale"],
        weights=face_of(data["blendshapes"]),
    )


@cache
def emotions() -> dict[str, Emotion]:
    """Every emotion by name; its face is the one of the corpus rows at scale 1, which all agree up to the row's own muscles."""
    table = json.loads((FOLDER / "emotions.json").read_text(encoding="utf-8"))
    return {name: _emotion(name, entry) for name, entry in table.items()}


def _emotion(name: str, entry: dict) -> Emotion:
    plain = np.stack([row.weights for row in rows() if row.emotion == name and row.scale == 1.0])
    return Emotion(name, entry["group"], tuple(entry["tags"]), tuple(entry["sit"]), np.median(plain, axis=0))
