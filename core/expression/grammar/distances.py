"""How far a part of the face goes, measured: "drop the jaw 5 mm", "brows up half a centimetre", "jaw open 3°".

Such a measure is a percentage of the way that the part can go: a jaw goes 40 mm or 25 degrees, other parts 15 mm.
"""

import re

from .amounts import NUMBER, percent, value_of
from .named import names_muscle
from .phrases import pattern_of
from .wording import TABLE

_UNITS: dict[str, float] = TABLE["scales"]["lengths"]
"""Millimetres of each."""
_CLAUSE = re.compile(r"[;!?()\n—]|[,.](?!\d)|\band\b|\bwhile\b|\bwith\b")
_BREAK_BEFORE, _ENDS = re.compile(r"[,:;(]\s*$"), re.compile(r"\s*(?:$|[,;.!)])")
""" "Jaw open, 3mm", not "smiling, 10 cm taller"."""
_DISTANCE = re.compile(
    rf"\b(?:by\s+|a?part\s+by\s+|about\s+|some\s+|roughly\s+)*(?<![\w.,$€£-])"
    rf"(?:(?P<half>half an?|an?)|(?P<count>{NUMBER}))\s?-?"
    rf"(?:(?P<unit>{pattern_of(_UNITS)})\b|(?P<angle>°|deg\b|degrees?\b))",
    re.IGNORECASE,
)
_JAW = re.compile(r"\b(?:jaws?|mandible|mouth|chin)\b", re.IGNORECASE)
_TURNED_BY_IT = re.compile(r"\b(?:head|eyes?|gaze|looks?|neck|camera|chin)\b", re.IGNORECASE)
_FARTHEST, _JAW_FARTHEST, _JAW_WIDEST = 15.0, 40.0, 25.0
"""In millimetres and degrees."""


def with_distances(prompt: str) -> str:
    """The prompt with each measure beside a muscle as a percentage."""
    return _DISTANCE.sub(_share, prompt)


def _share(found: re.Match[str]) -> str:
    before = found.string[: found.start()]
    clause = _CLAUSE.split(_BREAK_BEFORE.sub("", before) if _ENDS.match(found.string, found.end()) else before)[-1]
    said = (found["half"] or "").lower()
    count = value_of(found["count"]) if found["count"] else 0.5 if said.startswith("half") else 1.0
    jaw = _JAW.search(clause)
    if not names_muscle(clause):
        return found[0]
    if found["unit"]:
        way = count * _UNITS[found["unit"].lower()] / (_JAW_FARTHEST if jaw else _FARTHEST)
    elif found["count"] and jaw and not _TURNED_BY_IT.search(clause):
        way = count / _JAW_WIDEST
    else:
        return found[0]
    return percent(min(way, 1.0))
