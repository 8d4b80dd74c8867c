"""What was felt before and is not felt now: "he was angry, now he is calm", "she used to laugh; now, nothing"."""

from collections.abc import Sequence
from dataclasses import replace

from .segments import Segment

_PAST = frozenset("was were had used once".split())
_NOTHING = frozenset(("nothing", "nothing at all", "not", "none", "zero", "zilch"))
_NOW = frozenset("now today tonight nowadays".split())


def with_bygone(before: Sequence[Segment], segment: Segment) -> list[Segment]:
    """The segments before one that tells what is felt now; denied is what was."""
    if is_nothing(segment) and _is_of_now(before[-1:]):
        return [replace(one, absence="ended") if _is_past(one) and (one.hits or one.names) else one for one in before]
    if not segment.hits or segment.denied:
        return list(before)
    same = [one for one in before if one.clause == segment.clause]
    if "now" in segment.words:
        since = before
    elif _is_of_now([*same, segment]):
        since = [one for one in before if one.clause != segment.clause]
    else:
        return list(before)
    return [replace(one, absence="denied") if one in since and one.hits and _is_past(one) else one for one in before]


def is_nothing(segment: Segment) -> bool:
    """Whether it says of nothing that it is not there: "now, nothing"."""
    return segment.denied and segment.denial in _NOTHING and not segment.names


def _is_of_now(clause: Sequence[Segment]) -> bool:
    """Whether a clause tells of today, and not of what was there today."""
    words = {word for one in clause for word in one.words}
    return not _NOW.isdisjoint(words) and _PAST.isdisjoint(words)


def _is_past(segment: Segment) -> bool:
    return not _PAST.isdisjoint(segment.words)
