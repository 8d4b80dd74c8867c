"""What rows of a rig do to a mesh as Blender shows it: by bones, drivers and deforming modifiers."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import bpy
import numpy as np

from ..rigs.retarget import Curves
from . import actions, key_shapes, part_channels
from .actions import Channel
from .part import Part

_DEFORMING = {
    "ARMATURE", "CAST", "CORRECTIVE_SMOOTH", "CURVE", "HOOK", "LAPLACIANDEFORM", "LATTICE", "MESH_DEFORM", "SHRINKWRAP",
    "SIMPLE_DEFORM", "SMOOTH", "SURFACE_DEFORM", "WARP",
}
"""Modifiers that leave the vertices as many as they are."""
_TOUCHED = 0.05
"""Share of the largest motion from which on a vertex tells how the posed mesh is turned."""

Pose = Sequence[tuple[Part, np.ndarray]]
"""Parts of a character and the values of their rows, (rows,)."""


def displaced(mesh: bpy.types.Object, poses: Sequence[Pose]) -> np.ndarray | None:
    """How far each pose moves the vertices from where they are with all its rows at 0, (poses, vertices, 3), in the
    mesh's own space at rest. None for a mesh that is not in the view, or is made anew by modifiers.

    All poses are of the same parts. The character stands as before afterwards.
    """
    if mesh.name not in bpy.context.view_layer.objects:
        return None
    with _deforming_alone(mesh), _as_before([part for part, _ in poses[0]]):
        still = _places(mesh, [(part, np.zeros(len(values))) for part, values in poses[0]])
        rest = key_shapes.rest_of(mesh)
        if len(still) != len(rest):
            return None
        moved = np.array([_places(mesh, pose) - still for pose in poses])
    return moved @ _turned_back(still, rest, moved)


def _places(mesh: bpy.types.Object, pose: Pose) -> np.ndarray:
    for part, values in pose:
        curves = Curves(tuple(row.channel for row in part.rig_map.rows), np.asarray(values, np.float32)[None])
        for channel, value in part_channels.channels(part.owner, part.rig_map, curves).items():
            actions.set_value(part.owner, channel, float(value[0]))
    bpy.context.view_layer.update()
    evaluated = mesh.evaluated_get(bpy.context.evaluated_depsgraph_get()).data
    places = np.empty(len(evaluated.vertices) * 3, np.float32)
    evaluated.vertices.foreach_get("co", places)
    return places.reshape(-1, 3).astype(np.float64)


def _turned_back(still: np.ndarray, rest: np.ndarray, moved: np.ndarray) -> np.ndarray:
    """(3, 3): turns what moves from where the body stands now to where it rests."""
    size = np.linalg.norm(moved, axis=2).max(0)
    touched = size > _TOUCHED * max(float(size.max()), 1e-12)
    if touched.sum() < 3:
        return np.eye(3)
    now, then = still[touched] - still[touched].mean(0), rest[touched] - rest[touched].mean(0)
    left, _, right = np.linalg.svd(now.T @ then)
    mirror = np.diag([1.0, 1.0, np.sign(np.linalg.det(left @ right)) or 1.0])
    return left @ mirror @ right


@contextmanager
def _deforming_alone(mesh: bpy.types.Object) -> Iterator[None]:
    hidden = [modifier for modifier in mesh.modifiers if modifier.show_viewport and modifier.type not in _DEFORMING]
    for modifier in hidden:
        modifier.show_viewport = False
    try:
        yield
    finally:
        for modifier in hidden:
            modifier.show_viewport = True


@contextmanager
def _as_before(parts: Sequence[Part]) -> Iterator[None]:
    before: list[tuple[Part, Channel, float]] = []
    for part in parts:
        nothing = Curves(
            tuple(row.channel for row in part.rig_map.rows), np.zeros((1, len(part.rig_map.rows)), np.float32)
        )
        for channel in part_channels.channels(part.owner, part.rig_map, nothing):
            before.append((part, channel, actions.get_value(part.owner, channel)))
    try:
        yield
    finally:
        for part, channel, value in before:
            actions.set_value(part.owner, channel, value)
        bpy.context.view_layer.update()
