"""The buttons of the rig panel: rows of the user's own, maps from and to files, poses of bones."""

from pathlib import Path

import bpy

from ..core.errors import CharacterError, ExpclipError
from ..core.retarget import rig_map_of
from ..core.whole_file import whole_file
from ..rigs import arkit
from ..rigs.bones import starting_poses
from ..rigs.rig_map import Row, to_toml
from . import bone_poses, character, face_map, properties

OWN = "set in Blender"


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
    """Set by hand what drives this shape key; saved with the file"""

    bl_idname = "expclip.override_row"
    bl_label = "Override"

    key: bpy.props.StringProperty(name="Shape Key", options={"SKIP_SAVE"})

    def _work(self, context):
        obj = _face(context)
        rig = character.rig_of(obj)
        block = obj.data.shape_keys.key_blocks[self.key]
        own = Row(self.key, {}, OWN, range=(min(block.slider_min, 0.0), max(block.slider_max, 1e-3)))
        names = obj.data.shape_keys.key_blocks.keys()
        rows = face_map.bound(rig, face_map.fit(rig, names), names).rows
        face_map.override(rig, next((row for row in rows if row.target == self.key), own))


class EXPCLIP_OT_reset_row(_RigOperator, bpy.types.Operator):
    """Go back to what the rig's map says for this shape key"""

    bl_idname = "expclip.reset_row"
    bl_label = "Reset"

    key: bpy.props.StringProperty(name="Shape Key", options={"SKIP_SAVE"})

    def _work(self, context):
        rows = character.rig_of(_face(context)).rows
        rows.remove(rows.find(self.key))


class EXPCLIP_OT_add_drive(_RigOperator, bpy.types.Operator):
    """Let one more shape drive this shape key"""

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
    EXPCLIP_OT_add_drive,
    EXPCLIP_OT_remove_drive,
    EXPCLIP_OT_export_rig_map,
    EXPCLIP_OT_import_rig_map,
    EXPCLIP_OT_capture_pose,
    EXPCLIP_OT_starting_poses,
    EXPCLIP_OT_show_pose,
    EXPCLIP_OT_remove_pose,
)
