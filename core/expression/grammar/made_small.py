"""What tells that a thing that happens is small or soon over: "for a second", ", a soft one", "then goes on".

The words are data: presets/made_small.toml.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from .frame_patterns import END, spelt_out
from .graded import Feels
from .phrases import Phrases

_TABLE = tomllib.loads((Path(__file__).parents[3] / "presets" / "made_small.toml").read_text(encoding="utf-8"))
_DEGREE = _TABLE["degree"]
SMALL = Feels("", _DEGREE["unknown"])
"""What is told to be small and is no event that is known."""



def made_small(feels: Feels) -> Feels:
    """An event that is told to be small; a loss or a fault that is grave stays as it is."""
    if feels.emotion in _DEGREE["lasting"] and feels.degree >= _DEGREE["lasting_from"]:
        return feels
    return replace(feels, degree=min(feels.degree, max(feels.degree * _DEGREE["kept"], _DEGREE["least"])))


def words_that_make_small(clauses: Sequence[Sequence[str]], at: int) -> list[str]:
    """Of the clause at a place, and the clauses behind it that say nothing else; clauses without determiners."""
    marks, words = _marks("within", "words"), [*clauses[at], END]
    found = (words[place : place + marks.longest(words, place)[0]] for place in range(len(words)))
    said = [list(clause) for clause in clauses]
    behind = (clause for clause in said[at + 1 :] if _says_nothing_else(clause) and clause != said[at][: len(clause)])
    return [" ".join(mark).removesuffix(f" {END}") for mark in (*found, *behind) if mark]


def _says_nothing_else(clause: Sequence[str]) -> bool:
    return bool(clause) and _marks("behind", "clauses").longest(clause, 0)[0] == len(clause)


@cache
def _marks(where: str, of: str) -> Phrases[bool]:
    """Read when first asked for."""
    lists = {name: list(phrases) for name, phrases in _TABLE["lists"].items()}
    entries = [(phrase, True) for mark in _TABLE[where][of] for phrase in spelt_out(mark, lists)]
    return Phrases(entries, lists)
