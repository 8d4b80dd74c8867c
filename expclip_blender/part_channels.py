"""A rig map's curves as Blender's channels: shape keys, rotations and locations of bones, custom properties."""

from collections.abc import Iterator

import bpy
import numpy as np
from mathutils import Euler, Quaternion

from ..rigs.retarget import Curves
from ..rigs.rig_map import RigMap
from . import controls
from .actions import Channel, Owner

_ROTATIONS = {"QUATERNION": ("rotation_quaternion", 4), "AXIS_ANGLE": ("rotation_axis_angle", 4)}
_EULER = ("rotation_euler", 3)
_TINY = 1e-9


def channels(owner: Owner, rig_map: RigMap, curves: Curves) -> dict[Channel, np.ndarray]:
    """Channel -> values (frames,) of the curves that `rig_map` gave for this owner."""
    if isinstance(owner, bpy.types.Key):
        return {
            (owner.key_blocks[row.target].path_from_id("value"), 0): curves.values[:, column]
            for column, row in enumerate(rig_map.rows)
        }
    return {**dict(_bone_channels(owner, rig_map, curves)), **_slider_channels(owner, rig_map, curves)}


def bone_paths(bone: bpy.types.PoseBone, rig_map: RigMap) -> set[str]:
    """The data paths that the map's rows of a bone key."""
    rows = [row for row in rig_map.rows if row.axis and row.target == bone.name]
    turning = {bone.path_from_id(_rotation(bone)[0])} if any(row.degrees for row in rows) else set()
    return turning | ({bone.path_from_id("location")} if any(row.length for row in rows) else set())


def _rotation(bone: bpy.types.PoseBone) -> tuple[str, int]:
    return _ROTATIONS.get(bone.rotation_mode, _EULER)


def _bone_channels(armature: bpy.types.Object, rig_map: RigMap, curves: Curves) -> Iterator[tuple[Channel, np.ndarray]]:
    for name in dict.fromkeys(row.target for row in rig_map.rows if row.axis):
        bone = armature.pose.bones[name]
        turns = np.zeros((len(curves.values), 3))
        turning = False
        for column, row in enumerate(rig_map.rows):
            if not row.axis or row.target != name:
                continue
            axis = "xyz".index(row.axis)
            if row.length:
                yield (bone.path_from_id("location"), axis), curves.values[:, column]
            else:
                turns[:, axis] = curves.values[:, column]
                turning = True
        if turning:
            path = bone.path_from_id(_rotation(bone)[0])
            for index, values in enumerate(_rotations(bone.rotation_mode, turns).T):
                yield (path, index), values


def _slider_channels(owner: bpy.types.Object, rig_map: RigMap, curves: Curves) -> dict[Channel, np.ndarray]:
    paths = controls.paths_of(owner) if not all(row.axis for row in rig_map.rows) else {}
    return {
        (paths[row.target], 0): curves.values[:, column] for column, row in enumerate(rig_map.rows) if not row.axis
    }


def _rotations(mode: str, turns: np.ndarray) -> np.ndarray:
    """Rotation vectors (frames, 3) in radians -> (frames, 4 or 3) as the bone's rotation mode wants them."""
    angles = np.linalg.norm(turns, axis=1, keepdims=True)
    axes = np.where(angles > _TINY, turns / np.maximum(angles, _TINY), [[0.0, 1.0, 0.0]])
    if mode == "AXIS_ANGLE":
        return np.concatenate([angles, axes], axis=1)
    quaternions = np.concatenate([np.cos(angles / 2), np.sin(angles / 2) * axes], axis=1)
    if mode == "QUATERNION":
        return quaternions
    eulers = np.zeros((len(turns), 3))
    last = Euler((0.0, 0.0, 0.0), mode)
    for frame, quaternion in enumerate(quaternions):
        last = Quaternion(quaternion).to_euler(mode, last)  # type: ignore[arg-type]
        eulers[frame] = last[:]
    return eulers
