"""News that somebody brings: what he says out of courtesy is no feeling of the one who hears it.

"I'm afraid" of a surgeon fears nothing, and his "I'm so sorry" before what happened is no guilt; what he tells happens
to the character. The vocabulary is data: presets/other_people.toml, [tidings].
"""

import re

from .persons import OTHER_PEOPLE
from .phrases import pattern_of

_WORDS: dict[str, list[str]] = OTHER_PEOPLE["tidings"]
_BEARER = rf"(?:(?:the|a|an|her|his|my|their)\s+)?(?:[\w-]+\s+)?(?:{pattern_of(_WORDS['bearers'])})"
_SAYING = rf"(?:{pattern_of(_WORDS['saying'])})"
_SPEAKER = re.compile(rf"^\s*{_BEARER}\s*:\s*", re.IGNORECASE)
_SAID_BY = re.compile(
    rf"^\s*[\"“'‘].*[\"”'’]\s*,?\s*(?:{_SAYING}\s+{_BEARER}|{_BEARER}\s+{_SAYING})\s*[.!]?\s*$", re.IGNORECASE
)
"""A line before its speaker, of whom nothing else is told."""
_TOLD = rf"(?=\s*(?:that\s+)?(?:{pattern_of(_WORDS['told'])})\b)"
_COURTESY = re.compile(
    rf",\s*(?:{pattern_of(_WORDS['courtesies'])})(?=\s*(?:[.!\"”'’]|$))|"
    rf"\b(?:{pattern_of(_WORDS['courtesies'])})(?:\s+(?:to|but)\b(?:\s+(?:say|inform|tell)\b(?:\s+you\b)?)?)?[\s,.;–—-]*{_TOLD}",
    re.IGNORECASE,
)
"""Behind what is told, or before it: "I'm afraid your flight's been cancelled", not "I'm afraid of him"."""


def with_tidings(prompt: str) -> str:
    """The prompt without the courtesies of a line by which somebody brings news, and without his name before it."""
    written = prompt.replace("’m", "'m")
    if not (_SPEAKER.search(written) or _SAID_BY.search(written)):
        return prompt
    told, courtesies = _COURTESY.subn("", written)
    return _SPEAKER.sub("", told) if courtesies else prompt
