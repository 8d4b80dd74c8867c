"""The buttons of the panels: generate, list phones, cancel, remove, add the demo character."""

import bpy

from ..core.errors import CharacterError, ExpclipError
from . import character, engine, jobs, keyframes, phone_lists, properties
from .modal_job import EngineOperator


class EXPCLIP_OT_generate(EngineOperator, bpy.types.Operator):
    """Animate the character's face to the voice line; keys that an earlier run made for this line are replaced"""

    bl_idname = "expclip.generate"
    bl_label = "Generate"
    bl_options = {"REGISTER", "UNDO"}

    _ordered = staticmethod(jobs.order_from)

    def _tell(self, keyed: keyframes.KeyedLine) -> None:
        self.report({"INFO"}, f"'{keyed.label}' is keyed from frame {keyed.first} to {keyed.last}")
        for note in keyed.notes:
            self.report({"WARNING"}, note)


class EXPCLIP_OT_list_phones(EngineOperator, bpy.types.Operator):
    """Write the line's phones with their times into a text; corrected in the Text Editor, it moves the mouth"""

    bl_idname = "expclip.list_phones"
    bl_label = "List Phones"
    bl_options = {"REGISTER", "UNDO"}

    _ordered = staticmethod(phone_lists.order_from)

    def _tell(self, listed: phone_lists.Listed) -> None:
        self.report({"INFO"}, f"{listed.count} phones are in the text '{listed.text}'")
        for note in listed.notes:
            self.report({"WARNING"}, note)


class EXPCLIP_OT_cancel(bpy.types.Operator):
    """Stop the engine's work; the scene stays as it is"""

    bl_idname = "expclip.cancel"
    bl_label = "Cancel"
    bl_options = {"INTERNAL"}

    @classmethod
    def poll(cls, context):
        return jobs.running is not None and not jobs.running.cancelling

    def execute(self, context):
        if jobs.running is not None:
            jobs.running.cancel()
        return {"FINISHED"}


class EXPCLIP_OT_remove(bpy.types.Operator):
    """Remove generated keys; the last one gone, the character is as it was before"""

    bl_idname = "expclip.remove"
    bl_label = "Remove Keys"
    bl_options = {"REGISTER", "UNDO"}

    scope: bpy.props.EnumProperty(
        name="Keys",
        items=(
            ("LINE", "This Line", "The keys of the chosen voice line"),
            ("ALL", "All Lines", "All keys that were generated for the character"),
        ),
        options={"SKIP_SAVE"},
    )

    @classmethod
    def description(cls, context, properties):
        if properties.scope == "ALL":
            return "Remove every generated key of this character; its own animation comes back as it was"
        return "Remove the keys that were generated for this voice line; your own keys stay"

    @classmethod
    def poll(cls, context):
        if jobs.running is not None:
            cls.poll_message_set("The engine is at work")
            return False
        return True

    def execute(self, context):
        obj = properties.character_object(context)
        try:
            if obj is None:
                raise CharacterError("There is no character with known shape keys", "choose a mesh")
            scene = character.scene_of(obj, context.scene)
            face = character.open_character(obj, scene)
            if self.scope == "ALL":
                removed = keyframes.remove_all(face)
            else:
                removed = keyframes.remove_line(face, properties.line_source(context))
        except ExpclipError as error:
            self.report({"ERROR"}, str(error))
            return {"CANCELLED"}
        if not removed:
            which = "" if self.scope == "ALL" else " of this line"
            self.report({"WARNING"}, f"'{face.name}' has no generated keys{which}")
            return {"CANCELLED"}
        jobs.failure = None
        return {"FINISHED"}


class EXPCLIP_OT_add_demo_character(bpy.types.Operator):
    """Add a head with all 52 ARKit shape keys and a bone that turns it, to try things out"""

    bl_idname = "expclip.add_demo_character"
    bl_label = "Add Demo Character"
    bl_options = {"REGISTER", "UNDO"}

    @classmethod
    def poll(cls, context):
        if context.mode != "OBJECT":
            cls.poll_message_set("Go to object mode first")
            return False
        return True

    def execute(self, context):
        from . import demo_character, demo_rig

        obj = demo_character.create(context.scene)
        demo_rig.add_head_bone(obj)
        for other in context.selected_objects:
            other.select_set(False)
        obj.select_set(True)
        context.view_layer.objects.active = obj
        properties.settings_of(context.scene).character = obj
        return {"FINISHED"}


class EXPCLIP_OT_open_preferences(bpy.types.Operator):
    """Open this extension's preferences, where the engine is installed"""

    bl_idname = "expclip.open_preferences"
    bl_label = "Set Up Engine"

    def execute(self, context):
        bpy.ops.preferences.addon_show(module=engine.PACKAGE)
        return {"FINISHED"}


CLASSES = (
    EXPCLIP_OT_generate,
    EXPCLIP_OT_list_phones,
    EXPCLIP_OT_cancel,
    EXPCLIP_OT_remove,
    EXPCLIP_OT_add_demo_character,
    EXPCLIP_OT_open_preferences,
)
