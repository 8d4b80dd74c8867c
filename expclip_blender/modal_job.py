"""Operators whose work the engine does: aside while a window goes on, at once in a script or without a window."""

import bpy

from ..core.errors import Cancelled, ExpclipError
from . import engine, jobs

TICK_SECONDS = 0.1


def redraw_panels(context: bpy.types.Context) -> None:
    for window in context.window_manager.windows:
        for area in window.screen.areas:
            if area.type in ("VIEW_3D", "SEQUENCE_EDITOR"):
                for region in area.regions:
                    if region.type == "UI":  # not the view itself, which costs time in a heavy scene
                        region.tag_redraw()


class EngineOperator:
    """`_ordered(context)` makes the order, `_tell(result)` reports what came of it."""

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
            cls._ordered(context)
        except ExpclipError as error:
            cls.poll_message_set(str(error))
            return False
        return True

    def invoke(self, context, event):
        """In a window: the engine works aside while Blender goes on; the result comes when it is whole."""
        if bpy.app.background:
            return self.execute(context)
        try:
            jobs.start(context, self._ordered)
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
        """From a script or without a window: waits for the result."""
        try:
            jobs.start(context, self._ordered).wait()
        except ExpclipError as error:
            self.report({"ERROR"}, str(error))
            return {"CANCELLED"}
        return self._finish()

    def _finish(self):
        try:
            result = jobs.finish()
        except Cancelled:
            jobs.failure = None
            self.report({"INFO"}, "Cancelled, nothing was changed")
            return {"CANCELLED"}
        except ExpclipError as error:
            self.report({"ERROR"}, str(error))
            return {"CANCELLED"}
        self._tell(result)
        return {"FINISHED"}

    def _leave(self, context):
        context.window_manager.event_timer_remove(self._timer)
        redraw_panels(context)
