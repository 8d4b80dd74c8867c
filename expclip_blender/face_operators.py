"""The button of the preferences that fetches the networks for faces in pictures."""

import bpy

from ..core.errors import ExpclipError
from . import engine, face_models
from .face_models import Download

TICK_SECONDS = 0.1

download: Download | None = None
"""The download that runs now."""


class EXPCLIP_OT_download_face_models(bpy.types.Operator):
    """Fetch MediaPipe's networks (4 MB, Apache-2.0), which find and read faces, into this extension's own folder"""

    bl_idname = "expclip.download_face_models"
    bl_label = "Download Face Models"

    @classmethod
    def poll(cls, context):
        if download is not None:
            cls.poll_message_set("They are being fetched")
            return False
        if engine.own_folder() is None:
            cls.poll_message_set("Install this as an extension first: only then has it a folder of its own")
            return False
        return True

    def execute(self, context):
        global download
        own = engine.own_folder()
        assert own is not None
        try:
            download = Download(own, bpy.app.online_access)
        except ExpclipError as error:
            self.report({"ERROR"}, str(error))
            return {"CANCELLED"}
        if bpy.app.background:
            download.join()
            return self._finish()
        self._timer = context.window_manager.event_timer_add(TICK_SECONDS, window=context.window)
        context.window_manager.modal_handler_add(self)
        return {"RUNNING_MODAL"}

    def modal(self, context, event):
        if event.type != "TIMER" or (download is not None and not download.finished):
            return {"PASS_THROUGH"}
        context.window_manager.event_timer_remove(self._timer)
        for window in context.window_manager.windows:
            for area in window.screen.areas:
                area.tag_redraw()
        return self._finish()

    def _finish(self):
        global download
        error, download = None if download is None else download.error, None
        if error is not None:
            self.report({"ERROR"}, str(error))
            return {"CANCELLED"}
        self.report({"INFO"}, "Faces in pictures can be read")
        return {"FINISHED"}


def draw(layout: bpy.types.UILayout) -> None:
    """Whether pictures can be read, and the button for it."""
    if face_models.are_there(engine.own_folder()):
        layout.label(text="Faces in pictures can be read", icon="CHECKMARK")
        return
    layout.label(text="Pictures of faces, and portraits, need MediaPipe's networks", icon="INFO")
    layout.operator("expclip.download_face_models", text="Download Face Models (4 MB)", icon="IMPORT")


CLASSES = (EXPCLIP_OT_download_face_models,)
