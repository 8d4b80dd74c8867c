"""Sliders: custom properties of a rig that its drivers read are keyed in the place of the shape keys behind them."""

import bpy
import numpy as np
import pytest

from expclip.core.take import Take
from expclip.expclip_blender import actions, character, controls, keyframes
from expclip.expclip_blender.sequencer import VoiceLine
from expclip.rigs import arkit
from expclip.rigs.lip_seam import CLOSED
from expclip.rigs.retarget import retarget
from expclip.rigs.rig_map import load_map, read_map

from .test_lip_check import HELD, ict, make_head, openings, speaking  # noqa: F401

LINE = VoiceLine("file:line", "line", "line.wav", 0.0, None, 24.0, 20, None)


@pytest.fixture
def take():
    return Take(np.random.default_rng(0).random((6, arkit.COUNT)), 24.0)


@pytest.fixture
def rig(bpy_context):
    """An armature with two bones."""
    rig = bpy.data.objects.new("Rig", bpy.data.armatures.new("Rig"))
    bpy_context.scene.collection.objects.link(rig)
    bpy_context.view_layer.objects.active = rig
    bpy.ops.object.mode_set(mode="EDIT")
    for name, height in (("head", 0.0), ("c_face", 1.0)):
        bone = rig.data.edit_bones.new(name)
        bone.head, bone.tail = (0, 0, height), (0, 0, height + 0.5)
    bpy.ops.object.mode_set(mode="OBJECT")
    return rig


def let_drive(mesh, key, holder, path):
    """A driver on a shape key that shows a custom property as it is."""
    holder.update_tag()  # drivers that are evaluated before they see the new property stay invalid
    bpy.context.view_layer.update()
    driver = mesh.data.shape_keys.driver_add(f'key_blocks["{key}"].value').driver
    driver.type = "SUM"
    variable = driver.variables.new()
    variable.targets[0].id = holder
    variable.targets[0].data_path = path


def driven_face(make_face, rig, names, holder, prefix=""):
    """A mesh whose opaque keys are driven by properties of these names on `holder` (the rig or a bone of it)."""
    face = make_face("Face", [f"corrective {number}" for number in range(len(names))], rig)
    for number, name in enumerate(names):
        holder[name] = 0.0
        let_drive(face, f"corrective {number}", rig, f'{prefix}["{name}"]')
    return face


def evaluated(mesh, frame):
    bpy.context.scene.frame_set(frame)
    key = mesh.data.shape_keys.evaluated_get(bpy.context.evaluated_depsgraph_get())
    return np.array([block.value for block in key.key_blocks[1:]])


@pytest.mark.parametrize("on_bone", [False, True])
def test_sliders_of_daz_are_keyed_and_restored(make_face, rig, take, on_bone):
    rows = load_map("daz81").driven().shapes
    holder = rig.pose.bones["c_face"] if on_bone else rig
    face = driven_face(make_face, rig, [row.target for row in rows], holder, 'pose.bones["c_face"]' if on_bone else "")
    holder[rows[3].target] = 0.375
    found = character.open_character(face, bpy.context.scene)
    assert found.fit.rig_map.name == "daz81" and found.owners == [rig] and found.targets == len(rows)
    keyframes.key_take(found, take, LINE, [])
    wanted = retarget(take.weights, load_map("daz81").driven()).values[:, : len(rows)]
    shown = np.array([evaluated(face, 20 + frame) for frame in range(6)])
    np.testing.assert_allclose(shown, np.clip(wanted, 0, 1), atol=1e-5)
    assert keyframes.remove_all(character.open_character(face, bpy.context.scene))
    assert rig.animation_data is None and not bpy.data.actions
    assert holder[rows[3].target] == pytest.approx(0.375)
    assert [holder[row.target] for row in rows].count(0.0) == len(rows) - 1


def test_the_armature_alone_will_do_and_is_found(make_face, rig, take, bpy_context):
    driven_face(make_face, rig, [f"CTRL_{name}" for name in arkit.NAMES], rig)
    assert character.open_character(rig, bpy_context.scene).channels == arkit.NAMES
    assert character.find_object(bpy_context.scene, None) == rig


def test_properties_that_mean_nothing_are_left_alone(make_face, rig, take, bpy_context):
    face = make_face("Face", arkit.NAMES, rig)
    for name in ("IK_FK", "follow", "rig_scale", "head_follow"):
        rig[name] = 0.5
    rig.pose.bones["head"]["IK_Stretch"] = 1.0
    rig["enabled"], rig["number"], rig["who"] = True, 3, "Ada"
    found = character.open_character(face, bpy_context.scene)
    assert [part.owner for part in found.parts] == [face.data.shape_keys]
    assert "enabled" not in controls.paths_of(rig) and "number" not in controls.paths_of(rig)


def test_a_slider_of_any_name_gets_a_row_by_hand(make_face, rig, take, bpy_context, tmp_path):
    face = driven_face(make_face, rig, ["Mund auf", 'say "ah"'], rig.pose.bones["c_face"], 'pose.bones["c_face"]')
    bpy_context.scene.expclip.character = face
    rig.pose.bones["c_face"].id_properties_ui("Mund auf").update(min=0.0, max=10.0, soft_max=10.0)
    assert set(character.sliders(face, bpy_context.scene)) >= {"Mund auf", 'say "ah"'}
    bpy.ops.expclip.override_row(key="Mund auf")
    bpy.ops.expclip.add_drive(key="Mund auf")
    drive = rig.expclip_rig.rows["Mund auf"].drives[0]
    drive.shape, drive.gain = "jawOpen", 8.0
    keyframes.key_take(character.open_character(face, bpy_context.scene), take, LINE, [])
    curve = actions.curves(rig).find('pose.bones["c_face"]["Mund auf"]')
    assert [point.co.y for point in curve.keyframe_points] == pytest.approx((8 * take.channel("jawOpen")).tolist())
    assert bpy.ops.expclip.export_rig_map(filepath=str(tmp_path / "own.toml")) == {"FINISHED"}
    assert [row.target for row in read_map(tmp_path / "own.toml").rows] == ["Mund auf"]


def test_a_slider_that_a_driver_moves_is_left_to_it(make_face, rig, bpy_context):
    face = driven_face(make_face, rig, arkit.NAMES, rig)
    rig.driver_add('["jawOpen"]').driver.expression = "0.5"
    assert "jawOpen" not in character.open_character(face, bpy_context.scene).channels


def test_bones_and_sliders_of_one_armature_share_an_action(make_face, rig, take, bpy_context):
    face = driven_face(make_face, rig, arkit.NAMES, rig)
    bpy_context.scene.expclip.character = face
    rig.pose.bones["head"].rotation_mode = "QUATERNION"
    assert bpy.ops.expclip.starting_poses() == {"FINISHED"}
    take.head = np.full((6, 3), 0.2, np.float32)
    keyframes.key_take(character.open_character(face, bpy_context.scene), take, LINE, [])
    bpy_context.scene.frame_set(22)
    assert rig.pose.bones["head"].matrix_basis.to_quaternion().angle > 0.2
    assert rig["jawOpen"] == pytest.approx(float(take.channel("jawOpen")[2]), abs=1e-5)
    keyframes.remove_all(character.open_character(face, bpy_context.scene))
    assert rig["jawOpen"] == 0.0
    assert rig.pose.bones["head"].matrix_basis.to_quaternion().angle == pytest.approx(0, abs=1e-6)


def test_lips_meet_where_sliders_move_them(bpy_context, rig, ict, speaking):  # noqa: F811
    """The slider that closes the lips is half as strong as it should be."""
    looks = np.eye(arkit.COUNT)
    looks[arkit.INDEX["mouthClose"]] *= 0.4
    head = make_head(ict, [f"k{number}" for number in range(arkit.COUNT)], looks)
    head.parent = rig
    for number, name in enumerate(arkit.NAMES):
        rig[name] = 0.0
        let_drive(head, f"k{number}", rig, f'["{name}"]')
    shown, notes = openings(head, ict, speaking)
    assert shown[list(HELD)].max() < CLOSED and np.delete(shown, HELD).max() > 0.25
    assert not any("closures" in note for note in notes)


def test_lips_meet_where_the_slider_that_closes_them_ends_early(bpy_context, rig, ict, speaking):  # noqa: F811
    """Blender takes no key beyond a property's own limits, so the jaw has to give way."""
    head = make_head(ict, [f"k{number}" for number in range(arkit.COUNT)], np.eye(arkit.COUNT))
    head.parent = rig
    for number, name in enumerate(arkit.NAMES):
        rig[name] = 0.0
        let_drive(head, f"k{number}", rig, f'["{name}"]')
    rig.id_properties_ui("mouthClose").update(min=0.0, max=0.1)
    shown, notes = openings(head, ict, speaking)
    assert rig["mouthClose"] <= 0.1 + 1e-6
    assert shown[list(HELD)].max() < CLOSED and not any("closures" in note for note in notes)
