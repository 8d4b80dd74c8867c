"""FACS action units -> the 52 ARKit blendshapes, by the rule that made the seed corpus of expressions.

Source: action_units.toml; each row there names its own.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from . import arkit

_SIDES = ("Left", "Right")
_OVERLAP = 0.3


@dataclass(frozen=True)
class ActionUnit:
    """One action unit; `drives` maps a blendshape to its gain, and a name that ends in * is a Left and a Right one.

    `one_side` replaces gains when one side only acts; its keys are "L" and "R". `dispute` says where sources differ.
    """

    number: str
    name: str
    drives: Mapping[str, float]
    source: str
    one_side: Mapping[str, Mapping[str, float]]
    dispute: str = ""


def _read_table() -> tuple[dict[str, ActionUnit], dict[str, float]]:
    table = tomllib.loads((Path(__file__).parent / "action_units.toml").read_text(encoding="utf-8"))
    units = [ActionUnit(**{"one_side": {}, **row}) for row in table["unit"]]
    return {unit.number: unit for unit in units}, table["intensity"]


ACTION_UNITS, INTENSITIES = _read_table()
"""Action units by number ("12"), and FACS intensity letters A to E as 0..1."""


def weights_from_action_units(activations: Mapping[str, float]) -> np.ndarray:
    """Activations 0..1 of action units ("4", or "L12" for the character's left side) -> weights float64 (52,).

    Contributions a and b to one blendshape add up to min(1, max(a, b) + 0.3 min(a, b)), in the order given.
    Raises KeyError for an action unit that is not in ACTION_UNITS, or that needs a side (30) and has none.
    """
    weights = dict.fromkeys(arkit.NAMES, 0.0)
    for code, activation in activations.items():
        side = code[0] if code[:1] in ("L", "R") else ""
        for name, gain in _gains(ACTION_UNITS[code[len(side) :]], side).items():
            there, added = weights[name], gain * activation
            weights[name] = min(1.0, max(there, added) + _OVERLAP * min(there, added))
    return np.array([weights[name] for name in arkit.NAMES])


def _gains(unit: ActionUnit, side: str) -> dict[str, float]:
    """Blendshapes and gains of a unit on one side ("L", "R") or both ("")."""
    drives = unit.one_side.get(side, unit.drives)
    if not drives:
        raise KeyError(f"AU{unit.number} needs a side: L{unit.number} or R{unit.number}")
    gains: dict[str, float] = {}
    for name, gain in drives.items():
        if name.endswith("*"):
            gains.update({name[:-1] + end: gain for end in _SIDES if not side or end[0] == side})
        else:
            gains[name] = gain
    return gains
