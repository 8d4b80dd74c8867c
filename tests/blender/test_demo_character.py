"""The demo character inside Blender, and pictures of it."""

from pathlib import Path

import bpy
import numpy as np
import pytest

from expclip.core.take import Take
from expclip.expclip_blender import character as faces
from expclip.expclip_blender import contact_sheet, demo_character, demo_render, demo_rig, keyframes
from expclip.expclip_blender.sequencer import VoiceLine
from expclip.rigs import arkit
from expclip.rigs.demo_head import build


@pytest.fixture
def character(bpy_context):
    return demo_character.create(bpy_context.scene, "Ada")


def coordinates(points) -> np.ndarray:
    flat = np.empty(len(points) * 3, np.float32)
    points.foreach_get("co", flat)
    return flat.reshape(-1, 3)


def test_it_has_the_52_keys_in_order_and_rests(character):
    keys = character.data.shape_keys.key_blocks
    assert [key.name for key in keys] == ["Basis", *arkit.NAMES]
    assert all(key.value == 0 for key in keys[1:])
    assert character.name == "Ada" and character.users_scene == (bpy.context.scene,)


def test_the_keys_hold_the_head_s_shapes(character):
    head = build()
    keys = character.data.shape_keys.key_blocks
    assert np.array_equal(coordinates(keys["Basis"].data), head.vertices)
    for name in ("jawOpen", "eyeBlinkRight"):
        moved = coordinates(keys[name].data) - head.vertices
        assert np.abs(moved - head.deltas[arkit.INDEX[name]]).max() < 1e-6


def test_the_mesh_is_valid_and_coloured(character):
    mesh, head = character.data, build()
    assert not mesh.validate()
    assert len(mesh.polygons) == len(head.faces)
    assert [material.name.split(".")[0] for material in mesh.materials] == [f"Demo {m.name}" for m in head.materials]
    assert tuple(mesh.materials[0].diffuse_color)[:3] == pytest.approx(head.materials[0].colour)
    assert mesh.color_attributes.active_color.name == demo_character.COLOUR
    assert all(polygon.use_smooth for polygon in mesh.polygons)


def test_a_second_character_is_another_one(character, bpy_context):
    other = demo_character.create(bpy_context.scene, "Ada")
    other.data.shape_keys.key_blocks["jawOpen"].value = 1
    assert character.data.shape_keys.key_blocks["jawOpen"].value == 0


def test_a_pose_names_one_side_or_both(character):
    contact_sheet.pose(character, {"eyeBlinkLeft": 0.5, "mouthSmile": 0.25, "jawOpen": 1.0})
    contact_sheet.pose(character, {"mouthSmile": 0.75, "eyeWideRight": 0.25})
    values = {key.name: key.value for key in character.data.shape_keys.key_blocks if key.value}
    assert values == {"mouthSmileLeft": 0.75, "mouthSmileRight": 0.75, "eyeWideRight": 0.25}


@pytest.mark.parametrize("name, weights", contact_sheet.COMBINATIONS)
def test_combinations_use_real_keys(name, weights):
    for key in weights:
        assert key in arkit.INDEX or {f"{key}Left", f"{key}Right"} <= set(arkit.INDEX), name


def test_a_picture_shows_the_face_in_the_middle(character, bpy_context, tmp_path):
    scene = bpy_context.scene
    demo_render.place_camera(scene)
    demo_render.use_workbench(scene, 64)
    picture = tmp_path / "still.png"
    demo_render.write_still(scene, picture)
    image = bpy.data.images.load(str(picture))
    pixels = np.array(image.pixels[:]).reshape(64, 64, 4)
    skin = (pixels[..., 0] > pixels[..., 2] * 1.15) & (pixels[..., 0] > 0.3)
    assert skin[28:44, 24:40].mean() > 0.5
    assert not skin[56:, :8].any()


@pytest.mark.skipif(not bpy.app.build_options.codec_ffmpeg, reason="this Blender writes no films")
def test_a_film_s_settings_are_set_whatever_the_version(bpy_context, tmp_path):
    scene = bpy_context.scene
    demo_render.use_film(scene, Path(tmp_path) / "film.mp4")
    assert scene.render.image_settings.file_format == "FFMPEG"
    assert (scene.render.ffmpeg.format, scene.render.ffmpeg.codec) == ("MPEG4", "H264")
    assert scene.render.use_sequencer


def test_the_head_turns_with_a_take_and_the_jumper_stays(character, bpy_context):
    demo_rig.add_head_bone(character)
    still = Take(np.zeros((2, arkit.COUNT)), 24.0, head=np.float32([[0, 0, 0], [0.3, 0.1, 0]]))
    line = VoiceLine("file:line", "line", "line.wav", 0.0, None, 24.0, 1, None)
    keyframes.key_take(faces.open_character(character, bpy_context.scene), still, line, [])

    def places(frame):
        bpy_context.scene.frame_set(frame)
        return coordinates(character.evaluated_get(bpy_context.evaluated_depsgraph_get()).data.vertices)

    rest, turned = places(1), places(2)
    low, skull = rest[:, 2] < 0.1, rest[:, 2] > 0.2
    np.testing.assert_allclose(turned[low], rest[low], atol=1e-6)
    nose = np.flatnonzero(skull)[rest[skull, 1].argmin()]
    assert turned[nose, 0] - rest[nose, 0] > 0.02 and turned[nose, 2] < rest[nose, 2]  # to its left, and down
    spread = np.linalg.norm(rest[skull][::50, None] - rest[skull][None, ::50], axis=2)
    np.testing.assert_allclose(
        np.linalg.norm(turned[skull][::50, None] - turned[skull][None, ::50], axis=2), spread, atol=1e-5)
    keyframes.remove_all(faces.open_character(character, bpy_context.scene))
    assert not bpy.data.actions
