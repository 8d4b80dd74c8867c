"""What is told first and denied later by the same word is another's, or over: "all are sad. She isn't sad"."""

from collections.abc import Sequence
from dataclasses import replace

from .places import region_of
from .regions import half_of
from .segments import SUBJECTS, Segment, moves
from .wording import TABLE

_OF_DEGREE = frozenset(TABLE["negation"]["denials_of_degree"])
_SHORTEST, _STEM = 3, 4
_TO_COME = ("expected", "supposed")
_FARTHEST = 2
"""Clauses between the two."""


def without_contradicted(segments: Sequence[Segment]) -> list[Segment]:
    made = list(segments)
    for number, denial in enumerate(segments):
        if _denies_all_of_it(denial):
            near = [at for at in range(number) if _is_near(segments[at], denial)]
            near = [at for at in near if segments[at].mask in _TO_COME or not _share_subject(segments, at, number)]
            stems = _naming_stems(denial) if near else set()
            for at in near:
                if stems and not made[at].denied and stems & _naming_stems(made[at]) and not _is_part(made[at]):
                    made[at] = replace(made[at], absence=denial.absence)
    return made


def _is_near(told: Segment, denial: Segment) -> bool:
    """In a clause before; in its own is what was to come: "you were supposed to smirk but don't smirk"."""
    return (0 if told.mask in _TO_COME else 1) <= denial.clause - told.clause <= _FARTHEST


def _denies_all_of_it(segment: Segment) -> bool:
    """Not "happy, but not too happy", "not angry enough to shout" nor "not smiling with her eyes"."""
    whole = _OF_DEGREE.isdisjoint([segment.denial, *segment.words]) and not _is_part(segment)
    return segment.denied and whole and bool(segment.telling)


def _share_subject(segments: Sequence[Segment], one: int, other: int) -> bool:
    return bool(_subjects(segments, one) & _subjects(segments, other))


def _subjects(segments: Sequence[Segment], number: int) -> frozenset[str]:
    """Who is told of: "he is thrilled (he is not thrilled)" puts it on."""
    clause = (word for one in segments if one.clause == segments[number].clause for word in one.words)
    return SUBJECTS & {word.partition("'")[0] for word in clause}


def _is_part(segment: Segment) -> bool:
    return bool(region_of(segment) or half_of(segment.words) or segment.mask not in ("", *_TO_COME))


def _naming_stems(segment: Segment) -> set[str]:
    named = {word for hit in segment.hits for word in segment.words[hit.begin : hit.end]}
    named |= {word for word in segment.telling if moves([word])}
    return {word[:_STEM] for word in named if len(word) >= _SHORTEST}
