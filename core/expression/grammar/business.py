"""Stage business: what somebody does with the face beside what is felt, "licks a stamp" or "eyes on her plate".

It is read before all else and taken out of the prompt, so that nothing in it feels or denies anything ("without looking
up"); what is done is done for sure, whatever the rest of the prompt feels. Business that is denied stays in the prompt.
The vocabulary is data: presets/stage_business.toml.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

from .adverbs import reach_of
from .clauses import LONG_DRAWN
from .moves import Moves, shapes_of
from .muscle_words import DEGREES, DETERMINERS
from .muscles import FAINTEST, PLAIN_DEGREE, STRONGEST
from .phrases import Phrases
from .wording import STRENGTHS

_TABLE = tomllib.loads((Path(__file__).parents[3] / "presets" / "stage_business.toml").read_text(encoding="utf-8"))
_CLAUSE = re.compile(r"[^.,;:!?…()\[\]\n/—–*\"]+")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+")
_DENIALS = frozenset("no not never without nor stop stops stopped doesn't don't didn't isn't can't won't".split())
_OTHERS = frozenset(_TABLE["others"]["words"])
_DENIED_WITHIN, _OTHERS_WITHIN = 2, 3
"""Words up to the business that may deny it and that may say who else does it."""


def read_business(prompt: str) -> tuple[Moves, str]:
    """The action units of all the business of a prompt, and the prompt without it."""
    done, rest = Moves(), ""
    kept_from = 0
    for act, begin, end, degree in acts_in(prompt):
        how_far = PLAIN_DEGREE * degree
        for code, gain in act["moves"].items():
            done.activations[code] = max(done.activations.get(code, 0.0), min(1.0, gain * how_far))
        done.stilled |= {shape for code in act.get("rests", ()) for shape in shapes_of(code)}
        rest += prompt[kept_from : end if act.get("stays") else begin]
        kept_from = end
    return done, rest + prompt[kept_from:]


def acts_in(prompt: str) -> Iterator[tuple[dict, int, int, float]]:
    """Each act with the place of its words and how far it goes; none reaches from one clause into another."""
    for clause in _CLAUSE.finditer(prompt):
        said = [word for word in _WORD.finditer(prompt, *clause.span()) if word[0].lower() not in DETERMINERS]
        words = [LONG_DRAWN.sub(r"\1", word[0].lower().replace("’", "'")) for word in said]
        at = 0
        while at < len(words):
            length, acts = _VOCABULARY.longest(words, at)
            if length and _is_done(words[:at]):
                yield acts[0], said[at].start(), said[at + length - 1].end(), _degree(words, at, at + length)
            at += max(length, 1)


def _is_done(before: Sequence[str]) -> bool:
    """Whether it is neither denied nor what another does."""
    return _DENIALS.isdisjoint(before[-_DENIED_WITHIN:]) and _OTHERS.isdisjoint(before[-_OTHERS_WITHIN:])


def _degree(words: Sequence[str], begin: int, end: int) -> float:
    """How far an act goes by its own words, by those before it and by those that end its clause: "puffs out her cheeks
    slightly"."""
    degree = reach_of(words[begin:end])
    for at in range(max(begin - _LONGEST_DEGREE, 0), begin):
        length, factors = _DEGREES.longest(words, at)
        degree *= factors[0] if at + length == begin else 1.0
    length, factors = _DEGREES.longest(words, end)
    degree *= factors[0] if length and end + length == len(words) else 1.0
    return min(max(degree, FAINTEST), STRONGEST)


_DEGREES: Phrases[float] = Phrases((*STRENGTHS.items(), *DEGREES.items()))
_LONGEST_DEGREE = 4
_VOCABULARY: Phrases[dict] = Phrases(
    ((phrase, act) for act in _TABLE["act"] for phrase in act["words"]), _TABLE["lists"]
)
