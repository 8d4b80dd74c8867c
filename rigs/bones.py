"""Bones of a face: poses of single shapes, the rows that they make, and the poses to begin with. numpy only.

A pose is told in each bone's own frame, against its rest: a rotation vector (radians about the bone's x, y, z) and a
location (the armature's units). Shapes are ARKit names, and headYaw, headPitch, headRoll for the head.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np

from . import arkit
from .detection import plain_spellings
from .rig_map import HEAD, LIPS_OPEN, Row

SHAPES = (*arkit.NAMES, *HEAD)
"""What a pose can be of."""
HEAD_RANGE = 90.0
CAPTURED = "posed on the character"

_TABLE = Path(__file__).parent / "bones.toml"
_STILL = 1e-5
"""Radians, or units of length: less is no motion of a bone."""
_MIRRORED = np.array([-1.0, 1.0, 1.0])
_LEFT, _RIGHT = "left", "right"
_EYES_APART = 0.06
"""Where no eyes are found: their distance in metres."""


@dataclass(frozen=True)
class BonePose:
    """turns: bone -> rotation vector (3,); moves: bone -> location (3,). Bones that rest are left out."""

    turns: Mapping[str, np.ndarray] = field(default_factory=dict)
    moves: Mapping[str, np.ndarray] = field(default_factory=dict)

    @property
    def bones(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.turns, *self.moves)))

    def to_data(self) -> dict:
        return {
            "turns": {bone: [float(part) for part in turn] for bone, turn in self.turns.items()},
            "moves": {bone: [float(part) for part in move] for bone, move in self.moves.items()},
        }

    @classmethod
    def from_data(cls, data: Mapping) -> "BonePose":
        return cls(*({bone: np.array(part) for bone, part in data[name].items()} for name in ("turns", "moves")))


@dataclass(frozen=True)
class RestBone:
    """A bone at rest in armature space: where it begins, (3,), and its axes as columns, (3, 3)."""

    name: str
    place: np.ndarray
    axes: np.ndarray


def rows_of(poses: Mapping[str, BonePose], closes: bool) -> tuple[Row, ...]:
    """The rows that show every pose at full weight of its shape, and sums of poses in between.

    closes: whether the rig has a shape that closes the lips over an open jaw. Without one, and without a pose of
    mouthClose, the jaw follows lipsOpen, so that the lips still meet. A pose of mouthClose is one with the jaw open, as
    the blendshape is: jawOpen's own pose is taken off it. A pose of the head counts the degrees that its bones turn.
    """
    shapes = [shape for shape in SHAPES if shape in poses]
    bones = list(dict.fromkeys(bone for shape in shapes for bone in poses[shape].bones))
    shown = np.zeros((len(shapes), len(shapes)))
    for place, shape in enumerate(shapes):
        shown[place, place] = _degrees(poses[shape]) if shape in HEAD else 1.0
        if shape == "mouthClose" and "jawOpen" in poses:
            shown[place, shapes.index("jawOpen")] = 1.0
    solution = np.linalg.pinv(shown)
    lips = closes or "mouthClose" in poses
    inputs = [LIPS_OPEN if shape == "jawOpen" and not lips else shape for shape in shapes]
    rows = []
    for bone in bones:
        for kind in ("turns", "moves"):
            posed = np.array([getattr(poses[shape], kind).get(bone, np.zeros(3)) for shape in shapes])
            for axis, parts in zip("xyz", (solution @ posed).T, strict=True):
                rows.append(_row(bone, kind, axis, dict(zip(inputs, parts, strict=True))))
    return tuple(row for row in rows if row is not None)


def _row(bone: str, kind: str, axis: str, parts: Mapping[str, float]) -> Row | None:
    """`parts`: radians or units of length for each input at 1."""
    reach = {name: part * (HEAD_RANGE if name in HEAD else 1.0) for name, part in parts.items()}
    most = max(map(abs, reach.values()))
    if most < _STILL:
        return None
    drives = {name: round(float(part / most), 6) for name, part in parts.items() if abs(reach[name]) > 1e-4 * most}
    low = sum(-abs(part) if name in HEAD else min(part, 0.0) for name, part in reach.items()) / most
    high = sum(abs(part) if name in HEAD else max(part, 0.0) for name, part in reach.items()) / most
    span = (round(float(low), 6), round(float(high), 6))
    if kind == "turns":
        return Row(bone, drives, CAPTURED, range=span, axis=axis, degrees=round(float(np.rad2deg(most)), 6))
    return Row(bone, drives, CAPTURED, range=span, axis=axis, length=round(float(most), 9))


def _degrees(pose: BonePose) -> float:
    """How far a pose turns the head: neck and head share it."""
    return max(float(np.rad2deg(sum(np.linalg.norm(turn) for turn in pose.turns.values()))), 1e-3)


def mirrored(pose: BonePose, flipped: Mapping[str, str]) -> BonePose:
    """The pose of the other side, as rigs mirror bones along x; `flipped`: bone -> the bone of the other side."""
    return BonePose(
        {flipped[bone]: -turn * _MIRRORED for bone, turn in pose.turns.items()},
        {flipped[bone]: move * _MIRRORED for bone, move in pose.moves.items()},
    )


def starting_poses(bones: Sequence[RestBone], up: np.ndarray, shown: Iterable[str] = ()) -> dict[str, BonePose]:
    """Poses to begin with: shape -> pose, from names and rest positions.

    up: the world's up in armature space; shown: shapes that the rig's shape keys show, which its bones then do not,
    gaze and head aside.
    """
    known = {plain: bone for bone in reversed(bones) for plain in plain_spellings(re.split(r"[:|]", bone.name)[-1])}
    left, up, forward = _frame(known, up)
    frame = np.stack([left, up, forward], axis=1)
    apart = _eye_distance(known)
    taken = {shape for shape in shown if not shape.startswith("eyeLook")}
    poses: dict[str, BonePose] = {}
    for start in _starts():
        for side in (_LEFT, _RIGHT) if start.sided else ("",):
            bone = next((known[name] for name in start.on(side) if name in known), None)
            if bone is None:
                continue
            for kind, shape, vector in start.motions(side, bone, known, frame, apart):
                pose = poses.setdefault(shape, BonePose({}, {})) if shape not in taken else BonePose({}, {})
                if bone.name not in pose.bones:
                    getattr(pose, kind)[bone.name] = bone.axes.T @ vector
    return {shape: poses[shape] for shape in SHAPES if shape in poses}


@dataclass(frozen=True)
class _Start:
    """turns, moves: shape -> (3,) on the left side; about: the plain name of the bone around which turns carry this
    one; towards: shape -> (plain name of a bone, share of the way to it)."""

    names: tuple[str, ...]
    turns: dict[str, np.ndarray]
    moves: dict[str, np.ndarray]
    about: str
    towards: dict[str, tuple[str, float]]

    @property
    def sided(self) -> bool:
        return self.names[0].endswith(_LEFT)

    def on(self, side: str) -> list[str]:
        return [_on(name, side) for name in self.names]

    def motions(
        self, side: str, bone: RestBone, known: Mapping[str, RestBone], frame: np.ndarray, apart: float
    ) -> Iterator[tuple[str, str, np.ndarray]]:
        """("turns" or "moves", shape, vector in armature space) of what this bone does."""
        pivot = known.get(_on(self.about, side))
        for shape, part in self.turns.items() if not self.about or pivot is not None else ():
            shape, part = (shape, part) if side != _RIGHT else _other_side(shape, part, True)
            turn = frame @ np.deg2rad(part)
            if pivot is None:
                yield "turns", shape, turn
            else:
                yield "moves", shape, _carried(bone.place - pivot.place, turn)
        for shape, part in self.moves.items():
            shape, part = (shape, part) if side != _RIGHT else _other_side(shape, part, False)
            yield "moves", shape, frame @ (part * apart)
        for shape, (name, share) in self.towards.items():
            other = known.get(_on(name, side))
            if other is not None:
                shape = shape if side != _RIGHT else shape.replace("Left", "Right")
                yield "moves", shape, share * (other.place - bone.place)


def _on(name: str, side: str) -> str:
    return name.removesuffix(_LEFT) + side if name.endswith(_LEFT) else name


def _carried(arm: np.ndarray, turn: np.ndarray) -> np.ndarray:
    """How far the end of an arm (3,) goes when the rotation vector turns it (Rodrigues)."""
    angle = float(np.linalg.norm(turn))
    axis = turn / angle
    turned = arm * np.cos(angle) + np.cross(axis, arm) * np.sin(angle) + axis * (axis @ arm) * (1.0 - np.cos(angle))
    return turned - arm


@lru_cache(maxsize=1)
def _starts() -> tuple[_Start, ...]:
    table = tomllib.loads(_TABLE.read_text(encoding="utf-8"))["bone"]
    return tuple(
        _Start(
            tuple(plain_spellings(name)[0] for name in bone["names"]),
            {shape: np.array(part) for shape, part in bone.get("turns", {}).items()},
            {shape: np.array(part) for shape, part in bone.get("moves", {}).items()},
            plain_spellings(bone["about"])[0] if "about" in bone else "",
            {shape: (plain_spellings(to["bone"])[0], to["share"]) for shape, to in bone.get("towards", {}).items()},
        )
        for bone in table
    )


def _other_side(shape: str, vector: np.ndarray, turning: bool) -> tuple[str, np.ndarray]:
    mirror = np.array([1.0, -1.0, -1.0]) if turning else _MIRRORED
    return shape.replace("Left", "Right"), vector * mirror


def _frame(known: Mapping[str, RestBone], up: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The character's left, up and forward: left as pairs of bones lie, else the armature's x."""
    pairs = [
        bone.place - known[name.removesuffix(_LEFT) + _RIGHT].place
        for name, bone in known.items() if name.endswith(_LEFT) and name.removesuffix(_LEFT) + _RIGHT in known
    ]  # fmt: skip
    up = up / np.linalg.norm(up)
    left = np.sum(pairs, axis=0) if pairs else np.array([1.0, 0.0, 0.0])
    left = left - (left @ up) * up
    if np.linalg.norm(left) < _STILL:
        left = np.array([1.0, 0.0, 0.0])
    left = left / np.linalg.norm(left)
    return left, up, np.cross(left, up)


def _eye_distance(known: Mapping[str, RestBone]) -> float:
    eyes = next(start for start in _starts() if "eyeLookOutLeft" in start.turns)
    for left, right in zip(eyes.on(_LEFT), eyes.on(_RIGHT), strict=True):
        if left in known and right in known:
            return float(np.linalg.norm(known[left].place - known[right].place))
    return _EYES_APART
