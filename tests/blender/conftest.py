"""Fixtures for tests inside real Blender; without a bpy wheel the files that need one are left out."""

import importlib.util
import os
import sys
import wave
from pathlib import Path

import numpy as np
import pytest

HAS_BPY = importlib.util.find_spec("bpy") is not None
FAKE_WORKER = Path(__file__).resolve().parents[1] / "fake_worker.py"

_exit_status = 0


def pytest_ignore_collect(collection_path: Path, config):
    if HAS_BPY or collection_path.suffix != ".py" or collection_path.name == "conftest.py":
        return None
    return True if "import bpy" in collection_path.read_text(encoding="utf-8") else None


def pytest_sessionfinish(session, exitstatus):
    global _exit_status
    _exit_status = int(exitstatus)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config):
    """Blender 4.2 crashes and 4.5 hangs when Python ends with classes still registered."""
    if "bpy" in sys.modules:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(_exit_status)


@pytest.fixture
def bpy_context():
    """An empty factory scene with the extension registered, and nothing of it left afterwards."""
    import bpy

    from expclip.expclip_blender import registration

    bpy.ops.wm.read_homefile(use_factory_startup=True, use_empty=True)
    registration.register()
    yield bpy.context
    registration.unregister()


@pytest.fixture
def make_face(bpy_context):
    """make_face(name, key names, parent=None, scene=None): a small mesh object with these shape keys, all at 0."""
    import bpy

    def make(name, key_names, parent=None, scene=None):
        mesh = bpy.data.meshes.new(name)
        mesh.from_pydata([(0, 0, 0), (1, 0, 0), (0, 1, 0)], [], [(0, 1, 2)])
        face = bpy.data.objects.new(name, mesh)
        face.parent = parent
        (scene or bpy_context.scene).collection.objects.link(face)
        for key_name in ("Basis", *key_names):
            face.shape_key_add(name=key_name).value = 0.0
        return face

    return make


@pytest.fixture
def linked(make_face, bpy_context, tmp_path):
    """A collection with a face, linked from another file."""
    import bpy

    from expclip.rigs import arkit

    path = str(tmp_path / "library.blend")
    face = make_face("Ada", arkit.NAMES)
    group = bpy.data.collections.new("Cast")
    group.objects.link(face)
    bpy.data.libraries.write(path, {group}, fake_user=True)
    bpy.ops.wm.read_homefile(use_factory_startup=True, use_empty=True)
    with bpy.data.libraries.load(path, link=True) as (_, wanted):
        wanted.collections = ["Cast"]
    return wanted.collections[0]


@pytest.fixture
def sound_file(tmp_path) -> Path:
    """Two seconds of sound in a folder with a space and letters that are not Latin."""
    folder = tmp_path / "Голос one"
    folder.mkdir()
    path = folder / "line.wav"
    write_wave(path, 2.0)
    return path


def write_wave(path: Path, seconds: float) -> None:
    samples = np.sin(np.arange(int(16000 * seconds)) * 0.1) * 8000
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(16000)
        sound.writeframes(samples.astype("<i2").tobytes())


@pytest.fixture
def add_strip(bpy_context):
    """add_strip(sound file, scene=None, frame=10) -> sound strip; skipped in a Blender without sound."""
    import bpy

    def add(path, scene=None, frame=10):
        editor = (scene or bpy_context.scene).sequence_editor_create()
        strips = editor.strips if hasattr(editor, "strips") else editor.sequences
        try:
            return strips.new_sound(name=Path(path).name, filepath=str(path), channel=1, frame_start=frame)
        except RuntimeError as error:
            if "Audaspace" in str(error):
                pytest.skip(f"Blender {bpy.app.version_string} of this environment is built without sound")
            raise

    return add


@pytest.fixture
def fake_engine(bpy_context, monkeypatch):
    """fake_engine(behaviour="well"): jobs go to the fake worker."""
    from expclip.expclip_blender import engine
    from expclip.expclip_blender.environment import Environment

    def use(behaviour="well"):
        command = [sys.executable, str(FAKE_WORKER), "--seconds", "0.05", "--behaviour", behaviour, "worker"]
        monkeypatch.setattr(engine, "engine_command", lambda: command)
        monkeypatch.setattr(engine, "find", lambda: Environment(Path(sys.executable), "variable", False))

    yield use
    engine.stop()
