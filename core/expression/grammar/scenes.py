"""Scenes: what signs tell together that lie apart, in whatever order and in whatever clauses.

"Two officers at the door, caps off": neither a door nor a cap is sad. A scene names its signs; each of them is a choice
of patterns as frames have (presets/event_frames, [signs] and [[scene]]).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product

from .event_words import before_in_clause
from .frame_patterns import END, NOT_SO, SIGNS, TABLES
from .graded import Feels

_NOT_WITHIN = 2
"""Words before a sign among which one denies it."""
_LOOKED_AT = 6
"""Of one sign, where it is found again and again."""
_UNREAL, _SPARED = "unreal", "spared"
"""The signs that it does not happen, and that it ends well: beside the first no scene holds, and beside the second none
that does not end well itself."""


@dataclass(frozen=True)
class _Sign:
    """From which word of the text to which, and those of its clause."""

    begin: int
    end: int
    clause: tuple[int, int]


@dataclass(frozen=True)
class _Scene:
    """What it feels like, the signs that tell it and those beside which it is none."""

    feels: Feels
    signs: tuple[str, ...]
    never: frozenset[str]

    def span(self, found: Mapping[str, Sequence[_Sign]]) -> tuple[int, int] | None:
        """From the clause of its first sign to that of its last one, where all are there and lie apart."""
        if not self.never.isdisjoint(found):
            return None
        ways = product(*(found.get(name, [])[:_LOOKED_AT] for name in self.signs))
        signs = next((way for way in ways if _lie_apart(way)), None)
        return (min(sign.clause[0] for sign in signs), max(sign.clause[1] for sign in signs)) if signs else None


def scenes_in(words: Sequence[str]) -> Iterator[tuple[Feels, tuple[int, int]]]:
    """What each scene in a row of clauses feels like, and from where to where the clauses go that it spans."""
    found = _signs_in(words)
    for scene in _scenes():
        if span := scene.span(found):
            yield scene.feels, span


def _lie_apart(signs: Sequence[_Sign]) -> bool:
    return all(one.end <= other.begin or other.end <= one.begin for one, other in combinations(signs, 2))


def _signs_in(words: Sequence[str]) -> dict[str, list[_Sign]]:
    """By their names; the shortest of a name that begins at a word, so that another may follow it."""
    found: dict[str, list[_Sign]] = {}
    begin = 0
    for at, word in enumerate(words):
        if word == END:
            begin = at + 1
        elif NOT_SO.isdisjoint(before_in_clause(words, at, _NOT_WITHIN)):
            clause = begin, words.index(END, at)
            for name, length in _begun_at(words, at).items():
                found.setdefault(name, []).append(_Sign(at, min(at + length, clause[1]), clause))
    return found


def _begun_at(words: Sequence[str], at: int) -> dict[str, int]:
    """The names of the signs that begin at a word, with their least lengths."""
    begun: dict[str, int] = {}
    for length, names in SIGNS().beginning_at(words, at):
        begun |= {name: min(length, begun.get(name, length)) for name in names}
    return begun


@cache
def _scenes() -> list[_Scene]:
    return [
        _Scene(Feels(entry["emotion"], entry["degree"]), tuple(signs.split()), never)
        for table in TABLES() for entry in table.get("scene", ())
        for spared in [() if entry.get("ends_well") else (_SPARED,)]
        for never in [frozenset((_UNREAL, *spared, *entry.get("never", ())))] for signs in entry["signs"]
    ]  # fmt: skip
