"""What each word of a clause does: it names a feeling, denies, turns, weakens, masks or parts, or nothing of these.

The vocabulary is data: presets/prompt_words.toml and feeling_words.toml.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from .lacking import lacking
from .meanings import OTHERWISE, Meaning, Phrase
from .muscle_words import DETERMINERS
from .segments import moves
from .shares import factor_of
from .vocabulary import NEGATION, PASSING, VOCABULARY

_PARTICLES = frozenset(NEGATION["passing"]["particles"])
_NOT_BETWEEN = frozenset(NEGATION["passing"]["not_between"])
_UP_TO_PASSING = 4
"""Words between a verb and what it takes away."""


@dataclass(frozen=True)
class Token:
    """Words of a clause from `begin` to `end`; kind is "" for a word that means nothing here."""

    begin: int
    end: int
    kind: str = ""
    value: object = None


def tokens_of(words: Sequence[str]) -> Iterator[Token]:
    """Every word of a clause, in phrases as long as they can be."""
    places = [place for place, word in enumerate(words) if word not in DETERMINERS]
    bare = [words[place] for place in places]
    found = [VOCABULARY().longest(bare, at) for at in range(len(bare))]
    at, past = 0, 0
    denied = False
    while at < len(bare):
        length = max(found[at][0], 1)
        phrase = Phrase(bare, at, at + length, found, "", words[places[at + length - 1] + 1 :], denied)
        kind, value, more = _meaning(phrase) if found[at][0] else _unlisted(bare[at])
        denied = denied or kind == "deny"
        yield from (Token(place, place + 1) for place in range(past, places[at]))
        past = places[at + length + more - 1] + 1
        yield Token(places[at], past, kind, value)
        at += length + more
    yield from (Token(place, place + 1) for place in range(past, len(words)))


def _meaning(phrase: Phrase) -> Meaning:
    """What the phrase means here: of what it may mean the first, unless the words around it say otherwise."""
    kind, value = _chosen(phrase)
    phrase = replace(phrase, called=str(value))
    others = (rule(phrase) for rule in OTHERWISE.get(kind, ()))
    return next((other for other in others if other is not None), (kind, value, 0))


def _unlisted(word: str) -> Meaning:
    """Of a word that the vocabulary does not have: a factor, or what lacks something ("joyless")."""
    factor = factor_of(word)
    return ("strength", factor, 0) if factor is not None else (*lacking(word), 0)


def _chosen(phrase: Phrase) -> tuple[str, object]:
    """Of what a phrase may mean: "furiously happy" is strength, "furiously" a feeling."""
    meanings = phrase.meanings
    if _is_taken_away(phrase):
        return "deny", next(meanings[kind] for kind in ("sheds", "parted", "removed") if kind in meanings)
    if {"feels", "strength"} <= meanings.keys():
        kind = "strength" if phrase.precedes_feeling else "feels"
    elif "faint" in meanings:
        denies = meanings["faint"] in ("less", "fewer") or phrase.precedes_feeling
        return "deny" if denies else "strength", meanings["faint"]
    else:
        kind = next((kind for kind in _ORDER if kind in meanings), "")
    return "passes" if kind == "sheds" else kind, meanings.get(kind)


def _is_taken_away(phrase: Phrase) -> bool:
    """ "Drops the smile", "strip the anger out", "lose the raised brow"."""
    meanings, after = phrase.meanings, phrase.after
    parted = "parted" in meanings and not _PARTICLES.isdisjoint(after[1 : _UP_TO_PASSING + 1])
    if ("sheds" in meanings or parted) and _is_before_what_passes(after):
        return True
    return "removed" in meanings and moves(after[:_UP_TO_PASSING])


def _is_before_what_passes(after: Sequence[str]) -> bool:
    near = next((at for at, word in enumerate(after) if word in _NOT_BETWEEN), len(after))
    return any(PASSING().longest(after, at)[0] for at in range(min(near, _UP_TO_PASSING)))


_ORDER = (
    *("contrary", "spared", "unreached", "feels", "failed", "ended", "wrong", "too strong", "too weak", "overdone"),
    *("worn", "sheds", "passes", "missing", "excepts", "retracted", "held"),
    *("nearing", "almost", "feigned"),
    *("disguised", "holding", "under", "through", "deny", "only", "strength", "segment", "turn", "expected"),
    *("supposed", "asks", "closes", "dismissed", "lessens"),
)
"""What a phrase means of several things."""
