"""What muscles do to a face: activations of action units and ARKit shapes, and shapes that rest."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from ....rigs import arkit
from ....rigs.action_units import ACTION_UNITS, weights_from_action_units

_DRAWN = 0.35
"""Of what leans to the side that is told of an effect that has none."""
_LEANING = {"1": "browOuterUp{}", "29": "jaw{}"}
"""By the unit that the effect moves; the mouth for all others."""
_ALONG = 0.8
"""Share of an effect's strongest gain below which a unit only comes along."""
_SIDELESS = ("30", "61", "62", "63", "64")


@dataclass
class Moves:
    """What a segment moves: activations by action unit ("4", "L12") or ARKit shape, and which of these only come along
    (beside: the cheeks of a smile); shapes that it holds still, if nothing else moves them (stilled) or in any case
    (silenced); places in the segment of the words that said so; named: parts with their motions ("jaw.open")."""

    activations: dict[str, float] = field(default_factory=dict)
    stilled: set[str] = field(default_factory=set)
    silenced: set[str] = field(default_factory=set)
    used: set[int] = field(default_factory=set)
    beside: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.activations or self.stilled or self.silenced)


def weights_of_moves(activations: Mapping[str, float]) -> np.ndarray:
    """Activations of action units and ARKit shapes ("mouthLeft", "L:noseSneer*") -> weights float32 (52,)."""
    units = {code: value for code, value in activations.items() if without_side(code) in ACTION_UNITS}
    weights = weights_from_action_units(units).astype(np.float32)
    for code, value in activations.items():
        for name in () if code in units else _shapes(code):
            weights[arkit.INDEX[name]] = max(weights[arkit.INDEX[name]], value)
    return weights


def without_side(code: str) -> str:
    """ "L12" as "12"."""
    return code.lstrip("LR")


def shapes_of(code: str) -> set[str]:
    """The shapes that an action unit or a shape of an effect moves for the most part."""
    if without_side(code) in ACTION_UNITS:
        moved = weights_from_action_units({code: 1.0})
        return {name for name, weight in zip(arkit.NAMES, moved, strict=True) if weight >= 0.5}
    return set(_shapes(code))


def _shapes(code: str) -> Iterator[str]:
    side, _, name = code.rpartition(":")
    if name.endswith("*"):
        yield from (name[:-1] + end for end in ("Left", "Right") if not side or end[0] == side)
    else:
        yield name


def add(moves: Moves, effect: Mapping[str, float], side: str, factor: float, share: float | None) -> None:
    """share: what the strongest shape is to have, where a number says so. Where no shape of the effect has a side,
    another one goes there a little: the mouth of a bite and of a puffed cheek. An effect may move nothing."""
    if not effect:
        return
    if share is not None:
        most = max(effect.values())
        factor = share / most / float(weights_of_moves({code: gain / most for code, gain in effect.items()}).max())
    for code, gain in effect.items():
        at = sided(code, side)
        if gain < _ALONG * max(effect.values()):
            moves.beside.add(at)
        moves.activations[at] = max(moves.activations.get(at, 0.0), min(1.0, gain * factor))
    if side and not any(name.endswith(("Left", "Right")) for code in effect for name in shapes_of(code)):
        leaning = next((name for unit, name in _LEANING.items() if unit in effect), "mouth{}")
        moves.activations.setdefault(leaning.format("Left" if side == "L" else "Right"), _DRAWN * factor)


def sided(code: str, side: str) -> str:
    """The code on one side; the midline and the gaze have none."""
    unit = without_side(code)
    if not side or unit in _SIDELESS:
        return code
    if unit in ACTION_UNITS:
        return side + unit
    return f"{side}:{code}" if code.endswith("*") else code
