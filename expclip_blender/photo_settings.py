"""What the portrait's panel keeps in the scene."""

import bpy

from ..core.errors import SettingsError
from ..core.photo.job import PIRENDERER, RENDERERS, WARP, Rendering
from ..core.photo.portrait import MOST_SIZE, Frame
from .blend_file import PATHS_BESIDE_IT

_RENDERERS = {
    WARP: ("Warp", "Bends the picture itself; needs no weights"),
    PIRENDERER: ("PIRenderer", "A network that draws 256 x 256 pixels, with weights and coefficients of your own"),
}


class ExpclipPortrait(bpy.types.PropertyGroup):
    picture: bpy.props.StringProperty(
        name="Portrait",
        description="A photograph or drawing of a face, from the front, which is to talk",
        subtype="FILE_PATH",
        options=PATHS_BESIDE_IT,
    )
    face: bpy.props.IntProperty(
        name="Face", description="Which of the picture's faces talks: 0 is the largest, then smaller ones", min=0
    )
    closeup: bpy.props.BoolProperty(name="Close-up", description="Show head and shoulders alone")
    size: bpy.props.IntProperty(
        name="Size",
        description="Pixels of the longer side. 0: the picture's own, between 512 and 2048",
        min=0,
        max=2 * MOST_SIZE,
        subtype="PIXEL",
    )
    renderer: bpy.props.EnumProperty(
        name="Renderer",
        description="What draws the pictures",
        items=tuple((name, *_RENDERERS[name]) for name in RENDERERS),
        default=WARP,
    )
    art: bpy.props.StringProperty(
        name="Art",
        description="A picture in whose manner the portrait is shown. Empty: as it is",
        subtype="FILE_PATH",
        options=PATHS_BESIDE_IT,
    )
    checkpoint: bpy.props.StringProperty(
        name="Weights",
        description="The checkpoint with PIRenderer's weights, which you bring",
        subtype="FILE_PATH",
        options=PATHS_BESIDE_IT,
    )
    coefficients: bpy.props.StringProperty(
        name="Coefficients",
        description="What 'expclip train coefficients' made of your face model",
        subtype="FILE_PATH",
        options=PATHS_BESIDE_IT,
    )
    tracked: bpy.props.StringProperty(
        name="Tracked",
        description="The portrait's own coefficients, as your tracker gives them. Empty: none",
        subtype="FILE_PATH",
        options=PATHS_BESIDE_IT,
    )
    mark: bpy.props.BoolProperty(
        name="Visible Mark", description="A small mark tells that the pictures are synthetic", default=True
    )
    reason: bpy.props.StringProperty(
        name="Reason", description="Why there is no visible mark: it is written into the movie's metadata"
    )
    folder: bpy.props.StringProperty(
        name="Folder",
        description="Where movies are kept; // is beside the .blend file",
        subtype="DIR_PATH",
        options=PATHS_BESIDE_IT,
        default="//",
    )
    plane: bpy.props.BoolProperty(
        name="Image Plane", description="Also show the movie on a plane in the scene, in time with the voice"
    )


def portrait_of(scene: bpy.types.Scene) -> ExpclipPortrait:
    return scene.expclip_portrait


def frame_of(portrait: ExpclipPortrait) -> Frame:
    """Raises SettingsError."""
    return Frame(portrait.closeup, portrait.size or None)


def rendering_of(portrait: ExpclipPortrait) -> Rendering:
    """Raises SettingsError."""
    if portrait.renderer == WARP:
        return Rendering(WARP, art=_file(portrait.art))
    return Rendering(
        portrait.renderer,
        art=_file(portrait.art),
        checkpoint=_file(portrait.checkpoint),
        coefficients=_file(portrait.coefficients),
        tracked=_file(portrait.tracked),
    )


def unmarked(portrait: ExpclipPortrait) -> str | None:
    """Why there is no visible mark, None where there is one. Raises SettingsError for a mark left away unexplained."""
    if portrait.mark:
        return None
    if not portrait.reason.strip():
        raise SettingsError("The visible mark is off without a reason", "write why, or show the mark")
    return portrait.reason.strip()


def _file(path: str) -> str | None:
    return bpy.path.abspath(path) if path.strip() else None


CLASSES = (ExpclipPortrait,)


def register() -> None:
    bpy.types.Scene.expclip_portrait = bpy.props.PointerProperty(type=ExpclipPortrait)


def unregister() -> None:
    del bpy.types.Scene.expclip_portrait
