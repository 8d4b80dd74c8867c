"""A clause is parted into segments: each word that does something has its own small rule."""

from collections.abc import Callable, Sequence

from .graded import Feels
from .muscles import DETERMINERS
from .phrases import spellings
from .segments import Hit, Segment
from .tokens import DOUBTS, LATE, Token, tokens_of
from .wording import STRENGTHS, TABLE

FAINT = 0.3
"""Of "hardly a smile"."""
OUTDONE = 1.2
"""Of "so tired that he can hardly stand"."""
_COMPARED = {"ier": 1.2, "iest": 1.4}
_NEGATION = TABLE["negation"]
_TURNS = frozenset(_NEGATION["turns"])
_PASSING = frozenset(_NEGATION["passing"]["of"])
_ABSENCE = dict.fromkeys(spellings(_NEGATION["ended"]["denials"]), "ended")
_ABSENCE |= dict.fromkeys(spellings(_NEGATION["attempted"]), "attempted")
_JUDGED_ALONE = frozenset(spellings(phrase for phrases in _NEGATION["judged_alone"].values() for phrase in phrases))
_FRONTED = frozenset(spellings(_NEGATION["fronted"]))
_ENDING_WITH_AS = frozenset(("not so much", "about as"))
_OVERDONE = Feels(*TABLE["masks"]["overdone_feels"])
_WEAKENED = {"held": TABLE["masks"]["strength"], "nearing": TABLE["masks"]["nearing_strength"]}
_ABLE = frozenset(("can", "could"))
_SUBJECTS = frozenset("he she they it i you we".split())


def segments_of(words: Sequence[str], clause: int, asked: bool) -> Sequence[Segment]:
    """One clause; what is denied stays so to the next turn or segment. asked: the clause before was a question."""
    parting = _Parting(words, clause, asked)
    for token in tokens_of(words):
        parting.take(token)
    return (*parting.done, parting.here)


class _Parting:
    """The segments that are done, and the one that is being filled."""

    def __init__(self, words: Sequence[str], clause: int, asked: bool):
        self.words, self.clause, self.asked = words, clause, asked
        self.done: list[Segment] = []
        self.here = Segment(clause=clause)
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
        here, kind = self.here, token.kind
        if here.denied and (kind in ("only", "strength") and token.value in _TURNS or self._ends_denial(token)):
            kind = "turn"
        if kind in _NEEDS and not _NEEDS[kind](self, token):
            return ""
        return kind

    def _ends_denial(self, token: Token) -> bool:
        """ "Rather than cry she laughs", "not so much sad as empty": a denial ends without a word for it."""
        word = self.words[token.begin]
        if self.denial in _FRONTED and word in _SUBJECTS:
            return bool(self.here.hits)
        return self.denial in _ENDING_WITH_AS and word == "as"

    def _compares(self, kind: str, token: Token) -> bool:
        """ "More hurt than angry", "too tired to be angry"."""
        than = kind == "turn" and token.value == "than" and "more" in self.said and not self.here.denied
        too = "too" in self.said and self.words[token.begin] == "to" and kind != "segment"
        return bool(self.here.hits) and (than or (too and not (kind == "turn" and self.here.denied)))

    def _next(self, **told: object) -> None:
        self.done.append(self.here)
        self.here = Segment(clause=self.clause, **told)  # type: ignore[arg-type]

    def _tell(self, token: Token) -> None:
        """Words that stay words."""
        if isinstance(token.value, Feels):
            self.here.strength *= _compared(self.words[token.begin])
            begin = len(self.here.words)
            self.here.hits.append(Hit(token.value, begin, begin + token.end - token.begin))
        self.here.words.extend(self.words[token.begin : token.end])

    def _segment(self, token: Token) -> None:
        self._next(turned=token.value in _TURNS)

    def _turn(self, _token: Token) -> None:
        if self.here.denied:
            self._next()
        self.here.turned = True

    def _passes(self, _token: Token) -> None:
        self.here.absence = "ended"
        self._next()

    def _fails(self, _token: Token) -> None:
        self._next(verdict="failed")

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
        self.denial = str(token.value)
        late = self.denial in LATE or (self.asked and self.denial == "no")
        if self.here.words or self.here.hits:
            self._next(absence="" if self.here.hits else self.here.absence)
        self.here.absence = "" if self.here.denied else _ABSENCE.get(self.denial, "denied")
        if late and DETERMINERS.issuperset(self.words[token.end :]):
            self.here.verdict = "denied"
        self.here.denial = " ".join(self.words[token.begin : token.end])

    def _link(self, token: Token) -> None:
        self._next(link=token.kind)

    def _mask(self, token: Token) -> None:
        if self.here.hits or self.here.telling:
            self._next(absence=self.here.absence)
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
        self.here.unreached = True

    def _may_be_worn(self, _token: Token) -> bool:
        return self.here.may_be_worn

    def _may_pass(self, _token: Token) -> bool:
        """ "Her smile fades", not "the bus passes"."""
        return bool(self.here.telling) and self.here.telling[-1] in _PASSING

    def _may_be_judged(self, token: Token) -> bool:
        """ "Hate is too strong", not "the rope is too strong": a word is judged that stands in no sentence."""
        if token.value not in _JUDGED_ALONE:
            return True
        named = self.here.words == ["is"] or any(hit.begin == 0 for hit in self.here.hits)
        return named and token.end == len(self.words)


_RULES: dict[str, Callable[[_Parting, Token], None]] = {
    "deny": _Parting._deny,
    "ended": _Parting._ended,
    "failed": _Parting._fails,
    "feigned": _Parting._mask,
    "held": _Parting._mask,
    "nearing": _Parting._mask,
    "only": _Parting._only,
    "overdone": _Parting._worn,
    "passes": _Parting._passes,
    "segment": _Parting._segment,
    "strength": _Parting._strength,
    "through": _Parting._link,
    "too strong": _Parting._judges,
    "too weak": _Parting._judges,
    "turn": _Parting._turn,
    "under": _Parting._link,
    "unreached": _Parting._unreached,
    "worn": _Parting._worn,
    "wrong": _Parting._judges,
}
"""What a token of each kind does; any other one is told as words."""
_NEEDS: dict[str, Callable[[_Parting, Token], bool]] = {
    "overdone": _Parting._may_be_worn,
    "passes": _Parting._may_pass,
    "too strong": _Parting._may_be_judged,
    "too weak": _Parting._may_be_judged,
    "worn": _Parting._may_be_worn,
    "wrong": _Parting._may_be_judged,
}
"""What must hold for a token of a kind, or it is nothing but words."""


def _compared(word: str) -> float:
    """ "Happier", "angriest"."""
    return next((factor for ending, factor in _COMPARED.items() if word.endswith(ending)), 1.0)
