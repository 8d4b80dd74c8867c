"""The geometry of a mesh's shape keys as arrays, in the mesh's own space."""

from collections.abc import Sequence

import bpy
import numpy as np
from mathutils import Vector


def rest_of(obj: bpy.types.Object) -> np.ndarray:
    """The mesh without any key, (vertices, 3)."""
    key = obj.data.shape_keys
    return _places(obj.data.vertices if key is None else key.reference_key.data)


def deltas_of(key: bpy.types.Key, names: Sequence[str]) -> np.ndarray:
    """How far each key at 1 moves the vertices, (names, vertices, 3)."""
    places: dict[str, np.ndarray] = {}

    def of(block: bpy.types.ShapeKey) -> np.ndarray:
        if block.name not in places:
            places[block.name] = _places(block.data)
        return places[block.name]

    blocks = [key.key_blocks[name] for name in names]
    deltas = [of(block) - of(block.relative_key) for block in blocks]
    return np.array(deltas, np.float32).reshape(len(names), len(key.reference_key.data), 3)


def acting_deltas_of(obj: bpy.types.Object, names: Sequence[str]) -> np.ndarray:
    """How far each key at 1 moves the vertices of this object, (names, vertices, 3): a muted one not at all, one with
    a vertex group by its weights."""
    key = obj.data.shape_keys
    deltas = deltas_of(key, names)
    for delta, name in zip(deltas, names, strict=True):
        block = key.key_blocks[name]
        group = obj.vertex_groups.get(block.vertex_group)
        if block.mute:
            delta[:] = 0.0
        elif group is not None:  # Blender passes over the name of a group that is not there
            delta *= _weights(obj, group)[:, None]
    return deltas


def up_of(obj: bpy.types.Object) -> np.ndarray:
    """The world's up in the object's space, (3,)."""
    return np.array(obj.matrix_world.to_3x3().inverted_safe() @ Vector((0.0, 0.0, 1.0)))


def range_of(block: bpy.types.ShapeKey) -> tuple[float, float]:
    return min(block.slider_min, 0.0), max(block.slider_max, 1e-3)


def allowed(block: bpy.types.ShapeKey, span: tuple[float, float]) -> tuple[float, float]:
    """What of a span of values the key's slider allows."""
    low, high = (min(max(value, block.slider_min), block.slider_max) for value in span)
    return low, high


def _weights(obj: bpy.types.Object, group: bpy.types.VertexGroup) -> np.ndarray:
    """Of each vertex in the group, (vertices,); 0 outside."""
    weights = np.zeros(len(obj.data.vertices), np.float32)
    for place, vertex in enumerate(obj.data.vertices):
        for member in vertex.groups:
            if member.group == group.index:
                weights[place] = member.weight
    return weights


def _places(points: bpy.types.bpy_prop_collection) -> np.ndarray:
    places = np.empty(len(points) * 3, np.float32)
    points.foreach_get("co", places)
    return places.reshape(-1, 3)
