"""The face behind a motion."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from expclip.core.bundle import SHIPPED, open_bundle, write_part  # noqa: E402
from expclip.core.direction import Direction, DirectionTrack  # noqa: E402
from expclip.core.errors import MissingPartError, ModelError  # noqa: E402
from expclip.core.expression.motion_style import (  # noqa: E402
    HOP,
    PART,
    RATE,
    WINDOW,
    MotionStyle,
    MotionStyleConfig,
    face_behind,
)
from expclip.core.expression.style import feel_track  # noqa: E402
from expclip.core.formats import write_take  # noqa: E402
from expclip.core.networks import load_space, load_style  # noqa: E402
from expclip.core.take import Take  # noqa: E402
from expclip.presets import expressions  # noqa: E402
from expclip.rigs import arkit  # noqa: E402

TINY = MotionStyleConfig(hidden=16, layers=1, heads=2, feed_forward=16)
JAW = arkit.INDEX["jawOpen"]


@pytest.fixture(scope="module")
def network():
    torch.manual_seed(0)
    return MotionStyle(TINY).eval()


def chatter(face: np.ndarray, frames: int, fps: float = 60.0) -> Take:
    """A face over a jaw that goes up and down, and blinks."""
    at = np.arange(frames) / fps
    weights = np.tile(face, (frames, 1))
    weights[:, JAW] = np.maximum(weights[:, JAW], 0.35 * np.sin(2 * np.pi * 3 * at) ** 2)
    weights[:, [arkit.INDEX["eyeBlinkLeft"], arkit.INDEX["eyeBlinkRight"]]] += (at % 2.5 < 0.15)[:, None]
    return Take(np.clip(weights, 0.0, 1.0), fps)


@pytest.mark.parametrize("frames", [1, 2, WINDOW - 1, WINDOW, WINDOW + 1, WINDOW + HOP, 5 * WINDOW + 3])
def test_every_length_has_a_face(network, frames):
    motion = np.random.default_rng(frames).uniform(0, 1.2, (frames, arkit.COUNT))
    face = face_behind(Take(motion, RATE), network)
    assert face.shape == (arkit.COUNT,) and face.dtype == np.float32
    assert face.min() >= 0.0 and face.max() <= 1.0


def test_an_untrained_network_pools_the_motion(network):
    """Before it has learned, it gives a mean of frames: a face that is held is found."""
    held = expressions.load("skeptical")
    np.testing.assert_allclose(face_behind(Take(np.tile(held, (250, 1)), 30.0), network), held, atol=1e-5)


def test_windows_cover_the_end(network):
    motion = np.zeros((2 * WINDOW + 10, arkit.COUNT))
    motion[-10:] = 1.0
    assert face_behind(Take(motion, RATE), network).max() > 0.0


def test_a_bundle_without_the_part(tiny_bundle):
    with pytest.raises(MissingPartError, match="cannot read the style of a motion"):
        load_style(open_bundle(tiny_bundle))


def test_a_part_of_another_shape(tmp_path, network):
    write_part(tmp_path, PART, TINY.to_json() | {"hidden": 32}, network.state_dict())
    with pytest.raises(ModelError, match="another version"):
        load_style(open_bundle(tmp_path))
    write_part(tmp_path, PART, TINY.to_json() | {"colour": 1}, network.state_dict())
    with pytest.raises(ModelError, match="another version"):
        load_style(open_bundle(tmp_path))


def test_a_take_is_worn(tmp_path, network, tiny_bundle):
    write_part(tmp_path, PART, TINY.to_json(), network.state_dict())
    bundle = open_bundle(tmp_path)
    write_take(Take(np.tile(expressions.load("anger"), (30, 1)), 30.0), tmp_path / "worn.csv")
    track = DirectionTrack((Direction("take", str(tmp_path / "worn.csv"), 1.0),))
    felt = feel_track(track, load_space(open_bundle(tiny_bundle)), bundle)
    weights = felt.weights(np.array([0.0, 3.0]))
    assert not weights[0].any()
    np.testing.assert_allclose(weights[1], expressions.load("anger"), atol=1e-3)


@pytest.fixture(scope="module")
def shipped():
    if not (SHIPPED / f"{PART}.safetensors").exists():
        pytest.skip("the shipped models cannot read the style of a motion yet")
    return load_style(open_bundle(SHIPPED))


@pytest.mark.parametrize("name", ["joy", "anger", "sadness", "fear", "skeptical", "disgust", "smug"])
def test_the_shipped_network_hears_through_speech(shipped, name):
    face = expressions.load(name)
    found = face_behind(chatter(face, 480), shipped)
    assert (found[face >= 0.3] >= 0.15).all()
    limit = np.full(arkit.COUNT, 0.2)
    limit[JAW] = 0.3  # this jaw only chatters, it never closes for a p
    assert (found < limit)[face < 0.02].all()


def test_the_shipped_network_hears_nothing_in_plain_speech(shipped):
    found = face_behind(chatter(np.zeros(arkit.COUNT, np.float32), 480), shipped)
    assert found.max() < 0.15


def test_captured_takes_have_a_face(shipped, shared_data):
    for path in sorted((shared_data / "live_link_face").glob("MySlate*.csv")):
        from expclip.core.formats import read_take

        face = face_behind(read_take(path), shipped)
        assert np.isfinite(face).all() and face.max() <= 1.0
