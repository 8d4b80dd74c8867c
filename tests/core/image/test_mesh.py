"""The face mesh's numbers, and faces freed of place, roll and size."""

import numpy as np

from expclip.core.image import mesh


def test_mirrored_is_its_own_inverse():
    assert len(mesh.MIRRORED) == mesh.COUNT
    assert np.array_equal(mesh.MIRRORED[mesh.MIRRORED], np.arange(mesh.COUNT))
    assert mesh.MIRRORED[mesh.NOSE_TIP] == mesh.NOSE_TIP
    assert [mesh.MIRRORED[corner] for corner in mesh.RIGHT_EYE_CORNERS] == list(mesh.LEFT_EYE_CORNERS)
    assert set(mesh.MIRRORED[mesh.RIGHT_IRIS]) == set(range(*mesh.LEFT_IRIS.indices(mesh.COUNT)))


def test_what_is_read_is_whole_on_both_sides(shared_data):
    assert set(mesh.MIRRORED[mesh.READ]) == set(mesh.READ)
    with np.load(shared_data / "face_landmarker" / "blendshape_test_vector.npz", allow_pickle=False) as vector:
        assert np.array_equal(mesh.READ, vector["landmark_subset"])


def test_rows_of():
    assert [mesh.READ[row] for row in mesh.rows_of((0, 33, 477))] == [0, 33, 477]


def test_upright_knows_no_place_roll_or_size():
    random = np.random.default_rng(0)
    face = random.normal(size=(3, len(mesh.READ), 2)) * [80, 100] + 300
    angle = 0.7
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    upright = mesh.upright(face)
    assert np.allclose(mesh.upright(face @ turn.T * 3.5 - 40), upright, atol=1e-5)
    right, left = mesh.rows_of((mesh.RIGHT_EYE_CORNERS[0], mesh.LEFT_EYE_CORNERS[0]))
    assert np.allclose(upright[:, left, 1], upright[:, right, 1], atol=1e-6)
    assert (upright[:, left, 0] > upright[:, right, 0]).all()
    assert np.allclose((upright**2).sum(-1).mean(-1), 1.0, atol=1e-5)
