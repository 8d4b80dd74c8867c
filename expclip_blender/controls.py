"""Sliders of a rig that are custom properties, on an object or on its bones: drivers read them and move the face."""

from collections.abc import Mapping

import bpy


def paths_of(obj: bpy.types.Object) -> dict[str, str]:
    """Name -> data path of each custom property that is a decimal number. What stands on a bone goes by the property's
    name too, and by BONE.PROPERTY where another one has that name."""
    found = {name: _path("", name) for name in _names(obj)}
    for bone in obj.pose.bones if obj.pose is not None else ():
        for name in _names(bone):
            path = _path(bone.path_from_id(), name)
            found[f"{bone.name}.{name}" if name in found else name] = path
    return found


def range_of(obj: bpy.types.Object, name: str) -> tuple[float, float]:
    """Where the slider of `paths_of` begins and ends as it is drawn."""
    limits = _limits(obj, paths_of(obj)[name])
    return min(limits.get("soft_min", 0.0), 0.0), max(limits.get("soft_max", 1.0), 1e-3)


def allowed(obj: bpy.types.Object, wanted: Mapping[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    """The wanted range of each slider as far as the property's own limits go: Blender takes no key beyond them."""
    paths = paths_of(obj)
    spans = {}
    for name, span in wanted.items():
        limits = _limits(obj, paths[name])
        low, high = (min(max(value, limits.get("min", value)), limits.get("max", value)) for value in span)
        spans[name] = low, high
    return spans


def _limits(obj: bpy.types.Object, path: str) -> dict:
    """min, max, soft_min, soft_max and more of the custom property at this path."""
    place = path.rindex('["')
    holder = obj.path_resolve(path[:place]) if place else obj
    return holder.id_properties_ui(bpy.utils.unescape_identifier(path[place + 2 : -2])).as_dict()


def is_driven(obj: bpy.types.Object, path: str) -> bool:
    return obj.animation_data is not None and any(driver.data_path == path for driver in obj.animation_data.drivers)


def _names(holder: bpy.types.Object | bpy.types.PoseBone) -> list[str]:
    return [name for name, value in holder.items() if isinstance(value, float)]


def _path(holder: str, name: str) -> str:
    return f'{holder}["{bpy.utils.escape_identifier(name)}"]'
