"""What a word of each kind does to the segments of its clause: it denies, masks, weakens or parts them."""

from collections.abc import Callable
from dataclasses import replace

from .concord import agrees
from .denied_acts import AVERTED, UNMOVED
from .figures import DISGUISE
from .graded import Feels, compared
from .lacking import Lacking
from .meanings import DOUBTS, LATE
from .muscle_words import DETERMINERS
from .passing import VERDICTS, end, ends_alone
from .phrases import spellings
from .scope import interjects, leaves_somebody_out, names_something, nothing_after
from .segments import Clause, Hit, Segment
from .tokens import Token
from .wording import SILENT, STRENGTHS, TABLE

FAINT = 0.3
"""Of "hardly a smile"."""
OUTDONE = 1.2
"""Of "so tired that he can hardly stand"."""
_NEGATION = TABLE["negation"]
TURNS = frozenset(_NEGATION["turns"])
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
_JUDGING = ("failed", "retracted", "too strong", "too weak", "wrong")
_ABLE = frozenset(("can", "could"))


class Filling:
    """The segments of a clause that are done, and the one that is being filled; denial: the last word that denied."""

    def __init__(self, clause: Clause, before: Clause):
        self.words, self.clause, self.before = clause.words, clause, before
        self.asks, self.asked = clause.ending == "?", before.ending in _ASKING
        self.done: list[Segment] = []
        self.here = Segment(clause=clause.number)
        self.denial = ""

    @property
    def segments(self) -> list[Segment]:
        return [*self.done, self.here]

    def next(self, **told: object) -> None:
        self.done.append(self.here)
        self.here = Segment(clause=self.clause.number, **told)  # type: ignore[arg-type]

    def tell(self, token: Token) -> None:
        """Words that stay words."""
        if isinstance(token.value, Feels):
            self.here.strength *= compared(self.words[token.begin])
            begin = len(self.here.words)
            self.here.hits.append(Hit(token.value, begin, begin + token.end - token.begin))
        self.here.words.extend(self.words[token.begin : token.end])

    def _segment(self, token: Token) -> None:
        self.next(turned=token.value in TURNS)

    def _turn(self, _token: Token) -> None:
        if self.here.denied:
            self.next()
        self.here.turned = True

    def _passes(self, token: Token) -> None:
        if ends_alone(self.segments):
            self.here.verdict = token.kind
            self.here.words.extend(self.words[token.begin : token.end])
        else:
            end(self.segments, token.kind, self.words[: token.begin])
        self.next()

    def _lacks(self, token: Token) -> None:
        if self.here.words or self.here.hits:
            self.next(turned=self.here.turned)
        lacking = token.value
        assert isinstance(lacking, Lacking)
        self.here.absence = "" if self.here.denied else "denied"
        self.here.words = [lacking.stem]
        self.here.hits = [Hit(lacking.feels, 0, 1)] if isinstance(lacking.feels, Feels) else []
        self.next()

    def _looks(self, token: Token) -> None:
        """ "Won't look at her" looks away, and of her nothing is told; "can't take her eyes off him" looks at him."""
        assert isinstance(token.value, tuple)
        self.next(words=list(token.value))
        if token.kind == AVERTED:
            self.next(absence="denied")

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
            self.tell(token)

    def _judges(self, token: Token) -> None:
        self.next(verdict=token.kind)

    def _worn(self, token: Token) -> None:
        self.here.mask = self.here.mask or "feigned"
        if self.here.hits and token.kind == "overdone":
            self.next(link="through", hits=[Hit(_OVERDONE, 0, 0)])

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

    def _says_no(self) -> bool:
        """ "Angry? No.", "teeth: none", "angry no, hurt yes"."""
        return self.denial in _NAYS and (self.asked or self.here.names)

    def _denies_a_deed(self) -> bool:
        """ "Got up never", not "angry, never"."""
        return self.denial == "never" and not (SILENT.issuperset(self.here.words) or self.here.names)

    def _denial(self, token: Token) -> None:
        """A segment that is denied; a denial of one that names nothing yet is taken back."""
        undoing = token.value not in _ADDING and not agrees(self.here, str(token.value))
        if self.here.words or self.here.hits:
            self.next(absence="" if self.here.names else self.here.absence)
        undone = self.here.denied and undoing
        self.here.absence = "" if undone else _ABSENCE.get(str(token.value), "denied")
        self.here.denial = " ".join(self.words[token.begin : token.end])

    def _parts(self, token: Token) -> None:
        """The rest of the clause tells of something else."""
        if self.here.mask == "almost":
            self.here.absence, self.here.mask = "denied", ""
        self.next()

    def _expects(self, token: Token) -> None:
        if self.here.names:
            self.next()
        self.here.mask = token.kind
        self.here.words.extend(self.words[token.begin : token.end])

    def _asks(self, token: Token) -> None:
        """ "Does that look like joy to you?" """
        if self.asks and names_something(self.words[token.end :]):
            self._denial(token)
        else:
            self.tell(token)

    def _link(self, token: Token) -> None:
        self.next(link=token.kind)

    def _mask(self, token: Token) -> None:
        if self.here.hits or self.here.telling:
            self.next(absence=self.here.absence)
        if not (self.here.mask and token.kind == "almost"):
            self.here.mask = token.kind
        self.here.strength *= _WEAKENED.get(token.kind, 1.0)

    def _strength(self, token: Token) -> None:
        outdone = token.value in DOUBTS and self.here.hits and self.words[token.begin - 1] in _ABLE
        if outdone:
            self.here.strength *= 1.0 if self.here.denied else OUTDONE
            self.next(words=list(self.words[token.begin : token.end]), strength=FAINT)
        else:
            factor = token.value if isinstance(token.value, float) else STRENGTHS.get(str(token.value), FAINT)
            self.here.strength *= factor

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
        self.next(link="under", hits=[Hit(DISGUISE, 0, 0)])


EFFECTS: dict[str, Callable[[Filling, Token], None]] = {
    **dict.fromkeys(VERDICTS, Filling._passes),
    **dict.fromkeys(("almost", "feigned", "held", "nearing"), Filling._mask),
    **dict.fromkeys(_JUDGING, Filling._judges),
    "asks": Filling._asks,
    "contrary": Filling._contradicts,
    "deny": Filling._deny,
    "disguised": Filling._disguises,
    "ended": Filling._ended,
    "excepts": Filling._excepts,
    "expected": Filling._expects,
    "lacks": Filling._lacks,
    "looks at": Filling._looks,
    AVERTED: Filling._looks,
    "only": Filling._only,
    "overdone": Filling._worn,
    "parts": Filling._parts,
    "segment": Filling._segment,
    "spared": Filling._spares,
    "strength": Filling._strength,
    "supposed": Filling._expects,
    "through": Filling._link,
    "turn": Filling._turn,
    "under": Filling._link,
    "unreached": Filling._unreached,
    "worn": Filling._worn,
}
"""What a token of each kind does; any other one is told as words."""
