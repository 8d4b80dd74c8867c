"""The buttons of the panels: generate, cancel, remove, add the demo character."""

import bpy

from ..core.errors import Cancelled, CharacterError, ExpclipError
from . import character, engine, jobs, keyframes, properties

TICK_SECONDS = 0.1


def redraw_panels(context: bpy.types.Context) -> None:
    for window in context.window_manager.windows:
        for area in window.screen.areas:
            if area.type in ("VIEW_3D", "SEQUENCE_EDITOR"):
                for region in area.regions:
                    if region.type == "UI":  # not the view itself, which costs time in a heavy scene
                        region.tag_redraw()


class EXPCLIP_OT_generate(bpy.types.Operator):
    """Animate the character's face to the voice line; keys that an earlier run made for this line are replaced"""

    bl_idname = "expclip.generate"
    bl_label = "Generate"
    bl_options = {"REGISTER", "UNDO"}

    @classmethod
    def poll(cls, context):
        if engine.busy():
            cls.poll_message_set("The engine is at work")
            return False
        if context.mode.startswith("EDIT"):  # its undo steps know nothing of Actions
            cls.poll_message_set("Leave edit mode first")
            return False
        try:
            engine.find()
            jobs.order_from(context)
        except ExpclipError as error:
            cls.poll_message_set(str(error))
            return False
        return True

    def invoke(self, context, event):
        """In a window: the engine works aside while Blender goes on; keys come when the take is whole."""
        if bpy.app.background:
            return self.execute(context)
        try:
            jobs.start(context)
        except ExpclipError as error:
            self.report({"ERROR"}, str(error))
            redraw_panels(context)
            return {"CANCELLED"}
        self._timer = context.window_manager.event_timer_add(TICK_SECONDS, window=context.window)
        context.window_manager.modal_handler_add(self)
        return {"RUNNING_MODAL"}

    def modal(self, context, event):
        if event.type != "TIMER":
            return {"PASS_THROUGH"}
        job = jobs.running
        if job is None:
            self._leave(context)
            return {"CANCELLED"}
        if not job.poll():
            redraw_panels(context)
            return {"PASS_THROUGH"}
        try:
            return self._finish()
        finally:
            self._leave(context)

    def cancel(self, context):
        jobs.drop()  # another file was opened, or the window closed
        self._leave(context)

    def execute(self, context):
        """From a script or without a window: waits for the take."""
        try:
            jobs.start(context).wait()
        except ExpclipError as error:
            self.report({"ERROR"}, str(error))
            return {"CANCELLED"}
        return self._finish()

    def _finish(self):
        try:
            keyed = jobs.finish()
        except Cancelled:
            jobs.failure = None
            self.report({"INFO"}, "Cancelled, nothing was changed")
            return {"CANCELLED"}
        except ExpclipError as error:
            self.report({"ERROR"}, str(error))
            return {"CANCELLED"}
        self.report({"INFO"}, f"'{keyed.label}' is keyed from frame {keyed.first} to {keyed.last}")
        for note in keyed.notes:
            self.report({"WARNING"}, note)
        return {"FINISHED"}

    def _leave(self, context):
        context.window_manager.event_timer_remove(self._timer)
        redraw_panels(context)


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
                raise CharacterError("There is no character with ARKit shape keys", "choose a mesh")
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
            self.report({"WARNING"}, f"'{face.name}' has no generated keys of this line")
            return {"CANCELLED"}
        jobs.failure = None
        return {"FINISHED"}


class EXPCLIP_OT_add_demo_character(bpy.types.Operator):
    """Add a head with all 52 ARKit shape keys, to try things out"""

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
        from . import demo_character

        obj = demo_character.create(context.scene)
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
    EXPCLIP_OT_cancel,
    EXPCLIP_OT_remove,
    EXPCLIP_OT_add_demo_character,
    EXPCLIP_OT_open_preferences,
)
