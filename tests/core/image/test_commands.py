"""Pictures and videos on the command line."""

import json

import numpy as np
import pytest

pytest.importorskip("torch")

from expclip.core.cli import main
from expclip.core.formats import read_take
from expclip.core.image import mesh_models, reading
from expclip.core.image.picture import read_picture


@pytest.fixture
def run(capsys, monkeypatch, task, shared_data):
    """run(*arguments) -> (exit status, stdout, stderr) with the data pack's task file."""
    path = shared_data / "face_landmarker" / "face_landmarker_v2_with_blendshapes.task"
    monkeypatch.setenv(mesh_models.TASK_VARIABLE, str(path))
    forget()

    def call(*arguments):
        status = main([str(argument) for argument in arguments])
        told = capsys.readouterr()
        return status, told.out, told.err

    yield call
    forget()


def forget() -> None:
    mesh_models.find_mesh_models.cache_clear()
    reading._reader_of.cache_clear()


def test_a_picture_is_expressed(run, portraits, tiny_bundle):
    status, out, _ = run("express", "--image", portraits / "nasa_astronaut.jpg", "--models", tiny_bundle)
    told = json.loads(out)
    assert status == 0 and set(told) == {"image", "weights", "confidence", "read_as"}
    assert told["weights"]["mouthSmileLeft"] > 0.8 and told["confidence"] > 0.8 and len(told["weights"]) == 52


def test_a_video_is_performed(run, portraits, tiny_bundle, write_frames, tmp_path):
    frame = read_picture(portraits / "nasa_astronaut.jpg")[:256, 96:352]
    video = write_frames(tmp_path / "a.mp4", [frame] * 6)
    status, out, told = run("perform", video, "--models", tiny_bundle, "-o", tmp_path / "take.csv")
    take = read_take(str(tmp_path / "take.csv"))
    assert status == 0 and out == "" and "6 frames at 30 fps" in told
    assert take.frames == 6 and take.channel("mouthSmileLeft").min() > 0.7 and take.head is not None


def test_a_video_without_a_face_writes_nothing(run, tiny_bundle, write_frames, tmp_path):
    video = write_frames(tmp_path / "a.mp4", [np.full((96, 128, 3), 90, np.uint8)] * 4)
    status, _, told = run("perform", video, "--models", tiny_bundle, "-o", tmp_path / "take.csv")
    assert status == 1 and "choose a video that shows one from the front" in told
    assert not (tmp_path / "take.csv").exists()


def test_faces_are_taught_from_the_data_packs_folder(run, tmp_path):
    status, _, told = run("train", "face", "--landmarks", tmp_path, "--out", tmp_path / "bundle")
    assert status == 1 and "canonical_face.npz': give the folder of the landmarks" in told
    status, _, told = run("train", "face", "--landmarks", tmp_path, "--sets", 0, "--out", tmp_path / "bundle")
    assert status == 1 and "The sets are 0" in told
