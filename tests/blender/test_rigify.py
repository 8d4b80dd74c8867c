"""A real Rigify rig, generated from its human metarig by Blender's own add-on: the starting set moves it."""

import bpy
import numpy as np
import pytest

from expclip.core.take import Take
from expclip.expclip_blender import character, keyframes
from expclip.expclip_blender.sequencer import VoiceLine
from expclip.rigs import arkit

LINE = VoiceLine("file:line", "line", "line.wav", 0.0, None, 24.0, 20, None)


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """The generated rig in a file of its own: generating takes seconds."""
    bpy.ops.wm.read_homefile(use_factory_startup=True, use_empty=True)
    try:
        bpy.ops.preferences.addon_enable(module="rigify")
        bpy.ops.object.armature_human_metarig_add()
    except (RuntimeError, AttributeError) as error:
        pytest.skip(f"this Blender has no Rigify: {error}")
    metarig = bpy.context.active_object
    bpy.ops.pose.rigify_generate()
    bpy.context.active_object.name = "Hero"
    bpy.data.objects.remove(metarig)
    path = tmp_path_factory.mktemp("rigify") / "hero.blend"
    bpy.ops.wm.save_as_mainfile(filepath=str(path))
    bpy.ops.preferences.addon_disable(module="rigify")
    return str(path)


@pytest.fixture
def rig(file, bpy_context):
    bpy.ops.wm.open_mainfile(filepath=file)
    rig = bpy.data.objects["Hero"]
    bpy.context.scene.expclip.character = rig
    assert bpy.ops.expclip.starting_poses() == {"FINISHED"}
    return rig


def take(head=(0.0, 0.0, 0.0), **weights):
    values = np.zeros((4, arkit.COUNT), np.float32)
    for name, weight in weights.items():
        values[:, arkit.INDEX[name]] = weight
    return Take(values, 24.0, head=np.tile(np.float32(head), (4, 1)))


def generate(rig, **weights):
    """Keys these weights; a later take takes the place of an earlier one."""
    keyed = keyframes.key_take(character.open_character(rig, bpy.context.scene), take(**weights), LINE, [])
    bpy.context.scene.frame_set(22)
    return keyed


def place(rig, bone):
    """Where the middle of a bone is, in metres."""
    posed = rig.evaluated_get(bpy.context.evaluated_depsgraph_get()).pose.bones[bone]
    return np.array((posed.head + posed.tail) / 2)


def looks(rig, bone):
    posed = rig.evaluated_get(bpy.context.evaluated_depsgraph_get()).pose.bones[bone]
    return np.array((posed.tail - posed.head).normalized())


def moved(rig, bone, **weights):
    generate(rig)
    before = place(rig, bone)
    generate(rig, **weights)
    return place(rig, bone) - before


def test_the_starting_set_knows_its_face(rig):
    shown = {pose.name for pose in rig.expclip_rig.poses}
    wanted = set(arkit.NAMES) - {"mouthClose", "mouthPressRight", "mouthPressLeft", "tongueOut"}
    assert wanted <= shown and {"headYaw", "headPitch", "headRoll"} <= shown


def test_only_the_face_is_keyed(rig):
    keyed = generate(rig, jawOpen=0.5)
    driven = {row.target for row in character.open_character(rig, bpy.context.scene).rig_map.rows}
    assert keyed.shapes == len(driven) and "master_eye.L" not in driven
    assert not any(name.startswith(("hand", "foot", "torso", "spine", "MCH", "ORG", "DEF")) for name in driven)


@pytest.mark.parametrize("shape, bone, way", [
    ("jawOpen", "DEF-chin", (0, 0, -0.012)),
    ("jawLeft", "DEF-chin", (0.005, 0, 0)),
    ("mouthSmileLeft", "DEF-lip.T.L.001", (0.004, 0, 0.004)),
    ("mouthFrownRight", "DEF-lip.B.R.001", (0, 0, -0.004)),
    ("mouthPucker", "DEF-lip.T.L.001", (-0.004, 0, 0)),
    ("mouthLeft", "DEF-lip.T.L", (0.005, 0, 0)),
    ("mouthLowerDownLeft", "DEF-lip.B.L", (0, 0, -0.003)),
    ("eyeBlinkLeft", "DEF-lid.T.L.001", (0, 0, -0.01)),
    ("eyeSquintRight", "DEF-lid.B.R.001", (0, 0, 0.002)),
    ("browInnerUp", "DEF-brow.T.L.002", (0, 0, 0.005)),
    ("browDownRight", "DEF-brow.T.R.002", (0, 0, -0.005)),
    ("noseSneerLeft", "DEF-nose.L", (0, 0, 0.002)),
])  # fmt: skip
def test_shapes_move_what_deforms_the_mesh(rig, shape, bone, way):
    """`way`: at least so far, in metres, on a face whose eyes are 10 cm apart."""
    went = moved(rig, bone, **{shape: 1.0})
    for part, least in zip(went, way, strict=True):
        assert least == 0 or part / least >= 1.0, went


@pytest.mark.parametrize("shape, eye, degrees", [
    ("eyeLookOutLeft", "L", (35, 0)), ("eyeLookInLeft", "L", (-30, 0)), ("eyeLookOutRight", "R", (-35, 0)),
    ("eyeLookUpLeft", "L", (0, 22)), ("eyeLookDownRight", "R", (0, -25)),
])  # fmt: skip
def test_eyes_look_at_their_targets(rig, shape, eye, degrees):
    """Degrees to the character's left and up, of the bone that eyeballs hang on."""
    generate(rig, **{shape: 1.0})
    x, y, z = looks(rig, f"ORG-eye.{eye}")
    assert np.rad2deg([np.arctan2(x, -y), np.arcsin(z)]) == pytest.approx(degrees, abs=2.0)


def test_the_head_turns(rig):
    generate(rig, head=(0.3, 0.0, 0.0))
    turned = rig.evaluated_get(bpy.context.evaluated_depsgraph_get()).pose.bones["DEF-spine.006"].matrix
    rest = rig.data.bones["DEF-spine.006"].matrix_local
    assert (turned @ rest.inverted()).to_euler().z == pytest.approx(0.3, abs=0.03)


def test_lips_meet_and_everything_goes_again(rig):
    generate(rig)
    rest = place(rig, "DEF-lip.T.L") - place(rig, "DEF-lip.B.L")
    generate(rig, jawOpen=0.6)
    opened = place(rig, "DEF-lip.T.L") - place(rig, "DEF-lip.B.L")
    generate(rig, jawOpen=0.6, mouthClose=0.6)
    closed = place(rig, "DEF-lip.T.L") - place(rig, "DEF-lip.B.L")
    assert opened[2] > rest[2] + 0.005 and np.linalg.norm(closed - rest) < 1e-4
    assert keyframes.remove_all(character.open_character(rig, bpy.context.scene))
    assert not any(action.get("expclip") for action in bpy.data.actions)
    assert rig.pose.bones["jaw_master"].matrix_basis.to_quaternion().angle == pytest.approx(0.0, abs=1e-6)
