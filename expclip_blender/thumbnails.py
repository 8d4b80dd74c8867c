"""Small pictures of picture files in panels."""

from pathlib import Path

import bpy
import bpy.utils.previews

_SCALE = 6.0

_previews: bpy.utils.previews.ImagePreviewCollection | None = None


def draw(layout: bpy.types.UILayout, path: str) -> None:
    """The picture at `path`, or nothing where there is none."""
    file = Path(path)
    if not path or not file.is_file():
        return
    layout.template_icon(icon_value=_icon(path, file.stat().st_mtime_ns), scale=_SCALE)


def clear() -> None:
    """Lets go of all pictures: Blender complains at its end of those that are left."""
    global _previews
    if _previews is not None:
        bpy.utils.previews.remove(_previews)
        _previews = None


def _icon(path: str, changed: int) -> int:
    """A picture that was changed on disk is read again."""
    global _previews
    if _previews is None:
        _previews = bpy.utils.previews.new()
    name = f"{path} {changed}"
    if name not in _previews:
        _previews.load(name, path, "IMAGE")
    return _previews[name].icon_id
