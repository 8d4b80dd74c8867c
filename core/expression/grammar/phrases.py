"""Phrases of a vocabulary found in a list of words: the longest that begins at a place, whatever their number."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, product
from operator import itemgetter
from os.path import commonprefix
from typing import Generic, TypeVar

S = TypeVar("S")
T = TypeVar("T")
_ANY = "~"
_NOTHING: dict = {}
"""Never written: most of the many nodes of a tree have no words behind them, and share it."""


class Phrases(Generic[T]):
    """A tree over phrases, each with one value or several. A word that ends in * stands for all that begin so; a|b for
    either, with _ for a space in it; {name} for the longest phrase of the list of that name; such phrases may name
    other lists. ~ is a gap, of words that are none of those that a gap never holds: of up to two words between words,
    of one where it begins or ends a phrase. "~ ~" spans one to three words, "~ ~ ~" between words one to five: of gaps
    in a row every second is of one word."""

    def __init__(
        self,
        entries: Iterable[tuple[str, T]],
        lists: Mapping[str, Iterable[str]] | None = None,
        never_in_gaps: Collection[str] = (),
    ):
        self._root: _Node[T] = _Node()
        self._never_in_gaps = never_in_gaps
        self._lengths: tuple[Sequence[str], dict[int, int]] = (), {}
        self._lists: dict[str, Phrases] = {f"{{{name}}}": Phrases((), None, never_in_gaps) for name in lists or {}}
        for of_list, phrases in zip(self._lists.values(), (lists or {}).values(), strict=True):
            of_list._add(((phrase, True) for phrase in phrases), self._lists)
        self._add(entries, self._lists)

    def beside(self, entries: "Iterable[tuple[str, S]]") -> "Phrases[S]":
        """Other phrases over the same lists."""
        others: Phrases[S] = Phrases((), None, self._never_in_gaps)
        others._lists = self._lists
        others._add(entries, self._lists)
        return others

    def _add(self, entries: Iterable[tuple[str, T]], parts: "Mapping[str, Phrases]") -> None:
        plain = ((spelt, value) for phrase, value in entries for spelt in spellings((phrase,)))
        for spelt, value in ((filled, value) for phrase, value in plain for filled in _gaps_filled(phrase)):
            node = self._root
            for word in spelt.split():
                node = node.after(word, parts)
            node.values += (value,)

    def longest(self, words: Sequence[str], at: int) -> tuple[int, list[T]]:
        """Length in words of the longest phrase that begins at `at` (0: none) and its values, exact words first."""
        length, values = 0, tuple[T, ...]()
        for size, its_values in self.beginning_at(words, at):
            if size >= length:
                values = values + its_values if size == length else its_values
                length = size
        return length, list(values)

    def length(self, words: Sequence[str], at: int) -> int:
        """In words, of the longest phrase that begins at `at`, or 0. Of the words that were last asked about it is
        remembered: many phrases share a list."""
        if self._lengths[0] is not words:
            self._lengths = words, {}
        lengths = self._lengths[1]
        if at not in lengths:
            lengths[at] = max((size for size, _ in self.beginning_at(words, at)), default=0)
        return lengths[at]

    def beginning_at(self, words: Sequence[str], at: int) -> list[tuple[int, tuple[T, ...]]]:
        """The length of each phrase that begins there, and its values."""
        found: list[tuple[int, tuple[T, ...]]] = []
        reached = [(self._root, at)]
        while reached:
            following: list[tuple[_Node[T], int]] = []
            for node, place in reached:
                if place > at and node.values:
                    found.append((place - at, node.values))
                if place < len(words):
                    node.step(words, place, words[place] not in self._never_in_gaps, following)
            reached = following
        return found

    @property
    def beginnings(self) -> frozenset[str] | None:
        """The words with which its phrases begin; None where any word may."""
        root = self._root
        if root.stems or root.any:
            return None
        of_lists = [phrases.beginnings for phrases, _ in root.parts.values()]
        return None if None in of_lists else frozenset(root.words).union(*of_lists)  # type: ignore[arg-type]


class _Node(Generic[T]):
    """What may follow the words up to here, and the values of a phrase that ends here."""

    __slots__ = ("words", "stems", "parts", "any", "values", "_parts_by_word")

    def __init__(self) -> None:
        self.words: dict[str, _Node[T]] = _NOTHING
        self.stems: dict[str, _Node[T]] = _NOTHING
        self.parts: dict[str, tuple[Phrases, _Node[T]]] = _NOTHING
        self.any: _Node[T] | None = None
        self.values: tuple[T, ...] = ()
        self._parts_by_word: dict[str | None, list[tuple[Phrases, _Node[T]]]] | None = None

    def after(self, word: str, parts: Mapping[str, Phrases]) -> "_Node[T]":
        """The node behind a word of a phrase, made where there is none yet."""
        if word in parts:
            if word not in self.parts:
                self.parts = self.parts or {}
                self.parts[word] = parts[word], _Node()
            return self.parts[word][1]
        if word == _ANY:
            self.any = self.any or _Node()
            return self.any
        if word.endswith("*"):
            self.stems, following = _with(self.stems, word[:-1])
        else:
            self.words, following = _with(self.words, word)
        return following

    def step(self, words: Sequence[str], place: int, in_gaps: bool, reached: "list[tuple[_Node[T], int]]") -> None:
        """Adds where the word at a place leads, exact words first, then longer stems before shorter ones. It is what
        most of the time of a search goes into: hence no iterators."""
        word = words[place]
        if word in self.words:
            reached.append((self.words[word], place + 1))
        if self.stems:
            for size in range(len(word), 0, -1):
                if word[:size] in self.stems:
                    reached.append((self.stems[word[:size]], place + 1))
        if self.any and in_gaps:
            reached.append((self.any, place + 1))
        if self.parts:
            for phrases, following in self._parts_at(word):
                if length := phrases.length(words, place):
                    reached.append((following, place + length))

    def _parts_at(self, word: str) -> "list[tuple[Phrases, _Node[T]]]":
        """The lists that may begin with a word; sorted by their beginnings when first asked."""
        if self._parts_by_word is None:
            self._parts_by_word = {}
            for phrases, following in self.parts.values():
                for beginning in phrases.beginnings or (None,):
                    self._parts_by_word.setdefault(beginning, []).append((phrases, following))
        of_any = self._parts_by_word.get(None, [])
        return self._parts_by_word[word] + of_any if word in self._parts_by_word else of_any


def _with(nodes: "dict[str, _Node[T]]", word: str) -> "tuple[dict[str, _Node[T]], _Node[T]]":
    """The nodes with one for a word."""
    if word not in nodes:
        nodes = nodes or {}
        nodes[word] = _Node()
    return nodes, nodes[word]


def spellings(phrases: Iterable[str]) -> Iterator[str]:
    """ "is|was not" as "is not" and "was not"; _ is a space, or nothing."""
    for phrase in phrases:
        for chosen in product(*(word.split("|") for word in phrase.split())):
            yield " ".join(" ".join(chosen).replace("_", " ").split())


def pattern_of(phrases: Iterable[str]) -> str:
    """A regular expression for any of the phrases, the longest of those that begin alike first."""
    return f"(?:{_after_beginnings(sorted(set(spellings(phrases))))})"


def _after_beginnings(phrases: Sequence[str]) -> str:
    """What begins alike is told once: thousands of phrases side by side would each be tried at every letter."""
    by_letter = [list(of_letter) for _, of_letter in groupby((phrase for phrase in phrases if phrase), itemgetter(0))]
    ways = []
    for of_letter in by_letter:
        beginning = commonprefix(of_letter)
        ways.append(re.escape(beginning) + _after_beginnings([phrase[len(beginning) :] for phrase in of_letter]))
    any_way = "|".join(ways)
    if "" in phrases and ways:
        return f"(?:{any_way})?"
    return f"(?:{any_way})" if len(ways) > 1 else any_way


def _gaps_filled(phrase: str) -> Iterable[str]:
    """The phrase with each of its gaps closed, of one word and of two; one that has no word before or behind it, or
    follows such a gap, stays one of one word."""
    before, gap, after = phrase.partition(f" {_ANY} ")
    if not gap:
        return [phrase]
    gaps = (" ", f" {_ANY} ", f" {_ANY} {_ANY} ")
    return [f"{before}{filled}{rest}" for rest in _gaps_filled(after) for filled in gaps]
