"""Sliders of a rig that are custom properties, on an object or on its bones: drivers read them and move the face."""

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
    """Where the slider of `paths_of` begins and ends."""
    path = paths_of(obj)[name]
    place = path.rindex('["')
    holder = obj.path_resolve(path[:place]) if place else obj
    limits = holder.id_properties_ui(bpy.utils.unescape_identifier(path[place + 2 : -2])).as_dict()
    low, high = limits.get("soft_min", 0.0), limits.get("soft_max", 1.0)
    return min(low, 0.0), max(high, 1e-3)


def is_driven(obj: bpy.types.Object, path: str) -> bool:
    return obj.animation_data is not None and any(driver.data_path == path for driver in obj.animation_data.drivers)


def _names(holder: bpy.types.Object | bpy.types.PoseBone) -> list[str]:
    return [name for name, value in holder.items() if isinstance(value, float)]


def _path(holder: str, name: str) -> str:
    return f'{holder}["{bpy.utils.escape_identifier(name)}"]'
