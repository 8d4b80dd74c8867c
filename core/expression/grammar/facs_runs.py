"""Runs of FACS codes and what the words about them say: side, amount, denial, correction.

In "12, right a third, left double that; no 6" the first run has two sides with an amount for each, the second is
denied.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ....rigs.action_units import INTENSITIES
from .facs_tokens import Code, Token

PLAIN_INTENSITY = 0.8
"""Of a unit without a letter; the plain face descriptions of the corpus have the same."""
_OTHER = {"L": "R", "R": "L", "both": "both"}
_EVERY = -1
"""In place of a group: all of them."""


@dataclass
class Run:
    """Codes that are told together, each with the number of its group between commas ("1+2, 12 off" denies the last).

    amounts: by group; sides: by side, with the amount that is told for it alone.
    """

    codes: list[Code] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)
    amounts: dict[int, float] = field(default_factory=dict)
    sides: dict[str, float | None] = field(default_factory=dict)
    denied: bool = False

    def without_letters(self) -> set[str]:
        """The letters that were the codes' own until now."""
        letters = {one.letter for one in self.codes}
        self.codes = [Code(one.number, one.side, "", one.marked) for one in self.codes]
        return letters

    def amount_of(self, group: int) -> float | None:
        return self.amounts.get(group, self.amounts.get(_EVERY))


def runs_of(tokens: Sequence[Token], zone: set[int]) -> list[Run]:
    """The runs in the tokens at the places that are notation."""
    reader = _Reader(tokens, zone)
    for at, token in enumerate(tokens):
        reader.read(at, token)
    return reader.runs


class _Reader:
    def __init__(self, tokens: Sequence[Token], zone: set[int]):
        self.runs: list[Run] = []
        self._tokens, self._zone = tokens, zone
        self._next = Run()
        """What is said before its codes come."""
        self._linked = False
        """Whether a code would join the last run."""
        self._parted = True
        """Whether the last code is behind a break, so that words may belong to the next one."""
        self._fixing = False
        self._side = ""
        self._other_side = False
        """Whether a side that comes is the one that does not act."""
        self._handlers = {
            "code": self._code, "deny": self._deny, "denied": self._denied, "fix": self._fix, "side": self._sided,
            "amount": self._amount, "letter": self._amount, "times": self._amount,
        }  # fmt: skip

    def read(self, at: int, token: Token) -> None:
        if token.kind in ("comma", "stop", "joint", "plus"):
            self._parted = True
            self._linked = self._linked and token.kind != "stop"
            self._side = "" if token.parts else self._side
        elif at not in self._zone:
            self._linked = self._fixing = False
        elif handler := self._handlers.get(token.kind):
            handler(at, token)
            self._linked = token.kind == "code"

    def _code(self, at: int, token: Token) -> None:
        code = token.value
        assert isinstance(code, Code)
        if not (self._linked and self.runs):
            if self._fixing:
                self._correct(code)
            self.runs.append(self._next)
            self._next = Run()
        run = self.runs[-1]
        new_group = bool(run.codes) and self._tokens[at - 1].kind == "comma"
        run.groups.append(run.groups[-1] + new_group if run.groups else 0)
        run.codes.append(code)
        self._parted = self._fixing = False
        self._side = ""

    def _correct(self, code: Code) -> None:
        """ "No, make that 14" takes back what stands before it."""
        last = self.runs[-1] if self.runs else Run()
        if len(last.codes) == 1 or any(one.number == code.number for one in last.codes):
            self.runs.pop()

    def _deny(self, at: int, token: Token) -> None:
        leads = self._leads(at)
        self._next.denied = leads == "code"
        self._other_side = leads == "side" and bool(self.runs)
        self._fixing = leads not in ("code", "side")

    def _denied(self, at: int, token: Token) -> None:
        if not self.runs:
            return
        run = self.runs[-1]
        if self._side in run.sides and len(run.sides) > 1:
            del run.sides[self._side]
        elif self._tokens[at - 1].kind == "code" and run.groups.count(run.groups[-1]) == 1 < len(run.codes):
            self.runs.insert(-1, Run([run.codes.pop()], [run.groups.pop()], denied=True))
        else:
            run.denied = True

    def _fix(self, at: int, token: Token) -> None:
        self._fixing = True

    def _sided(self, at: int, token: Token) -> None:
        side = str(token.value)
        if self._is_for_next(at):
            self._next.sides[side] = None
        elif self.runs:
            self._side = "" if self._other_side else side
            self.runs[-1].sides.setdefault(_OTHER[side] if self._other_side else side, None)
            self._other_side = False

    def _amount(self, at: int, token: Token) -> None:
        amount = float(str(token.value))
        if self._is_for_next(at):
            self._next.amounts[_EVERY] = amount
        elif self.runs:
            self._say_amount(self.runs[-1], at, token.kind == "times", amount)

    def _say_amount(self, run: Run, at: int, is_factor: bool, amount: float) -> None:
        told = [one for one in run.sides.values() if one is not None] or list(run.amounts.values()) or [PLAIN_INTENSITY]
        if is_factor and len({one.letter for one in run.codes}) == 1:
            told = [INTENSITIES[letter] for letter in run.without_letters() if letter] or told
        if is_factor:
            amount = min(amount * told[-1], 1.0)
            if self._side in ("L", "R") and len(run.sides) == 1:
                run.sides[_OTHER[self._side]] = told[-1]
        if self._fixing:
            run.without_letters()
            run.amounts.clear()
            self._fixing = False
        if self._side in ("L", "R"):
            run.sides[self._side] = amount
        else:
            of_all = self._parted or run.groups[-1] == 0 or (at > 0 and self._tokens[at - 1].value in ("all", "each"))
            run.amounts[_EVERY if of_all else run.groups[-1]] = amount

    def _is_for_next(self, at: int) -> bool:
        """ "A touch of AU12", "all at C: 1, 2, 4"."""
        return self._leads(at) == "code" and (self._parted or not self.runs)

    def _leads(self, at: int) -> str:
        """The kind of the token that words about codes lead up to."""
        after = at + 1
        while after < len(self._tokens) and self._is_on_the_way(after):
            after += 1
        return self._tokens[after].kind if after in self._zone else ""

    def _is_on_the_way(self, at: int) -> bool:
        token = self._tokens[at]
        return token.value == ":" or (at in self._zone and token.kind in ("filler", "amount", "letter"))
