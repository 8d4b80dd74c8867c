"""Articulatory features of the phones: what the encoder learns beside the phones' names.

articulatory.csv gives voicing, place, manner, height, depth and rounding of each label, after the chart of the
IPA Handbook (1999).
"""

import csv
from pathlib import Path

import numpy as np

from .phones import LABELS


def feature_table() -> tuple[tuple[str, ...], np.ndarray]:
    """Names of the binary features ("place=velar") and what each phone has: (phones, features) float32 of 0 and 1."""
    with (Path(__file__).parent / "articulatory.csv").open(encoding="utf-8", newline="") as table:
        rows = {row.pop("label"): row for row in csv.DictReader(table)}
    has = [{f"{key}={value}" for key, value in rows[label].items() if value not in ("no", "none")} for label in LABELS]
    names = sorted(set().union(*has))
    return tuple(names), np.array([[name in features for name in names] for features in has], np.float32)
