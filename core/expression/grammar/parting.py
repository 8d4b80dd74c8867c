"""A clause is parted into segments: what each word does beside what stands before it decides where one ends."""

from collections.abc import Sequence

from .effects import EFFECTS, TURNS, Filling
from .needs import NEEDS, Said
from .scope import ends_denial, names_something, nothing_after, stands_apart, tells_of_what
from .segments import Clause, Segment
from .tokens import Token, tokens_of
from .wording import TABLE

_MORE = frozenset(TABLE["negation"]["measuring"])


def segments_of(clause: Clause, before: Clause) -> Sequence[Segment]:
    """What is denied stays so to the next turn or segment."""
    filling = Filling(clause, before)
    said: set[str] = set()
    for token in tokens_of(clause.words):
        said.add(clause.words[token.begin])
        _take(token, filling, said)
    return filling.segments


def _take(token: Token, filling: Filling, said: set[str]) -> None:
    """said: the words up to the token, of each phrase the first."""
    kind = _kind_here(token, filling)
    if _compares(kind, token, filling, said):
        filling.next(absence="denied")
    elif kind in EFFECTS:
        EFFECTS[kind](filling, token)
    if kind in ("", "feels"):
        filling.tell(token)


def _kind_here(token: Token, filling: Filling) -> str:
    """What a token does beside what stands before it; "" where it does nothing."""
    here, kind, words = filling.here, token.kind, filling.words[token.begin :]
    before = filling.words[token.begin - 1] if token.begin else ""
    turns = kind in ("only", "strength") and token.value in TURNS
    of_what = here.denied and tells_of_what(filling.words, token.begin)
    if here.denied and (turns or of_what or ends_denial(here, filling.denial, before, words)):
        kind = "turn"
    if stands_apart(here, words):
        kind = "parts"
    if kind == "feels" and _says_not_now(words, filling):
        kind = "deny"
    may_do_so = NEEDS.get(kind)
    return kind if may_do_so is None or may_do_so(Said(filling.segments, token, filling.words)) else ""


def _says_not_now(words: Sequence[str], filling: Filling) -> bool:
    """ "Smiled yesterday, not today"; alone it is a saying."""
    not_now = words[0] == "not" and nothing_after(words[1:])[1]
    return not_now and names_something(filling.here.words or filling.before.words)


def _compares(kind: str, token: Token, filling: Filling, said: set[str]) -> bool:
    """ "More hurt than angry", "too tired to be angry"."""
    here = filling.here
    than = kind == "turn" and token.value == "than" and not _MORE.isdisjoint(said) and not here.denied
    too = "too" in said and filling.words[token.begin] == "to" and kind != "segment"
    return bool(here.hits) and (than or (too and not (kind == "turn" and here.denied)))
