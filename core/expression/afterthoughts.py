"""What later words do to what was told before them.

A denial that stands alone at the end of its clause takes it back ("everyone laughs, she doesn't"), so does a failure
("trying not to laugh, failing"); a strength or a number alone belongs to it ("nose wrinkled, barely", "angry: 30%").
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from .shares import LEVELS, share_of

if TYPE_CHECKING:
    from .clauses import Segment

_ATTEMPT = frozenset("try tries tried trying attempt attempts attempting attempted want wants wanted wanting".split())
_ATTEMPT |= frozenset("struggle struggles struggling strive strives hoping hopes means meant aims aiming".split())
_PAST = frozenset("was were had used once".split())


def with_afterthoughts(segments: Sequence["Segment"]) -> list["Segment"]:
    """The segments; denied is what a later one takes back, masks that fail are gone."""
    kept: list[Segment] = []
    for segment in segments:
        if segment.failed:
            kept = _after_failure(kept)
        if "now" in segment.words and segment.hits:
            kept = [replace(one, denied=True) if one.hits and not _PAST.isdisjoint(one.words) else one for one in kept]
        if _stands_alone(segment) and kept:
            kept = _denied_before(kept, segment)
        elif _only_tells_how_much(segment) and kept and not kept[-1].denied:
            before = kept[-1]
            kept[-1] = replace(before, strength=before.strength * segment.strength, words=before.words + segment.words)
            segment = replace(segment, strength=1.0, words=[], mask="")
        kept.append(segment)
    return kept


def _stands_alone(segment: "Segment") -> bool:
    """ "She isn't", "no", "not her": a denial with nothing behind it."""
    return segment.denied and segment.ellipsis and not segment.hits


def _only_tells_how_much(segment: "Segment") -> bool:
    plain = not (segment.denied or segment.link or segment.hits or segment.only or segment.unreached)
    told = all(share_of(word) is not None or word in LEVELS for word in segment.telling)
    return plain and segment.mask in ("", "nearing") and told


def _denied_before(before: Sequence["Segment"], denial: "Segment") -> list["Segment"]:
    """The last segment that tells something is denied."""
    telling = [number for number, one in enumerate(before) if one.telling]
    if len(telling) > 1 and _is_subject(before[telling[-1]], denial):
        telling.pop()
    last = telling[-1] if telling else None
    if last is None or before[last].denied or denial.clause - before[last].clause > 1:
        return list(before)
    return [replace(one, denied=True) if number == last else one for number, one in enumerate(before)]


def _is_subject(segment: "Segment", denial: "Segment") -> bool:
    """ "Tom" of "Tom doesn't"."""
    return segment.clause == denial.clause and not segment.hits and len(segment.telling) <= 2


def _after_failure(before: Sequence["Segment"]) -> list["Segment"]:
    """What is held in breaks out; what somebody tries to be does not come about."""
    made: list[Segment] = []
    for one in before:
        if one.mask == "held":
            one = replace(one, mask="")
        elif one.mask == "feigned" or (one.hits and not _ATTEMPT.isdisjoint(one.words)):
            one = replace(one, denied=True, mask="")
        made.append(one)
    return made
