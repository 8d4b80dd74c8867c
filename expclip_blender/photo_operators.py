"""The button of the portrait's panel."""

import bpy

from . import photo_order
from .modal_job import EngineOperator


class EXPCLIP_OT_bake_portrait(EngineOperator, bpy.types.Operator):
    """Make a movie in which the portrait says the voice line, and lay it above the line in the sequencer"""

    bl_idname = "expclip.bake_portrait"
    bl_label = "Bake Portrait"
    bl_options = {"REGISTER", "UNDO"}

    _ordered = staticmethod(photo_order.order_from)

    def _tell(self, baked: photo_order.BakedPortrait) -> None:
        self.report({"INFO"}, f"'{baked.movie}' is laid from frame {baked.first} to {baked.last}")
        for note in baked.notes:
            self.report({"WARNING"}, note)


CLASSES = (EXPCLIP_OT_bake_portrait,)
