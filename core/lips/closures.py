"""How many of a line's p b m closed the lips, measured on the take itself: for the report of a batch.

The rule is contacts.py's on the demo head, whose gaps at the middle of the lips and half-way to the corners are in
closures.csv: building the head for them takes longer than animating a line.
"""

import csv
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from ...rigs import arkit
from ..speech.phones import ARPABET, Phone
from .contacts import BILABIALS, SHORTEST_SECONDS
from .geometry import CLOSED

_TABLE = Path(__file__).with_name("closures.csv")


def closures_reached(phones: Iterable[Phone], weights: np.ndarray, fps: float) -> tuple[int, int]:
    """weights float32 (frames, 52), frame i at i / fps -> how many p b m close the lips, of all of 40 ms or more."""
    closed = every = 0
    for phone in phones:
        if ARPABET[phone.label] not in BILABIALS or phone.end - phone.start < SHORTEST_SECONDS - 1e-6:
            continue
        first = max(0, int(np.ceil(phone.start * fps - 0.5)))
        inside = weights[first : int(np.floor(phone.end * fps + 0.5)) + 1]
        if len(inside):
            every += 1
            closed += bool((inside @ _GAP).max(1).min() < CLOSED)
    return closed, every


def _gaps() -> np.ndarray:
    """(52, 3): the gap of a weight of 1 as a share of the gap at jawOpen 1."""
    gap = np.zeros((arkit.COUNT, 3))
    with _TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            gap[arkit.INDEX[row["name"]]] = [float(row[place]) for place in ("middle", "left", "right")]
    return (gap / gap[arkit.INDEX["jawOpen"]]).astype(np.float32)


_GAP = _gaps()
