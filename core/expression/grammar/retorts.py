"""Answers that take back what was asked or claimed before them: "Sad? Don't be daft.", "happy, my foot".

The phrases are data: presets/prompt_words.toml, [negation.retorts].
"""

import re
from collections.abc import Sequence
from itertools import takewhile

from .phrases import Phrases, spellings
from .scope import names_something
from .wording import TABLE

_RETORTS: Phrases[bool] = Phrases((phrase, True) for phrase in TABLE["negation"]["retorts"]["phrases"])
_ALONE: Phrases[bool] = Phrases((phrase, True) for phrase in TABLE["negation"]["retorts"]["alone"])
_CRIES = frozenset(TABLE["negation"]["retorts"]["cries"])
_BEFORE = frozenset(TABLE["negation"]["retorts"]["before"])
_DENIALS = frozenset(spellings(TABLE["negation"]["words"]))
_IF_THAT_IS = r"\bif (?:that's|that is|this is|it's|it is|those are|that was) "
_THEN = r"(?:,? then)?,? "
_ABSURD = r"(?:(?:i'm|i am|he's|she's|you're) (?:an?|the)|(?:i'd|i would) hate to see|my name(?:'s| is)) [^,.;:!?]*"
_SUPPOSED_IN_VAIN = re.compile(_IF_THAT_IS + r"([^.;:!?]{3,60}?)" + _THEN + _ABSURD, re.IGNORECASE)


def without_absurd_ifs(text: str) -> str:
    """ "If that's love I'm a toaster" says that it is not love."""
    return _SUPPOSED_IN_VAIN.sub(r"not \1", text)


def is_interjection(words: Sequence[str]) -> bool:
    """ "Oh", "well": what it answers stands before it."""
    return _BEFORE.issuperset(words)


def words_of_retort(words: Sequence[str], before: Sequence[str], asked: bool) -> int:
    """How many words that open a clause are a retort to the clause before it: all of them where that asks
    nothing, and none where it denies ("not bad, quite the opposite")."""
    if not before or before[0] in _CRIES:
        return 0
    for start in takewhile(lambda at: _BEFORE.issuperset(words[:at]), range(len(words))):
        length = _RETORTS.longest(words, start)[0]
        if asked and length:
            return start + length
        left = len(words) - start
        if asked and _ALONE.longest(words, start)[0] == left:
            return len(words)
        if length == left and _DENIALS.isdisjoint(before) and names_something(before):
            return len(words)
    return 0
