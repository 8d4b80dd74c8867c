"""Complaints about a face and the wish for another: "she keeps looking surprised, please relax the brows", "too sad, I
want bittersweet", "I asked for amused and you gave me smug". What is complained of is denied.

The phrases are data: presets/prompt_words.toml, [complaints].
"""

import re

from ..words import words_of
from .graded import Feels
from .phrases import pattern_of
from .scope import names_something
from .segments import MERRY
from .tokens import tokens_of
from .wording import TABLE

_WORDS: dict[str, list[str]] = TABLE["complaints"]
_CLAUSE = re.compile(r"[^.,;:!?…()\n/—–]+")
_COMPLAINING = re.compile(rf"\b(?:{pattern_of(_WORDS['complaining'])})\s+", re.IGNORECASE)
_EXCEEDING = re.compile(rf"\b(?:{pattern_of(_WORDS['exceeding'])})\s+", re.IGNORECASE)
_WISHING = re.compile(rf"\b(?:{pattern_of(_WORDS['wishing'])})(?!\w)", re.IGNORECASE)
_INSTEAD_GOT = re.compile(
    rf"(?:\b(?:i|we)(?:'d| had)?|^)\s*(?:{pattern_of(_WORDS['ordering'])})\s[^.;:!?\n]{{3,60}}?"
    rf"\s(?:{pattern_of(_WORDS['given'])})\s+",
    re.IGNORECASE,
)
_NOT = "not "
_NEAR = 3
"""Words up to what is complained of."""


def with_complaints(prompt: str) -> str:
    """The prompt with a denial before what it complains of, where it wishes for something else."""
    prompt = _INSTEAD_GOT.sub(lambda found: _denied(found[0], prompt[found.end() :]), prompt)
    clauses = list(_CLAUSE.finditer(prompt))
    made, kept_from = "", 0
    for clause in clauses:
        complaint = _complaint(clause[0])
        wished = any(other is not clause and _is_wish(other[0]) for other in clauses)
        if complaint is not None and wished:
            made += prompt[kept_from : clause.start()] + complaint
            kept_from = clause.end()
    return made + prompt[kept_from:]


def _complaint(clause: str) -> str | None:
    """The clause with a denial of what it complains of; None where it complains of nothing."""
    found = _COMPLAINING.search(clause)
    if found and _names_soon(clause[found.end() :]):
        return clause[: found.end()] + _NOT + clause[found.end() :]
    found = _EXCEEDING.search(clause)
    rest = clause[found.end() :] if found else ""
    return clause[: found.start()] + _NOT + rest if found and " to " not in rest and _names_soon(rest) else None


def _is_wish(clause: str) -> bool:
    return len(words_of(clause)) > 1 and bool(_WISHING.search(clause)) and _complaint(clause) is None


def _denied(said: str, after: str) -> str:
    return said + _NOT if _names_soon(after) else said


def _names_soon(text: str) -> bool:
    """Whether a feeling or a laugh is named by the next words."""
    words = words_of(text)[:_NEAR]
    felt = any(isinstance(one.value, Feels) and not one.value.loose for one in tokens_of(words))
    return felt or (any(word.startswith(MERRY) for word in words) and names_something(words))
