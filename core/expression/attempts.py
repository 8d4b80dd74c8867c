"""Whose attempt it is that fails: "tries to look calm, her face won't obey", not "tries to, the heater is broken"."""

from collections.abc import Sequence

from .segments import Segment
from .wording import TABLE

_OWN = frozenset(TABLE["negation"]["trying"]["own"])
_OF_OTHERS = frozenset(("the", "a", "an", "this", "that", "my", "our", "your"))


def fails_elsewhere(before: Sequence[Segment], failure: Segment) -> bool:
    """Whether something else fails than who tries: a thing that is neither a part of the face nor what is tried."""
    subject = [word for one in before if one.clause == failure.clause and not one.mask for word in one.words]
    names = any(one.names for one in before if one.clause == failure.clause)
    return subject[:1] != [] and subject[0] in _OF_OTHERS and not names and _OWN.isdisjoint(subject)
