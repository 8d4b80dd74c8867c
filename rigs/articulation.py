"""What the face does for each phone, as arrays: articulation.toml beside this file, each row with its source."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from . import arkit


@dataclass(frozen=True)
class Group:
    """Channels that move as one field; times in seconds: how far the motion runs ahead of the sound (below 0: behind
    it), and over which times a phone's dominance rises and falls."""

    channels: tuple[int, ...]
    lead: float
    before: float
    after: float


@dataclass(frozen=True)
class Contact:
    """A contact that is kept whatever the neighbours do; times in seconds.

    Full from `delay` after the phone's start to `release` before its end, for `hold` at least; `rise` and `fall` are
    the ways there and back. `jaw` is what it leaves of the jaw's opening, `opening` of all other openings; `firmness`
    how much it wins over an expression.
    """

    delay: float
    release: float
    hold: float
    rise: float
    fall: float
    jaw: float
    opening: float
    firmness: float


@dataclass(frozen=True)
class Target:
    """One phone: weights (52,); dominance by group; `reduction`: the share of the jaw's target that a very short phone
    loses; `effort`: how much of the voice's effort its opening takes part in."""

    weights: np.ndarray
    dominance: dict[str, float]
    reduction: float
    effort: float
    contact: str | None


@dataclass(frozen=True)
class EffortRule:
    """Loudness -> effort: `slope` of its logarithm per decibel above the usual, within lowest..highest; decibels
    smoothed over `smoothing` seconds to either side, `delay` seconds later, and none counted further below the usual
    than `range_decibels`."""

    slope: float
    smoothing: float
    delay: float
    lowest: float
    highest: float
    range_decibels: float


@dataclass(frozen=True)
class Rules:
    """The whole table; a phone of `weight_seconds` counts half beside its neighbours, `reduction_seconds` is how long
    a vowel needs for its target, `rest_seconds` how late silence begins, `part_seconds` how long before the next sound
    it ends; `opening` (52,): share of the lip gap at jawOpen 1 that each weight adds."""

    groups: dict[str, Group]
    contacts: dict[str, Contact]
    targets: dict[str, Target]
    diphthongs: dict[str, tuple[str, str, float]]
    effort: EffortRule
    weight_seconds: float
    reduction_seconds: float
    rest_seconds: float
    part_seconds: float
    opening: np.ndarray


def sides(name: str) -> tuple[int, ...]:
    """The channels of a blendshape: itself, or its left and right one."""
    if name in arkit.INDEX:
        return (arkit.INDEX[name],)
    return arkit.INDEX[f"{name}Left"], arkit.INDEX[f"{name}Right"]


@cache
def rules() -> Rules:
    """articulation.toml as arrays."""
    table = tomllib.loads((Path(__file__).parent / "articulation.toml").read_text(encoding="utf-8"))
    groups = {
        name: Group(tuple(c for n in row["channels"] for c in sides(n)), row["lead"], row["before"], row["after"])
        for name, row in table["group"].items()
    }
    return Rules(
        groups=groups,
        contacts={name: Contact(**_without_source(row)) for name, row in table["contact"].items()},
        targets={label: _target(row, table["class"][row["class"]]) for label, row in table["phone"].items()},
        diphthongs={label: (*row["parts"], row["share"]) for label, row in table["diphthong"].items()},
        effort=EffortRule(**_without_source(table["effort"])),
        weight_seconds=table["speed"]["weight_seconds"],
        reduction_seconds=table["speed"]["reduction_seconds"],
        rest_seconds=table["speed"]["rest_seconds"],
        part_seconds=table["speed"]["part_seconds"],
        opening=_vector(_without_source(table["opening"])),
    )


def _target(row: dict, kind: dict) -> Target:
    return Target(_vector(row["weights"]), kind["dominance"], kind["reduction"], kind["effort"], kind.get("contact"))


def _without_source(row: dict) -> dict:
    return {key: value for key, value in row.items() if key != "source"}


def _vector(weights: dict[str, float]) -> np.ndarray:
    vector = np.zeros(arkit.COUNT)
    for name, value in weights.items():
        vector[list(sides(name))] = value
    return vector
