"""What the small words of a prompt do to its feeling: how strong it is, and which tell nothing at all.

The words are data: presets/prompt_words.toml.
"""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .. import corpus
from ..words import words_of
from .persons import PLAIN_PERSONS
from .phrases import spellings

TABLE = tomllib.loads((Path(__file__).parents[3] / "presets" / "prompt_words.toml").read_text(encoding="utf-8"))
SILENT = frozenset(TABLE["silent"]["words"])
EMPTY = frozenset(TABLE["empty"]["words"]) | PLAIN_PERSONS
"""Words that tell nothing of a face beside others, persons among them."""
STRENGTHS: dict[str, float] = {
    spelt: factor for phrase, factor in TABLE["strength"].items() for spelt in spellings((phrase,))
}
WEAKEST, STRONGEST = 0.2, 1.6

Phrase = tuple[str, ...]


def _phrases(texts: Iterable[str]) -> dict[Phrase, str]:
    return {tuple(words_of(text)): text for text in texts}


_STRENGTHS = _phrases(STRENGTHS)


@dataclass(frozen=True)
class Wording:
    """A sentence without its words of strength, and the factor that they amount to; told: which they were."""

    words: tuple[str, ...]
    strength: float
    told: tuple[str, ...] = ()


def plain_wording(sentence: str) -> Wording:
    """A text of the corpus without its words of strength; sayings keep theirs."""
    words = words_of(sentence)
    kept = _covered(words, _sayings())
    left: list[str] = []
    told: list[str] = []
    strength, at = 1.0, 0
    while at < len(words):
        length = 0 if at in kept else _match(words, at, _STRENGTHS)
        if length:
            phrase = _STRENGTHS[tuple(words[at : at + length])]
            strength *= STRENGTHS[phrase]
            told.append(f"strength: {phrase}")
            at += length
        else:
            left.append(words[at])
            at += 1
    return Wording(tuple(left), min(max(strength, WEAKEST), STRONGEST), tuple(told))


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
    small = {phrase[0] for phrase in _STRENGTHS if len(phrase) == 1}
    phrases = _phrases(word for emotion in corpus.emotions().values() for word, _ in emotion.words)
    ours = {phrase for phrase in phrases if len(phrase) > 1 and small & set(phrase)}
    return frozenset(ours | set(_phrases(TABLE["sayings"]["phrases"])))
