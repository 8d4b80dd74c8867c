"""Phone grammars: which phones follow which, and how long they last, for each language.

A grammar is an interpolated Kneser-Ney trigram (Chen and Goodman 1999, modified with three discounts) over the phones
of a language, silence among them. A bundle holds the counts alone; the probabilities are made from them on opening.
"""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from .articulatory import feature_table
from .lexicon import Lexicon, lexicon_of
from .phones import ARPABET, COUNT, INDEX, KIND, LABELS, SILENCE, from_arpabet

if TYPE_CHECKING:
    from torch import Tensor

ENGLISH = "en"
PART = "grammar"
_RAREST = 1e-4
"""Phones with a smaller share of a language's phones come from foreign words."""


@dataclass(frozen=True, eq=False)
class Counts:
    """How often phones follow each other: `trigrams` (n,) numbers (first * P + second) * P + third of the inventory,
    `times` (n,)."""

    trigrams: np.ndarray
    times: np.ndarray


@dataclass(frozen=True, eq=False)
class Words:
    """How often words are said: `labels` (n,) uint8, the inventory numbers of one word after another with silence, 0,
    after each; `times` (words,)."""

    labels: np.ndarray
    times: np.ndarray


@dataclass(frozen=True, eq=False)
class Grammar:
    """One language.

    phones: its labels (G), silence first; sounds: float32 (P, G), how much each label of the inventory counts for
    each phone of the language; told: (P, G) of 0 and 1, the labels that a phone of the language is told as;
    after_two: float32 (G, G, G), [c, b, n] the probability of n after b, c; after_one: float32 (G, G), [c, n];
    shortest: (G,) frames at 50 Hz; longer: float32 (G,), the chance in each further frame that the phone goes on;
    lexicon: of the language's words, or None.
    """

    language: str
    phones: tuple[str, ...]
    sounds: np.ndarray
    told: np.ndarray
    after_two: np.ndarray
    after_one: np.ndarray
    shortest: np.ndarray
    longer: np.ndarray
    lexicon: Lexicon | None = None

    @cached_property
    def share(self) -> np.ndarray:
        """The share of frames that each phone takes in speech of this language: float32 (G,), silence like a tenth."""
        often = np.linalg.matrix_power(self.after_one.astype(np.float64), 64)[0]
        frames = often * (self.shortest + self.longer / (1.0 - self.longer))
        frames[0] = 0.1 * frames[1:].sum() / 0.9
        return (frames / frames.sum()).astype(np.float32)


def english_label(label: str) -> str:
    """The label that stands for its ARPAbet phone: what a dictionary of English distinguishes."""
    return from_arpabet(ARPABET[label])


def grammars_of(config: Mapping, tensors: "Mapping[str, Tensor]") -> dict[str, Grammar]:
    """The grammars of a bundle's part, by language. Raises KeyError or ValueError for another inventory."""
    if tuple(config["phones"]) != LABELS:
        raise ValueError("the grammars are of another inventory of phones")
    read = {name: tensor.numpy() for name, tensor in tensors.items()}
    grammars = {}
    for language in config["languages"]:
        words = None
        if f"{language}.words" in read:
            words = Words(read[f"{language}.words"], read[f"{language}.word_times"])
        counts = Counts(read[f"{language}.trigrams"], read[f"{language}.times"])
        grammars[language] = grammar_of(language, counts, words)
    return grammars


def grammar_of(language: str, counts: Counts, words: Words | None = None) -> Grammar:
    """The grammar that a language's counts give, with a lexicon where its words are counted too."""
    first, second, third = np.unravel_index(counts.trigrams, (COUNT,) * 3)
    often = np.bincount(third, counts.times, COUNT)
    often[INDEX[SILENCE]] = 0
    used = [number for number in np.flatnonzero(often >= _RAREST * often.sum())]
    phones = (SILENCE, *(LABELS[number] for number in used))
    place = np.full(COUNT, -1)
    place[[INDEX[label] for label in phones]] = np.arange(len(phones))
    known = (place[first] >= 0) & (place[second] >= 0) & (place[third] >= 0)
    dense = np.zeros((len(phones),) * 3)
    np.add.at(dense, (place[first[known]], place[second[known]], place[third[known]]), counts.times[known])
    after_one, after_two = _kneser_ney(dense)
    lasting = _durations()
    return Grammar(
        language, phones, *_sounds(language, phones), after_two.transpose(1, 0, 2).copy(), after_one,
        np.array([lasting[label][0] for label in phones]),
        np.array([lasting[label][1] for label in phones], np.float32),
        None if words is None else lexicon_of(_spelt(words, place)),
    )


def _spelt(words: Words, place: np.ndarray) -> Iterator[tuple[tuple[int, ...], int]]:
    """Each word as numbers of the grammar's phones, `place` of the inventory's, with how often it was said."""
    ends = np.flatnonzero(words.labels == INDEX[SILENCE])
    starts = np.concatenate([[0], ends[:-1] + 1])
    for start, end, times in zip(starts, ends, words.times, strict=True):
        numbers = place[words.labels[start:end]]
        if (numbers > 0).all():
            yield tuple(numbers.tolist()), int(times)


def _kneser_ney(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(G, G, G) counts -> probabilities of the last after the one before it, and after the two before it."""
    continued = (counts > 0).sum(0).astype(float)
    phones = (continued > 0).sum(0).astype(float)
    lowest = (phones + 0.5) / (phones + 0.5).sum()
    after_one = _interpolated(continued, lowest)
    return after_one.astype(np.float32), _interpolated(counts, after_one).astype(np.float32)


def _interpolated(counts: np.ndarray, lower: np.ndarray) -> np.ndarray:
    """Counts (..., G) discounted, with the mass that this frees given to the lower order (broadcast to (..., G))."""
    ones, twos, threes, fours = (max(1.0, float((counts == times).sum())) for times in (1, 2, 3, 4))
    ratio = ones / (ones + 2 * twos)
    off = np.clip([1 - 2 * ratio * twos / ones, 2 - 3 * ratio * threes / twos, 3 - 4 * ratio * fours / threes],
                  [0.1, 0.2, 0.3], [0.95, 1.9, 2.85])
    discount = np.select([counts >= 3, counts >= 2, counts > 0], off[::-1], 0.0)
    total = counts.sum(-1, keepdims=True)
    freed = discount.sum(-1, keepdims=True)
    seen = total > 0
    return np.where(seen, (counts - discount + freed * lower) / np.where(seen, total, 1.0), lower)


def _sounds(language: str, phones: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
    """`sounds` and `told`: labels count for the phone that they are or, where the language lacks it, for the one
    nearest in articulation; and for those that allophones.csv names."""
    sounds, told = np.zeros((2, COUNT, len(phones)), np.float32)
    told[[INDEX[phone] for phone in phones], np.arange(len(phones))] = 1.0
    _, features = feature_table()
    own = [INDEX[phone] for phone in phones]
    for number, label in enumerate(LABELS):
        wanted = english_label(label) if language == ENGLISH else label
        if wanted in phones:
            sounds[number, phones.index(wanted)] = 1.0
            continue
        alike = (features[own] == features[number]).sum(1) + 100.0 * np.array([KIND[p] == KIND[label] for p in phones])
        sounds[number, int(alike.argmax())] = 1.0
    for row in _rows("allophones.csv"):
        if row["language"] in (language, "") and row["phone"] in phones:
            sounds[INDEX[row["label"]], phones.index(row["phone"])] = float(row["weight"])
            told[INDEX[row["label"]], phones.index(row["phone"])] = float(row["told"] == "yes")
    return sounds, told


def _durations() -> dict[str, tuple[int, float]]:
    """label -> (shortest in frames, chance in each further frame to go on), from the mean of durations.csv."""
    lasting = {}
    for row in _rows("durations.csv"):
        shortest, mean = int(row["shortest"]), float(row["mean"])
        lasting[row["label"]] = shortest, 1.0 - 1.0 / (max(mean - shortest, 0.05) + 1.0)
    return lasting


def _rows(name: str) -> list[dict[str, str]]:
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))
