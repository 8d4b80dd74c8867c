"""What each word of a clause does: it names a feeling, denies, turns, weakens, masks or parts, or nothing of these.

The vocabulary is data: presets/prompt_words.toml and feeling_words.toml.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import takewhile

from .graded import graded_words
from .muscles import DETERMINERS
from .phrases import Phrases
from .wording import STRENGTHS, TABLE

_NEGATION = TABLE["negation"]
_PASSING = frozenset(_NEGATION["passing"]["of"])
LATE = frozenset(_NEGATION["late"])
"""Denials that may follow what they deny."""
_UP_TO_FEELINGS = frozenset(_NEGATION["up_to_feelings"])
_OF_SAYINGS = frozenset(_NEGATION["denials_of_sayings"])
_UP_TO_SAYINGS = frozenset(_NEGATION["up_to_sayings"])
_OUTBURSTS = frozenset(TABLE["masks"]["outbursts"])
_OUTBURST_WITHIN = 4
_BESIDE_HOLDING = frozenset(("with", "and", "in"))
DOUBTS = frozenset(_NEGATION["doubts"])
"""Words that make what follows them all but absent."""


def kinds_of(words: Sequence[str]) -> Iterator[tuple[int, int, str, object]]:
    """(begin, end, kind, value) over a clause; kind is "" for a word that means nothing here."""
    places = [place for place, word in enumerate(words) if word not in DETERMINERS]
    bare = [words[place] for place in places]
    found = [_VOCABULARY().longest(bare, at) for at in range(len(bare))]
    at, past = 0, 0
    denied = False
    while at < len(bare):
        length, values = found[at]
        kind, value = _chosen(values, _following(found, bare, at + length) if length else [])
        if any(kind_of == "sheds" for kind_of, _ in values):
            sheds = not _PASSING.isdisjoint(bare[at + length : at + length + 2])
            kind = "deny" if sheds else "passes" if kind == "sheds" else kind
        if kind == "deny" and at + length < len(bare):
            saying, feels = _said_with_not(str(value), bare, at + length)
            after, undone = bare[at + length], _UNDONE().longest(bare, at + length)[0]
            if undone:
                kind, value, length = "undone", None, length + undone
            elif feels:
                kind, value, length = "feels", feels, length + saying
            elif _is_refusal(str(value), bare, at + length):
                kind, value = "held", None
            elif str(value).startswith("could") and after.endswith("er"):
                kind, value = "strength", "never been so"
            elif value == "never" and words[places[at] + 1] == "been" and after.endswith("er"):
                kind, value = "strength", "never been so"
            elif list(words[places[at + length - 1] + 1 :][:2]) == ["been", "this"]:
                kind, value = "strength", "never been so"
        elif kind == "strength" and value in LATE and at + length == len(bare):
            kind = "deny"
        elif kind == "strength" and value in DOUBTS and (undone := _doubt_undone(bare, at + length)):
            kind, value, length = "undone", None, length + undone
        elif kind == "holding":
            kind = "held" if _holds_an_outburst(bare[at + length :]) else ""
        elif kind == "under" and at + length == len(bare):
            kind = ""
        elif value == "more" and not (denied or "than" in bare) and _may_feel(found, bare, at + length):
            kind, value = "strength", "really"
        denied = denied or kind == "deny"
        length = max(length, 1)
        begin, end = places[at], places[at + length - 1] + 1
        for place in range(past, begin):
            yield place, place + 1, "", None
        yield begin, end, kind, value
        past = end
        at += length
    for place in range(past, len(words)):
        yield place, place + 1, "", None


def _holds_an_outburst(words: Sequence[str]) -> bool:
    """ "Down hard on a laugh", not "the pipe with a laugh"."""
    held = takewhile(lambda word: word not in _BESIDE_HOLDING, words[:_OUTBURST_WITHIN])
    return not _OUTBURSTS.isdisjoint(held)


def _following(
    found: Sequence[tuple[int, list[tuple[str, object]]]], words: Sequence[str], at: int
) -> Sequence[tuple[str, object]]:
    """What the next phrase may mean; "in" and "any" lead up to it ("hardly in pain", "hardly any joy")."""
    while at < len(words) and words[at] in _UP_TO_FEELINGS:
        at += 1
    return found[at][1] if at < len(words) else []


def _may_feel(found: Sequence[tuple[int, list[tuple[str, object]]]], words: Sequence[str], at: int) -> bool:
    return any(kind == "feels" for kind, _ in _following(found, words, at))


def _said_with_not(denial: str, words: Sequence[str], at: int) -> tuple[int, object]:
    """ "Doesn't look convinced" as "not convinced": how many words behind the denial, and what is felt."""
    begin = at
    while denial in _OF_SAYINGS and begin < len(words):
        length, values = _VOCABULARY().longest(["not", *words[begin:]], 0)
        feels = dict(values).get("feels")
        if length > 1 and feels:
            return begin - at + length - 1, feels
        if words[begin] not in _UP_TO_SAYINGS:
            break
        begin += 1
    return 0, None


def _doubt_undone(words: Sequence[str], at: int) -> int:
    """Length of what undoes a doubt: "barely able to hide", "can hardly contain"."""
    able = 2 if list(words[at : at + 2]) == ["able", "to"] else 0
    length = _SHOWN_ANYWAY().longest(words, at + able)[0]
    return able + length if length else 0


def _is_refusal(denial: str, words: Sequence[str], at: int) -> bool:
    """ "Won't cry", "trying not to laugh": it is felt and held in."""
    return any(
        denial in entry["denials"] and _REFUSED(kind).longest(words, at)[0]
        for kind, entry in _NEGATION["refusal"].items()
    )


def _chosen(values: Sequence[tuple[str, object]], following: Sequence[tuple[str, object]]) -> tuple[str, object]:
    """Of what a phrase may mean: "furiously happy" is strength, "furiously" a feeling."""
    kinds = dict(reversed(values))
    if "feels" in kinds and "strength" in kinds:
        kind = "strength" if any(kind == "feels" for kind, _ in following) else "feels"
    elif "faint" in kinds:
        denies = kinds["faint"] in ("less", "fewer") or any(kind == "feels" for kind, _ in following)
        return "deny" if denies else "strength", kinds["faint"]
    else:
        order = (
            "contrary",
            "spared",
            "unreached",
            "feels",
            "failed",
            "ended",
            "disowned",
            "overdone",
            "worn",
            "sheds",
            "passes",
            "held",
            "nearing",
            "feigned",
            "disguised",
            "holding",
            "under",
            "through",
            "deny",
            "only",
            "strength",
            "segment",
            "turn",
        )
        kind = next((kind for kind in order if kind in kinds), "")
    return kind, kinds.get(kind)


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
        "disowned": [*negation["disowned"], *negation["understated"]],
        "overdone": masks["overdone"],
        "worn": masks["worn"],
        "turn": negation["turns"],
        "feigned": masks["feigned"],
        "under": masks["under"],
        "through": masks["through"],
        "segment": TABLE["segments"]["words"],
        "only": regions["only"],
        "unreached": regions["unreached"],
        "disguised": masks["disguised"],
        "holding": masks["holding"],
    }
    contrary = [f"{part} ~ {done}" for part in regions["contrary_of"] for done in regions["contrary"]]
    entries += [(_bare(phrase), ("contrary", "upper")) for phrase in contrary]
    for place, parts in regions["spared_of"].items():
        entries += [(_bare(f"{part} ~ {done}"), ("spared", place)) for part in parts for done in regions["spared"]]
    plain = [
        phrase for name in ("upper", "lower", "beneath", "inner", "outer") for phrase in regions[name] if " " in phrase
    ]
    entries += [(_bare(phrase), ("", None)) for phrase in plain]
    entries += [(_bare(phrase), (kind, phrase)) for kind, phrases in listed.items() for phrase in phrases]
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
