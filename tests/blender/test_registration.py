"""Registering and unregistering leaves nothing behind."""

import bpy

from expclip.expclip_blender import registration


def traces():
    names = {name for name in dir(bpy.types) if "expclip" in name.lower()}
    handlers = [handler.__module__ for handler in bpy.app.handlers.load_pre if "expclip" in handler.__module__]
    return names, handlers, hasattr(bpy.types.Scene, "expclip"), dir(bpy.ops.expclip)


def test_twice_over():
    assert traces() == (set(), [], False, [])
    for _ in range(2):
        registration.register()
        names, handlers, scene, operators = traces()
        assert "EXPCLIP_OT_generate" in names and handlers and scene and "generate" in operators
        registration.unregister()
        assert traces() == (set(), [], False, [])


def test_every_operator_and_property_explains_itself(bpy_context):
    for cls in registration.CLASSES:
        if issubclass(cls, bpy.types.Operator):
            assert cls.__doc__ and not cls.__doc__.rstrip().endswith("."), cls
            assert cls.bl_idname.startswith("expclip.")
        if issubclass(cls, bpy.types.PropertyGroup):
            for name in cls.__annotations__:
                text = cls.bl_rna.properties[name].description
                assert text and not text.endswith("."), (cls, name)
