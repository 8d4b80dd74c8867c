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


def up_of(obj: bpy.types.Object) -> np.ndarray:
    """The world's up in the object's space, (3,)."""
    return np.array(obj.matrix_world.to_3x3().inverted_safe() @ Vector((0.0, 0.0, 1.0)))


def range_of(block: bpy.types.ShapeKey) -> tuple[float, float]:
    return min(block.slider_min, 0.0), max(block.slider_max, 1e-3)


def _places(points: bpy.types.bpy_prop_collection) -> np.ndarray:
    places = np.empty(len(points) * 3, np.float32)
    points.foreach_get("co", places)
    return places.reshape(-1, 3)
