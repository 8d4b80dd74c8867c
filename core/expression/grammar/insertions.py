"""What is set between commas or dashes and tells what became of somebody.

"Her husband, dead ten years, is buying bread": an event may cross it then. So may one that is told behind it: "blind
since birth, he sees his wife's face". The words are data: presets/event_frames/lists.toml, [insertions].
"""

import re
from collections.abc import Mapping, Sequence

from .phrases import pattern_of

_IN_CLAUSE = r"[^.,;:!?…()\[\]\n—–*\"]"
_COMMA = r",(?!\d)"
_DASH = r"(?:\s-{1,2}\s|\s?[—–])"
_LETTERS_BEFORE, _LETTERS_BEHIND = 30, 40
"""At most, in an insertion, beside its state."""


class Insertions:
    """states: words that tell what became of somebody; others: words that begin another clause behind an insertion;
    persons: words that begin what a state in front is told of."""

    def __init__(self, states: Sequence[str], others: Sequence[str], persons: Sequence[str]):
        state = rf"\b(?:{pattern_of(states)})\b"
        goes_on = rf"\s*(?!(?:{pattern_of(others)})\b)(?=\w)"
        self._patterns = [_between(mark, state, goes_on) for mark in (_COMMA, _DASH)]
        in_front = rf"(?:^|(?<=[.!?]\s))({state}{_IN_CLAUSE}{{0,{_LETTERS_BEHIND}}}){_COMMA}\s*"
        self._patterns.append(re.compile(rf"{in_front}(?=(?:{pattern_of(persons)})\b)"))

    @classmethod
    def of(cls, table: Mapping[str, Sequence[str]]) -> "Insertions":
        return cls(table["states"], table["others"], table["persons"])

    def joined(self, text: str) -> str:
        """The text, which is in lower case, without the commas and dashes around them."""
        for pattern in self._patterns:
            text = pattern.sub(r" \1 ", text)
        return text


def _between(mark: str, state: str, goes_on: str) -> re.Pattern:
    letter = rf"(?:(?!{mark}){_IN_CLAUSE})"
    told = rf"{letter}{{0,{_LETTERS_BEFORE}}}{state}{letter}{{0,{_LETTERS_BEHIND}}}"
    return re.compile(rf"(?<=\w){mark}\s*({told}){mark}{goes_on}")
