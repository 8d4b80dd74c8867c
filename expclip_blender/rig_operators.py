"""The buttons of the rig panel: rows of the user's own, maps from and to files, poses of bones."""

from dataclasses import replace
from pathlib import Path

import bpy

from ..core.errors import CharacterError, ExpclipError
from ..core.retarget import rig_map_of
from ..core.whole_file import whole_file
from ..rigs import arkit
from ..rigs.bones import starting_poses
from ..rigs.rig_map import Row, to_toml
from ..rigs.shape_fit import fit_shapes
from . import bone_poses, character, controls, face_map, key_shapes, properties

OWN, FITTED = "set in Blender", "fitted to the shapes of the mesh"
_FIRST_PARTS = {"the jaw": "jawOpen", "the eyes": "eyeLookUpLeft", "the head": "headYaw"}
"""What a starting set should move, and a shape that tells of it."""


def _face(context: bpy.types.Context) -> bpy.types.Object:
    obj = properties.character_object(context)
    if obj is None:
        raise CharacterError("There is no character", "choose a mesh with shape keys, or an armature")
    return obj


def _armature(context: bpy.types.Context) -> bpy.types.Object:
    obj = _face(context)
    armature = character.armature_of(obj)
    if armature is None or armature.pose is None:
        raise CharacterError(f"'{obj.name}' has no armature", "parent the mesh to one, or choose the armature itself")
    return armature


class _RigOperator:
    """`_work(context)` does it and returns what to tell, or nothing; one undo step."""

    bl_options = {"REGISTER", "UNDO"}

    def execute(self, context):
        try:
            told = self._work(context)
        except ExpclipError as error:
            self.report({"ERROR"}, str(error))
            return {"CANCELLED"}
        if told:
            self.report({"INFO"}, told)
        return {"FINISHED"}


class EXPCLIP_OT_override_row(_RigOperator, bpy.types.Operator):
    """Set by hand what drives this shape key or slider; saved with the file"""

    bl_idname = "expclip.override_row"
    bl_label = "Override"

    key: bpy.props.StringProperty(name="Shape Key", options={"SKIP_SAVE"})

    def _work(self, context):
        obj = _face(context)
        rig = character.rig_of(obj)
        key = obj.data.shape_keys if obj.type == "MESH" else None
        if key is not None and self.key in key.key_blocks:
            row = next((row for row in face_map.bound_rows(rig, key) if row.target == self.key), None)
            span = key_shapes.range_of(key.key_blocks[self.key])
        else:
            holder, row = character.sliders(obj, character.scene_of(obj, context.scene))[self.key]
            span = controls.range_of(holder, self.key)
        face_map.override(rig, row or Row(self.key, {}, OWN, range=span))


class EXPCLIP_OT_reset_row(_RigOperator, bpy.types.Operator):
    """Go back to what the rig's map says for this shape key or slider"""

    bl_idname = "expclip.reset_row"
    bl_label = "Reset"

    key: bpy.props.StringProperty(name="Shape Key", options={"SKIP_SAVE"})

    def _work(self, context):
        rows = character.rig_of(_face(context)).rows
        rows.remove(rows.find(self.key))


class EXPCLIP_OT_fit_shapes(_RigOperator, bpy.types.Operator):
    """Find out by the geometry which shapes this mesh's keys show, alone or together, and set rows for them; rows that
    were set by hand stay"""

    bl_idname = "expclip.fit_shapes"
    bl_label = "Fit to Shapes"

    def _work(self, context):
        obj = _face(context)
        key = obj.data.shape_keys if obj.type == "MESH" else None
        if key is None or len(key.key_blocks) < 2:
            raise CharacterError(f"'{obj.name}' has no shape keys to fit", "choose the mesh of the face")
        rig = character.rig_of(obj)
        face_map.forget(rig, FITTED)
        rows = {row.target: row for row in face_map.bound_rows(rig, key)}
        names = [
            name for name in key.key_blocks.keys()
            if name != key.reference_key.name and name not in rig.rows and not character.is_driven(key, name)
        ]
        known = [rows[name].drives if name in rows else {} for name in names]
        ranges = [key_shapes.range_of(key.key_blocks[name]) for name in names]
        fit = fit_shapes(
            key_shapes.rest_of(obj), key_shapes.deltas_of(key, names), ranges, key_shapes.up_of(obj), known,
            {name for row in rows.values() for name in row.drives},
        )  # fmt: skip
        if fit is None:
            raise CharacterError(
                f"The shape keys of '{obj.name}' do not move as a face does",
                "choose the map of its rig, or override rows",
            )
        for place, name in enumerate(names):
            drives = {**known[place], **fit.drives(place)}
            if drives != dict(known[place]):
                row = rows.get(name) or Row(name, {}, FITTED, range=ranges[place])
                face_map.override(rig, replace(row, drives=drives, source=FITTED))
        missing = [name for name in arkit.NAMES if name not in fit.shown]
        return f"{len(fit.shown)} shapes are shown" + (f", not {', '.join(missing)}" if missing else "")


class EXPCLIP_OT_add_drive(_RigOperator, bpy.types.Operator):
    """Let one more shape drive this shape key or slider"""

    bl_idname = "expclip.add_drive"
    bl_label = "Add Shape"

    key: bpy.props.StringProperty(name="Shape Key", options={"SKIP_SAVE"})

    def _work(self, context):
        character.rig_of(_face(context)).rows[self.key].drives.add()


class EXPCLIP_OT_remove_drive(_RigOperator, bpy.types.Operator):
    """Take this shape away from the row"""

    bl_idname = "expclip.remove_drive"
    bl_label = "Remove Shape"

    key: bpy.props.StringProperty(name="Shape Key", options={"SKIP_SAVE"})
    place: bpy.props.IntProperty(name="Place", options={"SKIP_SAVE"})

    def _work(self, context):
        character.rig_of(_face(context)).rows[self.key].drives.remove(self.place)


class EXPCLIP_OT_export_rig_map(_RigOperator, bpy.types.Operator):
    """Write the character's map, own rows and bones included, as a file that `expclip retarget --rig` reads"""

    bl_idname = "expclip.export_rig_map"
    bl_label = "Export Rig Map"

    filepath: bpy.props.StringProperty(name="File", subtype="FILE_PATH")
    filter_glob: bpy.props.StringProperty(default="*.toml", options={"HIDDEN"})

    def invoke(self, context, event):
        obj = properties.character_object(context)
        self.filepath = bpy.path.ensure_ext(obj.name if obj is not None else "rig", ".toml")
        context.window_manager.fileselect_add(self)
        return {"RUNNING_MODAL"}

    def _work(self, context):
        obj = _face(context)
        rig_map = character.open_character(obj, character.scene_of(obj, context.scene)).rig_map
        path = Path(bpy.path.ensure_ext(bpy.path.abspath(self.filepath), ".toml"))
        with whole_file(path) as temporary:
            temporary.write_text(to_toml(rig_map), encoding="utf-8")
        return f"{len(rig_map.rows)} rows are in '{path.name}'"


class EXPCLIP_OT_import_rig_map(_RigOperator, bpy.types.Operator):
    """Read the character's map from a file; it is kept in the .blend, and rows of its own go"""

    bl_idname = "expclip.import_rig_map"
    bl_label = "Import Rig Map"

    filepath: bpy.props.StringProperty(name="File", subtype="FILE_PATH")
    filter_glob: bpy.props.StringProperty(default="*.toml", options={"HIDDEN"})

    def invoke(self, context, event):
        context.window_manager.fileselect_add(self)
        return {"RUNNING_MODAL"}

    def _work(self, context):
        obj = properties.character_object(context) or context.active_object
        if obj is None:
            raise CharacterError("There is no character", "choose a mesh with shape keys, or an armature")
        rig_map = rig_map_of(bpy.path.abspath(self.filepath))
        rig = character.rig_of(obj)
        rig.imported = to_toml(rig_map)
        rig.rig = face_map.IMPORTED
        rig.rows.clear()
        rig.poses.clear()
        return f"{len(rig_map.rows)} rows of '{rig_map.title}'"


class EXPCLIP_OT_capture_pose(_RigOperator, bpy.types.Operator):
    """Keep how the bones stand now as what they do for the chosen shape"""

    bl_idname = "expclip.capture_pose"
    bl_label = "Capture Pose"

    mirror: bpy.props.BoolProperty(
        name="Other Side Too", description="Keep the mirrored pose for the shape of the other side", default=True
    )

    def _work(self, context):
        armature = _armature(context)
        rig = armature.expclip_rig
        pose = bone_poses.capture(armature)
        poses = {rig.shape: pose}
        if self.mirror and (other := _other_side(rig.shape)):
            poses[other] = bone_poses.other_side(armature, pose)
        face_map.keep_poses(rig, poses)
        return f"{' and '.join(poses)}: {len(pose.bones)} bones"


class EXPCLIP_OT_starting_poses(_RigOperator, bpy.types.Operator):
    """Begin with poses for the jaw, eyes, head and face controls that are known by name; poses that are there stay"""

    bl_idname = "expclip.starting_poses"
    bl_label = "Starting Set"

    def _work(self, context):
        obj, armature = _face(context), _armature(context)
        rig = armature.expclip_rig
        shown = character.shown_by_keys(obj, character.scene_of(obj, context.scene))
        poses = starting_poses(bone_poses.rest_bones(armature), bone_poses.up_of(armature), shown)
        fresh = {shape: pose for shape, pose in poses.items() if shape not in rig.poses}
        if not fresh:
            raise CharacterError(
                f"No further bone of '{armature.name}' is known by its name", "pose the shape yourself and capture it"
            )
        face_map.keep_poses(rig, fresh)
        lacking = [part for part, shape in _FIRST_PARTS.items() if shape not in shown and shape not in rig.poses]
        if lacking:
            told = f"No bone of '{armature.name}' is known by its name for {' and '.join(lacking)}"
            self.report({"WARNING"}, f"{told}: pose it yourself and capture it, or it stays still")
        return f"{len(fresh)} poses of {len({name for pose in fresh.values() for name in pose.bones})} bones"


class EXPCLIP_OT_show_pose(_RigOperator, bpy.types.Operator):
    """Pose the bones as this shape was captured, to look at it or to correct it"""

    bl_idname = "expclip.show_pose"
    bl_label = "Show Pose"

    shape: bpy.props.StringProperty(name="Shape", options={"SKIP_SAVE"})

    def _work(self, context):
        armature = _armature(context)
        rig = armature.expclip_rig
        poses = face_map.kept_poses(rig)
        bone_poses.rest(armature, list(poses.values()))
        if self.shape:
            bone_poses.show(armature, poses[self.shape])
            rig.shape = self.shape


class EXPCLIP_OT_remove_pose(_RigOperator, bpy.types.Operator):
    """Forget this pose"""

    bl_idname = "expclip.remove_pose"
    bl_label = "Remove Pose"

    shape: bpy.props.StringProperty(name="Shape", options={"SKIP_SAVE"})

    def _work(self, context):
        poses = _armature(context).expclip_rig.poses
        poses.remove(poses.find(self.shape))


def _other_side(shape: str) -> str | None:
    """The shape of the other side; None on the midline and for the head."""
    mirror = arkit.BLENDSHAPES[arkit.INDEX[shape]].mirror if shape in arkit.INDEX else shape
    return mirror if mirror != shape else None


CLASSES = (
    EXPCLIP_OT_override_row,
    EXPCLIP_OT_reset_row,
    EXPCLIP_OT_fit_shapes,
    EXPCLIP_OT_add_drive,
    EXPCLIP_OT_remove_drive,
    EXPCLIP_OT_export_rig_map,
    EXPCLIP_OT_import_rig_map,
    EXPCLIP_OT_capture_pose,
    EXPCLIP_OT_starting_poses,
    EXPCLIP_OT_show_pose,
    EXPCLIP_OT_remove_pose,
)
