"""What our figures say about another reader: readers differ in how hard they are to hear, and the peer tells how hard.

On each reader both are measured; the line of least squares through ours over the peer's, read where the peer stands on
the held-back reader (held_back_reader.csv), is what is to be expected there.
"""

import csv
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from .rows import Row

ON = "at the held-back reader's difficulty"
_SURE = 3
"""A line through fewer readers says nothing."""


def expected_rows(readers: Sequence[Sequence[Row]], peer: str, ours: str) -> list[Row]:
    """readers: the rows of each reader. Columns: the peer's figure on the held-back reader, ours that is expected
    there, and the standard deviation of a single reader around that."""
    told = []
    for row in _held_back():
        measured = [found.values for rows in readers for found in rows if found.what == row["what"]]
        pairs = np.array([(values[peer], values[ours]) for values in measured]).reshape(-1, 2)
        pairs = pairs[np.isfinite(pairs).all(1)]
        if len(pairs) < _SURE:
            continue
        expected, deviation = expected_at(float(row["peer"]), pairs[:, 0], pairs[:, 1])
        values = {peer: float(row["peer"]), f"{ours}, expected": expected, "give or take": deviation}
        told.append(Row(ON, row["what"], values, row["wanted"]))
    return told


def expected_at(x: float, xs: np.ndarray, ys: np.ndarray) -> tuple[float, float]:
    """The line of least squares through (xs, ys), both (n,) with n above 2, at x; and the standard deviation of one new
    value there."""
    middle, spread = xs.mean(), float(np.square(xs - xs.mean()).sum())
    slope = float(((xs - middle) * (ys - ys.mean())).sum() / spread) if spread else 0.0
    left = ys - ys.mean() - slope * (xs - middle)
    variance = float(np.square(left).sum()) / (len(xs) - 2)
    far = (x - middle) ** 2 / spread if spread else 0.0
    return float(ys.mean() + slope * (x - middle)), math.sqrt(variance * (1.0 + 1.0 / len(xs) + far))


def _held_back() -> list[dict[str, str]]:
    with (Path(__file__).parent / "held_back_reader.csv").open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))
