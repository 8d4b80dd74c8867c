"""Rig maps in Blender: every family is keyed through its map; rows of the user's own, saved, exported and imported."""

import bpy
import numpy as np
import pytest

from expclip.core.errors import CharacterError
from expclip.core.take import Take
from expclip.expclip_blender import actions, character, face_map, keyframes
from expclip.expclip_blender.sequencer import VoiceLine
from expclip.rigs import arkit
from expclip.rigs.retarget import retarget
from expclip.rigs.rig_map import NAMES, load_map, read_map

LINE = VoiceLine("file:line", "line", "line.wav", 0.0, None, 24.0, 20, None)


@pytest.fixture
def take():
    return Take(np.random.default_rng(0).random((6, arkit.COUNT)), 24.0)


def targets(name):
    return [row.target for row in load_map(name).shapes if not row.instead_of]


def keyed(obj, target):
    """The keys of one shape key."""
    curve = actions.curves(obj.data.shape_keys).find(f'key_blocks["{target}"].value')
    return None if curve is None else [point.co.y for point in curve.keyframe_points]


def generate(obj, take):
    return keyframes.key_take(character.open_character(obj, bpy.context.scene), take, LINE, [])


@pytest.mark.parametrize("name", [name for name in NAMES if name != "readyplayerme"])
def test_every_family_is_keyed_through_its_map(make_face, take, name):
    face = make_face("Ada", targets(name))
    line = generate(face, take)
    driven = load_map(name).driven()
    wanted = retarget(take.weights, driven)
    assert line.shapes == sum(not row.axis for row in driven.rows)
    signed = any(row.range[0] < 0 for row in driven.shapes)
    assert len(line.notes) == signed and all("go one way only" in note for note in line.notes)
    for row, values in zip(driven.rows, wanted.values.T, strict=True):
        if not row.axis:
            block = face.data.shape_keys.key_blocks[row.target]
            allowed = np.clip(values, block.slider_min, block.slider_max)
            np.testing.assert_allclose(keyed(face, row.target), allowed, atol=1e-6)
    keyframes.remove_all(character.open_character(face, bpy.context.scene))
    assert face.data.shape_keys.animation_data is None and not bpy.data.actions


def test_a_partial_set_is_told(make_face, take):
    line = generate(make_face("Ada", targets("fuse")[:20]), take)
    assert any("shape keys of Mixamo Fuse were found, the others stay still" in note for note in line.notes)


def test_other_meshes_follow_the_map_of_the_face(make_face, take, bpy_context):
    body = bpy.data.objects.new("Body", None)
    bpy_context.scene.collection.objects.link(body)
    head = make_face("Head", [f"Head.{name}" for name in targets("cc4")], body)
    tongue = make_face("Tongue", ["Jaw_Open", "Lace", "Clench", "Wear"], body)
    generate(head, take)
    assert keyed(tongue, "Jaw_Open") == pytest.approx(take.channel("jawOpen").tolist())
    assert keyed(tongue, "Lace") is None


def test_a_chosen_map_needs_no_evidence(make_face):
    face = make_face("Ada", ["jawOpen", *(f"body_{number}" for number in range(9))])
    with pytest.raises(CharacterError, match="choose the map of its rig"):
        character.open_character(face, bpy.context.scene)
    face.expclip_rig.rig = "arkit"
    assert character.open_character(face, bpy.context.scene).channels == ("jawOpen",)


def test_rows_of_ones_own(make_face, take, bpy_context):
    face = make_face("Ada", [*arkit.NAMES, "Drop"])
    assert bpy.ops.expclip.override_row(key="jawOpen") == {"FINISHED"}
    assert bpy.ops.expclip.override_row(key="Drop") == {"FINISHED"}
    assert bpy.ops.expclip.override_row(key="mouthFunnel") == {"FINISHED"}
    rows = face.expclip_rig.rows
    assert [(drive.shape, drive.gain) for drive in rows["jawOpen"].drives] == [("jawOpen", 1.0)]
    rows["mouthFunnel"].off = True
    rows["jawOpen"].drives[0].gain, rows["jawOpen"].offset = 0.5, 0.125
    bpy.ops.expclip.add_drive(key="Drop")
    rows["Drop"].drives[0].shape = "lipsOpen"
    generate(face, take)
    assert keyed(face, "jawOpen") == pytest.approx((take.channel("jawOpen") * 0.5 + 0.125).tolist())
    opening = np.maximum(take.channel("jawOpen") - take.channel("mouthClose"), 0)
    assert keyed(face, "Drop") == pytest.approx(opening.tolist(), abs=1e-6)
    assert keyed(face, "mouthFunnel") is None
    bpy.ops.expclip.remove_drive(key="Drop")
    bpy.ops.expclip.reset_row(key="mouthFunnel")
    found = character.open_character(face, bpy_context.scene)
    assert "mouthFunnel" in found.channels and "Drop" not in {row.target for row in found.parts[0].rig_map.rows}


def test_own_rows_are_saved_with_the_file(make_face, tmp_path):
    make_face("Ada", arkit.NAMES)
    bpy.ops.expclip.override_row(key="jawOpen")
    bpy.data.objects["Ada"].expclip_rig.rows["jawOpen"].drives[0].gain = 0.25
    bpy.ops.wm.save_as_mainfile(filepath=str(tmp_path / "a.blend"))
    bpy.ops.wm.open_mainfile(filepath=str(tmp_path / "a.blend"))
    found = character.open_character(bpy.data.objects["Ada"], bpy.context.scene)
    assert {row.target: row for row in found.rig_map.rows}["jawOpen"].drives == {"jawOpen": 0.25}


def test_out_to_a_file_and_in_again(make_face, take, tmp_path, bpy_context):
    face = make_face("Ada", [f"Face.{name}" for name in targets("fuse")])
    bpy.ops.expclip.override_row(key="Face.MouthOpen")
    face.expclip_rig.rows["Face.MouthOpen"].drives[0].gain = 0.25
    path = tmp_path / "fuse.toml"
    assert bpy.ops.expclip.export_rig_map(filepath=str(path)) == {"FINISHED"}
    rows = character.open_character(face, bpy_context.scene).rig_map.rows
    assert read_map(path).rows == rows
    bpy.data.objects.remove(face)
    other = make_face("Eve", [f"Face.{name}" for name in targets("fuse")])
    bpy_context.view_layer.objects.active = other
    assert bpy.ops.expclip.import_rig_map(filepath=str(path)) == {"FINISHED"}
    assert other.expclip_rig.rig == face_map.IMPORTED
    assert character.open_character(other, bpy_context.scene).rig_map.rows == rows
    with pytest.raises(RuntimeError, match="is no TOML"):
        (tmp_path / "bad.toml").write_text("row = [")
        bpy.ops.expclip.import_rig_map(filepath=str(tmp_path / "bad.toml"))
