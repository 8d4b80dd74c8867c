"""The named expressions of expressions.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..rigs.action_units import weights_from_action_units


@dataclass(frozen=True)
class Expression:
    """One named expression; `tells` is its line for people, `action_units` as in rigs.action_units, 0..1."""

    name: str
    tells: str
    action_units: Mapping[str, float]
    source: str


def _read_table() -> dict[str, Expression]:
    table = tomllib.loads((Path(__file__).parent / "expressions.toml").read_text(encoding="utf-8"))
    return {name: Expression(name, **row) for name, row in table.items()}


EXPRESSIONS = _read_table()
NAMES = tuple(EXPRESSIONS)


def load(name: str) -> np.ndarray:
    """The face of a named expression, float32 (52,) in ARKit order; "Gentle smile" is gentle-smile. Raises KeyError."""
    key = "-".join(name.lower().replace("_", " ").replace("-", " ").split())
    return weights_from_action_units(EXPRESSIONS[key].action_units).astype(np.float32)
