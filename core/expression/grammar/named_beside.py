"""The word for a feeling or a muscle that stands directly before or behind a place of the prompt."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from .arkit_names import read_shapes
from .graded import Feels
from .muscle_words import DETERMINERS, MUSCLE_NAMES
from .phrases import spellings
from .scope import names_something
from .tokens import tokens_of
from .wording import TABLE

_LONGEST = 4
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_CLAUSE = re.compile(r"[,;.!?()\[\]\n/—–:|]|\s[-+]\s")
_CODE = re.compile(
    r"(?P<unit>\bAU\s?[LR]?\d{1,2}[LR]?(?:\s?\+\s?(?:AU\s?)?[LR]?\d{1,2}[LR]?)*)$|\b[a-z]+[A-Z][A-Za-z]*(?:_[LR])?$"
)
"""Action units, several of them added, or a shape."""
_PLACED = frozenset(("left", "right", "both", "sides", "now", "here"))
"""What may stand behind the word for a muscle: "brow raise left"."""
_DESCRIBING = _PLACED | frozenset(TABLE["dials"]["adjectives"])
_NOUNS = frozenset(spellings(TABLE["dials"]["shown"]))
_TO_NAME_IT = frozenset(
    "a an and with make give me set put keep have show i want get hold more about up down left right both dial turn "
    "push crank bring bump pull drop key keyframe go for feel feeling plus then is it at of to just only slider "
    "pure some".split()
)
"""Before a name in a clause that tells nothing else."""


@dataclass(frozen=True)
class Named:
    """From `begin` to `end` of the prompt; alone: nothing else stands in its clause before it; felt: it is a feeling;
    noun: named by a noun, or a muscle; coded: an action unit or a shape by its name."""

    begin: int
    end: int
    alone: bool = True
    felt: bool = False
    noun: bool = True
    coded: bool = False


def named_before(prompt: str, begin: int, end: int) -> Named | None:
    """What the words of one clause between two places name, where they end with it: "an angry man" do not."""
    code = _CODE.search(prompt, begin, end)
    if code and (code["unit"] or read_shapes(code[0])[0]):
        return Named(code.start(), end, alone=False, coded=True)
    breaks = [one.end() for one in _CLAUSE.finditer(prompt, begin, end) if prompt[one.end() : end].strip()]
    since = max(breaks, default=begin)
    found = list(_WORD.finditer(prompt, since, end))
    if not found or prompt[found[-1].end() : end].strip(" :"):
        return None
    words = [word[0].lower().replace("’", "'") for word in found]
    while words and words[-1] in _PLACED:
        words.pop()
    for length in range(1, min(_LONGEST, len(words)) + 1):
        named = words[-length:]
        if names(tuple(named)):
            muscle = MUSCLE_NAMES.longest(named, 0)[0] == length
            alone = (_TO_NAME_IT | DETERMINERS).issuperset(words[:-length])
            if length > 1 and names(tuple(named[:-1])) and not muscle:
                return None
            first = found[len(words) - length].start()
            noun = length > 1 or muscle or named[0] in _NOUNS
            return Named(first, found[-1].end(), alone, feels(tuple(named)), noun)
    return None


def named_behind(prompt: str, begin: int) -> Named | None:
    """What the words that begin at a place name, as few as they can be."""
    clause = _CLAUSE.search(prompt, begin)
    found = list(_WORD.finditer(prompt, begin, clause.start() if clause else len(prompt)))[:_LONGEST]
    if not found or found[0].start() != begin:
        return None
    words = [word[0].lower().replace("’", "'") for word in found]
    first = next((at for at, word in enumerate(words) if word not in _DESCRIBING), 0)
    last = next((last for last in range(first + 1, len(words) + 1) if names(tuple(words[first:last]))), 0)
    if not last or names(tuple(words[first + 1 : last])):
        return None
    return Named(begin, found[last - 1].end(), felt=feels(tuple(words[first:last])))


@lru_cache(4096)
def names(words: Sequence[str]) -> bool:
    return not DETERMINERS.issuperset(words[:1]) and names_something(words)


@lru_cache(4096)
def feels(words: Sequence[str]) -> bool:
    """Whether words are those for a feeling."""
    return any(isinstance(one.value, Feels) and not one.value.loose for one in tokens_of(words))
