"""A prompt taken apart: segments of words with what the small words around them say, and the feelings they name.

"not angry, just a bit tired" is a denied segment (anger) and one of strength 0.5 (fatigue). Words that hold a feeling
in, feign it or lay another over it mark their segment. The vocabulary is data: presets/prompt_words.toml and
feeling_words.toml.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .addressed import without_addressed
from .afterthoughts import with_afterthoughts
from .figures import with_figures
from .parting import Clause, segments_of
from .retorts import is_interjection, without_absurd_ifs, words_of_retort
from .segments import Segment
from .wording import SILENT

_TOKEN = re.compile(
    r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+(?:\.\d+)?%?|\.\d+|[:;=]-?[)(DPpOo|/]|xD|[\U0001F300-\U0001FAFF\u2600-\u27BF]|[.,;:!?…()\[\]\n/—–*\"]"
)
_BREAK = re.compile(r"[.,;:!?…()\[\]\n/—–*\"]")
_WHAT = re.compile(r"\b(?:WHAT(?=\s*(?:[?!.]|$))|[Ww]hat(?=\s*(?:[?!]{2}|!)))")
"""A cry, no question."""
_LONG_DRAWN = re.compile(r"([^\W\d])\1{2,}")
_JOINED = (
    (re.compile(r"\bun-(?=[^\W\d_]{3})", re.IGNORECASE), "un"),
    (re.compile(r"\b(?:non|anti)-(?=[^\W\d_])", re.IGNORECASE), "not "),
    (re.compile(r"\b([^\W\d_]{3,})-(?:free|less)\b", re.IGNORECASE), r"no \1"),
)
"""Denials that are part of a word: "un-amused", "non-smug", "a smile-free face"."""
_SIZED = (
    "big|broad|colossal|enormous|faint|gigantic|giant|great|huge|immense|large|massive|mighty|slight|small|subtle|teeny|"
    "tiny|vast|weak|wee"
)
_ADJECTIVES = re.compile(rf"\b((?:an?|the|his|her|one|with) (?:{_SIZED})),(?= [a-z-]+[ ,] ?[a-z])", re.IGNORECASE)
"""Adjectives of one noun: "a huge, gloating smirk" is one clause."""
_REPEATED = re.compile(r"\b(?P<said>[^\W\d_]{3,})(?:[\s,.!]+(?:(?:so|very|and)\s+){0,2}(?P=said)\b)+", re.IGNORECASE)
SHOUTED, EXCLAIMED, DRAWN_OUT, REPEATED = 1.2, 1.15, 1.15, 1.15


@dataclass(frozen=True)
class TakenApart:
    """A prompt's segments in order; strength: how it is written (capitals, "!!!", "sooo", "sad, so sad"); told: what
    that was."""

    segments: tuple[Segment, ...]
    strength: float
    told: tuple[str, ...]


def take_apart(prompt: str) -> TakenApart:
    strength, told = _written(prompt)
    segments: list[Segment] = []
    before = claimed = Clause([])
    for clause in without_addressed(tuple(_clauses(prompt))):
        retort = words_of_retort(clause.words, claimed.words, claimed.ending == "?")
        if retort:
            segments = [one for one in segments if one.clause <= claimed.number]
            segments.append(Segment(verdict="retort", clause=clause.number))
        segments.extend(segments_of(replace(clause, words=clause.words[retort:]), before))
        before = clause
        claimed = claimed if is_interjection(clause.words) else clause
    return TakenApart(with_figures(with_afterthoughts(segments)), strength, tuple(told))


def _written(prompt: str) -> tuple[float, list[str]]:
    strength, told = 1.0, []
    if any(word.isupper() for word in re.findall(r"[^\W\d_]{4,}", prompt)):
        strength *= SHOUTED
        told.append("strength: capitals")
    if "!!" in prompt:
        strength *= EXCLAIMED
        told.append("strength: !!")
    if _LONG_DRAWN.search(prompt):
        strength *= DRAWN_OUT
        told.append("strength: drawn-out letters")
    if any(repeated["said"].lower() not in SILENT for repeated in _REPEATED.finditer(prompt)):
        strength *= REPEATED
        told.append("strength: said again")
    return strength, told


def _clauses(prompt: str) -> Iterator[Clause]:
    prompt = _ADJECTIVES.sub(r"\1", prompt)
    text = _LONG_DRAWN.sub(r"\1", _WHAT.sub("what on earth", without_absurd_ifs(prompt.replace("’", "'"))))
    for joined, apart in _JOINED:
        text = joined.sub(apart, text)
    words: list[str] = []
    number = 0
    for token in _TOKEN.findall(text):
        if _BREAK.fullmatch(token):
            if words:
                yield Clause(words, token, number)
                number += 1
            words = []
        else:
            words.append(token.lower())
    if words:
        yield Clause(words, "", number)
