"""What directors demand of a face and what they never accept: presets/corpus/demands.tsv, moments of each emotion.

Three judges wrote them, from FACS as taught. A demand names shapes of which one suffices, so a table of what an emotion
mostly shows would not do: disgust wrinkles the nose or lifts the lip. Both sides of the face count as one.
"""

import csv
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from ...rigs import arkit
from .corpus import FOLDER

TABLE = FOLDER / "demands.tsv"
PRESENT = 0.15
"""From here on a shape is there."""

_BIT = np.uint64(1) << np.arange(arkit.COUNT, dtype=np.uint64)


@dataclass(frozen=True, eq=False)
class Demands:
    """emotions: names; emotion (demands,): the number of the one that each demand is of; wanted (demands, most
    requirements, 52): of each requirement one shape must be there, none where it asks for nothing; forbidden (demands,
    52). Shapes in ARKit order, alike on both sides."""

    emotions: tuple[str, ...]
    emotion: np.ndarray
    wanted: np.ndarray
    forbidden: np.ndarray

    def met(self, there: np.ndarray) -> np.ndarray:
        """there: shapes of faces, (n, 52) bool -> share of its requirements that each face meets, (n, demands)."""
        met = (_bits(there)[:, None, None] & self._requirements != 0).sum(2)
        return np.where(self._asked > 0, met / np.maximum(self._asked, 1), 1.0)

    def wrong(self, there: np.ndarray) -> np.ndarray:
        """Which faces have a forbidden shape: (n, demands) bool."""
        return _bits(there)[:, None] & self._never != 0

    def shared(self, chances: np.ndarray) -> np.ndarray:
        """Chances of the emotions -> of the demands, (demands,): an emotion's are equally likely."""
        return (chances / np.bincount(self.emotion))[self.emotion]

    @cached_property
    def _requirements(self) -> np.ndarray:
        return _bits(self.wanted)

    @cached_property
    def _asked(self) -> np.ndarray:
        """How many requirements each demand has."""
        return (self._requirements != 0).sum(1)

    @cached_property
    def _never(self) -> np.ndarray:
        return _bits(self.forbidden)


def _bits(shapes: np.ndarray) -> np.ndarray:
    """(..., 52) bool -> uint64 (...): for so small a question, products of matrices wait for their threads too long."""
    return shapes.astype(np.uint64) @ _BIT


def shown(faces: np.ndarray) -> np.ndarray:
    """(n, 52) -> which shapes are there on one side or the other, (n, 52) bool."""
    there = faces >= PRESENT
    return there | there[:, arkit.MIRROR_INDEX]


@cache
def demands() -> Demands:
    with TABLE.open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))
    emotions = tuple(sorted({row["emotion"] for row in rows}))
    emotion = np.array([emotions.index(row["emotion"]) for row in rows])
    asked = [[_shapes(shapes) for shapes in row["want"].split(";") if shapes.strip()] for row in rows]
    wanted = np.zeros((len(rows), max(map(len, asked)), arkit.COUNT), bool)
    for number, requirements in enumerate(asked):
        for place, shapes in enumerate(requirements):
            wanted[number, place] = shapes
    forbidden = np.stack([_shapes(row["forbid"]) for row in rows])
    return Demands(emotions, emotion, wanted, forbidden)


def _shapes(names: str) -> np.ndarray:
    wanted = set(names.split())
    return np.array([arkit.sideless(name) in wanted for name in arkit.NAMES])
