"""Where the networks come from, and what is said where they do not."""

import importlib.metadata

import pytest

from expclip.core.errors import MissingPartError, ModelError
from expclip.core.image import mesh_models
from expclip.core.image.mesh_models import MeshModels, find_mesh_models, read_task


@pytest.fixture(autouse=True)
def nothing_here(tmp_path, monkeypatch):
    """No task file, no mediapipe."""

    def missing(name):
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.delenv(mesh_models.TASK_VARIABLE, raising=False)
    monkeypatch.setattr(mesh_models, "published_file", lambda name: tmp_path / name)
    monkeypatch.setattr(importlib.metadata, "distribution", missing)
    find_mesh_models.cache_clear()
    yield
    find_mesh_models.cache_clear()


def test_their_absence_is_told():
    with pytest.raises(MissingPartError, match="fetch them with 'expclip models download face'"):
        find_mesh_models()


def test_another_task_file_is_told(tmp_path, monkeypatch):
    path = tmp_path / "other.task"
    monkeypatch.setenv(mesh_models.TASK_VARIABLE, str(path))
    with pytest.raises(ModelError, match="cannot be read, No such file"):
        find_mesh_models()
    path.write_bytes(b"other")
    with pytest.raises(ModelError, match="is not the face_landmarker.task that is known"):
        find_mesh_models()


def test_a_damaged_download_is_told(tmp_path):
    (tmp_path / "face_landmarker.task").write_bytes(b"half of it")
    with pytest.raises(ModelError, match="fetch it with 'expclip models download face'"):
        find_mesh_models()


def test_another_mediapipe_is_told(tmp_path, monkeypatch):
    class Other:
        version = "0.9"

        def locate_file(self, name):
            return tmp_path / name

    monkeypatch.setattr(importlib.metadata, "distribution", lambda name: Other())
    with pytest.raises(MissingPartError, match="does not hold the face models of version 0.10.21"):
        find_mesh_models()


def test_the_known_task_file(shared_data):
    models = read_task(shared_data / "face_landmarker" / "face_landmarker_v2_with_blendshapes.task")
    assert models.blendshapes and models.iris is None and len(models.landmarks) == 2_553_590


def test_an_older_mesh_is_told_with_the_remedy():
    assert MeshModels("a task file", b"", b"", blendshapes=b"x").notes == ()
    (note,) = MeshModels("mediapipe 0.10.21", b"", b"", iris=b"x").notes
    assert "older mesh of mediapipe 0.10.21" in note and note.endswith("'expclip models download face'")
