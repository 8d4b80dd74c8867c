"""Bones: captured poses come back through Generate, in every rotation mode, and go with Remove."""

import bpy
import numpy as np
import pytest
from mathutils import Quaternion, Vector

from expclip.core.errors import CharacterError
from expclip.core.take import Take
from expclip.expclip_blender import bone_poses, character, keyframes
from expclip.expclip_blender.sequencer import VoiceLine
from expclip.rigs import arkit

from .test_actions import animate_by_hand

LINE = VoiceLine("file:line", "line", "line.wav", 0.0, None, 24.0, 20, None)
BONES = {
    "head": ((0, 0, 1.5), (0, 0, 1.7)),
    "jaw": ((0, -0.02, 1.55), (0, -0.1, 1.52)),
    "eye.L": ((0.03, -0.08, 1.62), (0.03, -0.12, 1.62)),
    "eye.R": ((-0.03, -0.08, 1.62), (-0.03, -0.12, 1.62)),
}


@pytest.fixture
def rig(bpy_context):
    """An armature with a jaw, a head and eyes, active and in object mode."""
    rig = bpy.data.objects.new("Rig", bpy.data.armatures.new("Rig"))
    bpy_context.scene.collection.objects.link(rig)
    bpy_context.view_layer.objects.active = rig
    bpy.ops.object.mode_set(mode="EDIT")
    for name, (head, tail) in BONES.items():
        bone = rig.data.edit_bones.new(name)
        bone.head, bone.tail = head, tail
        if name != "head":
            bone.parent = rig.data.edit_bones["head"]
    bpy.ops.object.mode_set(mode="OBJECT")
    bpy_context.scene.expclip.character = rig
    return rig


def take(**weights):
    values = np.zeros((10, arkit.COUNT), np.float32)
    for name, weight in weights.items():
        values[:, arkit.INDEX[name]] = weight
    return Take(values, 24.0, head=np.tile(np.float32([0.2, -0.1, 0.05]), (10, 1)))


def generate(obj, take):
    keyed = keyframes.key_take(character.open_character(obj, bpy.context.scene), take, LINE, [])
    bpy.context.scene.frame_set(25)
    return keyed


def points_to(rig, bone):
    """Where a bone's tip points, in armature space."""
    bpy.context.view_layer.update()
    posed = rig.pose.bones[bone]
    return (posed.tail - posed.head).normalized()


@pytest.mark.parametrize("mode", ["QUATERNION", "AXIS_ANGLE", "XYZ", "ZXY"])
def test_a_captured_pose_comes_back(rig, mode):
    jaw = rig.pose.bones["jaw"]
    jaw.rotation_mode = mode
    wanted = Quaternion(Vector((0.3, 0.8, -0.2)).normalized(), 0.4)
    turn = np.array(wanted.axis) * wanted.angle
    bone_poses.show(rig, bone_poses.BonePose({"jaw": turn}, {"jaw": np.array([0, 0.01, 0])}))
    rig.expclip_rig.shape = "jawOpen"
    assert bpy.ops.expclip.capture_pose() == {"FINISHED"}
    bpy.ops.expclip.show_pose()
    bpy.context.view_layer.update()
    assert jaw.matrix_basis.to_quaternion().angle == pytest.approx(0, abs=1e-5)
    before = [tuple(jaw.rotation_quaternion), tuple(jaw.rotation_axis_angle), tuple(jaw.rotation_euler)]
    keyed = generate(rig, take(jawOpen=1.0))
    assert keyed.shapes == 1
    assert jaw.matrix_basis.to_quaternion().rotation_difference(wanted).angle == pytest.approx(0, abs=1e-3)
    assert tuple(jaw.location) == pytest.approx((0, 0.01, 0), abs=1e-6)
    assert keyframes.remove_all(character.open_character(rig, bpy.context.scene))
    assert rig.animation_data is None and not bpy.data.actions and tuple(jaw.location) == (0, 0, 0)
    assert [tuple(jaw.rotation_quaternion), tuple(jaw.rotation_axis_angle), tuple(jaw.rotation_euler)] == before


def test_poses_are_mirrored(rig):
    rig.pose.bones["eye.L"].rotation_quaternion = Quaternion((0, 0, 1), 0.3)
    rig.expclip_rig.shape = "eyeLookOutLeft"
    bpy.ops.expclip.capture_pose()
    assert {pose.name for pose in rig.expclip_rig.poses} == {"eyeLookOutLeft", "eyeLookOutRight"}
    bpy.ops.expclip.show_pose(shape="eyeLookOutRight")
    left, right = (rig.pose.bones[f"eye.{side}"].rotation_quaternion for side in "LR")
    assert left.angle == pytest.approx(0, abs=1e-6) and right.angle == pytest.approx(0.3, abs=1e-5)


def test_nothing_to_capture(rig):
    with pytest.raises(RuntimeError, match="All bones of 'Rig' are at rest"):
        bpy.ops.expclip.capture_pose()


def test_the_starting_set_moves_jaw_eyes_and_head(rig, make_face):
    face = make_face("Ada", ["browInnerUp", "mouthSmileLeft", "mouthSmileRight"], rig)
    assert bpy.ops.expclip.starting_poses() == {"FINISHED"}
    jaw, eye, head = points_to(rig, "jaw"), points_to(rig, "eye.L"), points_to(rig, "head")
    keyed = generate(face, take(jawOpen=0.8, eyeLookOutLeft=1.0))
    assert keyed.shapes == 3 + 4
    face_owners = character.open_character(face, bpy.context.scene).owners
    if hasattr(bpy.types, "ActionSlot"):
        assert len({owner.animation_data.action for owner in face_owners}) == 1
    assert points_to(rig, "head").dot(head) < 0.999
    rest = rig.data.bones["head"].matrix_local.to_quaternion()
    to_head = rest @ rig.pose.bones["head"].matrix.to_quaternion().inverted()
    assert (to_head @ points_to(rig, "jaw")).z < jaw.z - 0.1
    assert (to_head @ points_to(rig, "eye.L")).x > eye.x + 0.4
    keyframes.remove_all(character.open_character(face, bpy.context.scene))
    assert points_to(rig, "jaw").dot(jaw) == pytest.approx(1, abs=1e-6) and not bpy.data.actions
    with pytest.raises(RuntimeError, match="No further bone"):
        bpy.ops.expclip.starting_poses()


def test_the_starting_set_tells_what_it_has_no_bone_for(rig, make_face, capfd):
    rig.data.bones["jaw"].name = "unterkiefer"
    make_face("Ada", ["browInnerUp", "mouthSmileLeft", "mouthSmileRight"], rig)
    assert bpy.ops.expclip.starting_poses() == {"FINISHED"}
    assert "is known by its name for the jaw: pose it yourself" in capfd.readouterr().out
    assert {pose.name[:7] for pose in rig.expclip_rig.poses} == {"eyeLook", "headYaw", "headPit", "headRol"}


def test_the_starting_set_wants_no_bone_for_what_keys_show(rig, make_face, capfd):
    rig.data.bones["jaw"].name = "unterkiefer"
    make_face("Ada", arkit.NAMES, rig)
    bpy.ops.expclip.starting_poses()
    assert "known by its name" not in capfd.readouterr().out


def test_a_jaw_bone_stays_shut_where_the_lips_are(rig, make_face):
    face = make_face("Ada", ["browInnerUp", "mouthSmileLeft", "mouthSmileRight"], rig)
    bpy.ops.expclip.starting_poses()
    generate(face, take(jawOpen=0.4, mouthClose=0.4))
    assert rig.pose.bones["jaw"].matrix_basis.to_quaternion().angle == pytest.approx(0, abs=1e-4)


def test_bones_that_the_user_animates_are_left_alone(rig, make_face):
    face = make_face("Ada", ["browInnerUp", "mouthSmileLeft", "mouthSmileRight"], rig)
    bpy.ops.expclip.starting_poses()
    path = 'pose.bones["head"].rotation_quaternion'
    animate_by_hand(rig, "walk", {path: [(1, 1.0), (50, 1.0)]})
    keyed = generate(face, take(jawOpen=0.8))
    assert any("'head' are animated" in note for note in keyed.notes)
    keyed = generate(face, take(jawOpen=0.8))
    assert any("'head' are animated" in note for note in keyed.notes)
    assert rig.pose.bones["jaw"].matrix_basis.to_quaternion().angle > 0.2
    keyframes.remove_all(character.open_character(face, bpy.context.scene))
    assert rig.animation_data.action.name == "walk" and [action.name for action in bpy.data.actions] == ["walk"]


def test_an_armature_of_character_creator_is_driven_by_its_map(make_face, bpy_context):
    from expclip.rigs.rig_map import load_map

    rig = bpy.data.objects.new("Rig", bpy.data.armatures.new("Rig"))
    bpy_context.scene.collection.objects.link(rig)
    bpy_context.view_layer.objects.active = rig
    bpy.ops.object.mode_set(mode="EDIT")
    bone = rig.data.edit_bones.new("CC_Base_JawRoot")
    bone.head, bone.tail = (0, 0, 0), (0, -0.1, 0)
    bpy.ops.object.mode_set(mode="OBJECT")
    face = make_face("Ada", [row.target for row in load_map("cc4").shapes], rig)
    generate(face, take(jawOpen=1.0))
    angle = rig.pose.bones["CC_Base_JawRoot"].matrix_basis.to_quaternion().angle
    assert np.rad2deg(angle) == pytest.approx(30, abs=0.01)


def test_an_armature_without_poses_is_no_character(rig):
    with pytest.raises(CharacterError, match="Nothing of 'Rig' is known to move"):
        character.open_character(rig, bpy.context.scene)
