"""The demo's scene and film, small, in real Blender."""

import bpy
import numpy as np
import pytest

from expclip.core.errors import OutputError
from expclip.core.formats import write_take
from expclip.core.take import Take
from expclip.expclip_blender import demo_scene
from expclip.rigs import arkit

FRAMES = 4


@pytest.fixture
def take(tmp_path, monkeypatch):
    if not bpy.app.build_options.audaspace:
        pytest.skip("this Blender is built without sound")
    monkeypatch.setattr(demo_scene, "PICTURE_SIZE", 64)
    weights = np.zeros((FRAMES, arkit.COUNT), np.float32)
    weights[:, arkit.INDEX["jawOpen"]] = np.linspace(0, 0.6, FRAMES)
    write_take(Take(weights, demo_scene.FPS), tmp_path / "take.csv")
    return tmp_path / "take.csv"


def make(root, take, blend, film):
    return demo_scene.main([str(root / "presets" / "demo" / "line.flac"), str(take), str(blend), str(film)])


def test_leaves_a_keyed_scene_and_a_film(root, take, tmp_path, capfd):
    assert make(root, take, tmp_path / "demo.blend", tmp_path / "demo.mp4") == 0
    assert f"ExpCLIP: frame {FRAMES} of {FRAMES}" in capfd.readouterr().err
    assert (tmp_path / "demo.mp4").read_bytes()[4:8] == b"ftyp"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["demo.blend", "demo.mp4", "take.csv"]

    bpy.ops.wm.open_mainfile(filepath=str(tmp_path / "demo.blend"))
    scene = bpy.context.scene
    assert (scene.render.fps, scene.frame_start, scene.frame_end) == (30, 1, FRAMES)
    strip, = scene.sequence_editor.strips
    assert strip.type == "SOUND" and strip.frame_final_start == 1 and strip.sound.packed_file is not None
    assert scene.camera is not None
    scene.frame_set(FRAMES)
    key, = bpy.data.shape_keys
    assert key.key_blocks["jawOpen"].value == pytest.approx(0.6, abs=1e-4)


def test_a_film_that_cannot_be_written_is_told(root, take, tmp_path):
    with pytest.raises(OutputError):
        make(root, take, tmp_path / "gone" / "demo.blend", tmp_path / "demo.mp4")
    assert not (tmp_path / "demo.mp4").exists()
