"""Whose attempt it is that fails: "tries to look calm, her face won't obey", not "tries to, the heater is broken"."""

from collections.abc import Sequence
from dataclasses import replace

from .segments import Segment
from .wording import TABLE

_OWN = frozenset(TABLE["negation"]["trying"]["own"])
_OF_OTHERS = frozenset(("the", "a", "an", "this", "that", "my", "our", "your"))
ATTEMPT = frozenset("try tries tried trying attempt attempts attempting attempted want wants wanted wanting".split())
ATTEMPT |= frozenset("struggle struggles struggling strive strives hoping hopes means meant aims aiming".split())
_FIGHTING = frozenset("fight fights fighting fought battle battles battling".split())
_BARE = 2
"""Words of an attempt that does not say yet what is tried."""


def with_interposed_failures(segments: Sequence[Segment]) -> list[Segment]:
    """ "He's trying, and failing, not to yawn": what fails is told behind the failure."""
    made = list(segments)
    for at, failure in enumerate(segments):
        after = next((number for number in range(at + 1, len(made)) if made[number].telling), None)
        if failure.verdict == "failed" and after is not None and _opens_with(segments[:at]) and _is_tried(made[after]):
            moved = replace(failure, clause=made[after].clause)
            made[at : after + 1] = [*made[at + 1 : after + 1], moved]
            if not made[after - 1].mask:
                made[after - 1] = replace(made[after - 1], absence="attempted")
    return made


def _opens_with(before: Sequence[Segment]) -> bool:
    """Whether the last that is told before a failure is an attempt at what is not said yet."""
    last = next((one for one in reversed(before) if one.telling), Segment())
    return not (ATTEMPT | _FIGHTING).isdisjoint(last.words) and len(last.telling) <= _BARE


def _is_tried(segment: Segment) -> bool:
    return segment.words[:1] == ["to"] or segment.mask in ("held", "feigned")


def fails_elsewhere(before: Sequence[Segment], failure: Segment) -> bool:
    """Whether something else fails than who tries: a thing that is neither a part of the face nor what is tried."""
    subject = [word for one in before if one.clause == failure.clause and not one.mask for word in one.words]
    names = any(one.names for one in before if one.clause == failure.clause)
    return subject[:1] != [] and subject[0] in _OF_OTHERS and not names and _OWN.isdisjoint(subject)
