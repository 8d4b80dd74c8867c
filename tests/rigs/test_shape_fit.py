"""ARKit shapes made of a rig's own, on a real head whose keys have other names, are fewer, mixed or weak."""

import numpy as np
import pytest

from expclip.rigs import arkit
from expclip.rigs.demo_head import build
from expclip.rigs.face_front import demo_pattern, front_of, layout_on, relief_likeness
from expclip.rigs.lip_seam import CLOSED
from expclip.rigs.retarget import retarget
from expclip.rigs.rig_map import RigMap, Row
from expclip.rigs.shape_fit import fit_shapes

UP = np.array([0.0, 1.0, 0.0])
FEW = (
    "jawOpen", "mouthClose", "mouthFunnel", "mouthPucker", "mouthSmileLeft", "mouthSmileRight", "mouthFrownLeft",
    "mouthFrownRight", "eyeBlinkLeft", "eyeBlinkRight", "browInnerUp", "browDownLeft", "browDownRight",
    "mouthRollLower", "mouthUpperUpLeft",
)  # fmt: skip
MOUTH = np.array([name.startswith(("mouth", "jaw")) for name in arkit.NAMES])


@pytest.fixture(scope="module")
def ict(shared_data):
    """rest (vertices, 3) and deltas (52, vertices, 3), tongueOut is still; gap (52, 3) opens the lips."""
    with np.load(shared_data / "ict_facekit" / "lip_geometry.npz", allow_pickle=False) as lips:
        gap = lips["gapB"]
    with np.load(shared_data / "ict_facekit" / "ict_facekit.npz", allow_pickle=False) as head:
        deltas = np.zeros((arkit.COUNT, *head["vertices"].shape), np.float32)
        for name, delta in zip(head["expression_names"], head["expression_deltas"], strict=True):
            deltas[arkit.INDEX[str(name)]] = delta
        return head["vertices"].astype(np.float64), deltas, gap


def few():
    return np.eye(arkit.COUNT)[[arkit.INDEX[name] for name in FEW]]


def mixed():
    """30 keys, each of two shapes or one in full and some of others a little: a basis that nobody would name."""
    chance = np.random.default_rng(7)
    looks = np.zeros((30, arkit.COUNT))
    for place, shape in enumerate(chance.permutation(arkit.COUNT - 1)):  # without tongueOut, which is the last
        looks[place % 30, shape] = 1.0
    looks += (chance.random(looks.shape) < 0.04) * chance.random(looks.shape)
    return looks


def speaking(seconds=4, fps=24):
    """A mouth that opens, closes, rounds and smiles."""
    time = np.arange(seconds * fps) / fps
    weights = np.zeros((len(time), arkit.COUNT))

    def let(name, values):
        weights[:, arkit.INDEX[name]] = np.clip(values, 0, 1)

    let("jawOpen", 0.3 + 0.3 * np.sin(9 * time))
    let("mouthClose", np.where(np.sin(4 * time) > 0.8, weights[:, arkit.INDEX["jawOpen"]], 0))
    let("mouthPucker", 0.5 * np.sin(5 * time + 1))
    let("mouthFunnel", 0.4 * np.sin(3 * time))
    for side in ("Left", "Right"):
        let(f"mouthSmile{side}", 0.5 * np.sin(2 * time + 2))
        let(f"mouthFrown{side}", -0.4 * np.sin(2 * time + 2))
    return weights


def shown_by(looks, ict):
    """The fit of keys with these looks (keys, 52), and the weights that the take comes to on them, (frames, 52)."""
    rest, deltas, _ = ict
    fit = fit_shapes(rest, np.tensordot(looks, deltas, 1), [(0.0, 1.0)] * len(looks), UP)
    assert fit is not None
    rows = tuple(Row(f"key {key}", fit.drives(key), "fitted") for key in range(len(looks)))
    return fit, retarget(speaking(), RigMap("own", "own", rows)).values @ looks


@pytest.mark.parametrize(
    "looks, least",
    [(few(), 0.9), (mixed(), 0.8), (0.5 * np.eye(arkit.COUNT)[:51], 0.7), (np.eye(arkit.COUNT)[50::-1], 0.9)],
    ids=["fifteen", "mixed", "half", "all"],
)
def test_a_real_head_speaks_as_with_its_own_shapes(ict, looks, least):
    """Share of the mouth's motion on the mesh that is reproduced, and the likeness of its direction."""
    fit, shown = shown_by(looks, ict)
    deltas = ict[1].reshape(arkit.COUNT, -1)
    wanted, made = speaking() @ deltas, shown @ deltas
    assert 1.0 - ((wanted - made) ** 2).sum() / (wanted**2).sum() > least
    assert (wanted * made).sum() / np.linalg.norm(wanted) / np.linalg.norm(made) > 0.9
    assert {"jawOpen", "mouthClose", "mouthPucker", "mouthSmileLeft", "mouthSmileRight"} <= set(fit.shown)
    gap = ict[2] / ict[2][arkit.INDEX["jawOpen"]]
    jaw, close = (fit.gains[:, arkit.INDEX[name]] @ looks @ gap for name in ("jawOpen", "mouthClose"))
    assert jaw.min() > 0.3 and (jaw + close).max() < CLOSED


def test_features_are_found_where_they_are(ict):
    """Eyes and lips of the mesh, which were marked by hand: within 6 % of the face's height."""
    rest, deltas, _ = ict
    front = front_of(rest, deltas, UP)
    layout = layout_on(front, demo_pattern())
    assert layout.mouth == pytest.approx(-3.35, abs=0.06 * 24.5) and layout.eyes == pytest.approx(3.6, abs=0.06 * 24.5)
    assert relief_likeness(layout, front, demo_pattern()) > 0.6
    assert abs(layout.middle) < 0.4 and layout.eyes_apart == pytest.approx(3.11, abs=0.6)


@pytest.mark.parametrize("turn", [1, 2])
def test_a_face_may_look_along_any_axis_and_be_of_any_size(ict, turn):
    rest, deltas, _ = ict
    about_up = np.array([[0.0, 0, 1], [0, 1, 0], [-1, 0, 0]])
    turned = 0.01 * np.linalg.matrix_power(about_up, turn)
    looks = few()
    moved = np.tensordot(looks, deltas, 1)
    one = fit_shapes(rest, moved, [(0.0, 1.0)] * len(looks), UP)
    other = fit_shapes(rest @ turned.T, moved @ turned.T, [(0.0, 1.0)] * len(looks), UP)
    np.testing.assert_allclose(one.gains, other.gains, atol=0.02)


def test_the_pattern_knows_itself():
    """The demo head under its own pattern: every key is its shape; the tongue, which skin does not tell, stays out."""
    head = build()
    fit = fit_shapes(head.vertices.astype(np.float64), head.deltas, [(0.0, 1.0)] * arkit.COUNT, UP[[0, 2, 1]])
    assert fit is not None
    told = [name for name in arkit.NAMES if name != "tongueOut" and not name.startswith(("eyeLookIn", "eyeLookOut"))]
    own = [fit.gains[arkit.INDEX[name], arkit.INDEX[name]] for name in told if name != "mouthClose"]
    assert min(own) > 0.85 and set(fit.shown) == set(told)
    assert not fit.gains[arkit.INDEX["tongueOut"]].any()
    others = fit.gains - np.diag(np.diag(fit.gains))
    others[:, arkit.INDEX["mouthClose"]] = 0.0  # the jaw gives way to it
    assert np.abs(others).max() < 0.3


def test_shapes_that_are_shown_already_stay(ict):
    rest, deltas, _ = ict
    looks = few()
    moved, known = np.tensordot(looks, deltas, 1), [{"jawOpen": 0.5} if name == "jawOpen" else {} for name in FEW]
    fit = fit_shapes(rest, moved, [(0.0, 1.0)] * len(looks), UP, known, {"jawOpen", "lipsOpen"})
    jaw, close = fit.gains[:, arkit.INDEX["jawOpen"]], fit.gains[:, arkit.INDEX["mouthClose"]]
    assert jaw[0] == 0.5 and not jaw[1:].any() and not close.any()
    assert {"jawOpen", "mouthClose"} <= set(fit.shown)


def test_a_slider_that_goes_two_ways_serves_two_shapes(ict):
    rest, deltas, _ = ict
    looks = np.delete(np.eye(arkit.COUNT), arkit.INDEX["jawRight"], 0)
    ranges = [(-1.0, 1.0) if look[arkit.INDEX["jawLeft"]] else (0.0, 1.0) for look in looks]
    fit = fit_shapes(rest, np.tensordot(looks, deltas, 1), ranges, UP)
    two_ways = fit.gains[[low < 0 for low, _ in ranges]][0]
    assert two_ways[arkit.INDEX["jawLeft"]] > 0.6 and two_ways[arkit.INDEX["jawRight"]] < -0.6


def test_what_keys_cannot_show_is_left_out(ict):
    rest, deltas, _ = ict
    looks = np.eye(arkit.COUNT)[[arkit.INDEX[name] for name in FEW[:8]]]
    fit = fit_shapes(rest, np.tensordot(looks, deltas, 1), [(0.0, 1.0)] * len(looks), UP)
    assert not {"browInnerUp", "eyeBlinkLeft", "eyeBlinkRight", "browDownLeft"} & set(fit.shown)
    assert not fit.gains[:, [arkit.INDEX["browInnerUp"], arkit.INDEX["eyeBlinkLeft"]]].any()


@pytest.mark.parametrize("seed", range(2))
def test_a_body_is_no_face(seed):
    """A tall ellipsoid whose keys move patches here and there."""
    chance = np.random.default_rng(seed)
    rest = chance.normal(size=(4000, 3))
    rest = rest / np.linalg.norm(rest, axis=1, keepdims=True) * [0.3, 1.0, 0.2]
    centres = rest[chance.integers(0, len(rest), 20)]
    near = np.exp(-(np.linalg.norm(rest - centres[:, None], axis=2) ** 2) / 0.02)
    deltas = near[:, :, None] * chance.normal(size=(20, 1, 3)) * 0.1
    assert fit_shapes(rest, deltas, [(0.0, 1.0)] * 20, UP) is None


def test_a_mesh_whose_keys_do_nothing_is_no_face():
    assert fit_shapes(np.random.default_rng(0).random((50, 3)), np.zeros((3, 50, 3)), [(0.0, 1.0)] * 3, UP) is None
