"""A prompt taken apart: segments of words with what the small words around them say, and the feelings they name.

"not angry, just a bit tired" is a denied segment (anger) and one of strength 0.5 (fatigue). Words that hold a feeling
in, feign it or lay another over it mark their segment. The vocabulary is data: presets/prompt_words.toml and
feeling_words.toml.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest

from .afterthoughts import with_afterthoughts
from .answers import closes_answer, doubts_person, words_of_answer
from .figures import with_figures
from .interposed import with_amplifiers_before
from .parting import segments_of
from .retorts import is_interjection, without_absurd_ifs, words_of_retort
from .segments import Clause, Segment
from .wording import SILENT, STRENGTHS

_TOKEN = re.compile(
    r"[^\W\d_]+(?:'[^\W\d_]+)*|×\d+\.\d+|\d+(?:\.\d+)?%?|\.\d+|[:;=]-?[)(DPpOo|/]|xD|[\U0001F300-\U0001FAFF\u2600-\u27BF]|[.,;:!?…()\[\]\n/—–*\"]"
)
_BREAK = re.compile(r"[.,;:!?…()\[\]\n/—–*\"]")
_WHAT = re.compile(r"\b(?:WHAT(?=\s*(?:[?!.]|$))|[Ww]hat(?=\s*(?:[?!]{2}|!)))")
"""A cry, no question."""
LONG_DRAWN = re.compile(r"([^\W\d])\1{2,}")
_JOINED = (
    (re.compile(r"\bun-(?=[^\W\d_]{3})", re.IGNORECASE), "un"),
    (re.compile(r"\b(?:non|anti)-(?=[^\W\d_])", re.IGNORECASE), "not "),
    (
        re.compile(
            r"(?<=\w) (?:tf|(?:the|da) (?:eff|f|frick|fuck|fudge|heck|hell))(?= (?:away|back|down|in|off|on|out|up)\b)",
            re.IGNORECASE,
        ),
        "",
    ),
    (re.compile(r"\b([^\W\d_]{3,})-(?:free|less)\b", re.IGNORECASE), r"no \1"),
    (re.compile(r"\b(are|is|was|were|do|does|did|has|have|had|would|could|should|must|ai|wo)nt\b", re.I), r"\1n't"),
    (re.compile(r"\b(nobody|no[ -]?one|nothing)'s\b", re.IGNORECASE), r"\1 is"),
)
"""Denials that are part of a word, "un-amused", "non-smug", "a smile-free face", "didnt", "nobody's", and oaths in one,
"locked tf in"."""
_SIZED = (
    "big|broad|colossal|enormous|faint|gigantic|giant|great|huge|immense|large|massive|mighty|slight|small|subtle|teeny|"
    "tiny|vast|weak|wee"
)
_ADJECTIVES = re.compile(rf"\b((?:an?|the|his|her|one|with) (?:{_SIZED})),(?= [a-z-]+[ ,] ?[a-z])", re.IGNORECASE)
"""Adjectives of one noun: "a huge, gloating smirk" is one clause."""
_SHOUTED = re.compile(r"\b[A-Z]{2,}(?:'[A-Z]+)? [A-Z]{2,}\b")
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
    doubted = False
    clauses = tuple(_clauses(prompt))
    for clause, after in zip_longest(clauses, clauses[1:], fillvalue=Clause([])):
        if claimed.words and doubts_person(clause.words, clause.ending):
            claimed, doubted = replace(claimed, ending="?"), True
            continue
        retort = _words_of_retort(clause, after, claimed, doubted)
        if retort is not None:
            segments = [one for one in segments if one.clause <= claimed.number]
            segments.append(Segment(verdict="retort", clause=clause.number))
        segments.extend(segments_of(replace(clause, words=clause.words[retort or 0 :]), before))
        before = clause
        if not is_interjection(clause.words):
            claimed, doubted = clause, False
    return TakenApart(with_figures(with_afterthoughts(segments)), strength, tuple(told))


def _words_of_retort(clause: Clause, after: Clause, claimed: Clause, doubted: bool) -> int | None:
    """How many words that open a clause take back what was claimed before it; None where it takes nothing back."""
    asked = claimed.ending == "?"
    retort = words_of_retort(clause.words, claimed.words, asked)
    if retort:
        return retort
    answer = [*clause.words, *(after.words if closes_answer(after.words) else ())]
    return words_of_answer(answer, claimed.words, doubted) if asked and clause.ending != "?" else None


def _written(prompt: str) -> tuple[float, list[str]]:
    strength, told = 1.0, []
    if _is_shouted(prompt):
        strength *= SHOUTED
        told.append("strength: capitals")
    if "!!" in prompt:
        strength *= EXCLAIMED
        told.append("strength: !!")
    if LONG_DRAWN.search(prompt):
        strength *= DRAWN_OUT
        told.append("strength: drawn-out letters")
    if any(repeated["said"].lower() not in SILENT for repeated in _REPEATED.finditer(prompt)):
        strength *= REPEATED
        told.append("strength: said again")
    return strength, told


def _is_shouted(prompt: str) -> bool:
    """Whether a long word, two in a row or a small one that tells how much are in capitals: "SO mad", not "a PC"."""
    capitals = [word for word in re.findall(r"[^\W\d_]{2,}", prompt) if word.isupper()]
    return any(len(word) > 3 or word.lower() in STRENGTHS for word in capitals) or bool(_SHOUTED.search(prompt))


def _clauses(prompt: str) -> Iterator[Clause]:
    prompt = _ADJECTIVES.sub(r"\1", prompt)
    text = LONG_DRAWN.sub(r"\1", _WHAT.sub("what on earth", without_absurd_ifs(prompt.replace("’", "'"))))
    for joined, apart in _JOINED:
        text = joined.sub(apart, text)
    words: list[str] = []
    number = 0
    for token in _TOKEN.findall(text):
        if _BREAK.fullmatch(token):
            if words:
                yield Clause(with_amplifiers_before(words), token, number)
                number += 1
            words = []
        else:
            words.append(token.lower())
    if words:
        yield Clause(with_amplifiers_before(words), "", number)
