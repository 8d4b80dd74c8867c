"""Prompts that share words with the written corpus: nearest texts by tf-idf, and the mean of their faces.

What the corpus says in so many words is read from it better than from any network of this size; the space's text side
answers for the rest.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ...rigs import arkit
from . import corpus
from .sides import lefthand
from .wording import SILENT, plain_wording

STEM = 5
"""Words with the same first letters count as related."""

MOST_RESTORED = 1.5
"""A mean of different faces is weaker than each of them; it gets back their mean strength, up to this factor."""


def plain_entry(text: str, weights: np.ndarray) -> tuple[list[str], np.ndarray]:
    """A corpus text as the reader sees a prompt (strength taken out, first side as left), with the face for that."""
    wording = plain_wording(text)
    words, mirrored = lefthand(wording.words)
    face = np.clip(weights / wording.strength, 0.0, 1.0).astype(np.float32)
    return words, face[list(arkit.MIRROR_INDEX)] if mirrored else face


@dataclass(frozen=True, eq=False)
class Nearness:
    """The nearest texts to a prompt: their mean face (52,), how near the nearest is (0..1), and shares of emotions."""

    face: np.ndarray
    nearest: float
    emotions: dict[str, float]


class Neighbours:
    """An index over texts, each with a face and the name of its emotion ("" for muscles)."""

    def __init__(self, entries: Sequence[tuple[list[str], np.ndarray, str]]):
        counts = Counter(piece for words, _, _ in entries for piece in set(_pieces(words)))
        self._rarity = {piece: _weight(piece) * math.log(len(entries) / count) for piece, count in counts.items()}
        self._faces = np.stack([face for _, face, _ in entries])
        self._emotions = [emotion for _, _, emotion in entries]
        self._entries_of: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, (words, _, _) in enumerate(entries):
            for piece, value in self._vector(words).items():
                self._entries_of[piece].append((number, value))

    def near(self, words: Sequence[str], count: int = 8, sharpness: float = 4.0) -> Nearness:
        similarity = np.zeros(len(self._faces), np.float32)
        for piece, value in self._vector(words).items():
            for number, other in self._entries_of[piece]:
                similarity[number] += value * other
        best = np.argsort(-similarity, kind="stable")[:count]
        share = similarity[best] ** sharpness
        share /= max(share.sum(), 1e-9)
        emotions: dict[str, float] = defaultdict(float)
        for number, part in zip(best, share, strict=True):
            emotions[self._emotions[number]] += float(part)
        face = share @ self._faces[best]
        strength = share @ np.linalg.norm(self._faces[best], axis=1)
        face = face * min(strength / max(float(np.linalg.norm(face)), 1e-6), MOST_RESTORED)
        return Nearness(np.minimum(face, 1.0), float(similarity[best[0]]), dict(emotions))

    def _vector(self, words: Sequence[str]) -> dict[str, float]:
        """tf-idf of unit length; what the corpus does not hold counts in the length, so that it lowers the nearness."""
        unknown = max(self._rarity.values()) * 0.5
        counts = Counter(_pieces(words))
        sizes = [n * self._rarity.get(p, 0.0 if " " in p else unknown) for p, n in counts.items()]
        length = math.hypot(*sizes)
        return {p: n * self._rarity[p] / max(length, 1e-9) for p, n in counts.items() if p in self._rarity}


def _pieces(words: Sequence[str]) -> list[str]:
    telling = [word for word in words if word not in SILENT]
    pairs = [f"{first} {second}" for first, second in pairwise(words)]
    return telling + pairs + [f"{word[:STEM]}~" for word in telling if len(word) > STEM]


def _weight(piece: str) -> float:
    return 0.6 if " " in piece or piece.endswith("~") else 1.0


def corpus_entries(
    rows: Iterable[corpus.Row], emotions: Iterable[corpus.Emotion]
) -> Iterator[tuple[list[str], np.ndarray, str]]:
    """Every text of the corpus, plain: rows, the emotions' words and situations."""
    for row in rows:
        yield *plain_entry(row.text, row.weights), row.emotion
    for emotion in emotions:
        for word, strength in emotion.words:
            yield *plain_entry(word, emotion.weights * strength), emotion.name
        for situation in emotion.situations:
            yield *plain_entry(situation, emotion.weights), emotion.name
