"""What a sentence says of a thing: "the joke wasn't funny" tells of no amusement, though jokes are funny."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from .muscle_words import DETERMINERS
from .phrases import spellings
from .segments import Hit, Segment
from .wording import TABLE

_NEGATION = TABLE["negation"]
_SAID_WITH_NOT = frozenset(phrase.split()[0] for phrase in spellings(_NEGATION["denials_of_sayings"]))
_THINGS = frozenset(_NEGATION["things_told_of"])


def without_things_told_of(segments: Sequence[Segment]) -> list[Segment]:
    """The segments; a thing of which something is denied is not felt by its name."""
    made = []
    for one, after in zip_longest(segments, segments[1:]):
        said = next((hit.begin for hit in one.hits if _begins_with_not(one, hit)), None)
        denied_after = after is not None and after.clause == one.clause and after.denied and not after.verdict
        if said is None and denied_after and after is not None and after.telling:
            said = len(one.words)
        if said is not None and _is_thing(one.words[:said]):
            one = replace(one, hits=[hit for hit in one.hits if hit.begin >= said])
        made.append(one)
    return made


def _begins_with_not(segment: Segment, hit: Hit) -> bool:
    return hit.end > hit.begin and segment.words[hit.begin] in _SAID_WITH_NOT


def _is_thing(words: Sequence[str]) -> bool:
    telling = [word for word in words if word not in DETERMINERS]
    return len(telling) == 1 and telling[0] in _THINGS
