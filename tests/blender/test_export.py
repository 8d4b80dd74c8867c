"""Our keys leave Blender: glTF and USD files carry the shapes and their animation."""

import json
import struct
from pathlib import Path

import bpy
import numpy as np
import pytest

from expclip.core.take import Take
from expclip.expclip_blender import character, keyframes
from expclip.expclip_blender.sequencer import VoiceLine
from expclip.rigs import arkit

FRAMES = 24


@pytest.fixture
def keyed(make_face):
    """A face with a mesh for the teeth beside it, and a second of a take with every shape moving its own way."""
    scene = bpy.context.scene
    scene.render.fps, scene.frame_start, scene.frame_end = 24, 1, FRAMES
    rig = bpy.data.objects.new("Rig", None)
    scene.collection.objects.link(rig)
    face = make_face("Ada", arkit.NAMES, parent=rig)
    make_face("Teeth", ("jawOpen", "jawLeft"), parent=rig)
    for obj in (face, bpy.data.objects["Teeth"]):
        for number, block in enumerate(obj.data.shape_keys.key_blocks[1:], 1):
            for point in block.data:
                point.co.z += 0.01 * number
    take = Take(np.random.default_rng(3).random((FRAMES, arkit.COUNT)), 24)
    line = VoiceLine("a", "a", "", 0.0, None, 24.0, 1, None)
    keyframes.key_take(character.open_character(face, scene), take, line, [])
    return take


def test_gltf_has_the_animation_of_every_shape(keyed, tmp_path):
    path = tmp_path / "face.glb"
    bpy.ops.export_scene.gltf(filepath=str(path), export_animations=True, export_morph=True)
    content, binary = glb(path)
    channels = [
        (channel, animation["samplers"][channel["sampler"]])
        for animation in content["animations"] for channel in animation["channels"]
    ]
    found = {}
    for channel, sampler in channels:
        node = content["nodes"][channel["target"]["node"]]
        names = content["meshes"][node["mesh"]]["extras"]["targetNames"]
        assert channel["target"]["path"] == "weights"
        times = numbers(content, binary, sampler["input"])
        found[node["name"]] = times, names, numbers(content, binary, sampler["output"]).reshape(len(times), len(names))
    assert set(found) == {"Ada", "Teeth"}
    for times, names, values in found.values():
        assert times[-1] - times[0] == pytest.approx((FRAMES - 1) / 24, abs=1e-4)
        frames = np.round((times - times[0]) * 24).astype(int)
        expected = keyed.weights[frames][:, [arkit.INDEX[name] for name in names]]
        np.testing.assert_allclose(values, expected, atol=1e-5)


def test_gltf_comes_back_into_blender(keyed, tmp_path):
    path = tmp_path / "face.glb"
    bpy.ops.export_scene.gltf(filepath=str(path))
    bpy.ops.wm.read_homefile(use_factory_startup=True, use_empty=True)
    bpy.context.scene.render.fps = 24
    bpy.ops.import_scene.gltf(filepath=str(path))
    assert_moves_as(keyed, "Ada")


def test_usd_comes_back_into_blender(keyed, tmp_path):
    path = tmp_path / "face.usda"
    bpy.ops.wm.usd_export(filepath=str(path), export_animation=True, export_shapekeys=True)
    text = path.read_text()
    assert "blendShapeWeights.timeSamples" in text and '"jawOpen"' in text
    bpy.ops.wm.read_homefile(use_factory_startup=True, use_empty=True)
    bpy.context.scene.render.fps = 24
    bpy.ops.wm.usd_import(filepath=str(path), import_shapes=True)
    assert_moves_as(keyed, "Ada")


def assert_moves_as(take, name):
    """The shapes of the imported face, frame by frame; importers may start at another frame and rename the mesh."""
    face = next(
        obj for obj in bpy.data.objects
        if obj.type == "MESH" and obj.data.shape_keys and len(obj.data.shape_keys.key_blocks) > arkit.COUNT
    )
    scene, values = bpy.context.scene, []
    first = round(float(face.data.shape_keys.animation_data.action.frame_range[0]))
    for frame in range(first, first + FRAMES):
        scene.frame_set(frame)
        blocks = face.data.shape_keys.evaluated_get(bpy.context.evaluated_depsgraph_get()).key_blocks
        values.append([blocks[shape].value for shape in arkit.NAMES])
    np.testing.assert_allclose(values, take.weights, atol=1e-4)


def glb(path: Path) -> tuple[dict, bytes]:
    """The JSON and the binary chunk of a glTF 2.0 binary file."""
    data = path.read_bytes()
    length = struct.unpack_from("<I", data, 12)[0]
    return json.loads(data[20 : 20 + length]), data[20 + length + 8 :]


def numbers(content: dict, binary: bytes, accessor: int) -> np.ndarray:
    told = content["accessors"][accessor]
    assert told["componentType"] == 5126 and told["type"] == "SCALAR"
    view = content["bufferViews"][told["bufferView"]]
    start = view.get("byteOffset", 0) + told.get("byteOffset", 0)
    return np.frombuffer(binary, "<f4", told["count"], start)
