"""Phrases of a vocabulary found in a list of words: the longest that begins at a place, whatever their number."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Generic, TypeVar

T = TypeVar("T")
_END = ""
_ANY = "~"


class Phrases(Generic[T]):
    """A tree over phrases, each with one value or several. A word that ends in * stands for all that begin so, ~ for up
    to two words, whatever they are; a|b for either, with _ for a space in it; {name} for the longest phrase of the list
    of that name; such phrases may name other lists."""

    def __init__(self, entries: Iterable[tuple[str, T]], lists: Mapping[str, Iterable[str]] | None = None):
        self._root: dict = {}
        self._shortest_stem = 99
        self._lists: dict[str, Phrases[bool]] = {}
        for name, phrases in (lists or {}).items():
            self._lists[f"{{{name}}}"] = Phrases((phrase, True) for phrase in phrases)
            self._lists[f"{{{name}}}"]._lists = self._lists
        plain = ((spelt, value) for phrase, value in entries for spelt in spellings((phrase,)))
        for spelt, value in ((filled, value) for phrase, value in plain for filled in _gaps_filled(phrase)):
            node = self._root
            for word in spelt.split():
                node = node.setdefault(word, {})
                if word.endswith("*"):
                    self._shortest_stem = min(self._shortest_stem, len(word) - 1)
            node.setdefault(_END, []).append(value)

    def longest(self, words: Sequence[str], at: int) -> tuple[int, list[T]]:
        """Length in words of the longest phrase that begins at `at` (0: none) and its values, exact words first."""
        length, values = 0, list[T]()
        reached = [(self._root, at)]
        while reached:
            following = []
            for node, place in reached:
                if place > at and _END in node and place - at >= length:
                    values = values + node[_END] if place - at == length else list(node[_END])
                    length = place - at
                if place < len(words):
                    following += self._steps(node, words, place)
            reached = following
        return length, values

    def _steps(self, node: dict, words: Sequence[str], place: int) -> list[tuple[dict, int]]:
        word = words[place]
        keys = [word] + [f"{word[:size]}*" for size in range(len(word), self._shortest_stem - 1, -1)]
        steps = [(node[key], place + 1) for key in (*keys, _ANY) if key in node]
        for name in self._lists.keys() & node.keys():
            if length := self._lists[name].longest(words, place)[0]:
                steps.append((node[name], place + length))
        return steps


def spellings(phrases: Iterable[str]) -> Iterator[str]:
    """ "is|was not" as "is not" and "was not"; _ is a space, or nothing."""
    for phrase in phrases:
        for chosen in product(*(word.split("|") for word in phrase.split())):
            yield " ".join(" ".join(chosen).replace("_", " ").split())


def pattern_of(phrases: Iterable[str]) -> str:
    """A regular expression for any of the phrases, the longest first."""
    return "|".join(sorted(map(re.escape, set(spellings(phrases))), key=len, reverse=True))


def _gaps_filled(phrase: str) -> Iterable[str]:
    """The phrase with each of its gaps closed, of one word and of two."""
    before, gap, after = phrase.partition(f" {_ANY} ")
    if not gap:
        return [phrase]
    gaps = (" ", f" {_ANY} ", f" {_ANY} {_ANY} ")
    return [f"{before}{filled}{rest}" for rest in _gaps_filled(after) for filled in gaps]
