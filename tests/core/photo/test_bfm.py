import numpy as np
import pytest
from made_model import made_model, write_front, write_parts

from expclip.core.errors import ModelError
from expclip.core.photo.bfm import open_expression_model
from expclip.core.photo.bfm_registration import fit_to_model
from expclip.core.photo.landmark_motion import landmark_motion
from expclip.rigs import arkit

TONGUE = arkit.INDEX["tongueOut"]


@pytest.fixture(scope="module")
def made():
    return made_model()


@pytest.fixture(scope="module")
def front(made, tmp_path_factory):
    return write_front(tmp_path_factory.mktemp("bfm") / "BFM_model_front.mat", *made[:3])


def test_the_front_model_and_what_it_is_made_from_are_the_same(made, front, tmp_path):
    one = open_expression_model(front)
    other = open_expression_model(write_parts(tmp_path / "BFM", *made[:3]))
    assert np.allclose(one.mean, made[0]) and np.allclose(one.basis, made[1])
    assert np.allclose(other.mean, made[0], atol=1e-6) and np.allclose(other.basis, made[1], atol=1e-5)
    assert np.array_equal(one.keypoints, other.keypoints)


def test_a_folder_may_hold_the_front_model(front):
    assert open_expression_model(front.parent).basis.shape == (64, 3000, 3)


def test_the_matrix_gives_back_the_motion_of_every_blendshape(made, front):
    """On another person's head: what the coefficients move, against the truth, over all vertices of the model."""
    mean, basis, _, truth = made
    fit = fit_to_model(open_expression_model(front))
    moving = np.delete(fit.matrix, TONGUE, axis=1)
    wanted, given = (np.tensordot(matrix.T, basis, 1) for matrix in (truth, moving))
    left = ((given - wanted) ** 2).sum((1, 2)) / (wanted**2).sum((1, 2))
    assert left.mean() < 0.01 and left.max() < 0.1
    assert fit.landmarks > 350 and fit.explained.min() > 0.95
    assert np.abs(fit.matrix[:, TONGUE]).max() < 1e-6


def test_a_model_that_hardly_moves_is_told(made, front):
    model = open_expression_model(front)
    few = np.concatenate([model.basis[:6], np.zeros_like(model.basis[6:])])
    fit = fit_to_model(type(model)(model.mean, few, model.keypoints))
    assert np.delete(fit.explained, TONGUE).mean() < 0.7
    assert np.abs(fit.matrix[6:]).max() < 1e-6


def test_keypoints_that_are_no_face_are_told(made, front):
    model = open_expression_model(front)
    shuffled = np.random.default_rng(3).permutation(3000)[:68]
    with pytest.raises(ModelError, match="not those of a face"):
        fit_to_model(type(model)(model.mean, model.basis, shuffled))


def test_what_is_no_face_model_is_refused(made, tmp_path):
    mean, basis, keypoints, _ = made
    path = tmp_path / "model.mat"
    with pytest.raises(ModelError, match="cannot be read as a MATLAB file"):
        open_expression_model(path)
    path.write_bytes(b"MATLAB 5.0 MAT-file, of nothing" * 20)
    with pytest.raises(ModelError, match="cannot be read as a MATLAB file"):
        open_expression_model(path)
    with pytest.raises(ModelError, match="'exBase' of shape"):
        open_expression_model(write_front(path, mean, basis[:40], keypoints))
    with pytest.raises(ModelError, match="'keypoints' of shape"):
        open_expression_model(write_front(path, mean, basis, keypoints[:60]))
    folder = write_parts(tmp_path / "BFM", mean, basis, keypoints)
    data = (folder / "Exp_Pca.bin").read_bytes()
    (folder / "Exp_Pca.bin").write_bytes(data[:-8])
    with pytest.raises(ModelError, match="does not hold the motion of 3040 vertices"):
        open_expression_model(folder)


def test_a_dense_head_of_another_identity(shared_data, tmp_path):
    """ICT-FaceKit as the face model: 8000 vertices, a random person, motions that are no blendshape's beside them."""
    path = shared_data / "ict_facekit" / "ict_facekit.npz"
    if not path.is_file():
        pytest.skip("the head is not in the data pack")
    random = np.random.default_rng(0)
    with np.load(path) as head:
        all_vertices, ids = head["vertices"].astype(np.float64), head["landmarks68"]
        lowest, front = all_vertices[ids, 1].min() - 2.5, all_vertices[:, 2].max() - 12
        skin = np.isin(head["vertex_group"], [0, 1]) & (all_vertices[:, 1] > lowest) & (all_vertices[:, 2] > front)
        chosen = np.flatnonzero(skin)
        vertices, deltas = all_vertices[chosen], head["expression_deltas"][:, chosen].astype(np.float64)
        person = np.tensordot(random.normal(size=20), head["identity_deltas"][:, chosen].astype(np.float64), 1)
        columns = [arkit.INDEX[str(name)] for name in head["expression_names"]]
    keypoints = np.searchsorted(chosen, ids)
    others = np.stack([_pushed(vertices, random) for _ in range(13)])
    mixing = np.linalg.qr(random.normal(size=(64, 64)))[0] * np.linspace(0.5, 2.0, 64)
    basis = np.tensordot(np.linalg.inv(mixing).T, np.concatenate([deltas, others]) / 10, 1)
    model = write_front(tmp_path / "front.mat", (vertices + person) / 10, basis, keypoints)
    fit = fit_to_model(open_expression_model(model))
    given = np.tensordot(fit.matrix[:, columns].T, basis, 1)
    left = np.sqrt(((given - deltas / 10) ** 2).sum() / ((deltas / 10) ** 2).sum())
    assert left < 0.05


def _pushed(vertices: np.ndarray, random: np.random.Generator) -> np.ndarray:
    centres, pushes = vertices[random.integers(len(vertices), size=6)], random.normal(0, 0.5, (6, 3))
    return np.exp(-((vertices[:, None] - centres) ** 2).sum(-1) / 8) @ pushes


def test_the_landmarks_of_the_table_are_the_models_own(front):
    """The inner landmarks are mirrored pairs, so none of them was mistyped."""
    from expclip.core.image.mesh import MIRRORED
    from expclip.core.photo.bfm_registration import INNER_LANDMARKS

    assert len(set(INNER_LANDMARKS)) == 51
    assert {int(MIRRORED[number]) for number in INNER_LANDMARKS} == set(INNER_LANDMARKS)
    assert landmark_motion().neutral[INNER_LANDMARKS[0]][0] < 0  # the person's right brow comes first
