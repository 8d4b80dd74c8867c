"""The panel "Portrait": a picture that says the voice line, as a movie in the sequencer."""

import bpy

from ..core.errors import ExpclipError
from ..core.photo.job import WARP
from . import paragraph, photo_order, photo_settings, thumbnails
from .panels import Sequencer, View3D, draw_work


class _Portrait:
    bl_label = "Portrait"
    bl_order = 1  # behind the panels of a character, which have 0
    bl_options = {"DEFAULT_CLOSED"}

    def draw(self, context):
        portrait = photo_settings.portrait_of(context.scene)
        layout = self.layout
        layout.prop(portrait, "picture", text="", placeholder="A picture of a face")
        thumbnails.draw(layout, bpy.path.abspath(portrait.picture))
        options = layout.column()
        options.use_property_split = True
        options.use_property_decorate = False
        options.prop(portrait, "face")
        options.prop(portrait, "size")
        options.prop(portrait, "closeup")
        options.prop(portrait, "plane")
        _draw_renderer(options, portrait)
        options.prop(portrait, "mark")
        if not portrait.mark:
            options.prop(portrait, "reason")
        options.prop(portrait, "folder")
        draw_work(layout, context, "expclip.bake_portrait", "RENDER_ANIMATION", photo_order.order_from)
        if portrait.picture:
            try:
                photo_order.order_from(context)
            except ExpclipError as error:
                paragraph.draw(layout, context, str(error), "INFO")


def _draw_renderer(layout: bpy.types.UILayout, portrait: photo_settings.ExpclipPortrait) -> None:
    layout.prop(portrait, "renderer")
    if portrait.renderer != WARP:
        for name in ("checkpoint", "coefficients", "tracked"):
            layout.prop(portrait, name)
    layout.prop(portrait, "art", placeholder="As it is")


class EXPCLIP_PT_view3d_portrait(_Portrait, View3D, bpy.types.Panel):
    pass


class EXPCLIP_PT_sequencer_portrait(_Portrait, Sequencer, bpy.types.Panel):
    pass


CLASSES = (EXPCLIP_PT_view3d_portrait, EXPCLIP_PT_sequencer_portrait)
