"""The vocabulary of muscles: presets/muscle_words.toml."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from .phrases import Phrases

_TABLE = tomllib.loads((Path(__file__).parents[3] / "presets" / "muscle_words.toml").read_text(encoding="utf-8"))
EFFECTS: dict[str, dict[str, float]] = _TABLE["effect"]
ACTS: list[dict[str, float]] = [act["moves"] for act in _TABLE["act"]]
MUSCLES = frozenset(number for number, act in enumerate(_TABLE["act"]) if act.get("muscle"))
"""Acts that are named by the muscle that does them ("the frontalis")."""
MUSCLE_NAMES: Phrases[bool] = Phrases(
    ((phrase, True) for act in _TABLE["act"] if act.get("muscle") for phrase in act["words"]), _TABLE["lists"]
)
CLOSINGS: list[str] = _TABLE["closing"]["phrases"]
LEADING_TO_REST = frozenset(_TABLE["rests"]["before"])
KEEPING = frozenset(_TABLE["rests"]["keeping"])
COVERED = frozenset(_TABLE["rests"]["covered"])
"""Parts that rest when they are covered; hands may cover the others."""
DETERMINERS = frozenset(
    "the his her their its my your our this that these those is are was were be been being he she they".split()
)

Token = tuple[str, object]


def _entries() -> Iterator[tuple[str, Token]]:
    for kind in ("part", "motion", "sides"):
        for name, phrases in _TABLE[kind].items():
            yield from ((phrase, (kind, name)) for phrase in phrases)
    for number, act in enumerate(_TABLE["act"]):
        yield from ((phrase, ("act", number)) for phrase in act["words"])
    yield from ((phrase, ("share", share)) for phrase, share in _TABLE["share"].items())
    yield from ((phrase, ("adjective", factor)) for phrase, factor in _TABLE["adjective"].items())
    yield from ((phrase, ("degree", factor)) for phrase, factor in _TABLE["degree"].items())
    yield from ((phrase, ("extent", factor)) for phrase, factor in _TABLE["extent"].items())


VOCABULARY: Phrases[Token] = Phrases(_entries(), _TABLE["lists"])
PARTS_OF_THINGS: Phrases[bool] = Phrases((phrase, True) for phrase in _TABLE["part_of_things"]["phrases"])
"""What is no part of a face: "the lid of a box", "the jaws close over his leg"."""
HANDLED: Phrases[bool] = Phrases([("{handle} {handled}", True)], _TABLE["lists"])
"""Parts that hands touch."""
ADVERBS: Phrases[float] = Phrases(_TABLE["adverb"].items())
DEGREES: dict[str, float] = _TABLE["degree"] | _TABLE["extent"]
EXTENTS: Phrases[float] = Phrases(_TABLE["extent"].items())
