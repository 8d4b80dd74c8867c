"""Denials that tell more than that something is not there; the data are in presets/prompt_words.toml, [negation].

Who does not look at somebody looks away, who never saw anybody so glad sees gladness, whom nobody makes smile is sad.
"""

from collections.abc import Sequence

from .muscle_words import DETERMINERS
from .phrases import Phrases
from .segments import MERRY
from .wording import TABLE

AVERTED = "looks away"
UNMOVED = "nothing moves"
"""Stands for the denial of "nobody can make her smile"."""
_LOOKING = TABLE["negation"]["looking"]
_LOOKED: Phrases[bool] = Phrases((phrase, True) for phrase in _LOOKING["looked"])
_AVERTED: Phrases[bool] = Phrases((phrase, True) for phrase in _LOOKING["looked"] + _LOOKING["averted"])
_FIXED: Phrases[bool] = Phrases((phrase, True) for phrase in _LOOKING["fixed"])
_UP_TO_LOOKING = frozenset(_LOOKING["before"])
_NOT_OF_LOOKING: Phrases[bool] = Phrases((phrase, True) for phrase in _LOOKING["unlike"])
_NOBODY = frozenset(TABLE["negation"]["nobody"])
_SUBJECTS = frozenset(("nobody", "no one", "none", "not one", "not even", "nothing"))
_CHEERING: Phrases[bool] = Phrases((phrase, True) for phrase in TABLE["negation"]["cheering"])
_NEVER = frozenset(TABLE["negation"]["never_so"]["denials"])
_SEEN = frozenset(TABLE["negation"]["never_so"]["seen"])
_SO = frozenset(TABLE["negation"]["never_so"]["so"])
_OWING_TO = frozenset(("for", "from"))
_LONGEST = 10
"""Words from a denial to what it compares, or to the smile that it does not bring."""


def looks_instead(denial: str, after: Sequence[str]) -> tuple[str, int] | None:
    """Where the eyes are, and how many words behind the denial say so: "won't look at her" is "looks away", "can't take
    his eyes off" is "looks at"."""
    at = next((at for at, word in enumerate(after) if word not in _UP_TO_LOOKING), len(after))
    if denial in _SUBJECTS:
        return None
    if length := _FIXED.longest(after, at)[0]:
        return "looks at", at + length
    length = _AVERTED.longest(after, at)[0]
    return (AVERTED, at + length) if length and not _NOT_OF_LOOKING.longest(after, at + length)[0] else None


def looks_there(words: Sequence[str]) -> bool:
    """Whether words begin with a look at something."""
    return bool(_LOOKED.longest(words, 0)[0])


def compared(denial: str, after: Sequence[str]) -> tuple[str, int] | None:
    """ "So" or "less", and the words up to what is compared: "never have I seen a child so delighted", "never has a man
    looked less in love"; after: with their determiners."""
    if denial not in _NEVER:
        return None
    for at, word in enumerate(after[:_LONGEST]):
        if (word in _SO or word == "less") and not _SEEN.isdisjoint(after[:at]):
            return "less" if word == "less" else "so", sum(one not in DETERMINERS for one in after[: at + 1])
    return None


def words_to_unwon_smile(denial: str, after: Sequence[str]) -> int | None:
    """ "Not even the clown could get a laugh out of him", not "can't get a word out for laughing"."""
    merry = next((at for at, word in enumerate(after[:_LONGEST]) if word.startswith(MERRY)), 0)
    if merry and after[merry - 1] in _OWING_TO:
        return None
    cheers = any(_CHEERING.longest(after[:merry], at)[0] for at in range(merry))
    return merry if denial in _NOBODY and cheers else None
