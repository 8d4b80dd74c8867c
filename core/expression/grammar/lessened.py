"""What a prompt wants less of: "less angry" is still angry, "less angry, more hurt" is not."""

from collections.abc import Sequence
from dataclasses import replace

from .segments import Segment

_LESSENING = frozenset(("less", "fewer", "less of"))
_HALF, _LEAST = 0.5, 0.2
"""Of what is felt less: this much with a plain "less", more with "a bit less", and never less than the other."""


def with_lessened(segments: Sequence[Segment]) -> list[Segment]:
    """The segments; what there is to be less of is there, where nothing stands in its place."""
    for one in segments:
        replacing = one.names or (one.turned and one.clause != segments[0].clause)
        if replacing and not one.denied:
            return list(segments)
    return [_weakened(one) if _is_lessened(one) else one for one in segments]


def _is_lessened(segment: Segment) -> bool:
    return segment.denial in _LESSENING and segment.absence == "denied" and segment.names


def _weakened(segment: Segment) -> Segment:
    return replace(segment, absence="", denial="", strength=max(_LEAST, 1.0 - _HALF * segment.strength))
