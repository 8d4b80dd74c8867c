"""How large something is shown, in words that grade a display: "a dutiful laugh", "the smile of her life", "his smile:
token". They are written as factors, "a ×0.50 dutiful laugh". The words are data: presets/display_words.toml, [shown].
"""

import re
import tomllib
from pathlib import Path

from .phrases import pattern_of

TABLE: dict[str, dict] = tomllib.loads(
    (Path(__file__).parents[3] / "presets" / "display_words.toml").read_text(encoding="utf-8")
)
_WORDS = TABLE["shown"]
_GAP = r"[\s-]+"
_OPEN = "~"
"""Ends a phrase that goes on to the end of its clause."""
_LIST = re.compile(r"\{(\w+)\}")
TO_THE_END = r"[^.,;:!?()\n—–]*"
_SHOWN = rf"(?:{pattern_of(_WORDS['displays'])})"
_BETWEEN = r"(?:(?:little|old|big|sort of|kind of|bit of an?|of an?)\s+)*"
_DENIALS = r"(?<!not )(?<!not a )(?<!not the )(?<!n't )(?<!no )(?<!never )(?<!without a )(?<!hardly )"
CLAUSE_END = r"(?=\s*(?:[.,;:!?()\n—–]|$))"


def of_phrases(phrases: list[str]) -> str:
    """A regular expression for any of them, whose words hyphens may join; what ends in ~ takes its clause along."""
    return "|".join(_of_phrase(phrase) for phrase in phrases)


def _of_phrase(phrase: str) -> str:
    """One for all its spellings, which are too many to be written out."""
    pattern, gap = "", ""
    for word in phrase.removesuffix(_OPEN).split():
        choices = sorted((choice for choice in _listed(word).split("|") if choice != "_"), key=len, reverse=True)
        said = "|".join(_GAP.join(map(re.escape, choice.strip("_").split("_"))) for choice in choices)
        if "_" in word.split("|"):
            pattern += rf"(?:{gap}(?:{said}){'' if gap else _GAP})?"
        else:
            pattern += rf"{gap}(?:{said})"
            gap = _GAP
    return rf"{pattern}\b{TO_THE_END}" if phrase.endswith(_OPEN) else pattern


def _listed(word: str) -> str:
    """The word with the choices of the lists that it names, "{each}|_"."""
    return _LIST.sub(lambda name: "|".join(TABLE["lists"][name[1]]), word)


def _behind(phrases: str) -> re.Pattern[str]:
    return re.compile(
        rf"{_DENIALS}\b(?P<shown>{_SHOWN}(?:\s+\w+)?)\s+(?:{of_phrases(_WORDS[phrases])})(?!\w)", re.IGNORECASE
    )


def _before(phrases: str) -> re.Pattern[str]:
    graded = rf"(?P<graded>(?:{of_phrases(_WORDS[phrases])})\s+{_BETWEEN}{_SHOWN})(?!\w)"
    return re.compile(rf"{_DENIALS}\b{graded}", re.IGNORECASE)


def _told(phrases: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?P<shown>\b{_SHOWN}\b[^.;!?:\n]*)[:–—]\s+(?:{of_phrases(_WORDS[phrases])}){CLAUSE_END}", re.IGNORECASE
    )


_GRADED = [
    (_WORDS[size], _before(f"{size}_before"), _behind(f"{size}_behind"), _told(f"{size}_told"))
    for size in ("small", "large")
]


def with_displays(prompt: str) -> str:
    """The prompt with a factor at each display that words grade."""
    for factor, before, behind, told in _GRADED:
        prompt = before.sub(rf"×{factor:.2f} \g<graded>", prompt)
        prompt = behind.sub(rf"×{factor:.2f} \g<shown>", prompt)
        prompt = told.sub(rf"×{factor:.2f} \g<shown>", prompt)
    return prompt
