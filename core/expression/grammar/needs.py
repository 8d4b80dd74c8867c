"""What must hold for a word of some kinds to do something in its clause; else it is nothing but a word."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .consequences import stands_in_consequence
from .passing import closes, ends_alone, is_ending_denied, may_pass, passing
from .phrases import spellings
from .places import is_instrument
from .scope import is_left
from .segments import Segment, moves
from .tokens import Token
from .wording import TABLE

_JUDGED_ALONE = frozenset(spellings(phrase for told in TABLE["negation"]["judged_alone"].values() for phrase in told))
_PARTICIPLES = ("ed", "en", "ing", "apart")
_APPEARING = frozenset(TABLE["masks"]["appearing"])
_SO_MUCH_AS = frozenset(("so much as", "as much as"))


@dataclass(frozen=True)
class Said:
    """A token, the words of its clause, and the segments that these were parted into before it."""

    segments: Sequence[Segment]
    token: Token
    words: Sequence[str]

    @property
    def here(self) -> Segment:
        return self.segments[-1]


def _may_be_worn(said: Said) -> bool:
    return said.here.may_be_worn


def _may_pass(said: Said) -> bool:
    """ "Her smile fades", not "the bus passes", nor "so happy that her worries fade"; "gone" alone may tell it of what
    stands before its clause."""
    if stands_in_consequence(said.words[: said.token.begin]):
        return False
    alone = ends_alone(said.segments) and said.token.end == len(said.words)
    return alone or may_pass(passing(said.segments).words)


def _may_close(said: Said) -> bool:
    """ "The fright is over", "the grin has to go", not "grief over her dog"."""
    return closes(said.words[said.token.end :]) and _may_pass(said)


def _may_lessen(said: Said) -> bool:
    return is_ending_denied(said.here)


def _may_follow_so_much(said: Said) -> bool:
    """ "Not sad so much as livid", but "didn't so much as blink"."""
    return said.token.value not in _SO_MUCH_AS or said.here.names


def _may_be_judged(said: Said) -> bool:
    """ "Hate is too strong", not "the rope is too strong" nor "it hurts too much": a word is judged that stands in no
    sentence, and by a sentence."""
    if said.token.value not in _JUDGED_ALONE:
        return True
    if said.token.value == "too much" and said.words[said.token.begin - 1 : said.token.begin] != ["is"]:
        return False
    named = said.here.words == ["is"] or any(hit.begin == 0 for hit in said.here.hits)
    return named and said.token.end == len(said.words)


def _may_be_disguised(said: Said) -> bool:
    """ "Envy dressed up as praise", not "a dog dressed up as a lion"."""
    return bool(said.here.hits)


def _may_be_alone(said: Said) -> bool:
    """ "The lips alone", not "leave the lips alone" nor "the lips just parted"."""
    if said.token.value == "just":
        after = said.words[said.token.end : said.token.end + 1]
        return not (after and after[0].endswith(_PARTICIPLES) and moves([*said.here.words[-1:], *after]))
    return said.token.value != "alone" or not is_left(said.here.words)


def _may_lie_over(said: Said) -> bool:
    """ "Fear under a smile", not "below appears a naked terror" nor "terror shows underneath"."""
    after = said.words[said.token.end :]
    return bool(after) and after[0] not in _APPEARING


def _may_part(said: Said) -> bool:
    """ "Begs with her eyes" is one segment."""
    return said.token.value != "with" or not is_instrument(said.words[said.token.end :])


NEEDS: dict[str, Callable[[Said], bool]] = {
    "closes": _may_close,
    "dismissed": _may_close,
    "lessens": _may_lessen,
    "disguised": _may_be_disguised,
    "missing": _may_pass,
    "only": _may_be_alone,
    "overdone": _may_be_worn,
    "passes": _may_pass,
    "segment": _may_part,
    "too strong": _may_be_judged,
    "too weak": _may_be_judged,
    "under": _may_lie_over,
    "turn": _may_follow_so_much,
    "worn": _may_be_worn,
    "wrong": _may_be_judged,
}
"""By the kind of a word."""
