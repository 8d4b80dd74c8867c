"""Who a clause speaks of: persons beside the character, and the pronouns that speak of one.

The vocabulary is data: presets/other_people.toml.
"""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

OTHER_PEOPLE: dict[str, dict] = tomllib.loads(
    (Path(__file__).parents[3] / "presets" / "other_people.toml").read_text(encoding="utf-8")
)
_OTHERS, _PERSONS = OTHER_PEOPLE["others"], OTHER_PEOPLE["persons"]
MANY = frozenset(_OTHERS["pronouns"])
WHOEVER = "whoever"
_GROUPS = frozenset((*_OTHERS["groups"], *_OTHERS["strangers"], *_OTHERS["things"]))
_NAMES = frozenset(_PERSONS["names"])
_NOUNS = frozenset(_PERSONS["nouns"]) | _GROUPS | _NAMES
PLAIN_PERSONS = _NOUNS - frozenset(_PERSONS["telling"])
"""Of whom nothing is felt by being named."""
_TITLES = frozenset(_PERSONS["titles"])
_DETERMINERS = frozenset(_PERSONS["determiners"])
_NOT_WITHIN = frozenset(_PERSONS["not_within"])
_CENTRES = {"he": "he", "him": "he", "his": "he", "she": "she", "her": "she", "hers": "she"}
_CENTRES |= {"i": "i", "me": "i", "my": "i", "you": "you", "your": "you"}
CENTRES = frozenset(_CENTRES)
"""Pronouns that speak of one person."""
POSSESSIVE = frozenset(("his", "her", "my", "your", "our", "their"))
OWN_SUBJECTS = frozenset(("he", "she", "i", "you", "we", "it"))
"""Pronouns that begin a sentence of the character's."""
_MODIFIERS = 2
"""Words between a determiner and its noun."""


@dataclass(frozen=True)
class Person:
    """A person who is told of by the words up to `end`; many: several, nobody in particular, or a thing; possessor:
    whose the person is ("her boss": she), "" where nobody's; owning: it is something of this person's ("a stranger's
    head")."""

    end: int
    many: bool = False
    possessor: str = ""
    owning: bool = False


def centres(words: Iterable[str]) -> set[str]:
    """Of whom pronouns speak: "he", "she", "i", "you"."""
    return {_CENTRES[word] for word in (said.partition("'")[0] for said in words) if word in _CENTRES}


def may_tell_of_two(words: Iterable[str]) -> bool:
    told = {word.removesuffix("'s") for word in words}
    reacting = "at" in told and not POSSESSIVE.isdisjoint(told)
    return reacting or not (MANY | _NOUNS | _TITLES | {WHOEVER}).isdisjoint(told) or {"he", "she"} <= centres(told)


def person_at(words: Sequence[str], at: int) -> Person | None:
    """ "Someone", "everyone else", "forty friends", "a stranger's head", "her little brother"."""
    if at >= len(words):
        return None
    word = words[at].removesuffix("'s")
    if word in MANY or (word in _GROUPS and word.endswith("s")):
        return Person(at + 1 + (words[at + 1 : at + 2] == ["else"]), many=True)
    if word in _NAMES:
        return Person(at + 1, owning=words[at] != word)
    if word in _TITLES:
        return _titled(words, at)
    if word not in POSSESSIVE and word not in _DETERMINERS and not word.isdigit():
        return None
    begin = at
    while begin < len(words) and (words[begin] in _DETERMINERS or words[begin] in POSSESSIVE):
        begin += 1
    possessor = next(iter(centres(words[at:begin])), "")
    for place in range(max(begin, at + 1), min(begin + _MODIFIERS + 1, len(words))):
        noun = words[place].removesuffix("'s")
        if noun in _NOUNS:
            return Person(place + 1, noun in _GROUPS, possessor, noun != words[place])
        if words[place] in _NOT_WITHIN:
            return None
    return None


def _titled(words: Sequence[str], at: int) -> Person | None:
    """ "Uncle Ray chews"; what follows the name must be there, so that "nurse smiles" names no Smiles."""
    named = at + 2 < len(words) and words[at + 1] not in _NOT_WITHIN | _DETERMINERS | POSSESSIVE
    return Person(at + 2, owning=words[at + 1].endswith("'s")) if named else None


def person_of_a_note(words: Sequence[str], at: int) -> Person | None:
    """ "Guard hears player sneeze": notes leave determiners out."""
    return Person(at + 1) if at < len(words) and words[at] in _NOUNS else None
