"""The sidebar tab "ExpCLIP", the same in the 3D View and in the Sequencer."""

from typing import Literal

import bpy

from ..core.errors import ExpclipError
from ..core.settings import LIFE_PARTS
from . import character, engine, jobs, keyframes, paragraph, phone_lists, properties, sequencer, thumbnails

CATEGORY = "ExpCLIP"
_LISTED_NAMES = 5


class View3D:
    bl_space_type = "VIEW_3D"
    bl_region_type = "UI"
    bl_category = CATEGORY


class Sequencer:
    bl_space_type = "SEQUENCE_EDITOR"
    bl_region_type = "UI"
    bl_category = CATEGORY


class _VoiceLine:
    bl_label = "Voice Line"

    def draw(self, context):
        settings = properties.settings_of(context.scene)
        layout = _split(self.layout)
        layout.row().prop(settings, "source", expand=True)
        if settings.source == "FILE":
            layout.prop(settings, "file")
            layout.prop(settings, "file_frame")
            _draw_script(self.layout, context)
            return
        if len(bpy.data.scenes) > 1:
            layout.prop(settings, "edit_scene", placeholder=sequencer.sequencer_scene(context).name)
        active = sequencer.active_sound_strip(properties.edit_scene(context))
        layout.prop(settings, "strip", icon="SOUND", placeholder=active.name if active else "")
        self._draw_frames(layout, context, settings.strip or active)
        _draw_script(self.layout, context)

    def _draw_frames(self, layout, context, strip):
        found = properties.character_object(context)
        try:
            line = properties.voice_line(context, character.scene_of(found, context.scene) if found else context.scene)
        except ExpclipError as error:
            paragraph.draw(layout, context, str(error), "ERROR" if strip else "INFO")
            return
        _remark(layout, f"Frames {line.first_frame} - {line.first_frame + (line.frame_count or 1) - 1}")


class _Character:
    bl_label = "Character"

    def draw(self, context):
        settings = properties.settings_of(context.scene)
        layout = _split(self.layout)
        found = properties.character_object(context)
        layout.prop(settings, "character", text="Mesh", placeholder=found.name if found else "")
        if found is None:
            paragraph.draw(layout, context, "No mesh here has shape keys of a known rig, such as jawOpen", "INFO")
            layout.operator("expclip.add_demo_character", icon="MONKEY")
            return
        try:
            face = character.open_character(found, character.scene_of(found, context.scene))
        except ExpclipError as error:
            paragraph.draw(layout, context, str(error), "ERROR")
            return
        fit = face.fit
        if fit is not None and fit.found:
            meshes = sum(isinstance(owner, bpy.types.Key) for owner in face.owners)
            where = f" on {meshes} meshes" if meshes > 1 else ""
            _remark(layout, f"{len(fit.found)} of {len(fit.found) + len(fit.missing)} shape keys{where}")
            if fit.missing:
                paragraph.draw(layout, context, _missing(fit.missing), "INFO")
        for note in face.notes:
            paragraph.draw(layout, context, note, "INFO")


class _Feeling:
    bl_label = "Feeling"

    def draw(self, context):
        settings = properties.settings_of(context.scene)
        self.layout.row().prop(settings, "feeling", expand=True)
        match settings.feeling:
            case "PRESET":
                self.layout.prop(settings, "preset", text="", icon="PRESET")
            case "PICTURE":
                self.layout.prop(settings, "picture", text="", placeholder="A picture of a face")
                thumbnails.draw(self.layout, bpy.path.abspath(settings.picture))
                _draw_picture_options(self.layout, settings)
            case "TAKE":
                self.layout.prop(settings, "style_take", text="", placeholder="A take whose manner is worn")
            case _:
                self.layout.prop(settings, "prompt", text="", icon="GREASEPENCIL", placeholder="How should it feel?")
        layout = _split(self.layout)
        column = layout.column(align=True)
        column.prop(settings, "expression", slider=True)
        column.prop(settings, "follow_voice", slider=True)
        column.prop(settings, "lips", slider=True)
        column.prop(settings, "life", slider=True)


class _Life:
    bl_label = "Parts of Life"
    bl_options = {"DEFAULT_CLOSED"}

    def draw(self, context):
        settings = properties.settings_of(context.scene)
        column = _split(self.layout).column(align=True)
        column.active = settings.life > 0
        for part in LIFE_PARTS:
            column.prop(settings.life_parts, part, slider=True)


class _Animation:
    bl_label = "Animation"

    def draw(self, context):
        layout = self.layout
        try:
            engine.find()
        except ExpclipError as error:
            box = layout.box()
            paragraph.draw(box, context, str(error), "ERROR")
            box.operator("expclip.open_preferences", icon="PREFERENCES")
        draw_work(layout, context, "expclip.generate", "SHAPEKEY_DATA", jobs.order_from, phone_lists.order_from)
        self._draw_lines(layout, context)

    def _draw_lines(self, layout, context):
        found = properties.character_object(context)
        lines = [] if found is None else _keyed_lines(found, context)
        if not lines:
            return
        try:
            source = properties.line_source(context)
        except ExpclipError:
            source = None
        box = layout.box()
        for line in lines:
            chosen = line.source == source
            row = box.row()
            row.label(text=line.label, icon="KEYFRAME_HLT" if chosen else "KEYFRAME")
            frames = row.row()
            frames.alignment = "RIGHT"
            frames.label(text=f"{line.first} - {line.last}")
            for note in line.notes if chosen else ():
                paragraph.draw(box, context, note, "INFO")
        row = layout.row(align=True)
        if source is not None and any(line.source == source for line in lines):
            row.operator("expclip.remove", text="Remove", icon="TRASH").scope = "LINE"
        if len(lines) > 1 or source is None:
            row.operator("expclip.remove", text="Remove All").scope = "ALL"


def _draw_picture_options(layout: bpy.types.UILayout, settings: properties.ExpclipSettings) -> None:
    options = _split(layout.column())
    options.prop(settings, "picture_face")
    options.prop(settings, "picture_neutral", placeholder="Not given")
    thumbnails.draw(options, bpy.path.abspath(settings.picture_neutral))


def draw_work(
    layout: bpy.types.UILayout, context: bpy.types.Context, operator: str,
    icon: Literal["SHAPEKEY_DATA", "RENDER_ANIMATION"], *orders: jobs.Orders,
) -> None:
    """A large button, or how far its job is, and why its last one failed; `orders` are what its panel orders with."""
    mine, job = jobs.asked in orders, jobs.running
    row = layout.row(align=True)
    row.scale_y = 1.5
    if job is None or not mine:
        row.operator(operator, icon=icon)
    else:
        row.progress(factor=job.done, text="Cancelling" if job.cancelling else f"{job.message}, {job.done:.0%}")
        row.operator("expclip.cancel", text="", icon="X")
    if mine and jobs.failure is not None:
        paragraph.draw(layout.box(), context, str(jobs.failure), "ERROR")


def _draw_script(layout: bpy.types.UILayout, context: bpy.types.Context) -> None:
    script = properties.kept_script(context)
    if script is None:
        return
    layout = layout.column()
    layout.use_property_split = False  # three names need the whole width
    layout.row().prop(script, "words", expand=True)
    if script.words == "TRANSCRIPT":
        layout.prop(script, "transcript", text="", icon="GREASEPENCIL", placeholder="What is said, word for word")
    elif script.words == "PHONES":
        layout.prop_search(script, "phones", bpy.data, "texts", text="", icon="TEXT")
    _split(layout.column()).prop(script, "language", placeholder="As it sounds")
    layout.operator("expclip.list_phones", icon="TEXT")


def _keyed_lines(obj: bpy.types.Object, context: bpy.types.Context) -> list[keyframes.KeyedLine]:
    try:
        return keyframes.keyed_lines(character.open_character(obj, character.scene_of(obj, context.scene)))
    except ExpclipError:
        return []  # the character's panel says why


def _missing(names: tuple[str, ...]) -> str:
    listed, more = names[:_LISTED_NAMES], len(names) - _LISTED_NAMES
    return "Missing: " + ", ".join(listed) + (f" and {more} more" if more > 0 else "")


def _remark(layout: bpy.types.UILayout, text: str) -> None:
    row = layout.row()
    row.alignment = "RIGHT"
    row.label(text=text)


def _split(layout: bpy.types.UILayout) -> bpy.types.UILayout:
    layout.use_property_split = True
    layout.use_property_decorate = False
    return layout


class EXPCLIP_PT_view3d_voice_line(_VoiceLine, View3D, bpy.types.Panel):
    pass


class EXPCLIP_PT_view3d_character(_Character, View3D, bpy.types.Panel):
    pass


class EXPCLIP_PT_view3d_feeling(_Feeling, View3D, bpy.types.Panel):
    pass


class EXPCLIP_PT_view3d_life(_Life, View3D, bpy.types.Panel):
    bl_parent_id = "EXPCLIP_PT_view3d_feeling"


class EXPCLIP_PT_view3d_animation(_Animation, View3D, bpy.types.Panel):
    pass


class EXPCLIP_PT_sequencer_voice_line(_VoiceLine, Sequencer, bpy.types.Panel):
    pass


class EXPCLIP_PT_sequencer_character(_Character, Sequencer, bpy.types.Panel):
    pass


class EXPCLIP_PT_sequencer_feeling(_Feeling, Sequencer, bpy.types.Panel):
    pass


class EXPCLIP_PT_sequencer_life(_Life, Sequencer, bpy.types.Panel):
    bl_parent_id = "EXPCLIP_PT_sequencer_feeling"


class EXPCLIP_PT_sequencer_animation(_Animation, Sequencer, bpy.types.Panel):
    pass


CLASSES = (
    EXPCLIP_PT_view3d_voice_line,
    EXPCLIP_PT_view3d_character,
    EXPCLIP_PT_view3d_feeling,
    EXPCLIP_PT_view3d_life,
    EXPCLIP_PT_view3d_animation,
    EXPCLIP_PT_sequencer_voice_line,
    EXPCLIP_PT_sequencer_character,
    EXPCLIP_PT_sequencer_feeling,
    EXPCLIP_PT_sequencer_life,
    EXPCLIP_PT_sequencer_animation,
)
