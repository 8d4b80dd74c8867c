"""Phrases of a vocabulary found in a list of words: the longest that begins at a place, whatever their number."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import Generic, TypeVar

T = TypeVar("T")
_END = ""
_ANY = "~"


class Phrases(Generic[T]):
    """A tree over phrases, each with one value or several. A word that ends in * stands for all that begin so, ~ for up
    to two words, whatever they are; a|b for either, with _ for a space in it."""

    def __init__(self, entries: Iterable[tuple[str, T]]):
        self._root: dict = {}
        self._shortest_stem = 99
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
        best: tuple[int, list[T]] = (0, [])
        reached = [(self._root, at)]
        while reached:
            following = []
            for node, place in reached:
                if place > at and _END in node:
                    best = (place - at, best[1] + node[_END] if best[0] == place - at else list(node[_END]))
                if place < len(words):
                    following += [(branch, place + 1) for branch in self._branches(node, words[place])]
            reached = following
        return best

    def _branches(self, node: dict, word: str) -> list[dict]:
        keys = [word] + [f"{word[:size]}*" for size in range(len(word), self._shortest_stem - 1, -1)]
        return [node[key] for key in (*keys, _ANY) if key in node]


def spellings(phrases: Iterable[str]) -> Iterator[str]:
    """ "is|was not" as "is not" and "was not"; _ is a space, or nothing."""
    for phrase in phrases:
        for chosen in product(*(word.split("|") for word in phrase.split())):
            yield " ".join(" ".join(chosen).replace("_", " ").split())


def _gaps_filled(phrase: str) -> list[str]:
    return (
        [phrase.replace(f" {_ANY} ", gap) for gap in (" ", f" {_ANY} ", f" {_ANY} {_ANY} ")]
        if _ANY in phrase
        else [phrase]
    )
