import numpy as np
from made_portrait import made_portrait

from expclip.core.image.mesh import CHEEK_EDGES
from expclip.core.photo.coefficients import Coefficients
from expclip.core.photo.pirenderer_portrait import cut_for_pirenderer, drive_of, told_from_landmarks
from expclip.rigs import arkit


def coefficients() -> Coefficients:
    random = np.random.default_rng(5)
    return Coefficients(random.normal(0, 0.4, (64, 52)).astype(np.float32), np.full(64, 0.1, np.float32))


def test_the_face_is_in_the_middle_of_the_cut_whatever_the_picture(made):
    for portrait in (made, made_portrait(1024)):
        cut, landmarks = cut_for_pirenderer(portrait)
        assert cut.shape == (256, 256, 3) and cut.dtype == np.uint8
        middle = landmarks[:468, :2].mean(0)
        assert np.abs(middle - [128, 138]).max() < 12
        width = np.linalg.norm(np.subtract(*landmarks[list(CHEEK_EDGES), :2]))
        assert 100 < width < 150


def test_the_landmarks_lie_on_the_cut_as_on_the_picture(made):
    cut, landmarks = cut_for_pirenderer(made)
    for number in (1, 9, 468, 473):  # nose, brow, irises: of one colour about them
        there, here = (np.round(points[number, :2]).astype(int) for points in (landmarks, made.landmarks))
        assert np.abs(cut[there[1], there[0]].astype(int) - made.pixels[here[1], here[0]]).mean() < 25


def test_a_face_that_looks_into_the_camera_has_the_means_alignment(made):
    told = told_from_landmarks(made, coefficients())
    assert np.allclose(told[:64], 0.1, atol=1e-6)
    assert np.abs(told[64:67]).max() < 0.12
    assert np.array_equal(told[67:70], np.zeros(3))
    assert 0.8 < told[70] < 1.3 and np.abs(told[71:] - 128).max() < 25


def test_the_portraits_own_expression_is_told_and_nothing_is_added_to_it():
    smile = np.zeros(52, np.float32)
    smile[[arkit.INDEX["mouthSmileLeft"], arkit.INDEX["mouthSmileRight"]]] = 0.7
    known = coefficients()
    drive = drive_of(made_portrait(weights=smile), known)
    assert np.allclose(drive.source[:64], known.of(smile), atol=1e-6)
    assert np.allclose(drive.coefficients(smile[None])[0], drive.source, atol=1e-6)
    assert np.allclose(drive.coefficients(np.zeros((1, 52), np.float32))[0, :64], known.rest, atol=1e-5)


def test_what_a_tracker_says_of_the_portrait_goes_before_what_landmarks_tell(made, tmp_path):
    np.savez(tmp_path / "own.npz", coefficients=np.arange(73.0))
    assert np.array_equal(drive_of(made, coefficients(), tmp_path / "own.npz").source, np.arange(73.0))
