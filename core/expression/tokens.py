"""What each word of a clause does: it names a feeling, denies, turns, weakens, masks or parts, or nothing of these.

The vocabulary is data: presets/prompt_words.toml and feeling_words.toml.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from .graded import graded_words
from .muscles import DETERMINERS
from .phrases import Phrases, spellings
from .wording import STRENGTHS, TABLE

_NEGATION = TABLE["negation"]
_PASSING = frozenset(_NEGATION["passing"]["of"])
LATE = frozenset(spellings(_NEGATION["late"]))
"""Denials that may follow what they deny."""
_UP_TO_FEELINGS = frozenset(_NEGATION["up_to_feelings"])
_OF_SAYINGS = frozenset(spellings(_NEGATION["denials_of_sayings"]))
_UP_TO_SAYINGS = frozenset(_NEGATION["up_to_sayings"])
DOUBTS = frozenset(_NEGATION["doubts"])
"""Words that make what follows them all but absent."""


@dataclass(frozen=True)
class Token:
    """Words of a clause from `begin` to `end`; kind is "" for a word that means nothing here."""

    begin: int
    end: int
    kind: str = ""
    value: object = None


@dataclass(frozen=True)
class _Phrase:
    """A phrase of the vocabulary in a clause without its determiners.

    words: the clause; at, end: where the phrase is; found: the phrase at each place, and what it may mean; called: the
    phrase as it is listed; after_determiners: the words behind it, determiners and all; denied: a denial stands before.
    """

    words: Sequence[str]
    at: int
    end: int
    found: Sequence[tuple[int, list[tuple[str, object]]]]
    called: str
    after_determiners: Sequence[str]
    denied: bool

    @property
    def meanings(self) -> dict[str, object]:
        return dict(reversed(self.found[self.at][1]))

    @property
    def after(self) -> Sequence[str]:
        return self.words[self.end :]

    @property
    def precedes_feeling(self) -> bool:
        """ "In" and "any" lead up to it: "hardly in pain", "hardly any joy"."""
        at = self.end
        while at < len(self.words) and self.words[at] in _UP_TO_FEELINGS:
            at += 1
        return at < len(self.words) and any(kind == "feels" for kind, _ in self.found[at][1])


_Meaning = tuple[str, object, int]
"""Kind, value, and how many words behind the phrase belong to it."""


def tokens_of(words: Sequence[str]) -> Iterator[Token]:
    """Every word of a clause, in phrases as long as they can be."""
    places = [place for place, word in enumerate(words) if word not in DETERMINERS]
    bare = [words[place] for place in places]
    found = [_VOCABULARY().longest(bare, at) for at in range(len(bare))]
    at, past = 0, 0
    denied = False
    while at < len(bare):
        length = max(found[at][0], 1)
        phrase = _Phrase(bare, at, at + length, found, "", words[places[at + length - 1] + 1 :], denied)
        kind, value, more = _meaning(phrase)
        denied = denied or kind == "deny"
        yield from (Token(place, place + 1) for place in range(past, places[at]))
        past = places[at + length + more - 1] + 1
        yield Token(places[at], past, kind, value)
        at += length + more
    yield from (Token(place, place + 1) for place in range(past, len(words)))


def _meaning(phrase: _Phrase) -> _Meaning:
    """What the phrase means here: of what it may mean the first, unless the words around it say otherwise."""
    kind, value = _chosen(phrase)
    phrase = replace(phrase, called=str(value))
    others = (rule(phrase) for rule in _OTHERWISE.get(kind, ()))
    return next((other for other in others if other is not None), (kind, value, 0))


def _chosen(phrase: _Phrase) -> tuple[str, object]:
    """Of what a phrase may mean: "furiously happy" is strength, "furiously" a feeling."""
    meanings = phrase.meanings
    if "sheds" in meanings and not _PASSING.isdisjoint(phrase.after[:2]):
        return "deny", meanings["sheds"]
    if {"feels", "strength"} <= meanings.keys():
        kind = "strength" if phrase.precedes_feeling else "feels"
    elif "faint" in meanings:
        denies = meanings["faint"] in ("less", "fewer") or phrase.precedes_feeling
        return "deny" if denies else "strength", meanings["faint"]
    else:
        kind = next((kind for kind in _ORDER if kind in meanings), "")
    return "passes" if kind == "sheds" else kind, meanings.get(kind)


def _undone(phrase: _Phrase) -> _Meaning | None:
    """ "Cannot stop laughing", "nothing but contempt"."""
    length = _UNDONE().longest(phrase.words, phrase.end)[0]
    return ("undone", None, length) if length else None


def _said_with_not(phrase: _Phrase) -> _Meaning | None:
    """ "Doesn't look convinced" as "not convinced"."""
    if phrase.called in _OF_SAYINGS:
        for skipped in range(len(phrase.after)):
            length, values = _VOCABULARY().longest(["not", *phrase.after[skipped:]], 0)
            feels = dict(values).get("feels")
            if length > 1 and feels:
                return "feels", feels, skipped + length - 1
            if phrase.after[skipped] not in _UP_TO_SAYINGS:
                break
    return None


def _refused(phrase: _Phrase) -> _Meaning | None:
    """ "Won't cry", "trying not to laugh": it is felt and held in."""
    refused = any(
        phrase.called in spellings(entry["denials"]) and _REFUSED(kind).longest(phrase.words, phrase.end)[0]
        for kind, entry in _NEGATION["refusal"].items()
    )
    return ("held", None, 0) if refused else None


def _never_been_so(phrase: _Phrase) -> _Meaning | None:
    """ "Couldn't be happier", "never been sadder", "hasn't been this happy"."""
    if not phrase.after:
        return None
    compares = phrase.after[0].endswith("er")
    could = phrase.called.startswith("could")
    never = phrase.called == "never" and phrase.after_determiners[:1] == ["been"]
    if (compares and (could or never)) or list(phrase.after_determiners[:2]) == ["been", "this"]:
        return "strength", "never been so", 0
    return None


def _late_denial(phrase: _Phrase) -> _Meaning | None:
    """ "Happy? Hardly"."""
    return ("deny", phrase.called, 0) if phrase.called in LATE and not phrase.after else None


def _doubt_undone(phrase: _Phrase) -> _Meaning | None:
    """ "Barely able to hide", "can hardly contain"."""
    able = 2 if list(phrase.after[:2]) == ["able", "to"] else 0
    length = _SHOWN_ANYWAY().longest(phrase.words, phrase.end + able)[0] if phrase.called in DOUBTS else 0
    return ("undone", None, able + length) if length else None


def _plain_more(phrase: _Phrase) -> _Meaning | None:
    """ "More fury" compares with nothing."""
    plain = phrase.called == "more" and not (phrase.denied or "than" in phrase.words)
    return ("strength", "really", 0) if plain and phrase.precedes_feeling else None


_ORDER = (
    *("unreached", "feels", "failed", "ended", "wrong", "too strong", "too weak", "overdone", "worn", "sheds"),
    *("passes", "held", "nearing", "feigned", "under", "through", "deny", "only", "strength", "segment", "turn"),
)
"""What a phrase means of several things."""
_OTHERWISE: dict[str, tuple[Callable[[_Phrase], _Meaning | None], ...]] = {
    "deny": (_undone, _said_with_not, _refused, _never_been_so),
    "strength": (_late_denial, _doubt_undone, _plain_more),
    "turn": (_plain_more,),
}
"""By the first meaning of a phrase: what the words around may make of it; the first rule that knows decides."""


def _bare(phrase: str) -> str:
    return " ".join(word for word in phrase.split() if word not in DETERMINERS) or phrase


@cache
def _VOCABULARY() -> Phrases[tuple[str, object]]:
    masks, regions, negation = TABLE["masks"], TABLE["regions"], _NEGATION
    nearing = set(masks["nearing"])
    entries: list[tuple[str, tuple[str, object]]] = [(_bare(word), ("feels", feels)) for word, feels in graded_words()]
    entries += [(_bare(phrase), ("strength", phrase)) for phrase in STRENGTHS]
    entries += [(word, ("strength", "terribly")) for word in TABLE["adverbs"]["strong"]]
    entries += [(word, ("strength", "visibly")) for word in TABLE["adverbs"]["plain"]]
    entries += [(_bare(word), ("nearing" if word in nearing else "held", None)) for word in masks["held"]]
    listed = {
        "deny": negation["words"],
        "faint": negation["faint"],
        "sheds": negation["passing"]["before"],
        "passes": negation["passing"]["after"],
        "failed": negation["failed"],
        "ended": negation["ended"]["after"],
        "overdone": masks["overdone"],
        "worn": masks["worn"],
        "turn": negation["turns"],
        "feigned": masks["feigned"],
        "under": masks["under"],
        "through": masks["through"],
        "segment": TABLE["segments"]["words"],
        "only": regions["only"],
        "unreached": regions["unreached"],
    }
    tables = (listed, negation["judged"], negation["judged_alone"])
    kinds = [(kind, phrases) for table in tables for kind, phrases in table.items()]
    entries += [(_bare(phrase), (kind, phrase)) for kind, phrases in kinds for phrase in spellings(phrases)]
    entries += [(_bare(phrase), ("", None)) for phrase in TABLE["sayings"]["phrases"]]
    things = TABLE["things"]
    entries += [(f"{told} {thing}", ("", None)) for told in things["told"] for thing in things["of"]]
    return Phrases(entries)


@cache
def _UNDONE() -> Phrases[bool]:
    return Phrases((word, True) for word in _NEGATION["undone_by"])


@cache
def _SHOWN_ANYWAY() -> Phrases[bool]:
    return Phrases((word, True) for word in _NEGATION["doubts_undone_by"])


@cache
def _REFUSED(kind: str) -> Phrases[bool]:
    return Phrases((word, True) for word in _NEGATION["refusal"][kind]["of"])
