"""Large numbers in digits, as one says them: "1,200,000" is "1 million", "₹10,00,000" is "10 lakh"."""

import re

_DIGITS = re.compile(r"(?<![\d.,])(?:\d{1,3}(?:,\d{2,3})+|\d{5,})(?![\d,])")
_INDIAN = re.compile(r"\d{1,2}(?:,\d{2})*,\d{2},\d{3}")
_SAID = {"million": 1_000_000, "thousand": 1_000}
_SAID_IN_INDIA = {"crore": 10_000_000, "lakh": 100_000}


def sums_said(text: str) -> str:
    """The text with each number of thousands and more in words, without what is left over of it."""
    return _DIGITS.sub(_said, text)


def _said(digits: re.Match) -> str:
    number = int(digits[0].replace(",", ""))
    names = _SAID_IN_INDIA if _INDIAN.fullmatch(digits[0]) else _SAID
    return next((f"{number // size} {name}" for name, size in names.items() if number >= size), digits[0])
