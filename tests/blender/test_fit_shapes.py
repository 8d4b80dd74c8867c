"""Fit to Shapes: keys that no map knows get rows by the geometry of a real head, the lips meet, and files keep it."""

import bpy
import numpy as np
import pytest

from expclip.core.errors import CharacterError
from expclip.core.formats import write_take
from expclip.expclip_blender import actions, blender_cli, character
from expclip.expclip_blender.rig_operators import FITTED
from expclip.rigs import arkit
from expclip.rigs.lip_seam import CLOSED
from expclip.rigs.rig_map import read_map

from .test_lip_check import HELD, ict, make_head, openings, speaking  # noqa: F401

KNOWN = ("jawOpen", "mouthClose", "mouthPucker", "mouthSmileLeft", "mouthSmileRight", "eyeBlinkLeft", "eyeBlinkRight")


@pytest.fixture
def head(bpy_context, ict):  # noqa: F811
    """Forty keys with names that mean nothing; jawRight and others are missing."""
    looks = np.eye(arkit.COUNT)[:40]
    names = [f"morph {number:02d}" for number in range(40)]
    head = make_head(ict, names, looks)
    for block in head.data.shape_keys.key_blocks:
        block.slider_min = 0.0
    bpy_context.scene.expclip.character = head
    return head


def test_nameless_keys_speak(head, ict, speaking):  # noqa: F811
    with pytest.raises(CharacterError, match="None of the shape keys"):
        character.open_character(head, bpy.context.scene)
    assert bpy.ops.expclip.fit_shapes() == {"FINISHED"}
    assert len(head.expclip_rig.rows) > 25
    assert set(KNOWN) <= set(character.open_character(head, bpy.context.scene).channels)
    shown, notes = openings(head, ict, speaking)
    assert shown[list(HELD)].max() < CLOSED and np.delete(shown, HELD).max() > 0.25
    assert not any("closures" in note for note in notes)


def test_rows_set_by_hand_stay_when_it_is_fitted_again(head):
    bpy.ops.expclip.override_row(key="morph 01")
    bpy.ops.expclip.fit_shapes()
    rows = {row.target: row for row in character.open_character(head, bpy.context.scene).rig_map.rows}
    assert "morph 01" not in rows and head.expclip_rig.rows.find("morph 01") >= 0
    before = len(head.expclip_rig.rows)
    bpy.ops.expclip.fit_shapes()
    assert len(head.expclip_rig.rows) == before
    assert {row.source for row in rows.values()} == {FITTED}


def test_a_map_of_part_of_the_keys_is_completed(bpy_context, ict):  # noqa: F811
    """The jaw and the smiles are known by name; the others, called by numbers, are fitted."""
    names = [name if name in KNOWN[:5] else f"{number}" for number, name in enumerate(arkit.NAMES)]
    head = make_head(ict, names, np.eye(arkit.COUNT))
    before = character.open_character(head, bpy_context.scene)
    bpy_context.scene.expclip.character = head
    bpy.ops.expclip.fit_shapes()
    after = character.open_character(head, bpy_context.scene)
    rows = {row.target: row for row in after.rig_map.rows}
    assert before.channels == tuple(name for name in arkit.NAMES if name in KNOWN[:5])
    assert rows["jawOpen"].drives["jawOpen"] == 1.0 and len(after.channels) > 35
    fitted = {name for row in after.rig_map.rows if row.target.isdigit() for name in row.drives}
    assert not fitted & set(KNOWN[:5])


def test_fitted_rows_are_saved_exported_and_used_by_the_command(head, tmp_path, speaking):  # noqa: F811
    bpy.ops.expclip.fit_shapes()
    assert bpy.ops.expclip.export_rig_map(filepath=str(tmp_path / "own.toml")) == {"FINISHED"}
    assert read_map(tmp_path / "own.toml").rows == character.open_character(head, bpy.context.scene).rig_map.rows
    bpy.ops.wm.save_as_mainfile(filepath=str(tmp_path / "head.blend"))
    write_take(speaking, tmp_path / "line.npz")
    bpy.ops.wm.open_mainfile(filepath=str(tmp_path / "head.blend"))
    assert blender_cli.main(["retarget", str(tmp_path / "line.npz"), "--out", str(tmp_path / "out")]) == 0
    bpy.ops.wm.open_mainfile(filepath=str(tmp_path / "out" / "line.blend"))
    key = bpy.data.objects["Head"].data.shape_keys
    assert len(actions.curves(key)) > 25


def test_a_mesh_that_is_no_face_is_told(make_face, bpy_context):
    bpy_context.scene.expclip.character = make_face("Box", ["one", "two", "three"])
    with pytest.raises(RuntimeError, match="do not move as a face does"):
        bpy.ops.expclip.fit_shapes()
