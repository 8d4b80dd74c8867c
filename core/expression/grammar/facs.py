"""FACS notation in a prompt ("AU1+4+15B", "12R only, about a C", "1+2+5 upstairs, 24 downstairs", "AU12, no 6").

A number with a letter, a side, "AU" or a plus is a code. A plain number is one where a code or a part of the face
vouches for it and all other words of its clause are words about codes; "AU12. 15 roses arrive." has one code.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ....rigs import arkit
from ....rigs.action_units import ACTION_UNITS, INTENSITIES, weights_from_action_units
from .arkit_names import read_shapes
from .facs_runs import PLAIN_INTENSITY, Run, runs_of
from .facs_tokens import Code, Token, spelt_out, tokens_of

_NEEDS_SIDE = {"30"}
_ABOUT = {"side", "amount", "letter", "times", "filler", "only", "place", "part", "fix", "denied", "deny"}
_PLACES = {"place", "part"}
_TELLING = {"side", "amount", "letter", "times", "fix", "only"}
_MARK = 0.5
"""Share of a unit's strongest shape from which on a shape rests where the unit is denied."""


@dataclass(frozen=True)
class Notation:
    """Activations of action units and shapes, the shapes that denied codes hold still, the prompt without the notation,
    and what was read."""

    units: dict[str, float]
    silenced: frozenset[str]
    rest: str
    told: tuple[str, ...]


def read_facs(prompt: str) -> Notation:
    said = spelt_out(prompt)
    tokens = tokens_of(said)
    zone = _zone(tokens)
    units: dict[str, float] = {}
    silenced: set[str] = set()
    told: list[str] = []
    for run in runs_of(tokens, zone):
        for code, activation in _activations(run, told):
            if run.denied:
                silenced |= _marks(code)
                told.append(f"at rest: AU {code}")
            else:
                units[code] = activation
    silenced -= {shape for code in units for shape in _marks(code)}
    shapes, rest, told_shapes = read_shapes(_without(said, tokens, zone))
    return Notation(units | shapes, frozenset(silenced), rest, tuple(dict.fromkeys([*told, *told_shapes])))


def _marks(code: str) -> set[str]:
    weights = weights_from_action_units({code: 1.0})
    return {name for name, weight in zip(arkit.NAMES, weights, strict=True) if weight >= _MARK * weights.max()}


def _clauses(tokens: Sequence[Token]) -> Iterator[range]:
    begin = 0
    for at, token in enumerate(tokens):
        label = token.value == ":" and at > begin and tokens[at - 1].kind in _PLACES
        if token.parts and not label:
            yield range(begin, at)
            begin = at + 1
    yield range(begin, len(tokens))


def _zone(tokens: Sequence[Token]) -> set[int]:
    """Places of the tokens that are notation."""
    clauses = [clause for clause in _clauses(tokens) if clause]
    plain = [all(tokens[at].kind != "other" for at in clause) for clause in clauses]
    plain_clauses = [clause for clause, all_plain in zip(clauses, plain, strict=True) if all_plain]
    sure = {at for clause in clauses for at in clause if tokens[at].kind == "code" and _is_sure(tokens, clause, at)}
    vouched = bool(sure) or _vouches(tokens, plain_clauses)
    zone: set[int] = set()
    behind = False
    for clause, all_plain in zip(clauses, plain, strict=True):
        codes = {at for at in clause if tokens[at].kind == "code"}
        counted = codes if all_plain and vouched and _known(tokens, codes) else codes & sure
        counted |= {at for at in codes if _is_joined(tokens, at, counted)}
        if all_plain and codes and codes == counted:
            zone |= set(clause)
        elif behind and not codes and all_plain and _is_about_codes(tokens, clause):
            zone |= set(clause)
            continue
        else:
            zone |= {place for at in counted for place in _about(tokens, clause, at, counted)}
        behind = bool(counted)
    return zone


def _known(tokens: Sequence[Token], codes: set[int]) -> bool:
    return all(_code(tokens, at).number in ACTION_UNITS for at in codes)


def _code(tokens: Sequence[Token], at: int) -> Code:
    code = tokens[at].value
    assert isinstance(code, Code)
    return code


def _is_sure(tokens: Sequence[Token], clause: range, at: int) -> bool:
    """Whether a code is one whatever stands around it."""
    code = _code(tokens, at)
    if code.marked:
        return True
    run = _plus_run(tokens, clause, at)
    if _is_sum(tokens, run):
        return False
    if any(_code(tokens, one).marked for one in run):
        return True
    if not _known(tokens, set(run)):
        return False
    first = run[0]
    begins = all(tokens[one].kind != "other" for one in range(clause.start, first)) and (
        first == clause.start or run[-1] + 1 == clause.stop or tokens[run[-1] + 1].kind != "other"
    )
    labelled = first - 2 >= clause.start and tokens[first - 1].value == ":" and tokens[first - 2].kind in _PLACES
    if len(run) > 1:
        qualified = any(_code(tokens, one).letter or _code(tokens, one).side for one in run)
        return len(run) > 2 or begins or labelled or qualified
    after_other = not begins and tokens[first - 1].kind == "other"
    if code.letter and code.capital and not after_other:
        return True
    return labelled or (bool(code.side) and code.capital and all(tokens[one].kind != "other" for one in clause))


def _plus_run(tokens: Sequence[Token], clause: range, at: int) -> list[int]:
    """The codes that are joined to one by plus signs, itself included."""
    first = last = at
    while first - 2 >= clause.start and tokens[first - 1].kind == "plus" and tokens[first - 2].kind == "code":
        first -= 2
    while last + 2 < clause.stop and tokens[last + 1].kind == "plus" and tokens[last + 2].kind == "code":
        last += 2
    return list(range(first, last + 1, 2))


def _is_sum(tokens: Sequence[Token], run: Sequence[int]) -> bool:
    """ "2+2", "4+5=9"."""
    after = run[-1] + 1
    twice = len({(_code(tokens, at).number, _code(tokens, at).side) for at in run}) < len(run)
    return len(run) > 1 and (twice or (after < len(tokens) and tokens[after].value == "="))


def _vouches(tokens: Sequence[Token], clauses: Sequence[range]) -> bool:
    """Whether plain numbers are codes that stand in clauses of nothing but words about codes: "give me 9 and 10",
    "12, left full"."""
    codes = [at for clause in clauses for at in clause if tokens[at].kind == "code"]
    if not codes or not _known(tokens, set(codes)):
        return False
    kinds = [tokens[at].kind for clause in clauses for at in clause]
    joined = any(
        tokens[at].kind in ("plus", "joint", "deny") and tokens[at].value != "/" for at in range(codes[0], codes[-1])
    )
    several = len({_code(tokens, at).number for at in codes}) > 1 and joined
    told = sum(kind in ("side", "letter", "amount", "place", "part", "only") for kind in kinds) > 0
    apart = len(clauses) > 1 and any(tokens[at].kind != "code" for clause in clauses for at in clause)
    return several or (told and (apart or not _PLACES.isdisjoint(kinds)))


def _is_joined(tokens: Sequence[Token], at: int, counted: set[int]) -> bool:
    """Whether a code stands beside one that counts and counts nothing: "AU12 with 25", not "AU4 and 12 roses"."""
    before = at - 1
    while before >= 0 and tokens[before].kind in ("joint", "plus"):
        before -= 1
    ends = at + 1 == len(tokens) or tokens[at + 1].kind != "other"
    return before in counted and ends and _known(tokens, {at})


def _is_about_codes(tokens: Sequence[Token], clause: range) -> bool:
    """ "About a C", "left double that", "no, make that a D"; behind a full stop a side alone is none."""
    kinds = {tokens[at].kind for at in clause}
    if kinds & _PLACES and kinds & {"deny", "denied"}:
        return False
    after_stop = clause.start > 0 and tokens[clause.start - 1].kind == "stop"
    return bool(kinds & (_TELLING - {"side"} if after_stop else _TELLING)) or kinds == {"deny"} or "denied" in kinds


def _about(tokens: Sequence[Token], clause: range, at: int, counted: set[int]) -> set[int]:
    """A code in a clause of other words, with what is said about it on both of its sides."""
    end = reach = at + 1
    while reach < clause.stop and tokens[reach].kind in _ABOUT - {"fix", "deny"}:
        reach += 1
        end = reach if tokens[reach - 1].kind == "letter" else end
    if reach == clause.stop or reach in counted or tokens[reach].kind in ("joint", "plus"):
        end = reach
    begin = reach = at
    while reach > clause.start and tokens[reach - 1].kind in ("side", "amount", "deny", "filler", "times"):
        reach -= 1
        begin = reach if tokens[reach].kind != "filler" else begin
    links = {at + 1} if at + 1 in clause and tokens[at + 1].kind in ("plus", "joint") and at + 2 in counted else set()
    return set(range(begin, end)) | links


def _activations(run: Run, told: list[str]) -> Iterator[tuple[str, float]]:
    for code, group in zip(run.codes, run.groups, strict=True):
        unit = ACTION_UNITS.get(code.number)
        sides = {code.side: None} if code.side else run.sides or {"": None}
        for side, amount in sides.items():
            side = "" if side == "both" else side
            if unit is None:
                told.append(f"ignored: AU {side}{code.number}, which moves nothing here")
            elif code.number in _NEEDS_SIDE and not side:
                told.append(f"ignored: AU {code.number}, which needs a side, L{code.number} or R{code.number}")
            else:
                said = amount if amount is not None else run.amount_of(group)
                told.append(f"AU {side}{code.number}{code.letter}: {unit.name}")
                yield side + code.number, INTENSITIES[code.letter] if code.letter else said or PLAIN_INTENSITY


def _without(prompt: str, tokens: Sequence[Token], zone: set[int]) -> str:
    """The prompt without its notation."""
    kept, past = "", 0
    for at in sorted(zone):
        kept += prompt[past : tokens[at].begin] + (" ; " if at - 1 not in zone else "")
        past = tokens[at].end
    return kept + prompt[past:]
