"""FACS notation in a prompt ("AU1+4+15B", "1+2+5B", "AU 6, 12 and 25 (D)", "AU12R at C") and ARKit names
("mouthSmileLeft .7", "cheekPuff 30%"): activations of action units and shapes."""

import re
from collections.abc import Iterator

from ...rigs import arkit
from ...rigs.action_units import ACTION_UNITS, INTENSITIES

PLAIN_INTENSITY = 0.8
"""Of a unit without a letter; the plain face descriptions of the corpus have the same."""
PLAIN_SHAPE = 0.7
_UNIT = r"(?:unilateral |left |right )?(?:AU\s*)?[LR]?\d{1,2}[LR]?[A-Ea-e]?[LR]?(?![\w.%])"
_JOINT = r"\s*(?:\+|,\s*and\b|,|&|/|\band\b|\bplus\b|\bwith(?= AU))\s*"
_TAIL = (
    r"(?:\s*(?:\(|at |@ ?|, |intensity |all |level |, all |all at )*(?:intensity |level )?"
    r"(?P<all>[A-E])\b\)?(?![+\w']))?"
)
_ONE_SIDE = (
    r"(?:,?\s*(?:on |at )?(?:the |his |her )?(?P<side>left|right)(?:\s+(?:eye|brow|side|half|corner|cheek))?"
    r"(?:\s+only)?(?=\s*(?:$|[,;.)])))?"
)
_PREFIX = r"(?:\b(?:FACS|AUs?|action units?)\b[\s:]*|\bAU(?=[LR]?\d))"
_MARKED = re.compile(
    rf"(?P<word>\b(?:unilateral|left|right)(?:-sided)?\s+)?(?:{_PREFIX})+"
    rf"(?P<units>{_UNIT}(?:(?:{_JOINT}|\s+){_UNIT})*){_TAIL}{_ONE_SIDE}",
    re.IGNORECASE,
)
_BARE = re.compile(
    rf"(?:(?P<start>^|[,;:(]\s*)|(?<![\w.]))(?P<units>[LR]?\d{{1,2}}[LR]?[A-E]?(?:\s*\+\s*[LR]?\d{{1,2}}[LR]?[A-E]?)+)(?![\w.]){_TAIL}"
)
_LONE = re.compile(
    r"(?<![\w.])(?P<units>(?:[LR]\d{1,2}[A-E]|\d{1,2}[A-E][LR]?)(?:(?:\s*[,+]\s*|\s+)[LR]?\d{1,2}[A-E][LR]?)*)(?![\w.])"
)
_SIDED = re.compile(
    r"(?:(?<=\+ )|(?<=, )|(?<![^(\[]))(?P<units>[LR]\d{1,2}(?:\s*\+\s*[LR]?\d{1,2}[A-E]?)*)(?=\s*$|\s*[,;)\]])"
)
_LISTED = re.compile(r"\ball at (?P<all>[A-E])\s*:\s*(?P<units>\d{1,2}(?:\s*[,+]\s*\d{1,2})+)", re.IGNORECASE)
_PARTS = re.compile(
    r"(?P<word>left |right |unilateral )?(?:AU\s*)?([LR]?)(\d{1,2})([LR]?)([A-E](?![A-Z]))?([LR]?)", re.IGNORECASE
)
_NEEDS_SIDE = {"30"}
_SIDES = {"left": "L", "right": "R", "unilateral": "L"}
_SHAPE_STEMS = sorted({re.sub(r"(Left|Right)$", "", name) for name in arkit.NAMES}, key=len, reverse=True)
_SHAPE = re.compile(
    rf"\b(?P<shape>{'|'.join(_SHAPE_STEMS)})(?P<side>Left|Right|_?[LR]\b)?(?=\b|_)"
    r"(?:\s*(?:=|:|at|to|of|up to)?\s*(?P<value>[01]?\.\d+|1\.0|\d{1,3} ?%|\d{1,3}\b))?",
    re.IGNORECASE,
)
_STEM_OF = {stem.lower(): stem for stem in _SHAPE_STEMS}


def read_facs(prompt: str) -> tuple[dict[str, float], str, tuple[str, ...]]:
    """Activations of action units and shapes in a prompt, the prompt without them, and what was read."""
    activations: dict[str, float] = {}
    told: list[str] = []
    for pattern in (_LISTED, _MARKED, _BARE, _LONE, _SIDED):
        for match in pattern.finditer(prompt):
            if pattern is _BARE and not _is_notation(match):
                continue
            letter = match.groupdict().get("all") or ""
            named = match.groupdict()
            word = (named.get("word") or named.get("side") or "").strip().lower()
            side = _SIDES.get(word.removesuffix("-sided"), "")
            for code, activation in _units(match["units"], letter, side, told):
                activations[code] = activation
            prompt = prompt.replace(match[0], " ; ", 1)
    for match in _SHAPE.finditer(prompt):
        if _is_shape(match):
            for name in _names(match):
                activations[name] = _value(match["value"])
                told.append(f"{name} {activations[name]:.2g}")
            prompt = prompt.replace(match[0], " ", 1)
    return activations, prompt, tuple(dict.fromkeys(told))


def _units(text: str, overall: str, overall_side: str, told: list[str]) -> Iterator[tuple[str, float]]:
    for word, before, digits, middle, letter, after in _PARTS.findall(text):
        number = digits.lstrip("0")
        side = (before or middle or after or _SIDES.get(word.strip().lower(), overall_side)).upper()
        unit = ACTION_UNITS.get(number)
        if unit is None:
            told.append(f"ignored: AU {side}{number}, which moves nothing here")
        elif number in _NEEDS_SIDE and not side:
            told.append(f"ignored: AU {number}, which needs a side, L{number} or R{number}")
        else:
            intensity = (letter or overall).upper()
            told.append(f"AU {side}{number}{intensity}: {unit.name}")
            yield side + number, INTENSITIES[intensity] if intensity else PLAIN_INTENSITY


def _is_notation(match: re.Match[str]) -> bool:
    """ "1+2+5B" is notation anywhere, "4+24" where a clause begins; other numbers are no units."""
    units = _PARTS.findall(match["units"])
    known = all(digits.lstrip("0") in ACTION_UNITS for _, _, digits, _, _, _ in units)
    lettered = any(letter or before or middle for _, before, _, middle, letter, _ in units)
    return known and (len(units) > 2 or lettered or match["start"] is not None)


def _is_shape(match: re.Match[str]) -> bool:
    """jawOpen, mouthSmile_L: names in one word with a capital inside."""
    return bool(re.search(r"[a-z][A-Z]|_[LRlr]\b", match[0])) or match["value"] is not None


def _names(match: re.Match[str]) -> tuple[str, ...]:
    stem = _STEM_OF[match["shape"].lower()]
    side = (match["side"] or "").lower().strip("_")[:1]
    ends = {"l": ("Left",), "r": ("Right",)}.get(side, ("Left", "Right"))
    return (stem,) if stem in arkit.INDEX else tuple(stem + end for end in ends if stem + end in arkit.INDEX)


def _value(text: str | None) -> float:
    if text is None:
        return PLAIN_SHAPE
    number = float(text.rstrip("% "))
    return min(number / 100.0 if number > 1.0 else number, 1.0)
