"""Prompts beside the written corpus: nearest texts by what they tell, and by the words that they share.

What the corpus says in so many words is read from it better than from any network of this size. So the tuned encoder
finds texts that tell of a like feeling, shared words weigh them once more, and a saying of the corpus that a prompt
contains decides alone.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property

import numpy as np
import torch

from ...rigs import arkit
from . import corpus, tead
from .grammar.sides import lefthand
from .grammar.wording import SILENT, plain_wording
from .text_side import TextSide
from .words import words_of

LOOKED_AT = 200
"""Nearest entries by key whose words are compared."""
SHARED_WORDS = 0.8
"""What equal words add to the likeness of keys."""
SHORTEST_MISSPELT, SPELT_ALIKE = 6, 0.81
"""Letters of words that may be misspelt, and how like another word they must be."""
SAYING_WORDS = range(2, 9)
"""Telling words of texts that count as sayings, wherever they stand in a prompt."""
SAYING_SHARE, LONG_SAYING_SHARE = 0.6, 0.45
"""Of the telling words of a prompt must belong to the saying; the same for a long one, which nobody says by chance."""
LONG_SAYING = 3
"""Telling words from which on a saying is long."""
_ENDINGS = ("ing", "ed", "es", "s", "e")
_SHORTEST_STEM = 3
_PERSONS = frozenset(
    "i you he she it we they me him us them my your his her its our their mine yours hers ours theirs i'm you're he's "
    "she's it's we're they're i'd he'd she'd i've you've i'll one's someone's somebody's am are is was were be been "
    "being has had have do does did just so really very oh well right like a an the of to in on at and".split()
)


def plain_entry(text: str, weights: np.ndarray) -> tuple[list[str], np.ndarray]:
    """A corpus text as the reader sees a prompt (strength taken out, first side as left), with the face for that."""
    wording = plain_wording(text)
    words, mirrored = lefthand(wording.words)
    face = np.clip(weights / wording.strength, 0.0, 1.0).astype(np.float32)
    return words, face[list(arkit.MIRROR_INDEX)] if mirrored else face


@dataclass(frozen=True, eq=False)
class Entry:
    """One text of the corpus; `face` is made when it is asked for. `emotions` is empty for muscles."""

    text: str
    emotions: tuple[str, ...]
    face: Callable[[], np.ndarray]
    language: str = "en"

    @cached_property
    def plain_face(self) -> np.ndarray:
        """The face as plain_entry gives it, float32 (52,)."""
        return plain_entry(self.text, self.face())[1]


@dataclass(frozen=True, eq=False)
class Near:
    """The nearest entries with their likeness, falling.

    saying: the prompt contains the first one; nearest: the cosine of the nearest key.
    """

    entries: list[Entry] = field(default_factory=list)
    likeness: np.ndarray = field(default_factory=lambda: np.zeros(0, np.float32))
    saying: bool = False
    nearest: float = 0.0


def corpus_entries() -> Iterator[Entry]:
    """Every text of the corpus: TEAD and its situations, the seed rows, the emotions' words and situations."""
    for row in tead.rows():
        yield Entry(row.text, row.emotions, lambda row=row: row.weights, row.language)  # type: ignore[misc]
        if row.situation:
            yield Entry(row.situation, row.emotions, lambda row=row: row.weights, row.language)  # type: ignore[misc]
    for seed in corpus.rows():
        yield Entry(seed.text, (seed.emotion,) if seed.emotion else (), lambda seed=seed: seed.weights)  # type: ignore[misc]
    for emotion in corpus.emotions().values():
        for word, strength in emotion.words:
            yield Entry(word, (emotion.name,), lambda e=emotion, s=strength: np.minimum(e.weights * s, 1.0))  # type: ignore[misc]
        for situation in emotion.situations:
            yield Entry(situation, (emotion.name,), lambda emotion=emotion: emotion.weights)  # type: ignore[misc]


class Neighbours:
    """An index over entries with the keys of a text side."""

    def __init__(self, entries: Sequence[Entry], side: TextSide):
        self.entries = list(entries)
        self.keys = side.keys_of([entry.text for entry in self.entries])
        self._words = [words_of(entry.text) for entry in self.entries]
        counts = Counter(word for words in self._words for word in set(words))
        self._rarity = {word: math.log(len(self.entries) / count) for word, count in counts.items()}
        self._unknown = math.log(len(self.entries))
        self._side = side
        self._starting: dict[str, list[str]] = defaultdict(list)
        for word in self._rarity:
            self._starting[word[0]].append(word)
        self._sayings: dict[tuple[str, ...], int] = {}
        for number, words in enumerate(self._words):
            telling = _telling(words)
            if len(telling) not in SAYING_WORDS:
                continue
            self._sayings.setdefault(telling, number)
            if len(telling) >= LONG_SAYING:
                self._sayings.setdefault(_stems(telling), number)

    def knows(self, word: str) -> bool:
        return word in self._rarity

    def spelt(self, word: str) -> str:
        """The word, or the one of the corpus that is meant where it is misspelt: "terifyed" is "terrified"."""
        if self.knows(word) or len(word) < SHORTEST_MISSPELT or self._side.knows_whole(word):
            return word
        alike = [other for other in self._starting[word[0]] if abs(len(other) - len(word)) <= 2]
        return next(iter(get_close_matches(word, alike, n=1, cutoff=SPELT_ALIKE)), word)

    def near(self, text: str, key: np.ndarray, count: int) -> Near:
        """The nearest entries to a text, whose key is float32 (KEY,)."""
        words = words_of(text)
        likeness = (torch.from_numpy(self.keys) @ torch.from_numpy(key)).numpy()
        looked_at = np.argpartition(-likeness, min(LOOKED_AT, len(likeness) - 1))[:LOOKED_AT]
        mine = self._sizes(words)
        shared = np.array([self._shared(mine, number) for number in looked_at], np.float32)
        total = likeness[looked_at] + SHARED_WORDS * shared
        best = np.argsort(-total, kind="stable")[:count]
        found, scores = [int(looked_at[place]) for place in best], total[best]
        saying = self._saying(words)
        if saying is not None:
            found, scores = [saying], np.array([1.0 + SHARED_WORDS], np.float32)
        return Near([self.entries[number] for number in found], scores, saying is not None, float(likeness.max()))

    def _saying(self, words: Sequence[str]) -> int | None:
        """The entry whose telling words stand in the text one after the other, the longest of them; a long one may have
        other endings ("made her blood run cold")."""
        telling = _telling(words)
        stems = _stems(telling)
        for length in reversed(SAYING_WORDS):
            share = LONG_SAYING_SHARE if length >= LONG_SAYING else SAYING_SHARE
            for at in range(len(telling) - length + 1):
                number = self._sayings.get(telling[at : at + length])
                if number is None and length >= LONG_SAYING:
                    number = self._sayings.get(stems[at : at + length])
                if number is not None and length >= share * len(telling):
                    return number
        return None

    def _shared(self, mine: dict[str, float], number: int) -> float:
        """The cosine of tf-idf."""
        if mine.keys().isdisjoint(self._words[number]):
            return 0.0
        theirs = self._sizes(self._words[number])
        return sum(size * theirs.get(word, 0.0) for word, size in mine.items())

    def _sizes(self, words: Sequence[str]) -> dict[str, float]:
        sizes = {word: self._rarity.get(word, self._unknown) for word in words if word not in SILENT}
        length = math.hypot(*sizes.values())
        return {word: size / max(length, 1e-9) for word, size in sizes.items()}


def _telling(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in _PERSONS)


def _stems(words: Sequence[str]) -> tuple[str, ...]:
    """Words without what ends a verb or a plural."""
    return tuple(map(_stem, words))


def _stem(word: str) -> str:
    stems = (word.removesuffix(ending) for ending in _ENDINGS if word.endswith(ending))
    return next((stem for stem in stems if len(stem) >= _SHORTEST_STEM), word)
