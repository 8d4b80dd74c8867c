"""Denials that agree: "he ain't got no smile" denies once, "I don't think there's no joy" twice."""

from .phrases import spellings
from .segments import Segment
from .wording import TABLE

_TABLE = TABLE["negation"]["concord"]
_DENIALS = frozenset(spellings(_TABLE["denials"]))
_AGREEING = frozenset(_TABLE["with"])
_OPINIONS = frozenset(_TABLE["opinions"])


def agrees(before: Segment, denial: str) -> bool:
    """Whether a denial only says again that the segment before it is denied."""
    return before.denial in _DENIALS and denial in _AGREEING and _OPINIONS.isdisjoint(before.words)
