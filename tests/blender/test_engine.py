"""Which engine this Blender uses, and what a check of it says, with the fake worker."""

import sys
from pathlib import Path

import bpy
import pytest

from expclip.core.errors import EngineError
from expclip.expclip_blender import engine, engine_operators, environment


@pytest.fixture(autouse=True)
def nothing_remembered(bpy_context):
    engine.forget()
    yield
    engine.forget()


def test_a_check_tells_device_and_model(fake_engine):
    fake_engine()
    assert engine_operators.describe_state() == ("INFO", "The engine is there, not checked yet")
    assert bpy.ops.expclip.check_engine() == {"FINISHED"}
    assert engine_operators.describe_state() == ("CHECKMARK", "The engine works")
    assert engine.last_check.engine["device"] == "cpu"
    assert engine.last_check.engine["model"] == "none (fake worker)"


@pytest.mark.parametrize(
    "behaviour, sentence", [("unready", "damaged"), ("old", "version"), ("babbles", "cannot be read")]
)
def test_a_check_tells_why_an_engine_does_not_work(fake_engine, behaviour, sentence):
    fake_engine(behaviour)
    with pytest.raises(RuntimeError, match=sentence):
        bpy.ops.expclip.check_engine()
    icon, told = engine_operators.describe_state()
    assert icon == "ERROR" and sentence in told


def test_one_client_for_all_until_the_environment_changes(fake_engine, monkeypatch):
    fake_engine()
    client = engine.client()
    assert engine.client() is client
    client.wait(client.request("hello"))
    assert client.running
    monkeypatch.setattr(engine, "engine_command", lambda: [sys.executable, "another"])
    assert engine.client() is not client
    assert not client.running


def test_an_engine_at_work_is_not_changed(fake_engine, monkeypatch):
    fake_engine()
    engine.client().request("hello")
    assert engine.busy()
    monkeypatch.setattr(engine, "engine_command", lambda: [sys.executable, "another"])
    with pytest.raises(EngineError, match="while it works"):
        engine.client()


def test_unregistering_ends_the_worker(fake_engine):
    fake_engine()
    client = engine.client()
    client.wait(client.request("hello"))
    engine_operators.shut_down()
    assert not client.running and not engine.busy()


def test_the_command_is_isolated_and_runs_these_files(monkeypatch):
    monkeypatch.setenv(environment.VARIABLE, sys.executable)
    python, isolated, start, word = engine.engine_command()
    assert (python, isolated, word) == (sys.executable, "-I", "worker")
    assert Path(start).samefile(Path(engine.__file__).parents[1] / "core" / "start.py")


def test_the_engine_is_told_of_face_models_of_this_extension(monkeypatch, tmp_path):
    monkeypatch.setenv(environment.VARIABLE, sys.executable)
    monkeypatch.setattr(engine, "own_folder", lambda: tmp_path)
    assert engine.engine_command()[-1] == "worker"
    (tmp_path / "face_landmarker.task").write_bytes(b"")
    assert engine.engine_command()[-2:] == ["--face-models", str(tmp_path / "face_landmarker.task")]


def test_the_button_for_face_models_needs_an_extension_and_a_network(monkeypatch, tmp_path):
    monkeypatch.setattr(engine, "own_folder", lambda: None)
    assert not bpy.ops.expclip.download_face_models.poll()
    monkeypatch.setattr(engine, "own_folder", lambda: tmp_path)
    if bpy.app.online_access:
        pytest.skip("this Blender may go online")
    with pytest.raises(RuntimeError, match="may not go online"):
        bpy.ops.expclip.download_face_models()
    assert bpy.ops.expclip.download_face_models.poll() and not list(tmp_path.iterdir())


def test_without_an_engine_the_remedy_is_told(monkeypatch):
    monkeypatch.delenv(environment.VARIABLE, raising=False)
    monkeypatch.setattr(engine, "own_folder", lambda: None)
    with pytest.raises(EngineError, match="not installed: install it"):
        engine.engine_command()
    assert engine_operators.describe_state()[0] == "ERROR"
