"""What one side does and the other does not: "the left eye doesn't close, only the right one does"."""

from collections.abc import Sequence
from dataclasses import replace

from .segments import Segment, moves

_OTHER = {"left": "right", "right": "left"}
_AFFIRMING = frozenset(("does", "do", "did", "is", "are"))
_SMALL = frozenset(("the", "his", "her", "their", "its", "my", "one", "eye", "brow", "lid", "corner", "side", "cheek"))


def side_of(words: Sequence[str]) -> str:
    """The one side that words speak of, "" for none or both."""
    told = {word for word in words if word in _OTHER}
    return told.pop() if len(told) == 1 else ""


def is_other_side(words: Sequence[str], told: Sequence[str]) -> bool:
    """ "The left one" behind what the right one does."""
    side = side_of(words)
    return bool(side) and side_of(told) == _OTHER[side]


def with_other_side(segments: Sequence[Segment]) -> list[Segment]:
    """The segments; what one side is said not to do the other does that is said to."""
    made = list(segments)
    for number, one in enumerate(segments):
        side = side_of(one.words)
        affirms = one.words[-1:] and one.words[-1] in _AFFIRMING and not one.denied
        if not (side and affirms and _SMALL.issuperset(set(one.words[:-1]) - {side})):
            continue
        denied = next((at for at in range(number - 1, 0, -1) if segments[at].denied), 0)
        subject = segments[denied - 1] if denied else one
        if subject.clause == segments[denied].clause and side_of(subject.words) == _OTHER[side]:
            words = [side if word == _OTHER[side] else word for word in (*subject.words, *segments[denied].words)]
            made[number] = replace(one, words=words, only=False) if moves(words) else one
    return made
