"""Rows of the TEAD in other languages than English, found by the letters that they share with a prompt.

The encoder's word pieces are English: what it hears of other Latin languages is little, and of others nothing.
"""

import math
from collections import Counter
from functools import cache

import numpy as np

from .neighbours import Entry, Near, corpus_entries
from .words import words_of

NGRAMS = {"zh": (1, 2, 3), "ja": (1, 2, 3), "ko": (1, 2, 3), "hi": (2, 3, 4)}
LATIN_NGRAMS = (3, 4, 5)


def near_rows(language: str, text: str, count: int = 6) -> Near:
    """The nearest rows of a language."""
    return _rows(language).near(text, count)


class LetterNeighbours:
    """Texts of one language by the tf-idf of their runs of letters."""

    def __init__(self, entries: list[Entry], lengths: tuple[int, ...]):
        self.entries, self.lengths = entries, lengths
        counted = [self._runs(entry.text) for entry in entries]
        seen = Counter(run for runs in counted for run in runs)
        self._rarity = {run: math.log(1 + len(entries) / count) for run, count in seen.items()}
        self._sizes = [self._unit(runs) for runs in counted]

    def near(self, text: str, count: int) -> Near:
        mine = self._unit(self._runs(text))
        likeness = np.array([sum(size * theirs.get(run, 0.0) for run, size in mine.items()) for theirs in self._sizes])
        best = np.argsort(-likeness, kind="stable")[:count]
        return Near([self.entries[number] for number in best], likeness[best].astype(np.float32))

    def _runs(self, text: str) -> Counter[str]:
        line = f" {' '.join(words_of(text))} "
        return Counter(line[at : at + size] for size in self.lengths for at in range(len(line) - size + 1))

    def _unit(self, runs: Counter[str]) -> dict[str, float]:
        sizes = {run: count * len(run) * self._rarity.get(run, 3.0) for run, count in runs.items()}
        length = math.hypot(*sizes.values())
        return {run: size / max(length, 1e-9) for run, size in sizes.items()}


@cache
def _rows(language: str) -> LetterNeighbours:
    entries = [entry for entry in corpus_entries() if entry.language == language]
    return LetterNeighbours(entries, NGRAMS.get(language, LATIN_NGRAMS))
