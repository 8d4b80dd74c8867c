"""The button of the preferences that fetches the networks for faces in pictures."""

import bpy

from . import engine, face_models
from .face_models import Download
from .modal_job import ModalJob

download: Download | None = None
"""The last download of this session."""


class EXPCLIP_OT_download_face_models(ModalJob, bpy.types.Operator):
    """Fetch MediaPipe's networks (4 MB, Apache-2.0), which find and read faces, into this extension's own folder"""

    bl_idname = "expclip.download_face_models"
    bl_label = "Download Face Models"

    @classmethod
    def poll(cls, context):
        if download is not None and not download.finished:
            cls.poll_message_set("They are being fetched")
            return False
        if engine.own_folder() is None:
            cls.poll_message_set("Install this as an extension first: only then has it a folder of its own")
            return False
        return True

    def _start(self, context):
        global download
        download = Download(engine.own_folder(), bpy.app.online_access)

    def _has_ended(self):
        return download.finished

    def _wait(self):
        download.join()

    def _finish(self):
        if download.error is not None:
            raise download.error
        self.report({"INFO"}, "Faces in pictures can be read")


def draw(layout: bpy.types.UILayout) -> None:
    """Whether pictures can be read, and the button for it."""
    if face_models.are_there(engine.own_folder()):
        layout.label(text="Faces in pictures can be read", icon="CHECKMARK")
        return
    layout.label(text="Pictures of faces, and portraits, need MediaPipe's networks", icon="INFO")
    layout.operator("expclip.download_face_models", text="Download Face Models (4 MB)", icon="IMPORT")


CLASSES = (EXPCLIP_OT_download_face_models,)
