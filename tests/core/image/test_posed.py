"""Faces posed by our own warp on real portraits, read by both meshes: the like of photographs of posed faces."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("ai_edge_litert")

from expclip.core.bundle import open_bundle  # noqa: E402
from expclip.core.image.crop import Picture  # noqa: E402
from expclip.core.image.feelings import feeling_of  # noqa: E402
from expclip.core.image.picture import read_picture  # noqa: E402
from expclip.presets import expressions  # noqa: E402
from expclip.rigs import arkit  # noqa: E402

POSES = {"happy": "joy", "surprised": "surprise", "sleepy": "sleepy", "angry": "anger"}


@pytest.fixture(scope="module")
def posed(reader, portraits) -> dict[str, np.ndarray]:
    """The portrait at rest with each pose at full strength, uint8 (height, width, 3)."""
    from expclip.core.photo.portrait import Frame, Portrait
    from expclip.core.photo.warp import WarpRenderer
    from expclip.core.take import Take

    path = portraits / "pexels_neutral.jpg"
    seen, _ = reader.face_of(path)
    portrait = Portrait(read_picture(path), seen.mesh.points, reader.weigh(seen.mesh)).framed(Frame(True, 512))
    take = Take(np.stack([expressions.load(preset) for preset in POSES.values()]), 30.0)
    frames = WarpRenderer(portrait, torch.device("cpu")).frames(take)
    return dict(zip(POSES, (frame[..., :3] for frame in frames), strict=True))


@pytest.fixture(scope="module")
def older():
    """The reader of an installed mediapipe, with the bundle that ships."""
    from expclip.core.errors import MissingPartError, ModelError
    from expclip.core.image.face_network import by_our_network
    from expclip.core.image.mesh_models import installed_models
    from expclip.core.image.older_mesh import as_exact
    from expclip.core.image.reading import FaceReader
    from expclip.core.networks import load_face

    try:
        return FaceReader(installed_models(), by_our_network(load_face(open_bundle(None)), as_exact))
    except (MissingPartError, ModelError) as error:
        pytest.skip(str(error))


def weights_of(reader, pixels: np.ndarray) -> np.ndarray:
    return reader.weigh(reader.faces(Picture(pixels))[0].mesh)


@pytest.mark.parametrize("pose", POSES)
def test_a_pose_is_named(reader, posed, pose):
    assert feeling_of(weights_of(reader, posed[pose])) == pose


@pytest.mark.parametrize("pose", POSES)
def test_the_older_mesh_names_it_too(older, posed, pose):
    assert feeling_of(weights_of(older, posed[pose])) == pose


def test_the_older_mesh_sees_lids_fall(older, posed):
    blink = arkit.INDEX["eyeBlinkLeft"]
    assert weights_of(older, posed["sleepy"])[blink] > weights_of(older, posed["surprised"])[blink] + 0.2


def test_what_a_feeling_is_called_is_told_first(reader, portraits):
    assert reader.read(portraits / "nasa_astronaut.jpg").read_as[0] == "looks happy"
    assert reader.read(portraits / "pexels_angry.jpg").read_as[0] == "looks angry"
    assert reader.read(portraits / "pexels_surprised.jpg").read_as[0] == "looks surprised"
