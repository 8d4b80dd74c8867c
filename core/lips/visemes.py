"""The mouth of nine drawings: each phone shows one shape, as Rhubarb Lip Sync does; the peer's lips.

visemes.csv says which shape a phone shows, viseme_shapes.csv what a shape is in ARKit weights.
"""

import csv
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import numpy as np

from ...rigs import arkit
from ..speech.phones import ARPABET, SILENCE, Phone

_TURN_SECONDS = 0.06
"""How long one shape takes to become the next; it is done when the phone begins."""


def viseme_mouth(phones: Sequence[Phone], seconds: np.ndarray) -> np.ndarray:
    """Weights (frames, 52) at each of `seconds` (frames,): each shape held to the turn before the next phone."""
    times, shapes = [0.0], [shape_of(SILENCE)]
    for phone in _without_gaps(phones):
        turn = min(_TURN_SECONDS, 0.5 * max(phone.start - times[-1], 0.0))
        times += [phone.start - turn, phone.start]
        shapes += [shapes[-1], shape_of(ARPABET[phone.label])]
    if phones:
        times += [phones[-1].end, phones[-1].end + _TURN_SECONDS]
        shapes += [shapes[-1], shape_of(SILENCE)]
    keys = np.stack(shapes)
    weights = [np.interp(seconds, times, keys[:, channel]) for channel in range(arkit.COUNT)]
    return np.stack(weights, 1).astype(np.float32)


def _without_gaps(phones: Sequence[Phone]) -> Iterator[Phone]:
    end = 0.0
    for phone in phones:
        if phone.start > end + _TURN_SECONDS:
            yield Phone(SILENCE, end, phone.start)
        yield phone
        end = phone.end


@cache
def shape_of(arpabet: str) -> np.ndarray:
    """The weights (52,) that a phone shows. Raises KeyError for an unknown phone."""
    shape = {row["arpabet"]: row["shape"] for row in _rows("visemes.csv")}[arpabet]
    weights = np.zeros(arkit.COUNT, np.float32)
    for row in _rows("viseme_shapes.csv"):
        if row["shape"] == shape:
            weights[arkit.INDEX[row["blendshape"]]] = float(row["weight"])
    return weights


def _rows(name: str) -> list[dict[str, str]]:
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))
