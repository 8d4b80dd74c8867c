import numpy as np
import pytest

from expclip.core.image.mesh_models import read_task
from expclip.core.photo import portrait_file
from expclip.core.photo.portrait import Frame


@pytest.fixture
def open_portrait(shared_data, monkeypatch):
    """open_portrait(name, face): of the data pack, read by the networks that lie there; skipped without LiteRT."""
    pytest.importorskip("ai_edge_litert")
    from expclip.core.image.face_network import by_mediapipe
    from expclip.core.image.reading import FaceReader

    task = read_task(shared_data / "face_landmarker" / "face_landmarker_v2_with_blendshapes.task")
    reader = FaceReader(task, by_mediapipe(task.blendshapes))
    monkeypatch.setattr(portrait_file, "face_reader", lambda models: reader)
    return lambda name, face=0: portrait_file.open_portrait(shared_data / "portraits" / f"{name}.jpg", face)


def test_of_several_faces_it_is_told_which_one_talks(open_portrait):
    largest, second = open_portrait("pexels_group"), open_portrait("pexels_group", 1)
    assert largest.face_width > second.face_width
    assert largest.notes == ("The picture has 2 faces, 0 to 1, and face 0 talks: the largest is 0",)
    assert second.framed(Frame(closeup=True, size=256)).notes == (largest.notes[0].replace("face 0", "face 1"),)


def test_of_one_face_nothing_is_told(open_portrait):
    alone = open_portrait("nasa_astronaut")
    assert alone.notes == () and alone.pixels.shape == (512, 512, 3)
    assert np.linalg.norm(alone.landmarks[:, :2].mean(0) - [225, 120]) < 40


def test_the_older_mesh_is_told(shared_data, monkeypatch):
    pytest.importorskip("ai_edge_litert")
    from expclip.core.errors import MissingPartError
    from expclip.core.image.face_network import FaceNetwork, FaceNetworkConfig, by_our_network
    from expclip.core.image.mesh_models import installed_models
    from expclip.core.image.reading import FaceReader

    try:
        models = installed_models()
    except MissingPartError as error:
        pytest.skip(str(error))
    reader = FaceReader(models, by_our_network(FaceNetwork(FaceNetworkConfig(width=8))))
    monkeypatch.setattr(portrait_file, "face_reader", lambda _: reader)
    (note,) = portrait_file.open_portrait(shared_data / "portraits" / "nasa_astronaut.jpg").notes
    assert note.startswith("The older mesh of mediapipe 0.10.21") and "expclip models download face" in note
