"""What a denial leaves behind where nothing else is told; the data are in presets/prompt_words.toml, [opposite]."""

from collections.abc import Mapping, Sequence, Set

import numpy as np

from .bygone import is_nothing
from .contrary import is_merry
from .graded import feeling_face, likeness
from .moves import Moves, without_side
from .remaining import something_remains
from .segments import PLEASANT, Segment
from .wording import TABLE

_MARKS = (("12", "smile"), ("15", "frown"), ("4", "frown"))
_TABLE: dict[str, dict] = TABLE["opposite"]
_PLAIN: dict[str, dict[str, float]] = _TABLE
_SPECIAL: dict[str, dict[str, dict[str, float]]] = {kind: _TABLE[kind] for kind in ("ended", "attempted", "missing")}
_OF_MUSCLES: dict[str, dict[str, dict[str, float]]] = {code: _TABLE[name] for code, name in _MARKS}
_EMPTIED, _REMAINING = (_TABLE[name] for name in ("emptied", "remaining"))
_LOOKING = frozenset(("5", "61", "62", "63", "64"))
"""Action units of eyes that look somewhere, whatever is felt."""
_STARING = _LOOKING | frozenset(("43", "45"))
"""Action units that may be denied beside a feeling and tell nothing of what shows instead: no blink, no look away."""
_ALIKE = 0.75
"""Cosine of two faces from which on they tell the same feeling."""


def opposite_of(segments: Sequence[Segment], resting: Sequence[str]) -> tuple[str, float] | None:
    """The feeling that follows from what is denied, with its degree; resting: action units that are denied, too."""
    denied = [(segment, hit.feels.emotion) for segment in segments if segment.denied for hit in segment.hits]
    left = _left_by_muscles(set(map(without_side, resting)), {segment.absence for segment in segments})
    if _is_emptied(segments):
        return next(iter(_EMPTIED.items()))
    if left:
        return left
    if len({emotion in PLEASANT for _, emotion in denied}) != 1 or not _STARING.issuperset(resting):
        return None
    if something_remains(segments):
        return next(iter(_REMAINING.items()))
    return next((item for segment, emotion in denied for item in _left_by(segment, emotion).items()), None)


def _is_emptied(segments: Sequence[Segment]) -> bool:
    """ "He used to light up at her name; tonight, nothing"."""
    ended = [one for one in segments if one.absence == "ended" and (one.hits or one.names)]
    return any(map(is_nothing, segments)) and bool(ended) and all(map(is_merry, ended))


def gaze_beside(segments: Sequence[Segment], moves: Sequence[Moves]) -> Moves | None:
    """Where the eyes look, None where more of the face is told of: "unafraid, she looks up" still tells no feeling."""
    gaze = Moves()
    for segment, move in zip(segments, moves, strict=True):
        if move and not segment.denied:
            gaze.activations |= move.activations
    return gaze if _LOOKING.issuperset(map(without_side, gaze.activations)) else None


def is_what_is_denied(weights: np.ndarray, emotions: Mapping[str, float], segments: Sequence[Segment]) -> bool:
    """Whether a face that is felt, (52,), with the shares of its emotions, is what the segments deny: "nobody is bored"
    beside words that sound bored."""
    plain = [segment for segment in segments if segment.denied and segment.mask != "feigned"]
    denied = {hit.feels.emotion for segment in plain for hit in segment.hits}
    likeliest = max(emotions, key=lambda name: emotions[name], default="")
    return likeliest in denied or any(likeness(weights, feeling_face(emotion, 1.0)) > _ALIKE for emotion in denied)


def _left_by(segment: Segment, emotion: str) -> dict[str, float]:
    special = _SPECIAL.get(segment.absence, {})
    return special[emotion] if emotion in special else _PLAIN.get(emotion, {})


def _left_by_muscles(resting: Set[str], absences: Set[str]) -> tuple[str, float] | None:
    """What shows where a smile was and is no more, was tried, or was asked for."""
    tables = (table for code, table in _OF_MUSCLES.items() if code in resting)
    found = (item for table in tables for kind, face in table.items() if kind in absences for item in face.items())
    return next(found, None)
