"""The part of the face that shows what a segment feels: a half of it, what is felt above what is shown for others."""

from collections.abc import Sequence

import numpy as np

from ...rigs import arkit
from .grammar.moves import Moves
from .grammar.regions import LEFT, LOWER, RIGHT, UPPER, half_of
from .grammar.segments import PLEASANT, Segment

EVERYWHERE = np.ones(arkit.COUNT, bool)


def where_felt(segments: Sequence[Segment], moves: Sequence[Moves], number: int, place: str) -> np.ndarray:
    """place: the part of the face that the segment is told of."""
    segment = segments[number]
    half = half_of(segment.words)
    if half:
        return LEFT if half == "left" else RIGHT
    if place and not _is_manner(segment):
        return UPPER if place == "upper" else LOWER
    if segment.link == "under":
        return LOWER
    if segment.mask == "feigned":
        pleasant = any(hit.feels.emotion in PLEASANT for hit in segment.hits)
        return LOWER if pleasant or is_felt_beside(segments, number) else EVERYWHERE
    if segment.mask == "held" or _is_covered(segments[number + 1 :], moves[number + 1 :]):
        return UPPER
    return UPPER if segment.link == "through" and not _is_beside_feeling(segments[:number]) else EVERYWHERE


def is_felt_beside(segments: Sequence[Segment], number: int) -> bool:
    """Whether another segment says what is felt where this one is feigned, and shows it."""
    others = (one for place, one in enumerate(segments) if place != number)
    return any(one.hits and not one.denied and one.mask not in ("feigned", "held") for one in others)


def _is_manner(segment: Segment) -> bool:
    """Whether the whole face feels how a part of it moves: "mouth wide open in horror"."""
    return not segment.only and any(hit.begin and segment.words[hit.begin - 1] == "in" for hit in segment.hits)


def _is_covered(after: Sequence[Segment], moves: Sequence[Moves]) -> bool:
    """ "Hatred behind a smile", "grief through a smile"; of "laughing through tears" neither covers the other."""
    return any(
        (later.link == "under" and (later.hits or move))
        or (later.link == "through" and (later.mask == "feigned" or (move and not later.hits)))
        for later, move in zip(after, moves, strict=True)
    )


def _is_beside_feeling(before: Sequence[Segment]) -> bool:
    """Whether what comes through stands beside a feeling, and not beside a smile alone."""
    return any(one.hits and not (one.denied or one.mask == "feigned") for one in before)
