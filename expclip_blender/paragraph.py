"""Sentences of any length in a panel: broken into lines that fit its width, as Blender's labels do not break."""

from collections.abc import Callable
from typing import Literal

import blf
import bpy

_FONT = 0
"""The font of Blender's interface."""
_MARGINS = 4.6
"""What a sidebar's panel takes beside the text, box and tabs included, in widths of an icon."""
_ICON = 20.0
"""Width of an icon at a UI scale of 1."""


def draw(layout: bpy.types.UILayout, context: bpy.types.Context, text: str, icon: Literal["INFO", "ERROR"]) -> None:
    scale = context.preferences.system.ui_scale
    blf.size(_FONT, context.preferences.ui_styles[0].widget.points * scale)
    width = context.region.width - _MARGINS * _ICON * scale
    column = layout.column(align=True)
    column.scale_y = 0.8
    for number, line in enumerate(lines(text, width, lambda part: blf.dimensions(_FONT, part)[0])):
        column.label(text=line, icon="BLANK1" if number else icon)


def lines(text: str, width: float, measure: Callable[[str], float]) -> list[str]:
    """The text in lines of at most `width`; a word that is wider, such as a path, is broken where it must be."""
    broken = [""]
    for word in text.split():
        joined = f"{broken[-1]} {word}".lstrip()
        if measure(joined) <= width:
            broken[-1] = joined
            continue
        if broken[-1]:
            broken.append("")
        for letter in word:
            if broken[-1] and measure(broken[-1] + letter) > width:
                broken.append("")
            broken[-1] += letter
    return broken
