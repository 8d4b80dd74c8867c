"""A clause is parted into segments: each word that does something has its own small rule."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from .concord import agrees
from .denied_acts import UNMOVED
from .figures import DISGUISE
from .graded import Feels, compared
from .lacking import Lacking
from .meanings import DOUBTS, LATE
from .muscle_words import DETERMINERS
from .needs import NEEDS, Said
from .passing import VERDICTS, end, ends_alone
from .phrases import spellings
from .scope import (
    ends_denial,
    interjects,
    leaves_somebody_out,
    names_something,
    nothing_after,
    stands_apart,
)
from .segments import Hit, Segment
from .tokens import Token, tokens_of
from .wording import SILENT, STRENGTHS, TABLE

FAINT = 0.3
"""Of "hardly a smile"."""
OUTDONE = 1.2
"""Of "so tired that he can hardly stand"."""
_NEGATION = TABLE["negation"]
_TURNS = frozenset(_NEGATION["turns"])
_ABSENCE = dict.fromkeys(spellings(_NEGATION["ended"]["denials"]), "ended")
_ABSENCE |= dict.fromkeys(spellings(_NEGATION["attempted"]), "attempted")
_ABSENCE |= dict.fromkeys(spellings(_NEGATION["reversed"]), "reversed")
_ABSENCE[UNMOVED] = "missing"
_AFTER_ALL = frozenset(("bar", "save"))
"""Words that leave somebody out only behind a word for all, in its clause."""
_SOMEBODY = DETERMINERS | {"a", "an", "him", "me", "one", "us"}
_LEAVING_OUT = ("except", "apart", "aside", "every", "all of", "all but one")
_OVERDONE = Feels(*TABLE["masks"]["overdone_feels"])
_CONTRARY = Feels(*TABLE["regions"]["contrary_feels"])
_WEAKENED = {"held": TABLE["masks"]["strength"]}
_WEAKENED |= dict.fromkeys(("nearing", "almost"), TABLE["masks"]["nearing_strength"])
_ASKING = ("?", ":")
_NAYS = frozenset(("no", "none", "nope"))
_ADDING = frozenset(("neither", "nor"))
"""Denials that never undo the one before: "does not speak nor smile"."""
_MORE = frozenset(_NEGATION["measuring"])
_JUDGING = ("failed", "retracted", "too strong", "too weak", "wrong")
_ABLE = frozenset(("can", "could"))


@dataclass(frozen=True)
class Clause:
    """The words between two signs, and the sign that ends them."""

    words: Sequence[str]
    ending: str = ""
    number: int = 0


def segments_of(clause: Clause, before: Clause) -> Sequence[Segment]:
    """What is denied stays so to the next turn or segment."""
    parting = _Parting(clause, before)
    for token in tokens_of(clause.words):
        parting.take(token)
    return (*parting.done, parting.here)


class _Parting:
    """The segments that are done, and the one that is being filled."""

    def __init__(self, clause: Clause, before: Clause):
        self.words, self.clause, self.before = clause.words, clause.number, before
        self.asks, self.asked = clause.ending == "?", before.ending in _ASKING
        self.done: list[Segment] = []
        self.here = Segment(clause=clause.number)
        self.denial = ""
        self.said: set[str] = set()

    def take(self, token: Token) -> None:
        kind = self._kind_here(token)
        self.said.add(self.words[token.begin])
        if self._compares(kind, token):
            self._next(absence="denied")
        elif kind in _RULES:
            _RULES[kind](self, token)
        if kind in ("", "feels"):
            self._tell(token)

    def _kind_here(self, token: Token) -> str:
        """What a token does beside what stands before it; "" where it does nothing."""
        here, kind, words = self.here, token.kind, self.words[token.begin :]
        before = self.words[token.begin - 1] if token.begin else ""
        turns = kind in ("only", "strength") and token.value in _TURNS
        if here.denied and (turns or ends_denial(here, self.denial, before, words)):
            kind = "turn"
        if stands_apart(here, words):
            kind = "parts"
        if kind == "feels" and self._says_not_now(token):
            kind = "deny"
        said = Said([*self.done, here], token, self.words)
        return "" if kind in NEEDS and not NEEDS[kind](said) else kind

    def _says_not_now(self, token: Token) -> bool:
        """ "Smiled yesterday, not today"; alone it is a saying."""
        not_now = self.words[token.begin] == "not" and nothing_after(self.words[token.begin + 1 :])[1]
        return not_now and names_something(self.here.words or self.before.words)

    def _says_no(self) -> bool:
        """ "Angry? No.", "teeth: none", "angry no, hurt yes"."""
        return self.denial in _NAYS and (self.asked or self.here.names)

    def _denies_a_deed(self) -> bool:
        """ "Got up never", not "angry, never"."""
        return self.denial == "never" and not (SILENT.issuperset(self.here.words) or self.here.names)

    def _compares(self, kind: str, token: Token) -> bool:
        """ "More hurt than angry", "too tired to be angry"."""
        than = kind == "turn" and token.value == "than" and not _MORE.isdisjoint(self.said) and not self.here.denied
        too = "too" in self.said and self.words[token.begin] == "to" and kind != "segment"
        return bool(self.here.hits) and (than or (too and not (kind == "turn" and self.here.denied)))

    def _next(self, **told: object) -> None:
        self.done.append(self.here)
        self.here = Segment(clause=self.clause, **told)  # type: ignore[arg-type]

    def _tell(self, token: Token) -> None:
        """Words that stay words."""
        if isinstance(token.value, Feels):
            self.here.strength *= compared(self.words[token.begin])
            begin = len(self.here.words)
            self.here.hits.append(Hit(token.value, begin, begin + token.end - token.begin))
        self.here.words.extend(self.words[token.begin : token.end])

    def _segment(self, token: Token) -> None:
        self._next(turned=token.value in _TURNS)

    def _turn(self, _token: Token) -> None:
        if self.here.denied:
            self._next()
        self.here.turned = True

    def _passes(self, token: Token) -> None:
        if ends_alone([*self.done, self.here]):
            self.here.verdict = token.kind
            self.here.words.extend(self.words[token.begin : token.end])
        else:
            end([*self.done, self.here], token.kind, self.words[: token.begin])
        self._next()

    def _lacks(self, token: Token) -> None:
        if self.here.words or self.here.hits:
            self._next(turned=self.here.turned)
        lacking = token.value
        assert isinstance(lacking, Lacking)
        self.here.absence = "" if self.here.denied else "denied"
        self.here.words = [lacking.stem]
        self.here.hits = [Hit(lacking.feels, 0, 1)] if isinstance(lacking.feels, Feels) else []
        self._next()

    def _looks(self, token: Token) -> None:
        """ "Won't look at her" looks away, and of her nothing is told; "can't take her eyes off him" looks at him."""
        assert isinstance(token.value, tuple)
        self._next(words=list(token.value))
        if token.kind == "looks away":
            self._next(absence="denied")

    def _excepts(self, token: Token) -> None:
        """ "Everybody laughs except for him": not he; "pleased, except with the soup": not with the soup."""
        after = self.words[token.end :]
        if token.value == "all but" and not (after and after[0] in _SOMEBODY):
            self._mask(replace(token, kind="almost"))
            return
        before = () if token.value in _AFTER_ALL else self.before.words
        if leaves_somebody_out([*before, *self.words[: token.end]], after):
            self._denial(token)
            self.here.verdict = "denied"
        elif str(token.value).startswith(_LEAVING_OUT):
            self._deny(token)
            self.here.words.extend(self.words[token.begin + 1 : token.end])
        else:
            self._tell(token)

    def _judges(self, token: Token) -> None:
        self._next(verdict=token.kind)

    def _worn(self, token: Token) -> None:
        self.here.mask = self.here.mask or "feigned"
        if self.here.hits and token.kind == "overdone":
            self._next(link="through", hits=[Hit(_OVERDONE, 0, 0)])

    def _ended(self, _token: Token) -> None:
        if self.here.denied:
            self.here.absence = "ended"

    def _deny(self, token: Token) -> None:
        said = self.words[token.begin :]
        self.denial = "not" if token.kind == "feels" else str(token.value)
        alone, ended = nothing_after(said[1:] if token.kind == "feels" else self.words[token.end :])
        alone = (alone and not self._denies_a_deed()) or interjects(self.denial, self.words[token.end :])
        late = alone and (self.denial in LATE or self._says_no())
        late = late or (self.denial == "not" and token.begin == 0 and leaves_somebody_out(self.before.words, said[1:]))
        self._denial(token)
        if late:
            self.here.verdict = "denied"
            self.here.absence = "ended" if ended and self.here.denied else self.here.absence

    def _denial(self, token: Token) -> None:
        """A segment that is denied; a denial of one that names nothing yet is taken back."""
        undoing = token.value not in _ADDING and not agrees(self.here, str(token.value))
        if self.here.words or self.here.hits:
            self._next(absence="" if self.here.names else self.here.absence)
        undone = self.here.denied and undoing
        self.here.absence = "" if undone else _ABSENCE.get(str(token.value), "denied")
        self.here.denial = " ".join(self.words[token.begin : token.end])

    def _parts(self, token: Token) -> None:
        """The rest of the clause tells of something else."""
        if self.here.mask == "almost":
            self.here.absence, self.here.mask = "denied", ""
        self._next()

    def _expects(self, token: Token) -> None:
        if self.here.names:
            self._next()
        self.here.mask = token.kind
        self.here.words.extend(self.words[token.begin : token.end])

    def _asks(self, token: Token) -> None:
        """ "Does that look like joy to you?" """
        if self.asks and names_something(self.words[token.end :]):
            self._denial(token)
        else:
            self._tell(token)

    def _link(self, token: Token) -> None:
        self._next(link=token.kind)

    def _mask(self, token: Token) -> None:
        if self.here.hits or self.here.telling:
            self._next(absence=self.here.absence)
        if not (self.here.mask and token.kind == "almost"):
            self.here.mask = token.kind
        self.here.strength *= _WEAKENED.get(token.kind, 1.0)

    def _strength(self, token: Token) -> None:
        outdone = token.value in DOUBTS and self.here.hits and self.words[token.begin - 1] in _ABLE
        if outdone:
            self.here.strength *= 1.0 if self.here.denied else OUTDONE
            self._next(words=list(self.words[token.begin : token.end]), strength=FAINT)
        else:
            self.here.strength *= STRENGTHS.get(str(token.value), FAINT)

    def _only(self, _token: Token) -> None:
        self.here.only = True

    def _unreached(self, _token: Token) -> None:
        self.here.spared = "eyes"

    def _spares(self, token: Token) -> None:
        """The part that is spared stays among the words."""
        self.here.spared = str(token.value)
        self.here.words.append(self.words[token.begin])

    def _contradicts(self, token: Token) -> None:
        self._spares(replace(token, value="eyes"))
        self.here.hits.append(Hit(_CONTRARY, len(self.here.words), len(self.here.words)))

    def _disguises(self, _token: Token) -> None:
        self._next(link="under", hits=[Hit(DISGUISE, 0, 0)])


_RULES: dict[str, Callable[[_Parting, Token], None]] = {
    **dict.fromkeys(VERDICTS, _Parting._passes),
    **dict.fromkeys(("almost", "feigned", "held", "nearing"), _Parting._mask),
    **dict.fromkeys(_JUDGING, _Parting._judges),
    "asks": _Parting._asks,
    "contrary": _Parting._contradicts,
    "deny": _Parting._deny,
    "disguised": _Parting._disguises,
    "ended": _Parting._ended,
    "excepts": _Parting._excepts,
    "expected": _Parting._expects,
    "lacks": _Parting._lacks,
    "looks at": _Parting._looks,
    "looks away": _Parting._looks,
    "only": _Parting._only,
    "overdone": _Parting._worn,
    "parts": _Parting._parts,
    "segment": _Parting._segment,
    "spared": _Parting._spares,
    "strength": _Parting._strength,
    "supposed": _Parting._expects,
    "through": _Parting._link,
    "turn": _Parting._turn,
    "under": _Parting._link,
    "unreached": _Parting._unreached,
    "worn": _Parting._worn,
}
"""What a token of each kind does; any other one is told as words."""
