"""What happens, told with a word that of a person tells a feeling: "the phone buzzes", "snaps a twig".

The words are data: presets/prompt_words.toml, [events].
"""

from collections.abc import Sequence

from .muscle_words import DETERMINERS
from .phrases import Phrases
from .wording import TABLE

_EVENTS = TABLE["events"]
_THINGS: Phrases[bool] = Phrases((word, True) for word in _EVENTS["things"])
_OF_THINGS: Phrases[bool] = Phrases((word, True) for word in _EVENTS["of_things"])
_SKIPPED = frozenset(_EVENTS["skipped"])
_PLACING = frozenset(_EVENTS["placing"])
_BREAKING = frozenset(_EVENTS["breaking"])
_BROKEN = DETERMINERS | set(_EVENTS["broken"])


def is_done_by_thing(before: Sequence[str], said: Sequence[str]) -> bool:
    """Whether the words said are a verb whose subject is a thing."""
    return bool(_OF_THINGS.longest(said, 0)[0]) and _follow_a_thing(before)


def _follow_a_thing(before: Sequence[str]) -> bool:
    """Whether the last word that counts is a thing, not a place ("in the car"), or what somebody is on: "the branch he
    is sitting on"."""
    counting = [word for word in before if word not in _SKIPPED and word not in DETERMINERS]
    if not counting:
        return False
    if counting[-1] in _PLACING:
        return _is_thing(counting[0])
    return _is_thing(counting[-1]) and _PLACING.isdisjoint(counting[-2:-1])


def _is_thing(word: str) -> bool:
    return bool(_THINGS.longest([word], 0)[0])


def breaks_something(said: Sequence[str], after: Sequence[str]) -> bool:
    """ "Snaps her shin", not "snaps at her"."""
    return len(said) == 1 and said[0] in _BREAKING and bool(after) and after[0] in _BROKEN
