import importlib.util
import shutil

import pytest

from expclip.core import doctor
from expclip.core.errors import MissingPartError
from expclip.core.image import mesh_models
from expclip.core.image.mesh_models import MeshModels


def findings(models):
    return {finding.subject: finding for finding in doctor.examine(models)}


def test_a_gpu_that_torch_cannot_use_is_told(tiny_bundle, monkeypatch):
    torch = pytest.importorskip("torch")
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(doctor, "has_nvidia_gpu", lambda: True)
    found = findings(tiny_bundle)["device"]
    assert "NVIDIA GPU" in found.state and "CUDA build of torch" in found.remedy and not found.is_fatal
    monkeypatch.setattr(doctor, "has_nvidia_gpu", lambda: False)
    assert findings(tiny_bundle)["device"].remedy == ""


@pytest.mark.parametrize("name, subject, is_fatal", [
    ("soundfile", "libraries", True), ("torch", "libraries", True), ("av", "video, m4a and aac files", False),
])
def test_a_library_that_is_missing(tiny_bundle, monkeypatch, name, subject, is_fatal):
    really_find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda wanted: None if wanted == name else really_find(wanted))
    found = findings(tiny_bundle)[subject]
    assert name in found.state and found.remedy and found.is_fatal is is_fatal


@pytest.mark.parametrize("version, has_remedy, is_fatal", [
    ((3, 10, 4), True, True), ((3, 11, 0), False, False), ((3, 13, 9), False, False), ((3, 14, 0), True, False),
])
def test_the_python(tiny_bundle, monkeypatch, version, has_remedy, is_fatal):
    monkeypatch.setattr(doctor.sys, "version_info", version)
    found = next(doctor.examine(tiny_bundle))
    assert (bool(found.remedy), found.is_fatal) == (has_remedy, is_fatal)


def test_a_damaged_bundle_is_fatal(tiny_bundle, tmp_path):
    damaged = shutil.copytree(tiny_bundle, tmp_path / "damaged")
    (damaged / "animation.safetensors").write_bytes(b"x")
    found = findings(damaged)
    assert found["models"].is_fatal and found["engine"].is_fatal and "damaged" in found["models"].state


def test_which_mesh_reads_faces(tiny_bundle, monkeypatch):
    pytest.importorskip("ai_edge_litert")
    meshes = {
        "MediaPipe Face Landmarker": (MeshModels("MediaPipe Face Landmarker", b"", b"", blendshapes=b"x"), ""),
        "mediapipe 0.10.21": (MeshModels("mediapipe 0.10.21", b"", b"", iris=b"x"), "expclip models download face"),
    }
    for source, (models, remedy) in meshes.items():
        monkeypatch.setattr(mesh_models, "find_mesh_models", lambda models=models: models)
        found = doctor._faces()
        assert source in found.state and remedy in found.remedy and bool(found.remedy) == bool(remedy)


def test_without_a_mesh_the_engine_works_and_the_remedy_is_told(monkeypatch):
    pytest.importorskip("ai_edge_litert")

    def nowhere():
        raise MissingPartError("Reading faces needs MediaPipe's face models", "fetch them")

    monkeypatch.setattr(mesh_models, "find_mesh_models", nowhere)
    found = doctor._faces()
    assert not found.is_fatal and "not read" in found.state and found.remedy == "fetch them"
