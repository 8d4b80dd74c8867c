"""Numbers that say how much: "30%", "0.3", "80 %" beside a feeling or a muscle give just that."""

import re
from collections.abc import Sequence

from .numerals import NUMERALS, SPELT, number_of
from .wording import SILENT, TABLE

STRONGEST = 1.3
"""Of "turned up to thirteen"; a muscle goes no further than it can."""
_FACTOR = re.compile(r"×(\d+\.\d+)")
_NUMBER = re.compile(r"(\d{1,3})%|([01]?\.\d+|1\.0)")
_SCALE = re.compile(
    r"\b(\d+(?:\.\d+)?|one|two|three|four|five|six|seven|eight|nine|ten)"
    r"\s*(?:/|\bout of\b|\bof\b)\s*(5|10|ten|100)(?![\w.%])",
    re.IGNORECASE,
)
_PERCENT = re.compile(
    rf"\b(?:(\d{{1,3}})|({SPELT})|(?:an? |one )?hundred(?: and {SPELT})?) ?(?:percent|per cent|pct)\b", re.IGNORECASE
)
LEVELS: dict[str, float] = {level: TABLE["scales"]["readings"][level] for level in TABLE["scales"]["levels"]}
"""Words that stand alone for a number: "anger: low"."""
ABOUT = frozenset("maybe perhaps about roughly around like say call it a an solid mere only just".split())
"""Words beside a number that stands in a clause of its own: "it hurts, maybe a 7 out of 10"."""
_BETWEEN = frozenset("at to about of intensity strength level around up down by is only".split())
"""What may stand between a feeling and its number."""
_BESIDE = _BETWEEN | ABOUT | SILENT


def share_of(word: str) -> float | None:
    """0 to STRONGEST, None for other words."""
    number = _NUMBER.fullmatch(word)
    if number is None:
        return None
    return min(float(number[1]) / 100 if number[1] else float(number[2]), STRONGEST)


def factor_of(word: str) -> float | None:
    """ "×2.00" as 2, None for other words."""
    factor = _FACTOR.fullmatch(word)
    return float(factor[1]) if factor else None


def with_percentages(prompt: str) -> str:
    """ "8 out of 10", "8/10" and "eighty per cent" as "80%"."""
    return _SCALE.sub(_percentage, _PERCENT.sub(_in_figures, prompt))


def _in_figures(match: re.Match[str]) -> str:
    figures, words = match.groups()
    return f"{figures or (number_of(words) if words else 100)}%"


def _percentage(match: re.Match[str]) -> str:
    count, whole = (float(NUMERALS.get(said.lower(), said)) for said in match.groups())
    return f"{min(100 * count / whole, 100):.0f}%"


def share_beside(words: Sequence[str], begin: int, end: int) -> float:
    """Of what the words from `begin` to `end` name: the number before them, or behind at the end of the words."""
    if begin and (before := share_of(words[begin - 1])) is not None:
        return before
    behind = [word for word in words[end:] if word not in _BESIDE]
    if len(behind) != 1:
        return 1.0
    share = share_of(behind[0])
    return LEVELS.get(behind[0], 1.0) if share is None else share
