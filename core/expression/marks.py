"""What an emotion mostly shows and what it never does, counted in the TEAD: presets/corpus/emotion_marks.csv.

    python -m expclip.core.expression.marks     counts anew, after rows have joined

Both sides of the face count as one.
"""

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

import numpy as np

from ...rigs import arkit
from . import tead
from .corpus import FOLDER

TABLE = FOLDER / "emotion_marks.csv"
PRESENT = 0.15
"""From here on a shape is there."""
MOSTLY = 0.6
"""Share of an emotion's rows from which on a shape is one of its marks."""
NEVER, NEVER_IN_GROUP = 0.06, 0.155
"""Shares of its rows, and of those of its group, up to which a telling shape contradicts it."""
TELLING = ("mouthSmile", "mouthFrown", "noseSneer", "eyeWide", "browDown", "mouthStretch", "jawOpen", "mouthUpperUp")
"""Shapes that change what a face is taken for; others are seldom wrong."""
LEAST_ROWS = 8
_NOT_PURE = ("muscles", "negation", "mixed")


@dataclass(frozen=True, eq=False)
class Marks:
    """emotions: names; shows, contradicts: (emotions, 52) bool in ARKit order, alike on both sides."""

    emotions: tuple[str, ...]
    shows: np.ndarray
    contradicts: np.ndarray


def shown(faces: np.ndarray) -> np.ndarray:
    """(n, 52) -> which shapes are there on one side or the other, (n, 52) bool."""
    there = faces >= PRESENT
    return there | there[:, arkit.MIRROR_INDEX]


@cache
def marks() -> Marks:
    with TABLE.open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    shows, contradicts = (np.stack([_shapes(row[column]) for row in rows]) for column in ("shows", "contradicts"))
    return Marks(tuple(row["emotion"] for row in rows), shows, contradicts)


def counted() -> list[dict[str, str]]:
    """The rows of the table, by what the TEAD holds now."""
    groups = tead.emotion_groups()
    of_emotion, of_group = defaultdict(list), defaultdict(list)
    for row in tead.rows():
        if len(row.emotions) == 1 and row.category not in _NOT_PURE:
            there = shown(row.weights[None])[0]
            of_emotion[row.emotions[0]].append(there)
            of_group[groups[row.emotions[0]]].append(there)
    table = []
    for emotion, seen in sorted(of_emotion.items()):
        if len(seen) >= LEAST_ROWS:
            share, in_group = np.mean(seen, 0), np.mean(of_group[groups[emotion]], 0)
            never = TELLING_SHAPES & (share <= NEVER) & (in_group <= NEVER_IN_GROUP)
            table.append({"emotion": emotion, "shows": _names(share >= MOSTLY), "contradicts": _names(never)})
    return table


def _base(name: str) -> str:
    return name.removesuffix("Left").removesuffix("Right")


def _shapes(names: str) -> np.ndarray:
    wanted = set(names.split())
    return np.array([_base(name) in wanted for name in arkit.NAMES])


def _names(shapes: np.ndarray) -> str:
    return " ".join(dict.fromkeys(_base(arkit.NAMES[number]) for number in np.flatnonzero(shapes)))


TELLING_SHAPES = _shapes(" ".join(TELLING))


def main() -> None:
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ("emotion", "shows", "contradicts"), lineterminator="\n")
        writer.writeheader()
        writer.writerows(counted())


if __name__ == "__main__":
    main()
