"""The words that do something in a clause, each with what it may mean, as phrases of presets/prompt_words.toml and
feeling_words.toml."""

from functools import cache

from .graded import formed_words, graded_words
from .muscle_words import DETERMINERS
from .phrases import Phrases, spellings
from .wording import STRENGTHS, TABLE

NEGATION = TABLE["negation"]
OTHER_SENSE = "other sense"
"""Of a word that is written like one for a feeling ("a dozen", "the shock absorber")."""


def bare(phrase: str) -> str:
    return " ".join(word for word in phrase.split() if word not in DETERMINERS) or phrase


@cache
def VOCABULARY() -> Phrases[tuple[str, object]]:
    masks, regions, negation = TABLE["masks"], TABLE["regions"], NEGATION
    sooner = {phrase: kind for kind in ("nearing", "almost") for phrase in spellings(masks[kind])}
    entries: list[tuple[str, tuple[str, object]]] = [(bare(word), ("feels", feels)) for word, feels in graded_words()]
    entries += [(bare(phrase), ("strength", phrase)) for phrase in STRENGTHS]
    entries += [(word, ("strength", "terribly")) for word in TABLE["adverbs"]["strong"]]
    entries += [(word, ("strength", "visibly")) for word in TABLE["adverbs"]["plain"]]
    entries += [(bare(word), ("held", None)) for word in masks["held"] if word not in sooner]
    entries += [(bare(word), (kind, None)) for word, kind in sooner.items()]
    listed = {
        "deny": negation["words"],
        "faint": negation["faint"],
        "sheds": negation["passing"]["before"],
        "parted": negation["passing"]["parted"],
        "removed": negation["passing"]["removed"],
        "passes": negation["passing"]["after"],
        "closes": negation["passing"]["closing"],
        "dismissed": negation["passing"]["dismissed"],
        "lessens": negation["passing"]["lessening"],
        "missing": negation["passing"]["missing"],
        "excepts": negation["exceptions"],
        "expected": negation["expected"],
        "supposed": negation["supposed"],
        "retracted": negation["retracted"],
        "asks": negation["rhetorical"],
        "failed": negation["failed"],
        "ended": negation["ended"]["after"],
        "overdone": masks["overdone"],
        "worn": masks["worn"],
        "turn": negation["turns"],
        "feigned": masks["feigned"],
        "disguised": masks["disguised"],
        "holding": masks["holding"],
        "under": masks["under"],
        "through": masks["through"],
        "segment": TABLE["segments"]["words"],
        "only": regions["only"],
        OTHER_SENSE: TABLE["other_senses"]["words"],
        "unreached": regions["unreached"],
    }
    tables = (listed, negation["judged"], negation["judged_alone"])
    kinds = [(kind, phrases) for table in tables for kind, phrases in table.items()]
    entries += [(bare(phrase), (kind, phrase)) for kind, phrases in kinds for phrase in spellings(phrases)]
    contrary = [f"{part} ~ {done}" for part in regions["contrary_of"] for done in regions["contrary"]]
    entries += [(bare(phrase), ("contrary", "upper")) for phrase in contrary]
    for place, parts in regions["spared_of"].items():
        entries += [(bare(f"{part} ~ {done}"), ("spared", place)) for part in parts for done in regions["spared"]]
    places = [regions[name] for name in ("upper", "lower", "beneath", "inner", "outer")]
    entries += [(bare(phrase), ("", None)) for phrases in places for phrase in phrases if " " in phrase]
    entries += [(bare(phrase), ("", None)) for phrase in TABLE["sayings"]["phrases"]]
    things = TABLE["things"]
    entries += [(f"{told} {thing}", ("", None)) for told in things["told"] for thing in things["of"]]
    taken = {phrase for phrase, _ in entries}
    entries += [(word, ("feels", feels)) for word, feels in formed_words() if word not in taken]
    return Phrases(entries)


@cache
def PASSING() -> Phrases[bool]:
    return Phrases((word, True) for word in NEGATION["passing"]["of"])


@cache
def UNDONE() -> Phrases[bool]:
    return Phrases((word, True) for word in NEGATION["undone_by"])


@cache
def UNDONE_UNABLE() -> Phrases[bool]:
    return Phrases((word, True) for word in NEGATION["undone_by_unable"])


@cache
def SHOWN_ANYWAY() -> Phrases[bool]:
    return Phrases((word, True) for word in NEGATION["doubts_undone_by"])


@cache
def REFUSED(kind: str) -> Phrases[bool]:
    return Phrases((word, True) for word in NEGATION["refusal"][kind]["of"])
