"""The demo character's head: one mesh with the 52 ARKit shapes."""

from dataclasses import dataclass

import numpy as np

from .. import arkit
from . import cage, jaw, materials
from .brows import brow
from .clothing import jumper
from .complexion import skin_tint
from .eyeballs import catchlights, eyeball, turned
from .face import Face
from .hair import hair
from .lids import Lids
from .lip_shapes import lip_shapes
from .lips import Lips
from .materials import MATERIALS, Material
from .mouth_parts import teeth, tongue, tongue_share
from .part import Part
from .upper_face import upper_face_shapes

METRES = 0.01
FLOOR = -23.05
"""Height of the bust's base in the parts' centimetres; it stands on z = 0."""
LOOK_DEGREES = {"In": (-27.0, 0.0), "Out": (27.0, 0.0), "Up": (0.0, 22.0), "Down": (0.0, -25.0)}
"""Yaw away from the nose and pitch upwards of the left eye."""
LIDS_FOLLOW_DEGREES = {"In": (0.0, 0.0), "Out": (0.0, 0.0), "Up": (9.0, 5.0), "Down": (-16.0, -5.0)}
"""How far upper and lower lid turn along."""


@dataclass(frozen=True)
class DemoHead:
    """vertices: float32 (n, 3) in metres, z up, the face looks along -y, +x is the character's left;
    faces: int32 (m, 4), -1 pads a triangle; face_material: int32 (m,) into `materials`;
    tint: float32 (n, 3), multiplies the material's colour;
    deltas: float32 (52, n, 3) in arkit.NAMES order;
    mirror: int32 (n,), the vertex on the other side, -1 in the parts that are not symmetric (hair, catchlights);
    groups: name -> vertex ids; each part, and lines to measure on: upper_lip_inner and lower_lip_inner are pairs that
    touch at rest, upper_lid_* and lower_lid_* pairs that touch in a blink; lid_skin_* is the outside of the lids.
    """

    vertices: np.ndarray
    faces: np.ndarray
    face_material: np.ndarray
    materials: tuple[Material, ...]
    tint: np.ndarray
    deltas: np.ndarray
    mirror: np.ndarray
    groups: dict[str, np.ndarray]


class _Assembly:
    def __init__(self):
        self.parts: list[Part] = []
        self.moves: list[dict[str, np.ndarray]] = []
        self.starts: dict[str, int] = {}
        self.names: list[str] = []
        self.count = 0

    def add(self, name: str, part: Part, moves: dict[str, np.ndarray] | None = None) -> None:
        self.starts[name] = self.count
        self.names.append(name)
        self.parts.append(part)
        self.moves.append(moves or {})
        self.count += len(part.points)

    def ids(self, name: str) -> np.ndarray:
        return np.arange(len(self.parts[self.names.index(name)].points)) + self.starts[name]


def build() -> DemoHead:
    """The head, always the same."""
    face = Face.build()
    skin_moves = _skin_moves(face)
    assembly = _Assembly()
    locks = hair(face)
    assembly.add("skin", _skin(face, locks), skin_moves)
    left_eye, left_lights = eyeball(face.eye_centre, face.eye_radius), catchlights(face.eye_centre, face.eye_radius)
    other = face.eye_centre * [-1.0, 1.0, 1.0]
    assembly.add("eye_left", left_eye, _looks(left_eye.points, face.eye_centre, "Left"))
    assembly.add("eye_right", left_eye.reflected(), _looks(left_eye.reflected().points, other, "Right"))
    assembly.add("catchlights_left", left_lights, _looks(left_lights.points, face.eye_centre, "Left"))
    right_lights = catchlights(other, face.eye_radius)
    assembly.add("catchlights_right", right_lights, _looks(right_lights.points, other, "Right"))
    left_brow = brow(face)
    for side, part in (("left", left_brow), ("right", left_brow.reflected())):
        ids, shares = face.riders(part.points)
        assembly.add(f"brow_{side}", part, {name: shares @ move[ids] for name, move in skin_moves.items()})
    assembly.add("teeth_upper", teeth(front=-8.0, half_width=2.3, length=2.9, gum=-4.85, edge=-6.22))
    lower_teeth, the_tongue = teeth(front=-7.65, half_width=2.1, length=2.7, gum=-7.25, edge=-6.12), tongue()
    assembly.add("teeth_lower", lower_teeth, jaw.carried(lower_teeth.points))
    assembly.add("tongue", the_tongue, _tongue_moves(the_tongue.points))
    assembly.add("hair", locks)
    assembly.add("jumper", jumper())
    return _finished(assembly, face)


def _skin(face: Face, locks: Part) -> Part:
    tags = np.array(
        [materials.INDEX[name] for name in ("Skin", "Lips", "Lashes", "Mouth", "Nostril", "Skin")], np.int32
    )
    return Part(face.points, face.surface.faces, tags[face.surface.face_tag], skin_tint(face, locks.points))


def _mirrored(moves: np.ndarray, mirror: np.ndarray) -> np.ndarray:
    return moves[mirror] * [-1.0, 1.0, 1.0]


def _skin_moves(face: Face) -> dict[str, np.ndarray]:
    lips, lids = Lips(face), Lids(face)
    moves = jaw.skin_shapes(face, lips) | lip_shapes(face, lips) | upper_face_shapes(face, lips)
    moves["tongueOut"] = jaw.tongue_room(face, lips)
    moves["mouthFunnel"] = moves["mouthFunnel"] + jaw.funnel_room(face, lips)
    moves["eyeBlinkLeft"] = lids.blink()
    moves["eyeSquintLeft"] = lids.lifted(-7.0, 13.0, lower_in=0.045)
    moves["eyeWideLeft"] = lids.lifted(11.0, -4.0)
    for direction, (upper, lower) in LIDS_FOLLOW_DEGREES.items():
        moves[f"eyeLook{direction}Left"] = lids.lifted(upper, lower, upper_out=0.012 if upper < 0 else 0.0)
    moves["cheekSquintLeft"] = moves["cheekSquintLeft"] + lids.lifted(0.0, 5.0, lower_in=0.03)
    for name in list(moves):
        if arkit.BLENDSHAPES[arkit.INDEX[name]].mirror != name:
            moves[arkit.BLENDSHAPES[arkit.INDEX[name]].mirror] = _mirrored(moves[name], face.surface.mirror)
    return moves


def _looks(points: np.ndarray, centre: np.ndarray, side: str) -> dict[str, np.ndarray]:
    sign = 1.0 if side == "Left" else -1.0
    return {
        f"eyeLook{direction}{side}": turned(points, centre, sign * np.radians(yaw), np.radians(pitch))
        for direction, (yaw, pitch) in LOOK_DEGREES.items()
    }


def _tongue_moves(points: np.ndarray) -> dict[str, np.ndarray]:
    moves = jaw.carried(points)
    share = tongue_share(points)
    out = np.zeros_like(points)
    out[:, 1] = -3.9 * np.sin(share * np.pi / 2)
    out[:, 2] = 0.35 * share - 1.7 * np.clip((share - 0.45) / 0.55, 0, 1) ** 1.6
    out[:, 0] = 0.18 * points[:, 0] * share
    moves["tongueOut"] = moves["tongueOut"] + out
    moves["mouthFunnel"] = moves["mouthFunnel"] + share[:, None] * [0.0, 1.6, -0.9]
    return moves


def _finished(assembly: _Assembly, face: Face) -> DemoHead:
    starts = [assembly.starts[name] for name in assembly.names]
    faces = np.concatenate(
        [np.where(part.faces < 0, -1, part.faces + start) for part, start in zip(assembly.parts, starts, strict=True)]
    )
    shown = np.ones(len(faces), bool)
    shown[: len(face.surface.faces)] = face.surface.face_tag != cage.HIDDEN
    faces = faces[shown]
    kept = np.unique(faces[faces >= 0])
    new_id = np.full(assembly.count, -1, np.int32)
    new_id[kept] = np.arange(len(kept))
    points = np.concatenate([part.points for part in assembly.parts])
    deltas = np.zeros((arkit.COUNT, len(points), 3), np.float32)
    for part, start, moves in zip(assembly.parts, starts, assembly.moves, strict=True):
        for name, move in moves.items():
            deltas[arkit.INDEX[name], start : start + len(part.points)] = move * METRES
    mirror = _mirror_map(assembly, face)[kept]
    groups = {name: new_id[ids] for name, ids in _groups(assembly, face).items()}
    return DemoHead(
        vertices=((points[kept] - [0.0, 0.0, FLOOR]) * METRES).astype(np.float32),
        faces=np.where(faces < 0, -1, new_id[faces]).astype(np.int32),
        face_material=np.concatenate([part.material for part in assembly.parts])[shown].astype(np.int32),
        materials=MATERIALS,
        tint=np.concatenate([part.tint for part in assembly.parts])[kept].astype(np.float32),
        deltas=np.ascontiguousarray(deltas[:, kept]),
        mirror=np.where(mirror < 0, -1, new_id[mirror]).astype(np.int32),
        groups={name: ids[ids >= 0] for name, ids in groups.items()},
    )


def _mirror_map(assembly: _Assembly, face: Face) -> np.ndarray:
    mirror = np.full(assembly.count, -1, np.int32)
    mirror[: len(face.points)] = face.surface.mirror
    for left, right in (("eye_left", "eye_right"), ("brow_left", "brow_right")):
        mirror[assembly.ids(left)], mirror[assembly.ids(right)] = assembly.ids(right), assembly.ids(left)
    for name in ("teeth_upper", "teeth_lower", "tongue", "jumper"):
        ids = assembly.ids(name)
        points = assembly.parts[assembly.names.index(name)].points
        away = ((points[:, None] * [-1.0, 1.0, 1.0] - points[None]) ** 2).sum(2)
        mirror[ids] = ids[away.argmin(1)]
    return mirror


def _groups(assembly: _Assembly, face: Face) -> dict[str, np.ndarray]:
    loops = face.surface.loops
    groups = {name: assembly.ids(name) for name in assembly.names}
    groups["eyeballs"] = np.concatenate([groups["eye_left"], groups["eye_right"]])
    groups["teeth"] = np.concatenate([groups["teeth_upper"], groups["teeth_lower"]])
    left, right = loops["lip_contact_left"], loops["lip_contact_right"]
    half = len(left) // 2
    groups["upper_lip_inner"] = np.concatenate([right[:half][::-1], left[1:half]])
    groups["lower_lip_inner"] = np.concatenate([right[::-1][:half][::-1], left[::-1][1:half]])
    for side in ("left", "right"):
        loop = loops[f"lid_margin_{side}"][:-1]
        middle = len(loop) // 2
        groups[f"upper_lid_{side}"] = loop[1:middle]
        groups[f"lower_lid_{side}"] = loop[:middle:-1]
        on_side = face.points[:, 0] * (1 if side == "left" else -1) > 0
        groups[f"lid_skin_{side}"] = np.flatnonzero((face.weight(cage.LID_SKIN) > 0.15) & on_side)
    return groups
