"""Factors for what is told, written "×2": "surprised x2", "half as angry", "brow raise +20%", "a notch more".

The words are data: presets/prompt_words.toml, [scales.factors].
"""

import re

from .amounts import NUMBER, value_of
from .named_beside import named_before, named_behind
from .phrases import pattern_of
from .wording import TABLE

_FACTORS: dict[str, float] = TABLE["scales"]["factors"]
_STEP, _LEAST, _MOST = 0.2, 0.2, 3.0
"""Of a notch; of what factors there are."""
_MORE, _LESS_OF = pattern_of(TABLE["scales"]["more"]), pattern_of(TABLE["scales"]["less"])
_WAY = rf"{_MORE}|{_LESS_OF}"
_AS = rf"as(?:\s+(?:{pattern_of(TABLE['scales']['measures'])})(?:\s+as\s+(?:usual|before|normal|that))?)?"
_TIMES = (
    rf"(?:(?P<times>{pattern_of(_FACTORS)})\b|(?P<count>{NUMBER})\s?(?:x|×|times)(?!\w)"
    r"|(?:\bx|×)\s?(?P<x>\d+(?:\.\d+)?|\.\d+)(?![\w%]))"
)
_FACTOR = re.compile(
    r"(?P<sign>[+−-])\s?(?P<added>\d{1,3})\s?%"
    rf"|(?<![\w.])(?P<by>{NUMBER})\s?(?:%|percent\b|per cent\b)\s+(?P<way>{_WAY})\b"
    rf"|\b(?P<notches>an?|{NUMBER})\s+(?:notch(?:es)?|clicks?|ticks?|increments?)\s+(?P<turned>{_WAY})\b"
    rf"|{_TIMES}(?:\s+(?P<compared>{_WAY}|{_AS}|the)\b)?",
    re.IGNORECASE,
)
_TALLY = re.compile(r"\btimes$", re.IGNORECASE)
"""How often, not how much: "smiles three times"."""
_LESS = frozenset(TABLE["scales"]["less"])
_LEADS = re.compile(r"\s*(?:(?:of|as|the|his|her|their|your|a|an)\s+)*", re.IGNORECASE)
_GAP = re.compile(r"[\s,:(\[@=]*$")
_ENDS = re.compile(r"\s*(?:$|[,;.!?)\]\n/]|\b(?:and|but|with|while|than|please|now|on|here|this|for)\b)", re.IGNORECASE)


def with_factors(prompt: str) -> str:
    """The prompt with each factor beside a feeling or a muscle as "×2"."""
    return _FACTOR.sub(lambda found: _written(prompt, found), prompt)


def _written(prompt: str, found: re.Match[str]) -> str:
    leads = _LEADS.match(prompt, found.end())
    behind = leads and named_behind(prompt, leads.end()) and not found["sign"]
    gap = _GAP.search(prompt, 0, found.start())
    before = gap and named_before(prompt, 0, gap.start()) and _ENDS.match(prompt, found.end())
    if _TALLY.search(found[0]) and not found["compared"]:
        return found[0]
    written = f"×{min(max(_factor(found), _LEAST), _MOST):.2f}"
    if behind and not (found["times"] and not found["compared"]):
        return f" {written} "
    measured = (found["compared"] or "").lower().startswith("as ")
    return f" {written}" if before and (measured or not found["times"]) else found[0]


def _factor(found: re.Match[str]) -> float:
    if found["sign"]:
        return 1.0 + (1 if found["sign"] == "+" else -1) * float(found["added"]) / 100
    way = (found["way"] or found["turned"] or found["compared"] or "").lower()
    sense = -1 if way in _LESS else 1
    if found["by"]:
        return 1.0 + sense * value_of(found["by"]) / 100
    if found["notches"]:
        said = found["notches"].lower()
        return 1.0 + sense * _STEP * (1.0 if said in ("a", "an") else value_of(said))
    times = _FACTORS[found["times"].lower()] if found["times"] else value_of(found["count"] or found["x"])
    return 1.0 / max(times, 1.0) if sense < 0 else times
