"""Scenes: what signs tell together that lie apart, in whatever order and in whatever clauses.

"Two officers at the door, caps off": neither a door nor a cap is sad. A scene names its signs; each of them is a choice
of patterns as frames have (presets/event_frames, [signs] and [[scene]]).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product

from .frame_patterns import END, NOT_SO, TABLES, phrases_of
from .graded import Feels
from .phrases import Phrases

_NOT_WITHIN = 2
"""Words before a sign among which one denies it."""
_LOOKED_AT = 6
"""Of one sign, where it is found again and again."""
_SPARED = "spared"
"""The sign that it ends well, or does not happen: no scene holds beside it."""


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


def scenes_in(clauses: Sequence[Sequence[str]]) -> Iterator[tuple[Feels, str]]:
    """What each scene of a text, in the words of its clauses, feels like, and those of the clauses that it spans."""
    words = [word for clause in clauses for word in clause]
    found = _signs_in(clauses)
    for scene in _scenes():
        if span := scene.span(found):
            yield scene.feels, " ".join(words[slice(*span)])


def _lie_apart(signs: Sequence[_Sign]) -> bool:
    return all(one.end <= other.begin or other.end <= one.begin for one, other in combinations(signs, 2))


def _signs_in(clauses: Sequence[Sequence[str]]) -> dict[str, list[_Sign]]:
    """By their names; the shortest of a name that begins at a word, so that another may follow it."""
    found: dict[str, list[_Sign]] = {}
    past = 0
    for clause in clauses:
        for at in range(len(clause)):
            if NOT_SO.isdisjoint(clause[max(at - _NOT_WITHIN, 0) : at]):
                for name, length in _begun_at([*clause, END], at).items():
                    end = past + min(at + length, len(clause))
                    found.setdefault(name, []).append(_Sign(past + at, end, (past, past + len(clause))))
        past += len(clause)
    return found


def _begun_at(words: Sequence[str], at: int) -> dict[str, int]:
    """The names of the signs that begin at a word, with their least lengths."""
    begun: dict[str, int] = {}
    for length, names in _signs().beginning_at(words, at):
        begun |= {name: min(length, begun.get(name, length)) for name in names}
    return begun


@cache
def _scenes() -> list[_Scene]:
    return [
        _Scene(Feels(entry["emotion"], entry["degree"]), tuple(signs.split()), never)
        for table in TABLES() for entry in table.get("scene", ())
        for never in [frozenset((_SPARED, *entry.get("never", ())))] for signs in entry["signs"]
    ]  # fmt: skip


@cache
def _signs() -> Phrases[str]:
    """Their names. Read when first asked for."""
    return phrases_of(
        (pattern, name) for table in TABLES() for name, patterns in table.get("signs", {}).items() for pattern in patterns
    )
