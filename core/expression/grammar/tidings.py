"""News that somebody brings: what he says out of courtesy is no feeling of the one who hears it.

"I'm afraid" of a surgeon fears nothing, and his "I'm so sorry" before what happened is no guilt; what he tells happens
to the character. Of a line alone it is not known who says it: it is news where it tells of "you" or of what "we" have
not, or something happens in it that is not the speaker's. The vocabulary is data: presets/other_people.toml, [tidings].
"""

import re

from .frames import event_in
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
_ALONE = re.compile(r"^\s*(?:[\"“][^\"“”]+[\"”]\s*)+$|^\s*['‘][^\"“”]+['’]\s*$")
"""Lines beside which nothing stands."""
_CALLED = re.compile(rf",\s*(?:{pattern_of(_WORDS['called'])})(?=\s*[.,!?;\"”'’]|\s*$)", re.IGNORECASE)
_OWN = re.compile(rf"\b(?:{pattern_of(_WORDS['own'])})\b", re.IGNORECASE)
_FAULTS = frozenset(_WORDS["faults"])


def _courtesy(courtesies: str, told: str) -> re.Pattern[str]:
    """Behind what is told, or before it: "I'm afraid your flight's been cancelled", not "I'm afraid of him"."""
    courteous = rf"(?:{pattern_of(_WORDS[courtesies])})"
    leading_on = r"(?:\s+(?:to|but)\b(?:\s+(?:say|inform|tell)\b(?:\s+you\b)?)?)?[\s,.;–—-]*"
    follows = rf"(?=\s*(?:that\s+)?(?:{pattern_of(_WORDS[told])})\b)"
    return re.compile(rf",\s*{courteous}(?=\s*(?:[.!\"”'’]|$))|\b{courteous}{leading_on}{follows}", re.IGNORECASE)


_COURTESY = _courtesy("courtesies", "told")
_OF_ANYBODY = _courtesy("regrets", "told_to_you")
_PITYING = rf"(?:{pattern_of(_WORDS['pity'])})(?:\s+(?:{pattern_of(_WORDS['called'])}))?"
_PITY = re.compile(rf"(?<![\w,;])\s*\b{_PITYING}\s*[.!,;–—-]+|,\s*{_PITYING}\b", re.IGNORECASE)


def with_tidings(prompt: str) -> str:
    """The prompt without the courtesies of a line by which somebody brings news, and without his name before it."""
    written = prompt.replace("’m", "'m")
    if _ALONE.search(written):
        return _without_pity(_OF_ANYBODY.sub("", written))
    if not (_SPEAKER.search(written) or _SAID_BY.search(written)):
        return prompt
    told, courtesies = _COURTESY.subn("", written)
    return _SPEAKER.sub("", told) if courtesies else prompt


def _without_pity(line: str) -> str:
    """The line without what its speaker feels for whom he calls by a name, where what he tells is an event and no doing
    of his own: not "I'm so sorry. I killed him."."""
    told = _CALLED.sub("", _PITY.sub(" ", line))
    event = event_in(told) if told != line else None
    of_another = event is not None and event.feels.emotion not in _FAULTS and not _OWN.search(told)
    return told if of_another else line
