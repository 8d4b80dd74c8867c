"""The networks for faces in pictures, fetched from a file: no network, no Blender needed."""

import pytest

from expclip.core.errors import EngineError, ModelError
from expclip.core.image.mesh_models import TASK, TASK_VARIABLE
from expclip.expclip_blender import face_models
from expclip.expclip_blender.face_models import Download, are_there, kept_below


@pytest.fixture(autouse=True)
def nothing_here(tmp_path, monkeypatch):
    monkeypatch.delenv(TASK_VARIABLE, raising=False)
    monkeypatch.setattr(face_models, "published_file", lambda name: tmp_path / "cache" / name)


def fetched(own, source):
    download = Download(own, online=True, address=source.as_uri())
    download.join()
    assert download.finished
    return download


def test_they_are_fetched_and_found(tmp_path, shared_data):
    own = tmp_path / "own é" / "engine"
    assert not are_there(own) and not are_there(None)
    source = shared_data / "face_landmarker" / "face_landmarker_v2_with_blendshapes.task"
    assert fetched(own, source).error is None
    assert are_there(own) and kept_below(own).name == TASK.files[0]
    assert kept_below(own).read_bytes() == source.read_bytes() and len(list(own.iterdir())) == 1


def test_what_is_not_the_known_file_is_refused_and_removed(tmp_path):
    (tmp_path / "wrong.task").write_bytes(b"something else")
    error = fetched(tmp_path / "own", tmp_path / "wrong.task").error
    assert isinstance(error, ModelError) and "is not the file that is known" in str(error)
    assert kept_below(tmp_path / "own") is None and not list((tmp_path / "own").iterdir())


def test_an_address_that_cannot_be_reached(tmp_path):
    error = fetched(tmp_path / "own", tmp_path / "nothing.task").error
    assert isinstance(error, ModelError) and "cannot be fetched" in str(error)


def test_blender_that_may_not_go_online(tmp_path):
    with pytest.raises(EngineError, match="may not go online"):
        Download(tmp_path, online=False)


def test_those_of_the_user_and_of_the_shell_count(tmp_path, monkeypatch):
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / TASK.files[0]).write_bytes(b"")
    assert are_there(None)
    (tmp_path / "cache" / TASK.files[0]).unlink()
    monkeypatch.setenv(TASK_VARIABLE, "/somewhere.task")
    assert are_there(None)
