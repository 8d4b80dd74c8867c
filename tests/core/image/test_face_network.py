"""Our own network of faces: its form, its file, and what the shipped one matches."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from expclip.core.bundle import open_bundle, write_part  # noqa: E402
from expclip.core.errors import MissingPartError  # noqa: E402
from expclip.core.image import face_network, mesh  # noqa: E402
from expclip.core.image.face_network import FaceNetwork, FaceNetworkConfig, by_our_network  # noqa: E402
from expclip.core.int8_rows import to_int8_rows  # noqa: E402
from expclip.core.networks import load_face  # noqa: E402
from expclip.rigs import arkit  # noqa: E402


@pytest.fixture
def network() -> FaceNetwork:
    torch.manual_seed(0)
    return FaceNetwork(FaceNetworkConfig(width=64, blocks=1)).eval()


@pytest.fixture
def points() -> np.ndarray:
    return np.random.default_rng(0).normal(size=(mesh.COUNT, 3)).astype(np.float32) * 60 + 300


def test_a_mirrored_face_has_mirrored_weights(network, points):
    weigh = by_our_network(network)
    mirrored = points[mesh.MIRRORED] * np.array([-1, 1, 1], np.float32) + [900, 0, 0]
    assert np.allclose(weigh(mirrored), weigh(points)[list(arkit.MIRROR_INDEX)], atol=1e-5)
    assert np.ptp(weigh(points)) > 0.01


def test_it_is_stored_in_rows_of_int8(network, points, tmp_path):
    write_part(tmp_path / "bundle", face_network.PART, network.config.to_json(), to_int8_rows(network.state_dict()))
    loaded = load_face(open_bundle(tmp_path / "bundle"))
    assert np.allclose(by_our_network(loaded)(points), by_our_network(network)(points), atol=0.01)


def test_a_bundle_without_it(tiny_bundle):
    with pytest.raises(MissingPartError, match="fetch MediaPipe's with 'expclip models download face'"):
        load_face(open_bundle(tiny_bundle))


def test_the_shipped_network_weighs_photographs_like_mediapipe(known):
    """Its median r over the shapes that vary among the photographs; on faces that it never saw."""
    try:
        weigh = by_our_network(load_face(open_bundle()))
    except MissingPartError:
        pytest.skip("the shipped models have no part 'face' yet")
    names = [name for name in known if not name.endswith(" weights")]
    found = np.array([weigh(points) for name in names for points in known[name]])
    wanted = np.concatenate([known[f"{name} weights"] for name in names])
    each = [
        np.corrcoef(found[:, row], wanted[:, row])[0, 1] for row in range(arkit.COUNT) if wanted[:, row].std() > 0.02
    ]
    assert np.median(each) > 0.9
