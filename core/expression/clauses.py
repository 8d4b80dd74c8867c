"""A prompt taken apart: segments of words with what the small words around them say, and the feelings they name.

"not angry, just a bit tired" is a denied segment (anger) and one of strength 0.5 (fatigue). Words that hold a feeling
in, feign it or lay another over it mark their segment. The vocabulary is data: presets/prompt_words.toml and
feeling_words.toml.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from .afterthoughts import with_afterthoughts
from .graded import Feels, graded_words
from .muscles import DETERMINERS
from .phrases import Phrases
from .wording import SILENT, STRENGTHS, TABLE

_TOKEN = re.compile(
    r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+(?:\.\d+)?%?|\.\d+|[:;=]-?[)(DPpOo|/]|xD|[\U0001F300-\U0001FAFF\u2600-\u27BF]|[.,;:!?…()\[\]\n/—–*\"]"
)
_BREAK = re.compile(r"[.,;:!?…()\[\]\n/—–*\"]")
_WHAT = re.compile(r"\b(?:WHAT(?=\s*(?:[?!.]|$))|[Ww]hat(?=\s*(?:[?!]{2}|!)))")
"""A cry, no question."""
_LONG_DRAWN = re.compile(r"([^\W\d])\1{2,}")
SHOUTED, EXCLAIMED, DRAWN_OUT = 1.2, 1.15, 1.15
_COMPARED = {"ier": 1.2, "iest": 1.4}
FAINT = 0.3
"""Of "hardly a smile"."""
_NEGATION = TABLE["negation"]
_TURNS = frozenset(_NEGATION["turns"])
_PASSING = frozenset(_NEGATION["passing"]["of"])
_FRONTED = frozenset(_NEGATION["fronted"])
_SUBJECTS = frozenset("he she they it i you we".split())
_WEAKENED = {"held": TABLE["masks"]["strength"], "nearing": TABLE["masks"]["nearing_strength"]}
_LATE = frozenset(_NEGATION["late"])


@dataclass(frozen=True)
class Hit:
    """A feeling that is named by the words from `begin` to `end` of its segment."""

    feels: Feels
    begin: int
    end: int


@dataclass
class Segment:
    """Words that belong together. words: all but the small ones that were understood; strength: of what is felt;
    mask: "held", "nearing" or "feigned"; link: "under" or "through" where it lies under or beside what came before;
    ellipsis: it denies with nothing behind the denial; failed: it tells that an attempt before it fails."""

    words: list[str] = field(default_factory=list)
    strength: float = 1.0
    denied: bool = False
    mask: str = ""
    link: str = ""
    hits: list[Hit] = field(default_factory=list)
    unreached: bool = False
    only: bool = False
    ellipsis: bool = False
    failed: bool = False
    clause: int = 0

    @property
    def telling(self) -> list[str]:
        return [word for word in self.words if word not in SILENT]


@dataclass(frozen=True)
class TakenApart:
    """A prompt's segments in order; strength: how it is written (capitals, "!!!", "sooo"); told: what that was."""

    segments: tuple[Segment, ...]
    strength: float
    told: tuple[str, ...]


def take_apart(prompt: str) -> TakenApart:
    strength, told = _written(prompt)
    segments: list[Segment] = []
    asked = False
    for number, (words, ending) in enumerate(_clauses(prompt)):
        segments.extend(_segments(words, number, asked))
        asked = ending == "?"
    return TakenApart(tuple(with_afterthoughts(segments)), strength, tuple(told))


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
    return strength, told


def _clauses(prompt: str) -> Iterator[tuple[list[str], str]]:
    """The words of each clause, and the sign that ends it."""
    text = _LONG_DRAWN.sub(r"\1", _WHAT.sub("what on earth", prompt.replace("’", "'")))
    words: list[str] = []
    for token in _TOKEN.findall(text):
        if _BREAK.fullmatch(token):
            if words:
                yield words, token
            words = []
        else:
            words.append(token.lower())
    if words:
        yield words, ""


def _segments(words: Sequence[str], clause: int, asked: bool) -> Iterator[Segment]:
    """One clause; what is denied stays so to the next turn or segment. asked: the clause before was a question."""
    here = Segment(clause=clause)
    denial = ""
    compared = too = False
    for begin, end, kind, value in _tokens(words):
        if kind in ("only", "strength") and here.denied and value in _TURNS:
            kind = "turn"
        if here.denied and _is_turn(words[begin], denial, here):
            kind = "turn"
        compared = compared or words[begin] == "more"
        too = too or words[begin] == "too"
        if kind == "passes":
            kind = "passed" if here.telling and here.telling[-1] in _PASSING else ""
        if kind == "segment" or (kind == "turn" and here.denied):
            yield here
            here = Segment(clause=clause)
        elif here.hits and ((kind == "turn" and value == "than" and compared) or (too and words[begin] == "to")):
            yield here
            here = Segment(clause=clause, denied=True)
        elif kind == "passed":
            here.denied = True
            yield here
            here = Segment(clause=clause)
        elif kind == "failed":
            yield here
            here = Segment(clause=clause, failed=True)
        elif kind == "deny":
            denial = str(value)
            late = DETERMINERS.issuperset(words[end:]) and (denial in _LATE or (asked and denial == "no"))
            if here.words or here.hits:
                yield here
                here = Segment(clause=clause, denied=here.denied and not here.hits)
            here.denied, here.ellipsis = not here.denied, late
        elif kind in ("under", "through"):
            yield here
            here = Segment(clause=clause, link=kind)
        elif kind in ("held", "nearing", "feigned"):
            if here.hits or here.telling:
                yield here
                here = Segment(clause=clause, denied=here.denied)
            here.mask = kind
            here.strength *= _WEAKENED.get(kind, 1.0)
        elif kind == "strength":
            here.strength *= STRENGTHS.get(str(value), FAINT)
        elif kind == "only":
            here.only = True
        elif kind == "unreached":
            here.unreached = True
        if kind in ("", "feels", "strength", "only", "turn") and not (kind == "turn" and here.denied):
            if isinstance(value, Feels):
                here.strength *= _compared(words[begin])
                here.hits.append(Hit(value, len(here.words), len(here.words) + end - begin))
            if kind in ("", "feels"):
                here.words.extend(words[begin:end])
    yield here


def _compared(word: str) -> float:
    """ "Happier", "angriest"."""
    return next((factor for ending, factor in _COMPARED.items() if word.endswith(ending)), 1.0)


def _is_turn(word: str, denial: str, here: Segment) -> bool:
    """ "Rather than cry she laughs", "not so much sad as empty": where the denial ends without a word for it."""
    if denial in _FRONTED and word in _SUBJECTS:
        return bool(here.hits)
    return denial in ("not so much", "about as") and word == "as"


def _tokens(words: Sequence[str]) -> Iterator[tuple[int, int, str, object]]:
    """(begin, end, kind, value) over a clause; kind is "" for a word that means nothing here."""
    places = [place for place, word in enumerate(words) if word not in DETERMINERS]
    bare = [words[place] for place in places]
    found = [_VOCABULARY().longest(bare, at) for at in range(len(bare))]
    at, past = 0, 0
    while at < len(bare):
        length, values = found[at]
        kind, value = _chosen(values, found[at + length][1] if length and at + length < len(bare) else [])
        if any(kind_of == "sheds" for kind_of, _ in values):
            sheds = not _PASSING.isdisjoint(bare[at + length : at + length + 2])
            kind = "deny" if sheds else "passes" if kind == "sheds" else kind
        if kind == "deny" and at + length < len(bare):
            after, undone = bare[at + length], _UNDONE().longest(bare, at + length)[0]
            if undone:
                kind, value, length = "undone", None, length + undone
            elif _is_refusal(str(value), bare, at + length):
                kind, value = "held", None
            elif str(value).startswith("could") and after.endswith("er"):
                kind, value = "strength", "never been so"
            elif value == "never" and words[places[at] + 1] == "been" and after.endswith("er"):
                kind, value = "strength", "never been so"
        elif kind == "strength" and value in _LATE and at + length == len(bare):
            kind = "deny"
        length = max(length, 1)
        begin, end = places[at], places[at + length - 1] + 1
        for place in range(past, begin):
            yield place, place + 1, "", None
        yield begin, end, kind, value
        past = end
        at += length
    for place in range(past, len(words)):
        yield place, place + 1, "", None


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
        denies = kinds["faint"] == "less" or any(kind == "feels" for kind, _ in following)
        return "deny" if denies else "strength", kinds["faint"]
    else:
        order = (
            "unreached",
            "feels",
            "failed",
            "sheds",
            "passes",
            "held",
            "nearing",
            "feigned",
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
    entries += [(_bare(word), ("nearing" if word in nearing else "held", None)) for word in masks["held"]]
    listed = {
        "deny": negation["words"],
        "faint": negation["faint"],
        "sheds": negation["passing"]["before"],
        "passes": negation["passing"]["after"],
        "failed": negation["failed"],
        "turn": negation["turns"],
        "feigned": masks["feigned"],
        "under": masks["under"],
        "through": masks["through"],
        "segment": TABLE["segments"]["words"],
        "only": regions["only"],
        "unreached": regions["unreached"],
    }
    entries += [(_bare(phrase), (kind, phrase)) for kind, phrases in listed.items() for phrase in phrases]
    entries += [(_bare(phrase), ("", None)) for phrase in TABLE["sayings"]["phrases"]]
    return Phrases(entries)


@cache
def _UNDONE() -> Phrases[bool]:
    return Phrases((word, True) for word in _NEGATION["undone_by"])


@cache
def _REFUSED(kind: str) -> Phrases[bool]:
    return Phrases((word, True) for word in _NEGATION["refusal"][kind]["of"])
