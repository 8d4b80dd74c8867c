"""Which of several steps a still is asked to show: "give me the laughing part", "key the last pose".

The words are data: presets/prompt_words.toml, [sequence.asked].
"""

import re
from collections.abc import Sequence

from ..words import words_of
from .clauses import take_apart
from .phrases import pattern_of
from .wording import EMPTY, SILENT, TABLE

_WORDS: dict[str, list[str]] = TABLE["sequence"]["asked"]
_STEM = 5
_PLACES = ((0, frozenset(_WORDS["first"])), (1, frozenset(_WORDS["second"])), (-1, frozenset(_WORDS["last"])))


def without_asked(prompt: str) -> tuple[str, str]:
    """The prompt without the clause that asks for a part of it, and what that asks for; "" where none does."""
    found = _ASKED.search(prompt)
    return (f"{prompt[: found.start()]} . {prompt[found.end() :]}", found[1]) if found else (prompt, "")


def asked_step(asked: str, steps: Sequence[str]) -> int | None:
    """The number of the step that shares most words and feelings with what is asked for; else of the one in the place
    that is told ("the last pose")."""
    wanted = _terms(asked)
    shared = [len(wanted & _terms(step)) for step in steps]
    if any(shared):
        return max(range(len(steps)), key=lambda number: (shared[number], number))
    places = (place % len(steps) for place, words in _PLACES if not words.isdisjoint(words_of(asked)))
    return next(places, None)


def _terms(text: str) -> set[str]:
    """Stems of the words that tell something, and emotions."""
    telling = {word[:_STEM] for word in words_of(text) if word not in SILENT and word not in EMPTY}
    return telling | {hit.feels.emotion for one in take_apart(text).segments for hit in one.hits if not hit.feels.loose}


_ASKED = re.compile(
    rf"(?:^|[,;.:!?()—–]|\s-)\s*(?:(?:{pattern_of(_WORDS['polite'])}),?\s+)*(?:{pattern_of(_WORDS['asking'])})\b"
    rf"(?:\s*:)?\s+([^,;.:!?()—–]+)(?:,\s*(?:{pattern_of(_WORDS['polite'])})(?=\W*$))?",
    re.IGNORECASE,
)
