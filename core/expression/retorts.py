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
_BEFORE = frozenset(TABLE["negation"]["retorts"]["before"])
_DENIALS = frozenset(spellings(TABLE["negation"]["words"]))
_IF_THAT_IS = r"\bif (?:that's|that is|this is|it's|it is|those are|that was) "
_THEN = r"(?:,? then)?,? "
_ABSURD = r"(?:i'm|i am|he's|she's|you're) (?:an?|the) [^,.;:!?]*|(?:i'd|i would) hate to see [^,.;:!?]*|my name(?:'s| is) [^,.;:!?]*"
_SUPPOSED_IN_VAIN = re.compile(_IF_THAT_IS + r"([^.;:!?]{3,60}?)" + _THEN + rf"(?:{_ABSURD})", re.IGNORECASE)


def without_absurd_ifs(text: str) -> str:
    """ "If that's love I'm a toaster" says that it is not love."""
    return _SUPPOSED_IN_VAIN.sub(r"not \1", text)


def words_of_retort(words: Sequence[str], before: Sequence[str], asked: bool) -> int:
    """How many words that open a clause are a retort to the clause before it: all of them where that asks
    nothing, and none where it denies ("not bad, quite the opposite")."""
    if not before:
        return 0
    for start in takewhile(lambda at: _BEFORE.issuperset(words[:at]), range(len(words))):
        length = _RETORTS.longest(words, start)[0]
        whole = start + length == len(words) and _DENIALS.isdisjoint(before) and names_something(before)
        if length and (asked or whole):
            return start + length
    return 0
