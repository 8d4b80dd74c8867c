"""Everything that Blender is told of this extension, in one ordered list."""

from collections.abc import Iterator
from contextlib import contextmanager

import bpy
from bpy.app.handlers import persistent

from . import (
    blender_cli,
    engine_operators,
    jobs,
    operators,
    panels,
    photo_operators,
    photo_panels,
    photo_settings,
    preferences,
    properties,
    rig_operators,
    rig_panels,
    thumbnails,
)

CLASSES = (
    *properties.CLASSES, *photo_settings.CLASSES, *operators.CLASSES, *rig_operators.CLASSES,
    *photo_operators.CLASSES, *preferences.CLASSES, *panels.CLASSES, *photo_panels.CLASSES, *rig_panels.CLASSES,
)


@persistent
def _forget_job(*_):
    """A job belongs to the file that it was ordered in."""
    jobs.drop()


def register() -> None:
    for cls in CLASSES:
        bpy.utils.register_class(cls)
    properties.register()
    photo_settings.register()
    blender_cli.register()
    bpy.app.handlers.load_pre.append(_forget_job)


@contextmanager
def registered() -> Iterator[None]:
    """Registered within the block, for scripts that run without the extension being installed."""
    register()
    try:
        yield
    finally:
        unregister()


def unregister() -> None:
    bpy.app.handlers.load_pre.remove(_forget_job)
    blender_cli.unregister()
    jobs.drop()
    thumbnails.clear()
    engine_operators.shut_down()
    photo_settings.unregister()
    properties.unregister()
    for cls in reversed(CLASSES):
        bpy.utils.unregister_class(cls)
