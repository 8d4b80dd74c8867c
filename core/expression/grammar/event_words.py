"""The words of a text in which events are looked for: clause by clause, without determiners."""

import re
from collections.abc import Sequence
from itertools import chain, takewhile

from .frame_patterns import END, UNCONTRACTED_BEFORE
from .muscle_words import DETERMINERS

_CLAUSE = re.compile(r"(?:[^.,;:!?…()\[\]\n—–*\"]|(?<=\d)[.,](?=\d))+")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d[\d.,]*")


def all_words(text: str) -> list[str]:
    """Determiners too."""
    return _WORD.findall(text)


def clauses_of(text: str) -> list[list[str]]:
    """The words of each clause that has any."""
    clauses = ([word for word in all_words(clause) if word not in DETERMINERS] for clause in _CLAUSE.findall(text))
    return [_uncontracted(words) for words in clauses if words]


def in_a_row(clauses: Sequence[Sequence[str]]) -> list[str]:
    """Their words, with END behind each clause."""
    return [*chain.from_iterable((*clause, END) for clause in clauses)]


def before_in_clause(words: Sequence[str], at: int, most: int) -> list[str]:
    """The words of a row before a place in its clause, so many at most."""
    nearest_first = takewhile(lambda word: word != END, reversed(words[max(at - most, 0) : at]))
    return [*nearest_first][::-1]


def _uncontracted(words: Sequence[str]) -> list[str]:
    """ "The engine's on fire": is and has are left out, as where they are spelt out."""
    following = [*words, END][1:]
    return [
        word.removesuffix("'s") if after in UNCONTRACTED_BEFORE else word
        for word, after in zip(words, following, strict=True)
    ]
