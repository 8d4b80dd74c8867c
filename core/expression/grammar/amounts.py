"""Amounts as users write them: "7", ".3", "nine and a half", "three quarters", "2 of 5", "80 %", "4 stars", "1 → 5".

A number alone is one of ten, above that one of a hundred; "0.3" is a part of one. The words are data:
presets/prompt_words.toml, [scales].
"""

import re

from .numerals import NUMERALS, SPELT, number_of
from .phrases import pattern_of
from .shares import STRONGEST
from .wording import TABLE

_PARTS: dict[str, float] = TABLE["scales"]["parts"]
_READINGS: dict[str, float] = TABLE["scales"]["readings"]
_SPELT_PARTS = pattern_of(_PARTS).replace(r"\ ", r"[\s-]")
_STEPS = pattern_of(TABLE["scales"]["steps"])
_FIGURES = r"\d{1,3}(?:[.,]\d{1,3})?|[.,]\d{1,3}"
NUMBER = rf"(?:(?:{_FIGURES})|\b(?:zero|{SPELT}|eleven)\b)(?:\s+and\s+a\s+half\b|\s?½)?"
_RANGE = rf"(?:from\s+{NUMBER}\s?%?\s+to\s+|(?:from\s+)?{NUMBER}\s?%?\s?(?:→|->|=>|➡️?|⟶)\s?)"
AMOUNT = re.compile(
    rf"(?<!\d[:.,/-])(?<![\w$€£#.×])(?:{_RANGE})?(?:(?P<part>{_SPELT_PARTS})\b|(?P<reading>{pattern_of(_READINGS)})\b"
    rf"|(?P<count>{NUMBER})(?:\s(?:{_STEPS})(?=\s(?:of|out\s?of)\s))?"
    rf"(?:\s?(?P<unit>%|percent\b|per cent\b|pct\b|-?stars?\b)"
    rf"|\s*(?:/|\bout\s*(?:of|ta)\b|\bfrom\b|\bon(?=\s+(?:10|5|100|ten|five)\b)|\bof\b|\bover\b)\s*(?:an?\s+)?(?P<whole>{NUMBER}))?)(?![\w%$€£/–]|[.,:-]\d)",
    re.IGNORECASE,
)
_WHOLES = frozenset((*range(2, 11), 12, 16, 20, 50, 100, 127, 128, 255, 256, 1000))
"""What scales end with, unlike "9/11"."""
_WHOLE_OF_UNIT = {"%": 100.0, "p": 100.0, "s": 5.0, "-": 5.0}
_TEN, OVER_TEN, _HUNDRED = 10.0, 12.0, 100.0
"""Up to OVER_TEN a number alone is one of ten: "turned up to eleven"."""
_MOST = 1.2
"""Of a whole: "eleven out of ten"."""
_MOST_OF_ONE = 2.0
"""A weight, "smile: 1.3"."""


def share_in(amount: re.Match[str], of_one: bool = False, of_hundred: bool = False) -> float | None:
    """0 and up, None where the number is none of a scale; of_one: whether "1" is the whole ("weight 1"); of_hundred:
    whether "10" is a tenth."""
    named = (amount["part"] or amount["reading"] or "").lower()
    if named:
        return (_PARTS | _READINGS)[" ".join(named.replace("-", " ").split())]
    count, whole = value_of(amount["count"]), _whole_of(amount, of_one, of_hundred)
    return min(count / whole, STRONGEST) if whole and (whole == 1.0 or count <= _MOST * whole) else None


def _whole_of(amount: re.Match[str], of_one: bool, of_hundred: bool) -> float | None:
    if amount["whole"]:
        whole = value_of(amount["whole"])
        return whole if whole in _WHOLES else None
    if amount["unit"]:
        return _WHOLE_OF_UNIT[amount["unit"][0].lower()]
    count = value_of(amount["count"])
    if (is_decimal(amount["count"]) and count < _MOST_OF_ONE) or (of_one and count <= 1.0):
        return 1.0
    return _TEN if count <= OVER_TEN and not of_hundred else _HUNDRED if count <= _MOST * _HUNDRED else None


def says_of_what(amount: re.Match[str]) -> bool:
    """Whether an amount tells itself of how much it is a part: "3 of 5", "30%", "a third", "0.3", "4 stars"."""
    part = amount["part"] or amount["whole"] or amount["unit"]
    return bool(part) or (bool(amount["count"]) and is_decimal(amount["count"]))


def is_decimal(count: str) -> bool:
    return bool(re.fullmatch(r"[01]?[.,]\d+", count))


def value_of(said: str) -> float:
    """Of words or figures that match NUMBER."""
    said = said.lower()
    half = 0.5 if "half" in said or "½" in said else 0.0
    figures = re.match(_FIGURES, said)
    if figures:
        return float(figures[0].replace(",", ".")) + half
    return (number_of(said.split(" and ")[0]) if any(word in said for word in NUMERALS) else 0.0) + half


def percent(share: float) -> str:
    return f"{round(100 * share)}%"
