"""What phrases of the vocabulary mean beside the words around them: rules, each with what it is for.

The vocabulary is data: presets/prompt_words.toml and feeling_words.toml.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from .consequences import follows, words_behind
from .denied_acts import UNMOVED, compared, looks_instead, words_to_unwon_smile
from .events import breaks_something, is_done_by_thing
from .opinions import is_opinion
from .passing import closes, may_pass
from .phrases import spellings
from .segments import moves
from .vocabulary import NEGATION, OTHER_SENSE, REFUSED, SHOWN_ANYWAY, UNDONE, UNDONE_UNABLE, VOCABULARY
from .wording import TABLE

LATE = frozenset(spellings(NEGATION["late"]))
"""Denials that may follow what they deny."""
_UP_TO_FEELINGS = frozenset((*NEGATION["up_to_feelings"], "a", "an"))
_OF_SAYINGS = frozenset(spellings(NEGATION["denials_of_sayings"]))
_UP_TO_SAYINGS = frozenset(NEGATION["up_to_sayings"])
_ATTEMPTED = frozenset(spellings(NEGATION["attempted"]))
_NOT_UNABLE = frozenset(spellings(NEGATION["unlike_unable"]))
_UP_TO_PASSING = 4
"""Words between a verb and what it takes away."""
_OUTBURSTS = frozenset(TABLE["masks"]["outbursts"])
_OUTBURST_WITHIN = 4
"""Words from what is held in to what holds it."""
_POLITELY, _ASKED, _ORDERS = (frozenset(TABLE["asides"][name]) for name in ("politely", "asked", "orders"))
_UP_TO_CONSEQUENCE = 3
"""Words from "so" to the feeling that something follows from."""
_MEASURING = frozenset(("of", "with"))
_BESIDE_HOLDING = frozenset(("with", "and", "in"))
DOUBTS = frozenset(NEGATION["doubts"])
"""Words that make what follows them all but absent."""


@dataclass(frozen=True)
class Phrase:
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
        told = dict(reversed(self.found[self.at][1]))
        return {kind: value for kind, value in told.items() if kind != "feels"} if OTHER_SENSE in told else told

    @property
    def after(self) -> Sequence[str]:
        return self.words[self.end :]

    @property
    def precedes_feeling(self) -> bool:
        """ "In" and "any" lead up to it: "hardly in pain", "hardly any joy"."""
        return self.feels_at(self.end)

    def feels_at(self, at: int) -> bool:
        while at < len(self.words) and self.words[at] in _UP_TO_FEELINGS:
            at += 1
        return at < len(self.words) and any(kind == "feels" for kind, _ in self.found[at][1])


Meaning = tuple[str, object, int]
"""Kind, value, and how many words behind the phrase belong to it."""


def _undone(phrase: Phrase) -> Meaning | None:
    """ "Cannot stop laughing", "nothing but contempt"."""
    length = UNDONE().longest(phrase.words, phrase.end)[0]
    if not length and phrase.called not in _NOT_UNABLE:
        length = UNDONE_UNABLE().longest(phrase.words, phrase.end)[0]
    return ("undone", None, length) if length else None


def _said_with_not(phrase: Phrase) -> Meaning | None:
    """ "Doesn't look convinced" as "not convinced"."""
    if phrase.called in _OF_SAYINGS:
        for skipped in range(len(phrase.after)):
            length, values = VOCABULARY().longest(["not", *phrase.after[skipped:]], 0)
            feels = dict(values).get("feels")
            if length > 1 and feels:
                return "feels", feels, skipped + length - 1
            if phrase.after[skipped] not in _UP_TO_SAYINGS:
                break
    return None


def _refused(phrase: Phrase) -> Meaning | None:
    """ "Won't cry", "trying not to laugh": it is felt and held in."""
    refused = any(
        phrase.called in spellings(entry["denials"]) and REFUSED(kind).longest(phrase.words, phrase.end)[0]
        for kind, entry in NEGATION["refusal"].items()
    )
    return ("held", None, 0) if refused else None


def _attempted(phrase: Phrase) -> Meaning | None:
    """ "Can't quite manage a smile" says at once what is tried."""
    return ("deny", phrase.called, 0) if phrase.after and phrase.called in _ATTEMPTED else None


def _denies_what_follows(phrase: Phrase) -> Meaning | None:
    """ "Stopped being funny", "given up being angry"; "the laughter stopped" is none."""
    denial = phrase.meanings.get("deny")
    follows = denial and (phrase.precedes_feeling or moves(phrase.after[:_UP_TO_PASSING]))
    return ("deny", denial, 0) if follows else None


def _judges_so(phrase: Phrase) -> Meaning | None:
    """ "Thinks it's hilarious", "thought the whole thing was boring"; "thinks of what is to come" muses."""
    judged = is_opinion(phrase.words[phrase.at], phrase.after_determiners)
    felt = judged and any(kind == "feels" for _, meanings in phrase.found[phrase.end :] for kind, _ in meanings)
    return ("", None, 0) if felt else None


def _passes_away(phrase: Phrase) -> Meaning | None:
    """ "The laugh has died", not "his dog has died"."""
    kinds = phrase.meanings.keys() & {"passes", "closes"}
    passes = kinds and may_pass(phrase.words[: phrase.at]) and ("passes" in kinds or closes(phrase.after))
    return ("passes", None, 0) if passes else None


def _hollows(phrase: Phrase) -> Meaning | None:
    """ "A mirthless laugh"."""
    smiles = phrase.precedes_feeling or moves(phrase.after[:1])
    return ("feigned", None, 0) if "feigned" in phrase.meanings and smiles else None


def _holds_an_outburst(phrase: Phrase) -> Meaning:
    """ "Down hard on a laugh", not "the pipe with a laugh"."""
    held = takewhile(lambda word: word not in _BESIDE_HOLDING, phrase.after[:_OUTBURST_WITHIN])
    return ("", None, 0) if _OUTBURSTS.isdisjoint(held) else ("held", None, 0)


def _under_nothing(phrase: Phrase) -> Meaning | None:
    """ "All smiles, murder underneath"."""
    return None if phrase.after else ("", None, 0)


def _looks_elsewhere(phrase: Phrase) -> Meaning | None:
    """ "Won't meet her eyes", "never lifts his gaze from the floor"."""
    looking = looks_instead(phrase.called, phrase.after)
    return (looking[0], tuple(looking[0].split()), looking[1]) if looking else None


def _without_like(phrase: Phrase) -> Meaning | None:
    """ "Never have I seen a child so delighted", "nobody ever looked less happy"."""
    how, length = compared(phrase.called, phrase.after_determiners) or ("", 0)
    if not (how and phrase.feels_at(phrase.end + length)):
        return None
    return ("deny", phrase.called, length) if how == "less" else ("strength", "never been so", length)


def _measures(phrase: Phrase) -> Meaning | None:
    """ "Less than a minute later", not "less than thrilled"."""
    denies = phrase.precedes_feeling or moves(phrase.after[:2])
    return ("", None, 0) if phrase.called == "less than" and not denies else None


def _unmoved(phrase: Phrase) -> Meaning | None:
    """ "Nothing can make her smile"."""
    length = words_to_unwon_smile(phrase.called, phrase.after)
    return ("deny", UNMOVED, length) if length else None


def _happens(phrase: Phrase) -> Meaning | None:
    """ "The cable snaps", "snaps her shin"."""
    before, said = phrase.words[: phrase.at], phrase.words[phrase.at : phrase.end]
    happens = is_done_by_thing(before, said) or breaks_something(said, phrase.after_determiners)
    return ("", None, 0) if happens else None


def _never_been_so(phrase: Phrase) -> Meaning | None:
    """ "Couldn't be happier", "never been sadder", "hasn't been this happy"."""
    if not phrase.after:
        return None
    compares = phrase.after[0].endswith("er")
    could_not = phrase.called == "not" and list(phrase.words[max(phrase.at - 1, 0) : phrase.at]) == ["could"]
    could = could_not or phrase.called.startswith("could")
    never = phrase.called == "never" and phrase.after_determiners[:1] == ["been"]
    if (compares and (could or never)) or list(phrase.after_determiners[:2]) == ["been", "this"]:
        return "strength", "never been so", 0
    return None


def _late_denial(phrase: Phrase) -> Meaning | None:
    """ "Happy? Hardly"."""
    return ("deny", phrase.called, 0) if phrase.called in LATE and not phrase.after else None


def _doubt_undone(phrase: Phrase) -> Meaning | None:
    """ "Barely able to hide", "can hardly contain"."""
    able = 2 if list(phrase.after[:2]) == ["able", "to"] else 0
    length = SHOWN_ANYWAY().longest(phrase.words, phrase.end + able)[0] if phrase.called in DOUBTS else 0
    return ("undone", None, able + length) if length else None


def _plain_more(phrase: Phrase) -> Meaning | None:
    """ "More fury" compares with nothing."""
    plain = phrase.called == "more" and not (phrase.denied or "than" in phrase.words)
    return ("strength", "really", 0) if plain and phrase.precedes_feeling else None


def _asks_politely(phrase: Phrase) -> Meaning | None:
    """ "Kindly stop smirking", not "a kindly man" nor "smiles kindly"."""
    polite = phrase.called and phrase.words[phrase.at] in _POLITELY and phrase.end == phrase.at + 1
    begins = phrase.at == 0 or phrase.words[phrase.at - 1] in _ASKED
    return ("", None, 0) if polite and begins and not _ORDERS.isdisjoint(phrase.after[:1]) else None


def _outdoes(phrase: Phrase) -> Meaning | None:
    """ "So happy that she sings", "too angry to speak"; "so happy" alone is none."""
    for at in range(phrase.end, min(phrase.end + _UP_TO_CONSEQUENCE, len(phrase.words))):
        length = max((phrase.found[at][0] for kind, _ in phrase.found[at][1] if kind == "feels"), default=0)
        if length:
            behind = words_behind(phrase.after_determiners, at + length - phrase.end)
            return ("strength", "never been so", 0) if follows(phrase.called, behind) else None
    return None


def _measures_nothing(phrase: Phrase) -> Meaning | None:
    """ "A mountain of grief", not "a mountain of dishes"."""
    measures = phrase.end > phrase.at + 1 and phrase.words[phrase.end - 1] in _MEASURING
    felt = any(kind == "feels" for _, meanings in phrase.found[phrase.end :] for kind, _ in meanings)
    return ("", None, 0) if measures and not (felt or moves(phrase.after)) else None


_OF_DENIALS = (
    _measures,
    _undone,
    _looks_elsewhere,
    _unmoved,
    _said_with_not,
    _refused,
    _never_been_so,
    _without_like,
)
OTHERWISE: dict[str, tuple[Callable[[Phrase], Meaning | None], ...]] = {
    "deny": _OF_DENIALS,
    "failed": (_attempted,),
    "feels": (_asks_politely, _happens, _judges_so, _passes_away, _denies_what_follows, _hollows),
    "holding": (_holds_an_outburst,),
    "passes": (_denies_what_follows,),
    "segment": (_passes_away,),
    "strength": (_late_denial, _doubt_undone, _plain_more, _without_like, _outdoes, _measures_nothing),
    "turn": (_plain_more,),
    "under": (_under_nothing,),
}
"""By the first meaning of a phrase: what the words around may make of it; the first rule that knows decides."""
