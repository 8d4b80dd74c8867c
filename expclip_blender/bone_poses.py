"""Bones of an armature as rigs/bones.py sees them: rest bones, and how they stand now."""

import bpy
import numpy as np
from mathutils import Quaternion, Vector

from ..core.errors import CharacterError
from ..rigs.bones import BonePose, RestBone, mirrored

_STILL = 1e-4
"""Radians, or units of length: a bone that stands nearer to its rest is at rest."""


def rest_bones(armature: bpy.types.Object) -> list[RestBone]:
    """Every bone at rest, in armature space."""
    return [
        RestBone(bone.name, np.array(bone.head_local), np.array(bone.matrix_local.to_3x3()))
        for bone in armature.data.bones
    ]


def up_of(armature: bpy.types.Object) -> np.ndarray:
    """The world's up in armature space, (3,)."""
    return np.array(armature.matrix_world.to_3x3().inverted_safe() @ Vector((0.0, 0.0, 1.0)))


def capture(armature: bpy.types.Object) -> BonePose:
    """How the bones stand against their rest. Raises CharacterError where all of them rest."""
    turns, moves = {}, {}
    for bone in armature.pose.bones:
        axis, angle = bone.matrix_basis.to_quaternion().to_axis_angle()
        turn, move = np.array(axis) * angle, np.array(bone.matrix_basis.to_translation())
        if np.linalg.norm(turn) > _STILL:
            turns[bone.name] = turn
        if np.linalg.norm(move) > _STILL:
            moves[bone.name] = move
    if not turns and not moves:
        raise CharacterError(f"All bones of '{armature.name}' are at rest", "pose them as the shape looks first")
    return BonePose(turns, moves)


def show(armature: bpy.types.Object, pose: BonePose) -> None:
    """Puts the bones as they were captured; others stay as they are."""
    for bone in armature.pose.bones:
        if bone.name in pose.turns:
            _turn(bone, pose.turns[bone.name])
        if bone.name in pose.moves:
            bone.location = pose.moves[bone.name]


def rest(armature: bpy.types.Object, poses: list[BonePose]) -> None:
    """Puts the bones of the poses at rest."""
    for name in {name for pose in poses for name in pose.bones}:
        bone = armature.pose.bones.get(name)
        if bone is not None:
            _turn(bone, np.zeros(3))
            bone.location = (0.0, 0.0, 0.0)


def other_side(armature: bpy.types.Object, pose: BonePose) -> BonePose:
    """The pose with left and right exchanged; bones that have no other side mirror themselves."""
    names = armature.pose.bones.keys()
    flipped = {name: bpy.utils.flip_name(name) for name in pose.bones}
    return mirrored(pose, {name: other if other in names else name for name, other in flipped.items()})


def _turn(bone: bpy.types.PoseBone, turn: np.ndarray) -> None:
    angle = float(np.linalg.norm(turn))
    quaternion = Quaternion(tuple(turn / angle) if angle else (0.0, 1.0, 0.0), angle)
    if bone.rotation_mode == "QUATERNION":
        bone.rotation_quaternion = quaternion
    elif bone.rotation_mode == "AXIS_ANGLE":
        axis, angle = quaternion.to_axis_angle()
        bone.rotation_axis_angle = (angle, *axis)
    else:
        bone.rotation_euler = quaternion.to_euler(bone.rotation_mode)
