"""Faces found, meshed and weighed, on the data pack's photographs."""

import numpy as np
import pytest

pytest.importorskip("torch")

from expclip.core.errors import PictureError
from expclip.core.image import mesh
from expclip.core.image.crop import Picture, Square
from expclip.core.image.picture import read_picture
from expclip.core.image.reading import beyond
from expclip.rigs import arkit

ONE_FACE = ("nasa_astronaut", "pexels_angry", "pexels_neutral", "pexels_surprised")


def weight(weights: np.ndarray, name: str) -> float:
    """Of one shape, or the mean of its two sides."""
    return float(np.mean([value for own, value in zip(arkit.NAMES, weights, strict=True) if own.startswith(name)]))


@pytest.mark.parametrize("name", ONE_FACE)
def test_the_mesh_is_where_mediapipe_sees_it(reader, portraits, known, name):
    (seen,) = reader.faces(Picture(read_picture(portraits / f"{name}.jpg")))
    distance = np.linalg.norm((seen.mesh.points - known[name][0])[:, :2], axis=1)
    assert distance.mean() < 0.015 * seen.mesh.width
    assert seen.confidence > 0.8


@pytest.mark.parametrize(
    ("name", "shown", "least"),
    [
        ("nasa_astronaut", "mouthSmile", 0.8), ("pexels_angry", "browDown", 0.7),
        ("pexels_surprised", "browInnerUp", 0.4), ("pexels_surprised", "jawOpen", 0.2),
    ],
)  # fmt: skip
def test_faces_are_read_right(reader, portraits, name, shown, least):
    reading = reader.read(portraits / f"{name}.jpg")
    assert weight(reading.weights, shown) > least
    assert any(text.startswith(shown) for text in reading.read_as)
    assert reading.weights.shape == (52,) and reading.weights.dtype == np.float32
    assert reading.weights.min() >= 0 and reading.weights.max() <= 1


def test_a_resting_face_shows_nothing(reader, portraits):
    reading = reader.read(portraits / "pexels_neutral.jpg")
    assert reading.read_as == ("a face at rest",) and reading.weights.max() < 0.2


def test_the_largest_of_several_faces(reader, portraits):
    path = portraits / "pexels_group.jpg"
    faces = reader.faces(Picture(read_picture(path)))
    assert len(faces) == 2 and faces[0].mesh.width > faces[1].mesh.width
    reading = reader.read(path)
    assert "note: the largest of 2 faces" in reading.read_as and reading.confidence < 0.6
    assert "note: face 1 of 0 to 1" in reader.read(path, face=1).read_as
    with pytest.raises(PictureError, match="has no face 2: choose one of 0 to 1"):
        reader.read(path, face=2)


def test_a_neutral_picture_takes_its_face_away(reader, portraits):
    path = portraits / "nasa_astronaut.jpg"
    reading = reader.read(path, neutral=path)
    assert reading.weights.max() == 0 and "note: less what the neutral picture shows" in reading.read_as
    sharper = reader.read(path, neutral=portraits / "pexels_neutral.jpg").weights
    assert weight(sharper, "mouthSmile") > 0.8


def test_beyond_keeps_both_ends():
    rest = np.array([0.0, 0.3, 0.5, 1.0], np.float32)
    assert np.allclose(beyond(rest, rest), 0)
    assert np.allclose(beyond(np.ones(4, np.float32), rest)[:3], 1)
    assert np.allclose(beyond(np.array([0.5], np.float32), np.array([0.0], np.float32)), 0.5)


@pytest.mark.parametrize("quarter_turns", [1, 3])
def test_a_lying_face(reader, portraits, write_picture, tmp_path, quarter_turns):
    pixels = np.rot90(read_picture(portraits / "nasa_astronaut.jpg"), quarter_turns)
    assert weight(reader.read(write_picture(tmp_path / "a.png", pixels)).weights, "mouthSmile") > 0.6


def test_a_small_face(reader, portraits, write_picture, tmp_path):
    pixels = np.full((1200, 1600, 3), 90, np.uint8)
    pixels[300:812, 900:1412] = read_picture(portraits / "nasa_astronaut.jpg")
    assert weight(reader.read(write_picture(tmp_path / "a.png", pixels)).weights, "mouthSmile") > 0.7


def test_a_face_of_forty_pixels(reader, portraits, write_picture, tmp_path):
    face = Picture(read_picture(portraits / "nasa_astronaut.jpg")).view(Square(np.array([256.0, 256.0]), 512.0), 146)
    pixels = np.full((1500, 2000, 3), (120, 130, 110), np.uint8)
    pixels[1000:1146, 1500:1646] = (face * 255).round()
    reading = reader.read(write_picture(tmp_path / "a.png", pixels))
    assert weight(reading.weights, "mouthSmile") > 0.7 and 0 < reading.confidence < 0.3
    assert "note: blurred or small" in reading.read_as


def test_a_face_upside_down(reader, portraits, write_picture, tmp_path):
    """As it stands it is found, too, but not well."""
    pixels = read_picture(portraits / "nasa_astronaut.jpg")[::-1, ::-1]
    reading = reader.read(write_picture(tmp_path / "a.png", pixels))
    assert weight(reading.weights, "mouthSmile") > 0.8 and reading.confidence > 0.8


def blurred(pixels: np.ndarray, sigma: float) -> np.ndarray:
    from scipy.ndimage import gaussian_filter

    return gaussian_filter(pixels, (sigma, sigma, 0))


def test_a_blurred_face_is_told(reader, portraits, write_picture, tmp_path):
    pixels = read_picture(portraits / "pexels_neutral.jpg")
    width = 431
    little, much = (write_picture(tmp_path / f"{share}.png", blurred(pixels, share * width)) for share in (0.02, 0.05))
    assert 0 < reader.read(little).confidence < 0.6
    assert "note: blurred or small" in reader.read(little).read_as
    with pytest.raises(PictureError, match="is too blurred or too small: choose a sharper or larger picture"):
        reader.read(much)


def test_a_profile_is_told(reader, portraits, write_picture, tmp_path, monkeypatch):
    """No profile is in the data pack: the head's turn is made up, all else is real."""
    monkeypatch.setattr("expclip.core.image.reading.head_rotation", lambda points: np.radians([50, 0, 0]))
    with pytest.raises(PictureError, match="is a profile: choose a picture that shows both eyes well"):
        reader.read(portraits / "nasa_astronaut.jpg")


def landscape(seed: int) -> np.ndarray:
    random = np.random.default_rng(seed)
    down, across = np.mgrid[0:300, 0:450]
    pixels = np.where((down < random.integers(80, 220))[..., None], [120, 170, 240], [60, 130, 50]).astype(np.uint8)
    for _ in range(30):
        x, y, radius = random.integers(450), random.integers(300), random.integers(6, 45)
        pixels[(across - x) ** 2 + (down - y) ** 2 < radius**2] = random.integers(0, 255, 3)
    return pixels


@pytest.mark.parametrize(
    "pixels",
    [landscape(0), landscape(1), np.random.default_rng(0).integers(0, 256, (200, 300, 3)).astype(np.uint8)],
    ids=["landscape", "balloons", "noise"],
)
def test_no_face_is_told(reader, write_picture, tmp_path, pixels):
    with pytest.raises(PictureError, match="No face is found in .*: choose a picture that shows one sharply, from"):
        reader.read(write_picture(tmp_path / "a.png", pixels))


def test_a_rendered_head_is_a_face(reader, root):
    faces = reader.faces(Picture(read_picture(root / "docs" / "images" / "demo_head.png")))
    assert len(faces) == 3 and min(face.confidence for face in faces) > 0.5


def test_mediapipes_own_scores(task, shared_data):
    """The published test vector, whose pixels keep the picture's aspect."""
    from expclip.core.image.face_network import by_mediapipe

    with np.load(shared_data / "face_landmarker" / "blendshape_test_vector.npz", allow_pickle=False) as vector:
        points = vector["landmarks"] * np.array([*vector["image_size"], 1], np.float32)
        wanted = dict(zip(vector["names"], vector["scores"], strict=True))
    weights = by_mediapipe(task.blendshapes)(points)
    for name, found in zip(arkit.NAMES, weights, strict=True):
        assert found == pytest.approx(wanted.get(name, 0.0), abs=1e-5)


def test_networks_of_an_installed_mediapipe(portraits, known):
    """Without the task file: 468 points and an iris network beside them."""
    pytest.importorskip("ai_edge_litert")
    from expclip.core.errors import MissingPartError
    from expclip.core.image.face_network import by_our_network
    from expclip.core.image.mesh_models import installed_models
    from expclip.core.image.reading import FaceReader

    try:
        models = installed_models()
    except MissingPartError:
        pytest.skip("mediapipe 0.10.21 is not installed here")
    reader = FaceReader(models, by_our_network)
    for name in ONE_FACE:
        (seen,) = reader.faces(Picture(read_picture(portraits / f"{name}.jpg")))
        distance = np.linalg.norm((seen.mesh.points - known[name][0])[:, :2], axis=1)
        assert seen.mesh.points.shape == (mesh.COUNT, 3) and distance.mean() < 0.03 * seen.mesh.width
