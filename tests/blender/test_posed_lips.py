"""Closures where bones or sliders open the jaw: a real head, measured on the mesh as Blender evaluates it."""

import bpy
import numpy as np
import pytest

from expclip.core.take import Take
from expclip.expclip_blender import character, keyframes
from expclip.expclip_blender.posed_mesh import displaced
from expclip.rigs import arkit
from expclip.rigs.lip_seam import CLOSED

from .test_lip_check import HELD, LINE, ict, make_head, openings, speaking  # noqa: F401

HINGE = (0.0, -2.0, -1.5)
"""Where ICT-FaceKit's jaw turns, upright in its centimetres."""


def with_jaw_bone(ict, left_away=("jawOpen",), strength=1.0):  # noqa: F811
    """ICT-FaceKit's head whose jaw is a bone, weighted as jawOpen moves its vertices; its other keys are ARKit's,
    mouthClose as strong as told."""
    names = [name for name in arkit.NAMES if name not in left_away]
    looks = np.eye(arkit.COUNT)[[arkit.INDEX[name] for name in names]]
    if "mouthClose" in names:
        looks[names.index("mouthClose")] *= strength
    head = make_head(ict, names, looks)
    rig = bpy.data.objects.new("Rig", bpy.data.armatures.new("Rig"))
    bpy.context.scene.collection.objects.link(rig)
    bpy.context.view_layer.objects.active = rig
    bpy.ops.object.mode_set(mode="EDIT")
    for name, first, last in (("head", (0, 0, -2), (0, 0, 5)), ("jaw", HINGE, (0, -10, -8))):
        bone = rig.data.edit_bones.new(name)
        bone.head, bone.tail = first, last
    rig.data.edit_bones["jaw"].parent = rig.data.edit_bones["head"]
    bpy.ops.object.mode_set(mode="OBJECT")
    jaw = dict(zip(map(str, ict["expression_names"]), ict["expression_deltas"], strict=True))["jawOpen"]
    share = np.linalg.norm(jaw, axis=1)
    share = np.clip(share / np.quantile(share[share > 0.01], 0.9), 0.0, 1.0)
    for group, weights in (("jaw", share), ("head", 1.0 - share)):
        vertices = head.vertex_groups.new(name=group)
        for vertex in np.flatnonzero(weights > 0.001):
            vertices.add([int(vertex)], float(weights[vertex]), "REPLACE")
    head.modifiers.new("Armature", "ARMATURE").object = rig
    head.parent = rig
    bpy.context.scene.expclip.character = head
    assert bpy.ops.expclip.starting_poses() == {"FINISHED"}
    return head, rig


@pytest.mark.parametrize("left_away, strength", [
    (("jawOpen",), 1.0),
    (("jawOpen",), 0.4),
    (("jawOpen",), 0.0),
    (("jawOpen", "mouthClose"), 1.0),
])  # fmt: skip
def test_lips_meet_where_a_bone_opens_the_jaw(bpy_context, ict, speaking, left_away, strength):  # noqa: F811
    head, _ = with_jaw_bone(ict, left_away, strength)
    shown, notes = openings(head, ict, speaking)
    assert shown[list(HELD)].max() < CLOSED and not any("closures" in note for note in notes)
    assert np.delete(shown, HELD).max() > 0.25


def test_a_posed_character_is_measured_as_well(bpy_context, ict, speaking):  # noqa: F811
    """It lies on its side and looks up: what is measured is turned back, and the pose stays as it was."""
    head, rig = with_jaw_bone(ict, strength=0.4)
    rig.rotation_euler = (0.3, 1.2, 0.4)
    bone = rig.pose.bones["head"]
    bone.rotation_mode = "XYZ"
    bone.rotation_euler = (0.5, 0.2, 0.1)
    head.data.shape_keys.key_blocks["mouthSmileLeft"].value = 0.7
    part = next(part for part in character.open_character(head, bpy_context.scene).parts if part.owner == rig)
    jaw = np.array([row.unit if row.target == "jaw" else 0.0 for row in part.rig_map.rows])
    moved = displaced(head, [[(part, jaw)]])
    rig.rotation_euler, bone.rotation_euler = (0, 0, 0), (0, 0, 0)
    head.data.shape_keys.key_blocks["mouthSmileLeft"].value = 0.0
    at_rest = displaced(head, [[(part, jaw)]])
    assert moved is not None and at_rest is not None
    assert np.abs(moved - at_rest).max() < 0.05 * np.abs(at_rest).max()
    bone.rotation_euler = (0.5, 0.2, 0.1)
    keyed = keyframes.key_take(character.open_character(head, bpy_context.scene), speaking, LINE, [])
    assert not any("closures" in note for note in keyed.notes)
    keyframes.remove_all(character.open_character(head, bpy_context.scene))
    assert tuple(bone.rotation_euler) == pytest.approx((0.5, 0.2, 0.1))


def test_generated_modifiers_do_not_matter(bpy_context, ict, speaking):  # noqa: F811
    head, _ = with_jaw_bone(ict, strength=0.4)
    subdivision = head.modifiers.new("Subdivision", "SUBSURF")
    keyframes.key_take(character.open_character(head, bpy_context.scene), speaking, LINE, [])
    assert subdivision.show_viewport
    head.modifiers.remove(subdivision)
    keyed = character.open_character(head, bpy_context.scene)
    bpy_context.scene.frame_set(7)
    assert keyed.owners and head.data.shape_keys.key_blocks["mouthClose"].value > 0.0


def test_a_take_without_closures_is_keyed_as_it_is(bpy_context, ict):  # noqa: F811
    head, rig = with_jaw_bone(ict)
    weights = np.zeros((4, arkit.COUNT))
    weights[:, arkit.INDEX["jawOpen"]] = 0.5
    keyframes.key_take(character.open_character(head, bpy_context.scene), Take(weights, 24.0), LINE, [])
    bpy_context.scene.frame_set(2)
    assert np.rad2deg(rig.pose.bones["jaw"].matrix_basis.to_quaternion().angle) == pytest.approx(10.0, abs=0.01)


def test_a_mesh_outside_the_view_layer_is_told(bpy_context, ict, speaking):  # noqa: F811
    head, _ = with_jaw_bone(ict, strength=0.4)
    collection = bpy.data.collections.new("Away")
    bpy_context.scene.collection.children.link(collection)
    collection.objects.link(head)
    bpy_context.scene.collection.objects.unlink(head)
    keyed = keyframes.key_take(character.open_character(head, bpy_context.scene), speaking, LINE, [])
    assert not any("view layer" in note for note in keyed.notes)
    bpy_context.view_layer.layer_collection.children["Away"].exclude = True
    keyed = keyframes.key_take(character.open_character(head, bpy_context.scene), speaking, LINE, [])
    assert any("'Head' is outside the view layer" in note for note in keyed.notes)
