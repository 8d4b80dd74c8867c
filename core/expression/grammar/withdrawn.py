"""A feeling that is taken from a part of the face stays on the others: "take the anger out of the mouth"."""

from collections.abc import Sequence
from dataclasses import replace

from .phrases import Phrases
from .places import region_of
from .segments import Segment
from .wording import TABLE

_FROM: Phrases[bool] = Phrases((phrase, True) for phrase in TABLE["negation"]["passing"]["off"])
_TAKING = frozenset(TABLE["negation"]["passing"]["taking"])


def with_withdrawn(segments: Sequence[Segment]) -> list[Segment]:
    return [_elsewhere(one) if one.denied and one.hits and _takes(one.denial) else one for one in segments]


def _takes(denial: str) -> bool:
    return not _TAKING.isdisjoint(denial.split())


def _elsewhere(segment: Segment) -> Segment:
    """The segment up to where it says what is freed of it, and there told of the rest of the face."""
    end = segment.hits[-1].end
    if not _FROM.longest(segment.words, end)[0]:
        return segment
    part = region_of(replace(segment, words=segment.words[end:], hits=[]))
    return replace(segment, absence="", denial="", words=segment.words[:end], spared=part) if part else segment
