"""A head bone for the demo character, so that takes can nod and turn it."""

import bpy
import numpy as np

from ..rigs.bones import starting_poses
from . import bone_poses, face_map

BONE = "head"
PIVOT, TOP = (0.0, 0.0, 0.13), (0.0, 0.0, 0.33)
"""Where the skull turns on the neck, and the bone's other end, in metres."""
TILT = 0.4
NECK, JAW = 0.105, 0.14
"""The neck bends between these heights, told along a plane that is tilted so that the chin lies above it."""
COLLAR = 0.1
"""Up to here nothing turns."""


def add_head_bone(face: bpy.types.Object) -> bpy.types.Object:
    """Gives the demo character an armature with one bone, weights, and poses that turn it with a take's head."""
    assert isinstance(face.data, bpy.types.Mesh)
    armature = bpy.data.objects.new(f"{face.name} Rig", bpy.data.armatures.new(f"{face.name} Rig"))
    for collection in face.users_collection:
        collection.objects.link(armature)
    armature.data.display_type = "STICK"
    _add_bone(armature)
    group = face.vertex_groups.new(name=BONE)
    for vertex, weight in enumerate(_weights(face.data)):
        if weight > 0:
            group.add([vertex], float(weight), "REPLACE")
    face.parent = armature
    modifier = face.modifiers.new("Armature", "ARMATURE")
    modifier.object = armature
    poses = starting_poses(bone_poses.rest_bones(armature), bone_poses.up_of(armature))
    face_map.keep_poses(armature.expclip_rig, poses)
    return armature


def _add_bone(armature: bpy.types.Object) -> None:
    """Bones can be made in edit mode alone."""
    layer = bpy.context.view_layer
    before = layer.objects.active
    layer.objects.active = armature
    bpy.ops.object.mode_set(mode="EDIT")
    bone = armature.data.edit_bones.new(BONE)
    bone.head, bone.tail = PIVOT, TOP
    bpy.ops.object.mode_set(mode="OBJECT")
    layer.objects.active = before


def _weights(mesh: bpy.types.Mesh) -> np.ndarray:
    """How far each vertex goes with the skull, (vertices,) 0..1."""
    places = np.empty(len(mesh.vertices) * 3, np.float32)
    mesh.vertices.foreach_get("co", places)
    height = places[2::3] - TILT * places[1::3]
    share = np.clip((height - NECK) / (JAW - NECK), 0.0, 1.0)
    share = share * share * (3.0 - 2.0 * share)
    share[places[2::3] < COLLAR] = 0.0
    return share
