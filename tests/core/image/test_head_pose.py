"""Head rotation from a mesh."""

import numpy as np
import pytest

from expclip.core.image.head_pose import head_rotation


@pytest.fixture(scope="module")
def face(shared_data) -> np.ndarray:
    """The canonical face in image axes."""
    with np.load(shared_data / "landmarks" / "canonical_face.npz", allow_pickle=False) as data:
        return np.concatenate([data["vertices"] * [1, -1, -1], np.zeros((10, 3))])


def turned(points: np.ndarray, axis: int, angle: float) -> np.ndarray:
    """By the right-hand rule about an image axis: x right, y down, z away."""
    first, second = [(1, 2), (2, 0), (0, 1)][axis]
    turn = np.eye(3)
    turn[[first, first, second, second], [first, second, first, second]] = [
        np.cos(angle), -np.sin(angle), np.sin(angle), np.cos(angle),
    ]  # fmt: skip
    return points @ turn.T


def test_a_face_in_front_looks_into_the_camera(face):
    assert np.allclose(head_rotation(face), 0, atol=1e-3)
    assert np.allclose(head_rotation(face * 40 + 300), 0, atol=1e-3)


@pytest.mark.parametrize(("axis", "sign", "turn"), [(1, 1, 0), (0, 1, 1), (2, -1, 2)])
@pytest.mark.parametrize("angle", [-0.6, 0.2, 0.6])
def test_each_axis_alone(face, axis, sign, turn, angle):
    found = head_rotation(turned(face, axis, angle))
    assert found[turn] == pytest.approx(sign * angle, abs=2e-3)
    assert np.allclose(np.delete(found, turn), 0, atol=0.02)


def test_the_nose_tells_the_side(face):
    """Positive yaw is towards the person's right, which is the picture's left; positive pitch is down."""
    nose = face[1] - face[:468].mean(0)
    assert turned(nose, 1, 0.5)[0] < nose[0] and turned(nose, 0, 0.5)[1] > nose[1]


def test_photographs_agree_with_mediapipe(known, portraits):
    with np.load(portraits / "face_landmarker_outputs.npz", allow_pickle=False) as data:
        for name in ("nasa_astronaut", "pexels_neutral", "pexels_angry", "pexels_surprised"):
            matrix = data[f"{name}_transform"][0][:3, :3]
            ahead, side = matrix[:, 2] / np.linalg.norm(matrix[:, 2]), matrix[:, 0] / np.linalg.norm(matrix[:, 0])
            theirs = np.arctan2(-ahead[0], ahead[2]), np.arcsin(-ahead[1]), np.arctan2(side[1], side[0])
            assert np.degrees(np.abs(head_rotation(known[name][0]) - theirs)).max() < 7
