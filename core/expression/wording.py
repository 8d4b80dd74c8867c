"""What the small words of a prompt do to its feeling: how strong it is, what is denied, what is held in.

The words are data: presets/prompt_words.toml.
"""

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from . import corpus
from .text import words_of

_TABLE = tomllib.loads((Path(__file__).parents[2] / "presets" / "prompt_words.toml").read_text(encoding="utf-8"))
SILENT = frozenset(_TABLE["silent"]["words"])
HELD_IN_STRENGTH: float = _TABLE["held_in"]["strength"]
HELD_IN_ACTION_UNITS: dict[str, float] = _TABLE["held_in"]["action_units"]
WEAKEST, STRONGEST = 0.2, 1.6
_CLAUSE = re.compile(r"[.,;:!?()—–\n]+")

Phrase = tuple[str, ...]


def _phrases(texts: Iterable[str]) -> dict[Phrase, str]:
    return {tuple(words_of(text)): text for text in texts}


_STRENGTHS = _phrases(_TABLE["strength"])
_NEGATIONS = _phrases(_TABLE["negation"]["words"])
_HELD_IN = _phrases(_TABLE["held_in"]["words"])
_TURNS = frozenset(_TABLE["negation"]["turns"])
_UNDONE_BY = frozenset(_TABLE["negation"]["undone_by"])


@dataclass(frozen=True)
class Wording:
    """A prompt taken apart.

    words: what is left to be read as a feeling; strength: factor for the expression; told: what was found, in words;
    denied: words that were said not to be felt; held_in: the feeling is there and hidden.
    """

    words: tuple[str, ...]
    strength: float
    told: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()
    held_in: bool = False


def plain_wording(sentence: str) -> Wording:
    """Only the strength of a sentence taken apart; what training sees, so that a strength is not counted twice."""
    return _weighed(words_of(sentence), ())


def take_apart(prompt: str) -> Wording:
    words, denied, held_in = _felt(prompt)
    told: list[str] = []
    if denied:
        told.append(f"left out, because it is denied: {' '.join(denied)}")
    if not [word for word in words if word not in SILENT]:
        opposites = [_TABLE["opposite"][word] for word in denied if word in _TABLE["opposite"]]
        if opposites:
            told.append(f"instead: {opposites[0]}")
            words = words_of(opposites[0])
    weighed = _weighed(words, denied)
    strength = weighed.strength * (HELD_IN_STRENGTH if held_in else 1.0)
    if held_in:
        told.append("held in: weaker, with the lips pressed")
    return Wording(weighed.words, strength, (*told, *weighed.told), tuple(denied), held_in)


def _felt(prompt: str) -> tuple[list[str], list[str], bool]:
    """Words that are felt, words that are denied, and whether something is held in."""
    felt: list[str] = []
    denied: list[str] = []
    held_in = False
    for clause in _CLAUSE.split(prompt):
        words = words_of(clause)
        kept = _covered(words, _sayings())
        denying, at = False, 0
        while at < len(words):
            held = _match(words, at, _HELD_IN)
            negation = 0 if at in kept else _match(words, at, _NEGATIONS)
            if held:
                held_in, denying, at = True, False, at + held
            elif negation:
                after = words[at + negation : at + negation + 1]
                denying = not (after and after[0] in _UNDONE_BY)
                at += negation + (not denying)
            else:
                denying = denying and words[at] not in _TURNS
                (denied if denying else felt).append(words[at])
                at += 1
    return felt, denied, held_in


def _weighed(words: Sequence[str], denied: Sequence[str]) -> Wording:
    """Strength words taken out and multiplied; sayings of the corpus keep theirs."""
    kept = _covered(words, _sayings())
    left: list[str] = []
    told: list[str] = []
    strength, at = 1.0, 0
    while at < len(words):
        length = 0 if at in kept else _match(words, at, _STRENGTHS)
        if length:
            phrase = _STRENGTHS[tuple(words[at : at + length])]
            strength *= _TABLE["strength"][phrase]
            told.append(f"strength: {phrase}")
            at += length
        else:
            left.append(words[at])
            at += 1
    return Wording(tuple(left), min(max(strength, WEAKEST), STRONGEST), tuple(told), tuple(denied))


def _match(words: Sequence[str], at: int, phrases: dict[Phrase, str]) -> int:
    """Length in words of the longest phrase that begins at `at`, or 0."""
    return next((length for length in (4, 3, 2, 1) if tuple(words[at : at + length]) in phrases), 0)


def _covered(words: Sequence[str], sayings: frozenset[Phrase]) -> set[int]:
    """Places of words that belong to a saying."""
    return {
        place
        for at in range(len(words))
        for length in range(2, 8)
        if tuple(words[at : at + length]) in sayings
        for place in range(at, min(at + length, len(words)))
    }


@cache
def _sayings() -> frozenset[Phrase]:
    """Phrases whose small words belong to them: those listed, and those of the corpus ("no way", "in deep thought")."""
    small = {phrase[0] for phrase in [*_NEGATIONS, *_STRENGTHS] if len(phrase) == 1}
    phrases = _phrases(word for emotion in corpus.emotions().values() for word, _ in emotion.words)
    ours = {phrase for phrase in phrases if len(phrase) > 1 and small & set(phrase)}
    return frozenset(ours | set(_phrases(_TABLE["sayings"]["phrases"])))
