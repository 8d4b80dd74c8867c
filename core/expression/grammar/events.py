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
_BREAKING = frozenset(_EVENTS["breaking"])
_BROKEN = DETERMINERS | set(_EVENTS["broken"])


def is_done_by_thing(before: Sequence[str], said: Sequence[str]) -> bool:
    """Whether the words said are a verb whose subject, the last word before it that counts, is a thing."""
    if not _OF_THINGS.longest(said, 0)[0]:
        return False
    subject = next((word for word in reversed(before) if word not in _SKIPPED), "")
    return bool(_THINGS.longest([subject], 0)[0])


def breaks_something(said: Sequence[str], after: Sequence[str]) -> bool:
    """ "Snaps her shin", not "snaps at her"."""
    return len(said) == 1 and said[0] in _BREAKING and bool(after) and after[0] in _BROKEN
