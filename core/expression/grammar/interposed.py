"""Words that strengthen a saying from within: "in absolute stitches" is "absolute" and "in stitches".

The words are data: presets/prompt_words.toml, [interposed].
"""

from collections.abc import Sequence

from .graded import Feels
from .muscle_words import DETERMINERS
from .vocabulary import VOCABULARY
from .wording import TABLE

_AMPLIFIERS = frozenset(TABLE["interposed"]["amplifiers"])
_DENIALS = frozenset(("not", "no", "never", "without"))
_LONGEST = 6
"""Words of a saying before the one that strengthens it."""


def with_amplifiers_before(words: Sequence[str]) -> list[str]:
    """The words of a clause; what strengthens a saying from within stands before it."""
    ordered = list(words)
    for place in range(1, len(ordered) - 1):
        if ordered[place] in _AMPLIFIERS:
            begin = _begin_of_saying(ordered, place)
            ordered.insert(begin, ordered.pop(place))
    return ordered


def _begin_of_saying(words: Sequence[str], place: int) -> int:
    """Where the saying begins that goes on behind a place when its word is left out; the place itself if none does."""
    within = words[place]
    for begin in range(max(place - _LONGEST, 0), place):
        before, after = _bare(words[begin:place]), _bare(words[place + 1 :])
        if not before or words[begin] in _DENIALS or words[begin] in DETERMINERS:
            continue
        listed = VOCABULARY().longest([*before, within, *after], 0)[0] > len(before)
        length, values = VOCABULARY().longest([*before, *after], 0)
        if length > len(before) and not listed and any(isinstance(value, Feels) for _, value in values):
            return begin
    return place


def _bare(words: Sequence[str]) -> list[str]:
    return [word for word in words if word not in DETERMINERS]
