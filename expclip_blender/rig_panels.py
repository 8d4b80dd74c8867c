"""The panel "Rig": which map the character has, a table of what drives each shape key, and poses of bones."""

import bpy

from ..rigs.detection import Detection
from ..rigs.rig_map import Row
from . import character, face_map, paragraph, properties
from .panels import Sequencer, View3D

_ROWS = 8
_SOURCES_TOLD = 3


class EXPCLIP_UL_rig_keys(bpy.types.UIList):
    """Shape keys of the face's mesh: "jawOpen <- jawOpen", "MouthOpen <- 0.9 lipsOpen"."""

    def draw_item(self, context, layout, data, item, icon, active_data, active_property, index=0, flt_flag=0):
        rig = active_data
        rows = {row.target: row for row in face_map.bound_rows(rig, data)}
        own = rig.rows.get(item.name)
        split = layout.split(factor=0.5)
        split.label(text=item.name)
        row = split.row()
        row.active = item.name in rows
        row.label(text=_driven_by(rows.get(item.name)), icon="NONE" if own is None else "GREASEPENCIL")


class EXPCLIP_UL_rig_poses(bpy.types.UIList):
    """Poses: the shape, and the bones that it moves."""

    def draw_item(self, context, layout, data, item, icon, active_data, active_property, index=0, flt_flag=0):
        split = layout.split(factor=0.45)
        split.label(text=item.name)
        row = split.row(align=True)
        row.label(text=", ".join(face_map.pose_of(item).bones))
        row.operator("expclip.show_pose", text="", icon="HIDE_OFF").shape = item.name
        row.operator("expclip.remove_pose", text="", icon="X").shape = item.name


class _Rig:
    bl_label = "Rig"
    bl_options = {"DEFAULT_CLOSED"}

    @classmethod
    def poll(cls, context):
        return properties.character_object(context) is not None

    def draw(self, context):
        obj = properties.character_object(context)
        rig = character.rig_of(obj)
        layout = self.layout
        row = layout.row(align=True)
        row.prop(rig, "rig", text="")
        row.operator("expclip.import_rig_map", text="", icon="IMPORT")
        row.operator("expclip.export_rig_map", text="", icon="EXPORT")
        key = obj.data.shape_keys if obj.type == "MESH" else None
        if key is not None:
            _draw_keys(layout, context, rig, key)
        sliders = character.sliders(obj, context.scene)
        if sliders:
            layout.prop(rig, "slider", icon="DRIVER")
        if rig.slider in sliders:
            _draw_row(layout, context, rig, rig.slider, sliders[rig.slider][1])
        elif sliders:
            driven = sum(row is not None for _, row in sliders.values())
            paragraph.draw(layout, context, f"{driven} of the rig's {len(sliders)} sliders are driven", "INFO")


class _Bones:
    bl_label = "Bones"
    bl_options = {"DEFAULT_CLOSED"}

    @classmethod
    def poll(cls, context):
        obj = properties.character_object(context)
        return obj is not None and character.armature_of(obj) is not None

    def draw(self, context):
        rig = character.rig_of(properties.character_object(context))
        layout = self.layout
        if rig.poses:
            layout.template_list("EXPCLIP_UL_rig_poses", "", rig, "poses", rig, "active_pose", rows=_ROWS // 2)
        else:
            paragraph.draw(layout, context, "Pose the bones as a shape looks and capture it, once for each", "INFO")
        row = layout.row(align=True)
        row.prop(rig, "shape", text="")
        row.operator("expclip.capture_pose", text="Capture", icon="REC")
        row = layout.row(align=True)
        row.operator("expclip.starting_poses", icon="ARMATURE_DATA")
        row.operator("expclip.show_pose", text="Rest").shape = ""


def _draw_keys(
    layout: bpy.types.UILayout, context: bpy.types.Context, rig: face_map.ExpclipRig, key: bpy.types.Key
) -> None:
    found = face_map.fit(rig, key.key_blocks.keys())
    paragraph.draw(layout, context, _told(found), "INFO")
    if found is None or found.missing:
        layout.operator("expclip.fit_shapes", icon="SHAPEKEY_DATA")
    layout.template_list("EXPCLIP_UL_rig_keys", "", key, "key_blocks", rig, "active_key", rows=_ROWS)
    if rig.active_key < len(key.key_blocks):
        name = key.key_blocks[rig.active_key].name
        row = next((row for row in face_map.bound_rows(rig, key) if row.target == name), None)
        _draw_row(layout, context, rig, name, row)


def _draw_row(
    layout: bpy.types.UILayout, context: bpy.types.Context, rig: face_map.ExpclipRig, name: str, row: Row | None
) -> None:
    """What drives a shape key or slider, to be changed where it is the user's own."""
    if name in rig.rows:
        _draw_own(layout.box(), rig.rows[name])
    else:
        paragraph.draw(layout, context, f"{name}: {_sentence(row)}", "INFO")
        layout.operator("expclip.override_row", icon="GREASEPENCIL").key = name


def _told(found: Detection | None) -> str:
    if found is None:
        return "No known rig has shape keys of these names: fit them to shapes, choose its map, or override rows"
    return f"Score {found.score:.2f}: {found.reason}"


def _driven_by(row: Row | None) -> str:
    if row is None:
        return "-"
    more = " ..." if len(row.drives) > _SOURCES_TOLD or row.only or row.unless else ""
    return _sum(row, _SOURCES_TOLD) + more


def _sentence(row: Row | None) -> str:
    """All that drives a shape key or slider."""
    if row is None:
        return "nothing drives it"
    parts = [_sum(row)]
    parts += [f"only with {', '.join(row.only)}"] if row.only else []
    parts += [f"not with {', '.join(row.unless)}"] if row.unless else []
    return ", ".join(parts)


def _sum(row: Row, most: int | None = None) -> str:
    """ "0.1 + jawOpen + 0.5 mouthFunnel"; no more than `most` shapes."""
    parts = [name if gain == 1 else f"{gain:.2g} {name}" for name, gain in row.drives.items()]
    offset = [f"{row.offset:.2g}"] if row.offset else []
    return " + ".join([*offset, *parts[:most]])


def _draw_own(box: bpy.types.UILayout, own: face_map.ExpclipRow) -> None:
    key = own.name
    head = box.row()
    head.label(text=key, icon="GREASEPENCIL")
    head.prop(own, "off", toggle=True)
    head.operator("expclip.reset_row", text="", icon="LOOP_BACK").key = key
    column = box.column(align=True)
    column.active = not own.off
    for place, drive in enumerate(own.drives):
        row = column.row(align=True)
        row.prop(drive, "shape", text="")
        row.prop(drive, "gain", text="")
        remove = row.operator("expclip.remove_drive", text="", icon="X")
        remove.key, remove.place = key, place
    row = column.row(align=True)
    row.prop(own, "offset")
    row.operator("expclip.add_drive", text="", icon="ADD").key = key


class EXPCLIP_PT_view3d_rig(_Rig, View3D, bpy.types.Panel):
    bl_parent_id = "EXPCLIP_PT_view3d_character"


class EXPCLIP_PT_view3d_bones(_Bones, View3D, bpy.types.Panel):
    bl_parent_id = "EXPCLIP_PT_view3d_character"


class EXPCLIP_PT_sequencer_rig(_Rig, Sequencer, bpy.types.Panel):
    bl_parent_id = "EXPCLIP_PT_sequencer_character"


CLASSES = (
    EXPCLIP_UL_rig_keys,
    EXPCLIP_UL_rig_poses,
    EXPCLIP_PT_view3d_rig,
    EXPCLIP_PT_view3d_bones,
    EXPCLIP_PT_sequencer_rig,
)
