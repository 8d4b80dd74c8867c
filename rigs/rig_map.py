"""Rig maps: how 52 ARKit weights drive the shapes, curves and bones of one family of rigs. Data in maps/*.toml.

A map file has a title, rows, [sources] that rows name, `markers` (names that such a rig has and that are never driven)
and [without] (blendshapes that it cannot show, each with the reason). What a row's fields mean is told by Row; the
value of a row is computed in retarget.py. The file that a user exports with rows of his own has the same form.
"""

import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from . import arkit

MAPS_FOLDER = Path(__file__).parent / "maps"
NAMES = (
    "arkit", "perfectsync", "arkit_lr", "ict", "vrm0", "vrm1", "oculus", "readyplayerme", "metahuman", "cc4",
    "cc4_extended", "cc4_explus", "daz81", "daz9", "fuse", "prestonblair", "mmd",
)
"""Every map that ships; where two fit a rig equally well, the earlier one is meant."""

LIPS_OPEN, LIPS_TOGETHER = "lipsOpen", "lipsTogether"
HEAD = ("headYaw", "headPitch", "headRoll")
INPUTS = (*arkit.NAMES, LIPS_OPEN, LIPS_TOGETHER, *HEAD)
"""What rows may name: the 52 blendshapes; mouthClose as the corrective of jawOpen that it is: lipsOpen is what is left
of jawOpen, lipsTogether the share of jawOpen that is closed, both 0..1; the head's rotation in degrees, positive to the
character's left, down, and towards its right shoulder."""

_AXES = ("", "x", "y", "z")


class RigMapError(ValueError):
    """A map that cannot be used: `sentence` tells the cause, `remedy` what to do."""

    def __init__(self, sentence: str, remedy: str):
        super().__init__(f"{sentence}: {remedy}.")
        self.sentence, self.remedy = sentence, remedy


@dataclass(frozen=True)
class Row:
    """One shape key, curve, custom property or bone. Its value is offset + the sum of gain x weight over `drives`,
    inside `range`, times the sum over `only` and times 1 - the sum over `unless`, both inside 0..1.

    A row with an `axis` ("x", "y", "z" of the bone's own frame) turns the bone `target` by value x `degrees`, or moves
    it by value x `length` in the armature's units; turns about several axes are the parts of one rotation vector.
    looks: the ARKit weights that the target shows at 1, where that is not read from `drives` (a viseme);
    also: other spellings of the target; instead_of: the row counts only on a rig without that target.
    A row without drives and offset stays at 0: the rig has such a shape and no weight stands for it.
    """

    target: str
    drives: Mapping[str, float]
    source: str
    offset: float = 0.0
    range: tuple[float, float] = (0.0, 1.0)
    only: Mapping[str, float] = field(default_factory=dict)
    unless: Mapping[str, float] = field(default_factory=dict)
    axis: str = ""
    degrees: float = 0.0
    length: float = 0.0
    looks: Mapping[str, float] | None = None
    also: tuple[str, ...] = ()
    instead_of: str = ""

    @property
    def channel(self) -> str:
        """The name in a file: the target, for a bone with what moves: "CC_Base_JawRoot.rotation_z"."""
        if not self.axis:
            return self.target
        return f"{self.target}.{'rotation' if self.degrees else 'location'}_{self.axis}"

    @property
    def unit(self) -> float:
        """What a value of 1 is in the channel: radians or units of length of a bone, else 1."""
        return (math.radians(self.degrees) or self.length) if self.axis else 1.0

    @property
    def acts(self) -> bool:
        return bool(self.drives) or self.offset != 0.0

    def to_data(self) -> dict:
        """The row as plain data for TOML or JSON, without what is at its default."""
        data: dict = {"target": self.target, "drives": dict(self.drives)}
        for name in ("offset", "axis", "degrees", "length", "instead_of"):
            if value := getattr(self, name):
                data[name] = value
        for name in ("only", "unless"):
            if value := getattr(self, name):
                data[name] = dict(value)
        if self.range != (0.0, 1.0):
            data["range"] = list(self.range)
        if self.looks is not None:
            data["looks"] = dict(self.looks)
        if self.also:
            data["also"] = list(self.also)
        return {**data, "source": self.source}


@dataclass(frozen=True)
class RigMap:
    """The rows of one family of rigs, in the order of its channels; see the module for the other fields."""

    name: str
    title: str
    rows: tuple[Row, ...]
    markers: tuple[str, ...] = ()
    without: Mapping[str, str] = field(default_factory=dict)

    @property
    def shapes(self) -> tuple[Row, ...]:
        """The rows that are found by names of shape keys or curves."""
        return tuple(row for row in self.rows if not row.axis)

    def driven(self) -> "RigMap":
        """What a rig with every target of the map gets: rows that act and stand in for no other one."""
        return replace(self, rows=tuple(row for row in self.rows if row.acts and not row.instead_of))

    def bound(self, found: Mapping[str, str], bones: Iterable[str] = ()) -> "RigMap":
        """The map of one rig: `found` is target -> the rig's own name for it, `bones` what bones the rig has.

        Rows whose target the rig lacks are left out; the ones that stand in for them take their place.
        """
        there = set(bones)
        rows = []
        for row in self.rows:
            if row.instead_of in found or not row.acts:
                continue
            if row.axis and row.target in there:
                rows.append(row)
            elif not row.axis and row.target in found:
                rows.append(replace(row, target=found[row.target]))
        return replace(self, rows=tuple(rows))

    def overridden(self, rows: Iterable[Row]) -> "RigMap":
        """With rows of the user's: each replaces the row with its channel or is added; one that does not act takes it
        away."""
        own = {row.channel: row for row in rows}
        kept = [own.pop(row.channel, row) for row in self.rows]
        return replace(self, rows=tuple(row for row in (*kept, *own.values()) if row.acts))


def load_map(name: str) -> RigMap:
    """One of NAMES. Raises RigMapError for another name."""
    if name not in NAMES:
        raise RigMapError(f"There is no rig map '{name}'", f"choose one of {', '.join(NAMES)}")
    return read_map(MAPS_FOLDER / f"{name}.toml")


def read_map(path: Path) -> RigMap:
    """A map file. Raises RigMapError where it cannot be read or is no map."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise RigMapError(f"The rig map '{path}' cannot be read", "check its name and folder") from error
    except UnicodeDecodeError as error:
        raise RigMapError(f"The rig map '{path}' is no TOML, {error}", "correct it or export it again") from error
    return map_from_data(_parsed(text, str(path)), path.stem)


def map_from_text(text: str, name: str) -> RigMap:
    """A map from the text of its file. Raises RigMapError as read_map does."""
    return map_from_data(_parsed(text, name), name)


def _parsed(text: str, name: str) -> dict:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RigMapError(f"The rig map '{name}' is no TOML, {error}", "correct it or export it again") from error


def map_from_data(data: Mapping, name: str) -> RigMap:
    """Raises RigMapError for a row that is not as Row tells, or a channel that is driven twice."""
    listed = data.get("row")
    if not isinstance(listed, list) or not listed:
        raise RigMapError(f"The rig map '{name}' has no rows", "add [[row]] with target, drives and source")
    sources = data.get("sources", {})
    rows = tuple(row_from_data(row, name, sources) for row in listed)
    channels = [row.channel for row in rows]
    if twice := {channel for channel in channels if channels.count(channel) > 1}:
        raise RigMapError(f"The rig map '{name}' has {', '.join(sorted(twice))} twice", "join the rows into one")
    without = data.get("without", {})
    if unknown := set(without) - set(arkit.NAMES):
        raise RigMapError(f"The rig map '{name}' goes without {', '.join(sorted(unknown))}", "use ARKit names")
    return RigMap(name, str(data.get("title", name)), rows, tuple(data.get("markers", ())), dict(without))


def row_from_data(data: Mapping, name: str, sources: Mapping[str, str] = MappingProxyType({})) -> Row:
    """A row of the map `name` from TOML or JSON; `sources` tells what a row's source stands for."""
    try:
        target, drives = str(data["target"]), data["drives"]
        extra = {key: value for key, value in data.items() if key not in ("target", "drives", "source")}
        low, high = extra.pop("range", (0.0, 1.0))
        also = tuple(extra.pop("also", ()))
        row = Row(target, drives, sources.get(data["source"], data["source"]), range=(low, high), also=also, **extra)
        fault = _fault(row)
    except (KeyError, TypeError, ValueError) as error:
        raise RigMapError(
            f"A row of the rig map '{name}' is not as it should be, {error}", "give it target, drives and source"
        ) from error
    if fault:
        raise RigMapError(f"The row '{row.target}' of the rig map '{name}' {fault}", "correct it")
    return row


def _fault(row: Row) -> str:
    gains = {**row.drives, **row.only, **row.unless, **(row.looks or {})}
    if unknown := sorted(set(gains) - set(INPUTS)):
        return f"names {', '.join(unknown)}, which is no ARKit blendshape"
    numbers = [*gains.values(), row.offset, row.degrees, row.length, *row.range]
    if not all(isinstance(number, int | float) and math.isfinite(number) for number in numbers):
        return "has a gain that is no number"
    if not row.range[0] < row.range[1]:
        return f"has the range {list(row.range)}"
    if row.axis not in _AXES:
        return f"turns about '{row.axis}', which is none of x, y, z"
    if bool(row.axis) != bool(row.degrees or row.length) or (row.degrees and row.length):
        return "has not just one of degrees and length with its axis"
    return ""


def to_toml(rig_map: RigMap) -> str:
    """The map as a file that read_map reads back."""
    lines = [f"title = {_toml(rig_map.title)}"]
    if rig_map.markers:
        lines.append(f"markers = {_toml(list(rig_map.markers))}")
    lines += ["row = [", *(f"    {_toml(row.to_data())}," for row in rig_map.rows), "]"]
    if rig_map.without:
        lines += ["", "[without]", *(f"{name} = {_toml(reason)}" for name, reason in rig_map.without.items())]
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    if isinstance(value, str):
        return '"' + "".join(_escaped(letter) for letter in value) + '"'
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_toml(key)} = {_toml(each)}" for key, each in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_toml(each) for each in value) + "]"
    return repr(value)


def _escaped(letter: str) -> str:
    if letter in '"\\':
        return "\\" + letter
    return letter if letter.isprintable() else f"\\U{ord(letter):08x}"
