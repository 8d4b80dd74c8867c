"""Which rig map a character has: the one that its shape keys' names tell, the chosen or the imported one, with the rows
and poses that the user keeps on the character. They are saved with the .blend, on the armature or else on the mesh.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

import bpy

from ..rigs import detection
from ..rigs.bones import SHAPES, BonePose, rows_of
from ..rigs.detection import Detection
from ..rigs.rig_map import INPUTS, NAMES, RigMap, Row, load_map, map_from_text, row_from_data
from . import controls

BY_NAMES, IMPORTED = "BY_NAMES", "IMPORTED"
NO_MAP = RigMap("own", "Own rows", ())
_CLOSES = {"mouthClose", "lipsTogether"}


def _input_names(self: "ExpclipDrive", context: bpy.types.Context, edit_text: str) -> list[str]:
    return [name for name in INPUTS if edit_text.lower() in name.lower()]


def _slider_names(self: "ExpclipRig", context: bpy.types.Context, edit_text: str) -> list[str]:
    holders = (self.id_data, self.id_data.parent, *self.id_data.children)
    names = dict.fromkeys(name for holder in holders if holder is not None for name in controls.paths_of(holder))
    return [name for name in names if edit_text.lower() in name.lower()]


def _rig_items(self: "ExpclipRig", context: bpy.types.Context | None) -> list[tuple[str, str, str]]:
    return _IMPORTED_ITEMS if self.imported else _ITEMS


_ITEMS = [
    (BY_NAMES, "By Names", "The map that fits the names of the shape keys best"),
    *((name, load_map(name).title, f"The shape keys are those of {load_map(name).title}") for name in NAMES),
]
_IMPORTED_ITEMS = [*_ITEMS, (IMPORTED, "Imported", "The map that was read from a file")]


class ExpclipDrive(bpy.types.PropertyGroup):
    shape: bpy.props.StringProperty(
        name="Shape", description="The ARKit shape, or a rotation of the head, that drives the row", search=_input_names
    )
    gain: bpy.props.FloatProperty(
        name="Gain", description="How far the shape at 1 drives the row", default=1.0, soft_min=-2.0, soft_max=2.0
    )


class ExpclipRow(bpy.types.PropertyGroup):
    """A row of the user's for the shape key or slider that its name tells."""

    off: bpy.props.BoolProperty(name="Off", description="Leave this shape key or slider alone")
    offset: bpy.props.FloatProperty(
        name="Offset", description="The value while no shape drives it", soft_min=-1.0, soft_max=1.0
    )
    drives: bpy.props.CollectionProperty(type=ExpclipDrive, name="Shapes", description="What drives it")
    base: bpy.props.StringProperty(
        name="Map's Row", description="The map's own row as JSON: what the panel does not show stays as it is there"
    )


class ExpclipPose(bpy.types.PropertyGroup):
    """How bones stand when the shape that its name tells is full."""

    pose: bpy.props.StringProperty(name="Pose", description="Turns and moves of bones against their rest, as JSON")


class ExpclipRig(bpy.types.PropertyGroup):
    rig: bpy.props.EnumProperty(
        name="Rig",
        description="What the character's shape keys are: which map turns the take into them",
        items=_rig_items,
    )
    imported: bpy.props.StringProperty(name="Imported", description="The text of the map that was read from a file")
    rows: bpy.props.CollectionProperty(
        type=ExpclipRow, name="Own Rows", description="Shape keys whose drivers were set by hand"
    )
    poses: bpy.props.CollectionProperty(
        type=ExpclipPose, name="Poses", description="Shapes that bones show, as they were captured"
    )
    active_key: bpy.props.IntProperty(
        name="Shape Key", description="The shape key that is chosen in the table", options={"SKIP_SAVE"}
    )
    slider: bpy.props.StringProperty(
        name="Slider", description="A custom property of the rig or its bones that moves the face",
        search=_slider_names, options={"SKIP_SAVE"},
    )
    active_pose: bpy.props.IntProperty(
        name="Pose", description="The pose that is chosen in the list", options={"SKIP_SAVE"}
    )
    shape: bpy.props.EnumProperty(
        name="Shape",
        description="The shape that the bones are posed as",
        items=tuple((name, name, "") for name in SHAPES),
        default="jawOpen",
    )


def fit(rig: ExpclipRig, key_names: Iterable[str]) -> Detection | None:
    """What the rig's map finds among shape keys; None where no map was chosen and none fits."""
    names = tuple(key_names)
    return _detected(names) if rig.rig == BY_NAMES else _fitted(rig.rig, rig.imported, names)


def bound(rig: ExpclipRig, found: Detection | None, key_names: Iterable[str]) -> RigMap:
    """The rows of one mesh: those of the map that `found` names, under the mesh's own names, and the user's."""
    names = tuple(key_names)
    base = NO_MAP if found is None else _fitted(found.rig_map.name, rig.imported, names).bound()
    return base.overridden(row for row in own_rows(rig) if row.target in names)


def bound_rows(rig: ExpclipRig, key: bpy.types.Key) -> tuple[Row, ...]:
    """The rows of a mesh as `bound` tells, by the map that its own keys fit."""
    names = key.key_blocks.keys()
    return bound(rig, fit(rig, names), names).rows


def bone_rows(rig: ExpclipRig, found: Detection | None, bones: Iterable[str], shown: Iterable[str]) -> tuple[Row, ...]:
    """The rows of the armature: the map's, and in their place those of bones that the user posed.

    shown: the inputs that the shape keys are driven by, which tell whether the lips have a shape to close with.
    """
    bones = set(bones)
    posed = rows_of(kept_poses(rig), bool(_CLOSES.intersection(shown)))
    own = {row.target for row in posed}
    base = () if found is None else found.rig_map.bound({}, bones).rows
    return tuple(row for row in (*(row for row in base if row.target not in own), *posed) if row.target in bones)


def own_rows(rig: ExpclipRig) -> list[Row]:
    """The user's rows; one that is off does not act."""
    return [_row(own) for own in rig.rows]


def kept_poses(rig: ExpclipRig) -> dict[str, BonePose]:
    return {kept.name: pose_of(kept) for kept in rig.poses}


def pose_of(kept: ExpclipPose) -> BonePose:
    return BonePose.from_data(json.loads(kept.pose))


def keep_poses(rig: ExpclipRig, poses: Mapping[str, BonePose]) -> None:
    """Adds poses, in the place of earlier ones of the same shapes."""
    for shape, pose in poses.items():
        kept = rig.poses.get(shape) or rig.poses.add()
        kept.name, kept.pose = shape, json.dumps(pose.to_data())


def override(rig: ExpclipRig, row: Row) -> ExpclipRow:
    """A row of the user's that begins as `row` is; kept where there is one."""
    own = rig.rows.get(row.target)
    if own is None:
        own = rig.rows.add()
        own.name, own.base, own.offset = row.target, json.dumps(row.to_data()), row.offset
        for shape, gain in row.drives.items():
            drive = own.drives.add()
            drive.shape, drive.gain = shape, gain
    return own


def forget(rig: ExpclipRig, source: str) -> None:
    """Removes the user's rows that came from `source`."""
    for own in [own.name for own in rig.rows if json.loads(own.base)["source"] == source]:
        rig.rows.remove(rig.rows.find(own))


def _row(own: ExpclipRow) -> Row:
    drives: dict[str, float] = {}
    for drive in own.drives:
        if drive.shape in INPUTS:
            drives[drive.shape] = drives.get(drive.shape, 0.0) + drive.gain
    row = row_from_data(json.loads(own.base), own.name)
    return replace(row, drives={} if own.off else drives, offset=0.0 if own.off else own.offset)


@lru_cache(maxsize=256)  # panels ask on every redraw
def _detected(names: tuple[str, ...]) -> Detection | None:
    return detection.detect(names)


@lru_cache(maxsize=256)
def _fitted(name: str, imported: str, names: tuple[str, ...]) -> Detection:
    return detection.fitted(load_map(name) if name in NAMES else map_from_text(imported, IMPORTED), names)


CLASSES = (ExpclipDrive, ExpclipRow, ExpclipPose, ExpclipRig)


def register() -> None:
    bpy.types.Object.expclip_rig = bpy.props.PointerProperty(type=ExpclipRig)


def unregister() -> None:
    del bpy.types.Object.expclip_rig
