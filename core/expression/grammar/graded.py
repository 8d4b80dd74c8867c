"""Words for feelings with their strength, and the faces of these feelings: presets/feeling_words.toml."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ....rigs.action_units import weights_from_action_units

_TABLE: dict[str, dict] = tomllib.loads(
    (Path(__file__).parents[3] / "presets" / "feeling_words.toml").read_text(encoding="utf-8")
)
EMOTIONS = tuple(_TABLE)
WEAKEST, STRONGEST = 0.05, 1.3
_SELF = re.compile(r"(?<=\S )self\b")
_REFLEXIVE = "himself|herself|itself|themselves|myself|yourself|ourselves|oneself"
"""Behind a word of a phrase "self" stands for each of these: "beside self with joy"."""
_OF_OTHER_SENSE = frozenset(("firmly", "lovely", "sorely"))
_COMPARED = {"ier": 1.2, "iest": 1.4}
_SHOWN = 0.32
"""What a feeling shows when it is all but absent: the faintest one that is told can still be seen."""


@dataclass(frozen=True)
class Feels:
    """A word's emotion and its degree beside the plain feeling (1.0); a loose word decides where little else is."""

    emotion: str
    degree: float
    loose: bool = False


def compared(word: str) -> float:
    """ "Happier", "angriest"."""
    return next((factor for ending, factor in _COMPARED.items() if word.endswith(ending)), 1.0)


def graded_words() -> Iterator[tuple[str, Feels]]:
    """Every word and phrase that is listed, with what it feels."""
    yield from ((_SELF.sub(_REFLEXIVE, phrase), feels) for phrase, feels in _listed())


def formed_words() -> Iterator[tuple[str, Feels]]:
    """The adverbs and nouns that English makes of single words ("glumly", "wariness"); of those that are no adjectives,
    what nobody says."""
    listed = dict(_listed())
    for word, feels in listed.items():
        if word.isalpha() and not feels.loose:
            yield from ((form, feels) for form in _forms_of(word) if form not in listed and form not in _OF_OTHER_SENSE)


def _forms_of(word: str) -> tuple[str, str]:
    stem = f"{word[:-1]}i" if word.endswith("y") else word
    if word.endswith("le"):
        return f"{word[:-1]}y", f"{word}ness"
    return f"{stem}ally" if word.endswith("ic") else f"{stem}ly", f"{stem}ness"


def _listed() -> Iterator[tuple[str, Feels]]:
    for emotion, entry in _TABLE.items():
        for key, listed in entry.items():
            if key == "loose":
                for item in listed.split(","):
                    word, _, degree = item.rpartition("=")
                    yield word.strip(), Feels(emotion, float(degree), loose=True)
            elif key not in ("face", "over"):
                yield from ((word.strip(), Feels(emotion, float(key))) for word in listed.split(","))


def feeling_face(emotion: str, degree: float) -> np.ndarray:
    """The face of an emotion at a degree, float32 (52,): the plain one at 1.0, more units join above."""
    degree = min(max(degree, WEAKEST), STRONGEST)
    more = max(degree - 1.0, 0.0) / (STRONGEST - 1.0)
    units = dict(_scaled(_TABLE[emotion]["face"], shown_at(degree)))
    for code, activation in _scaled(_TABLE[emotion].get("over", {}), more):
        units[code] = max(units.get(code, 0.0) + activation, 0.0)
    return weights_from_action_units({code: min(value, 1.0) for code, value in units.items()}).astype(np.float32)


def shown_at(degree: float) -> float:
    """How much of a plain face shows at a degree."""
    return _SHOWN + (1.0 - _SHOWN) * degree if degree < 1.0 else 1.0 + 0.5 * (degree - 1.0)


def likeness(one: np.ndarray, other: np.ndarray) -> float:
    """The cosine of two faces, 0 where one is at rest."""
    return float(one @ other / max(np.linalg.norm(one) * np.linalg.norm(other), 1e-9))


def _scaled(units: Mapping[str, float], factor: float) -> Iterator[tuple[str, float]]:
    yield from ((code, activation * factor) for code, activation in units.items() if factor > 0.0)
