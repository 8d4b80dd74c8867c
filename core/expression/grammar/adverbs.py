"""Adverbs between what moves and where it goes: "stares straight down", "brows all the way up".

Behind the direction they part no phrase. The words are data: presets/muscle_words.toml, [adverb].
"""

from collections.abc import Sequence
from math import prod

from .muscle_words import ADVERBS, DETERMINERS, EXTENTS

_DIRECTIONS = frozenset(
    "up down left right away aside upward upwards downward downwards sideways skyward heavenward".split()
)
_MANNER = "ly"
_NOUN_FOLLOWS = DETERMINERS | {"a", "an"}


def adverbs_behind(words: Sequence[str], places: Sequence[int]) -> tuple[list[int], float]:
    """The places of words with each run of adverbs behind the direction that follows it, and how far such adverbs say
    that it goes."""
    ordered: list[int] = []
    degree, at = 1.0, 0
    said = [words[place] for place in places]
    while at < len(places):
        end, factor = _adverbs(said, at)
        if at < end < len(places) and ordered and _is_direction(words, places[end]):
            ordered += [places[end], *places[at:end]]
            degree *= factor
            at = end + 1
        else:
            ordered.append(places[at])
            at += 1
    return ordered, degree


def _is_direction(words: Sequence[str], place: int) -> bool:
    """ "Straight down", not "straight down the lens"."""
    return words[place] in _DIRECTIONS and not _NOUN_FOLLOWS.issuperset(words[place + 1 : place + 2] or [""])


def reach_of(words: Sequence[str]) -> float:
    """How far words say that something goes, beside a plain description: "looks all the way down"."""
    ordered, degree = adverbs_behind(words, range(len(words)))
    said = [words[place] for place in ordered]
    return degree * prod(max(EXTENTS.longest(said, at)[1], default=1.0) for at in range(len(said)))


def _adverbs(said: Sequence[str], at: int) -> tuple[int, float]:
    """Where the adverbs end that begin at `at`, and how far they say."""
    factor = 1.0
    while at < len(said):
        length, factors = ADVERBS.longest(said, at)
        if not length and not said[at].endswith(_MANNER):
            break
        factor *= factors[0] if factors else 1.0
        at += max(length, 1)
    return at, factor
