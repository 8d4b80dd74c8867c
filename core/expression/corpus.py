"""The written corpus (a seed of TEAD, the paper's text-emotion-expression-action-unit data): presets/corpus/."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from ...rigs import arkit
from ...rigs.action_units import weights_from_action_units

STRENGTHS = {"mild": 0.6, "plain": 1.0, "strong": 1.2}
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
    """One emotion of the corpus with its plain face, float32 (52,).

    words: words and short phrases for it, each with its strength beside the plain face.
    """

    name: str
    group: str
    words: tuple[tuple[str, float], ...]
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
    """Every emotion of the corpus by name, with the words of emotion_words.toml."""
    table = json.loads((FOLDER / "emotions.json").read_text(encoding="utf-8"))
    words = tomllib.loads((FOLDER / "emotion_words.toml").read_text(encoding="utf-8"))
    return {name: _emotion(name, entry, words[name]) for name, entry in table.items()}


def _emotion(name: str, entry: dict, words: dict[str, list[str]]) -> Emotion:
    told = [(tag, 1.0) for tag in entry["tags"]]
    told += [(word, STRENGTHS[strength]) for strength, listed in words.items() for word in listed]
    face = weights_from_action_units(entry["au"]).astype(np.float32)
    return Emotion(name, entry["group"], tuple(told), tuple(entry["sit"]), face)
