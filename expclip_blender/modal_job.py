"""Operators whose work goes on aside while a window is used; a script, or Blender without a window, waits for it."""

import bpy

from ..core.errors import Cancelled, ExpclipError
from . import engine, jobs

TICK_SECONDS = 0.1

_REDRAWN = {"VIEW_3D": "UI", "SEQUENCE_EDITOR": "UI", "PREFERENCES": "WINDOW"}
"""The region of each editor that shows our panels: not the view itself, which costs time in a heavy scene."""


class ModalJob:
    """`_start(context)` begins the work, `_has_ended()` looks without waiting, `_wait()` waits, `_finish()` reports
    what came of it. The first and the last may raise ExpclipError. `_give_up()` is for a file or window that closes."""

    def invoke(self, context, event):
        if bpy.app.background:
            return self.execute(context)
        try:
            self._start(context)
        except ExpclipError as error:
            _redraw_panels(context)
            return self._stopped(error)
        self._timer = context.window_manager.event_timer_add(TICK_SECONDS, window=context.window)
        context.window_manager.modal_handler_add(self)
        return {"RUNNING_MODAL"}

    def modal(self, context, event):
        if event.type != "TIMER":
            return {"PASS_THROUGH"}
        _redraw_panels(context)
        if not self._has_ended():
            return {"PASS_THROUGH"}
        context.window_manager.event_timer_remove(self._timer)
        try:
            self._finish()
        except ExpclipError as error:
            return self._stopped(error)
        return {"FINISHED"}

    def cancel(self, context):
        self._give_up()
        context.window_manager.event_timer_remove(self._timer)
        _redraw_panels(context)

    def execute(self, context):
        try:
            self._start(context)
            self._wait()
            self._finish()
        except ExpclipError as error:
            return self._stopped(error)
        return {"FINISHED"}

    def _stopped(self, error):
        if isinstance(error, Cancelled):
            self.report({"INFO"}, "Cancelled, nothing was changed")
        else:
            self.report({"ERROR"}, str(error))
        return {"CANCELLED"}

    def _give_up(self):
        """Threads and child processes go on to their end by themselves."""


class EngineOperator(ModalJob):
    """Work of the engine: `_ordered(context)` makes the order, `_tell(result)` reports what came of it."""

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

    def _start(self, context):
        jobs.start(context, self._ordered)

    def _has_ended(self):
        return jobs.running is None or jobs.running.poll()

    def _wait(self):
        jobs.running.wait()

    def _finish(self):
        self._tell(jobs.finish())

    def _give_up(self):
        jobs.drop()


def _redraw_panels(context: bpy.types.Context) -> None:
    for window in context.window_manager.windows:
        for area in window.screen.areas:
            for region in area.regions:
                if region.type == _REDRAWN.get(area.type):
                    region.tag_redraw()
