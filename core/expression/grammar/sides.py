"""Left and right in a prompt: the reader hears one side only, so that both are exact mirrors of each other."""

import re
from collections.abc import Sequence

_OTHER = {"left": "right", "right": "left", "leftward": "rightward", "rightward": "leftward"}
_LEFT = ("left", "leftward")
_NO_SIDE = (
    r"(?<!all )(?<!that's )(?<!\bis )(?<!not )(?<!you're )(?<!so )(?<!the )"
    r"right(?= (?:now|away|off|through|out of|here|there|then|after|before|behind|"
    r"answer|thing|moment|on cue|enough|through|in the|at the)\b)|"
    r"(?<=all )right|(?<=that's )right|(?<=you're )right|(?<=\bis )right$|(?<=his )right to|(?<=every )right|"
    r"(?<!the )(?<!her )(?<!his )left(?= (?:me|him|her|them|us|behind|alone|out|over|without|in the|on read)\b)|"
    r"(?<=nothing )left|(?<=has )left|(?<=have )left|"
    r"(?<=one )left$|(?<=\bshe )left(?= )|(?<=\bhe )left(?= )"
)
_STRAIGHT = re.compile(
    r"(?P<part>\b(?:mouth|corners|lips?|brows?|eyebrows?|jaw) (?:is |are |goes |go |pull\w* |turn\w* |draw\w* )+)right"
    r"(?= (?:up|down|back|out|open)\b)|"
    r"(?<!\bthe )(?<!\bto )(?<!\bon )(?<!\bhis )(?<!\bher )(?<!\bfar )(?<!\bhard )(?<!\bstage )"
    r"(?<!\bturns )(?<!\bturn )(?<!\bturned )(?<!\bturning )(?<!\bveers )(?<!\bswings )"
    r"\bright(?= (?:up|down|into|at|out|open|past|on (?:the|his|her|their|my|your|him|me|you|them|us)|"
    r"to the (?:bottom|ceiling|edge|end|floor|hairline|limit|roof|teeth|tip|top))\b)(?!.*\bleft\b)",
    re.IGNORECASE | re.DOTALL,
)
""" "Right down to her shoes": no side."""
_SIDED = re.compile(
    rf"(?P<not>{_NO_SIDE})"
    r"|(?P<gaze>(?:(?<=AU)|(?<=AU )|(?<=\+)|(?<=\+ ))6[12](?=[A-Ea-e]?\b)|\b6[12](?=[A-E]\b)"
    r"|(?:(?<![^(])|(?<=[:;,(] ))6[12](?=[A-E]?\s*(?:$|[+.,;)])))"
    r"|\b(?P<word>left|right|leftwards?|rightwards?)(?=\b|-)"
    r"|(?P<camel>(?-i:(?<=[a-z])(?:Left|Right))\b)|(?P<suffix>(?<=[A-Za-z])_[LRlr]\b)"
    r"|\b(?P<before>[LRlr])(?=\d{1,2}[A-Ea-e]?\b)|(?P<after>(?<=\d)[LR]\b|(?<=\d[A-Ea-e])[LR]\b)"
    r"|(?P<alone>(?:(?<=\d )|(?<=\d \())(?-i:[LR])\b(?!'))"
    r"|\b(?P<letter>[LR])\b(?= (?:brow|eye|lid|corner|side))",
    re.IGNORECASE,
)
_TOWARDS = re.compile(
    r"\b(?:to|on|at|from|off|towards?|stage|camera|exits?|leaves|turn\w*|tilt\w*|lean\w*|looks?|glances?|peers?)\s+"
    r"(?:(?:the|his|her|its|their|my|your|far|stage)\s+)*left(?:wards?)?(?:\s+side)?\s*"
    r"(?:$|[^\w\s'-]|(?:and|then|to|in|with|as)\b)",
    re.IGNORECASE,
)
_PARTS = (
    r"(?:[\s-]+\w+)?[\s-]+"
    r"(?:eye\w*|brows?|lids?|cheeks?|corners?|nostrils?|lips?|dimples?|sides?|halves|half|creases?|temples?|mouth)\b"
)
_PART = re.compile(rf"\bleft\b{_PARTS}", re.IGNORECASE)
_BOTH = re.compile(rf"\b(?:both\s+)?(?:the\s+)?(?:left and right|right and left)(?={_PARTS})", re.IGNORECASE)
_SWAPPED = {"left": "right", "right": "left", "l": "r", "r": "l", "_l": "_r", "_r": "_l"}


def lefthand(words: Sequence[str]) -> tuple[list[str], bool]:
    """The words with the side that is named first as "left", and whether the face must be mirrored for it."""
    first = next((word for word in words if word in _OTHER), "left")
    if first in _LEFT:
        return list(words), False
    return [_OTHER.get(word, word) for word in words], True


def lefthand_text(prompt: str) -> tuple[str, bool]:
    """The same for a prompt as it is written, with FACS codes (R12, 12R) and ARKit names (mouthSmileRight, _R)."""
    prompt = _STRAIGHT.sub(lambda match: (match["part"] or "") + "straight", prompt)
    first = next((match for match in _SIDED.finditer(prompt) if not (match["not"] or match["gaze"])), None)
    if first is None or first[0].lower().strip("_")[0] == "l":
        return prompt, False
    return swapped(prompt), True


def goes_left(prompt: str) -> bool:
    """Whether somebody turns, or something is, to the left: where nothing else of a face shows it, the eyes do."""
    return bool(_TOWARDS.search(prompt))


def with_both(prompt: str) -> str:
    """ "The left and right brow" as "both brow": no side comes first."""
    return _BOTH.sub("both", prompt)


def names_left_part(prompt: str) -> bool:
    """Whether a part of the face is spoken of on its left alone: the other one does not do the same."""
    return bool(_PART.search(prompt)) and not re.search(r"\bright\b", prompt, re.IGNORECASE)


def swapped(text: str) -> str:
    """The text with left and right exchanged; AU 61 and 62 turn the eyes to the left and to the right."""
    return _SIDED.sub(_swap, text)


def _swap(match: re.Match[str]) -> str:
    said = match[0]
    if match["not"]:
        return said
    if match["gaze"]:
        return {"61": "62", "62": "61"}[said]
    stem = said[: -len("s")] if said.lower().endswith("wards") else said
    low = stem.lower()
    other = _SWAPPED.get(low) or _OTHER.get(low) or {"leftward": "rightward", "rightward": "leftward"}[low]
    other = other.capitalize() if stem[:1].isupper() and len(stem) > 1 else other.upper() if stem.isupper() else other
    return other + said[len(stem) :]
