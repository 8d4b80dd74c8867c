"""Made-up faces, and a network that is taught on them."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from expclip.core.bundle import open_bundle  # noqa: E402
from expclip.core.image import mesh  # noqa: E402
from expclip.core.image.face_network import FaceNetworkConfig  # noqa: E402
from expclip.core.networks import load_face  # noqa: E402
from expclip.core.training.face_image import FaceTraining, correlations, measure, train_face  # noqa: E402
from expclip.core.training.face_sets import LandmarkSets, written_faces  # noqa: E402
from expclip.rigs import arkit  # noqa: E402


@pytest.fixture(scope="module")
def sets(shared_data) -> LandmarkSets:
    return LandmarkSets(shared_data / "landmarks")


def test_the_written_faces_are_faces():
    faces = written_faces()
    assert faces.shape[1] == arkit.COUNT and len(faces) > 1000
    assert faces.min() >= 0 and faces.max() <= 1 and (faces.max(1) > 0).all()
    assert len(np.unique(faces, axis=0)) > 1000


def test_sets_are_upright_and_repeatable(sets):
    drawn = sets.draw(50, np.random.default_rng(1))
    assert drawn.shape == (50, len(mesh.READ), 2) and drawn.dtype == np.float32 and np.isfinite(drawn).all()
    assert np.allclose(mesh.upright(drawn), drawn, atol=1e-4)
    assert np.array_equal(sets.draw(50, np.random.default_rng(1)), drawn)
    assert not np.allclose(sets.draw(50, np.random.default_rng(2)), drawn, atol=0.1)


def test_sets_surround_real_faces(sets, shared_data):
    """Along every direction that the sets vary in, photographs lie not much farther out than the sets themselves."""
    drawn = sets.draw(2000, np.random.default_rng(0)).reshape(2000, -1)
    with np.load(shared_data / "face_landmarker" / "blendshape_test_vector.npz", allow_pickle=False) as vector:
        real = (vector["landmarks"][mesh.READ, :2] * vector["image_size"])[None]
    middle = drawn.mean(0)
    variances, directions = np.linalg.eigh(np.cov((drawn - middle).T))
    scores = (mesh.upright(real).reshape(1, -1) - middle) @ directions / np.sqrt(np.maximum(variances, 1e-7))
    own = (drawn[:500] - middle) @ directions / np.sqrt(np.maximum(variances, 1e-7))
    assert (scores**2).mean() < np.percentile((own**2).mean(1), 99)


def jaw_and_smile(points: np.ndarray) -> np.ndarray:
    """A teacher that can be told by eye: how far the lips are apart, and how wide the mouth is."""
    weights = np.zeros(arkit.COUNT, np.float32)
    size = np.linalg.norm(points[mesh.LEFT_EYE_CORNERS[0], :2] - points[mesh.RIGHT_EYE_CORNERS[0], :2])
    weights[arkit.INDEX["jawOpen"]] = np.clip(2 * np.linalg.norm(points[13, :2] - points[14, :2]) / size, 0, 1)
    weights[arkit.INDEX["mouthSmileLeft"]] = np.clip(np.linalg.norm(points[291, :2] - points[61, :2]) / size, 0, 1)
    return weights


def test_a_small_network_learns_what_its_teacher_says(shared_data, sets, tmp_path):
    training = FaceTraining(minutes=0.3, sets=2000, held_out=500, batch=64, save_minutes=0.1)
    told: list[float] = []
    train_face(
        shared_data / "landmarks", jaw_and_smile, tmp_path / "bundle", training, FaceNetworkConfig(64, 1),
        lambda done, message: told.append(done),
    )  # fmt: skip
    assert told == sorted(told) and told[-1] > 0.5
    network = load_face(open_bundle(tmp_path / "bundle"))
    points = sets.draw(300, np.random.default_rng(9))
    whole = np.zeros((300, mesh.COUNT, 3), np.float32)
    whole[:, mesh.READ, :2] = points
    wanted = np.array([jaw_and_smile(face) for face in whole])
    measured = measure(network, torch.from_numpy(points), torch.from_numpy(wanted))
    assert measured["median_r"] > 0.4
    assert (tmp_path / "bundle" / ".training" / "face" / "face.curve.jsonl").exists()


def test_correlations_leave_out_what_rests():
    random = np.random.default_rng(0)
    wanted = np.zeros((100, arkit.COUNT))
    wanted[:, 3] = random.random(100)
    wanted[:, 7] = 0.001 * random.random(100)
    assert correlations(wanted + 0.01 * random.random(wanted.shape), wanted) == {
        arkit.NAMES[3]: pytest.approx(1.0, abs=0.01)
    }
