"""ARKit names in a prompt: "mouthSmileLeft .7", "cheekPuff 30%", "jaw_open" is none."""

import re

from ....rigs import arkit

PLAIN_SHAPE = 0.7
"""Of a shape without a number."""
_STEMS = sorted({re.sub(r"(Left|Right)$", "", name) for name in arkit.NAMES}, key=len, reverse=True)
_STEM_OF = {stem.lower(): stem for stem in _STEMS}
_SHAPE = re.compile(
    rf"\b(?P<shape>{'|'.join(_STEMS)})(?P<side>Left|Right|_?[LR]\b)?(?=\b|_)"
    r"(?:\s*(?:=|:|at|to|of|up to)?\s*(?P<value>[01]?\.\d+|1\.0|\d{1,3} ?%|\d{1,3}\b))?",
    re.IGNORECASE,
)


def read_shapes(prompt: str) -> tuple[dict[str, float], str, list[str]]:
    """Weights of the shapes that are named, the prompt without them, and what was read."""
    weights: dict[str, float] = {}
    told: list[str] = []
    for match in _SHAPE.finditer(prompt):
        if _is_shape(match):
            for name in _names(match):
                weights[name] = _value(match["value"])
                told.append(f"{name} {weights[name]:.2g}")
            prompt = prompt.replace(match[0], " ", 1)
    return weights, prompt, told


def _is_shape(match: re.Match[str]) -> bool:
    """jawOpen, mouthSmile_L: names in one word with a capital inside; "jaw 5" and "mouth 5", plain words, are none."""
    if match["shape"].lower() in _STEM_OF.values() and not match["side"]:
        return False
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
