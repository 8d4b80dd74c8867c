"""The seam of the lips on a mesh, and values that close it where the rig's own shapes would leave it open."""

from dataclasses import replace

import numpy as np
import pytest

from expclip.rigs import arkit
from expclip.rigs.lip_seam import CLOSED, closures, find_lips, held_together, together, wide_open
from expclip.rigs.retarget import retarget
from expclip.rigs.rig_map import NAMES, RigMap, Row, load_map

from ..rig_shapes import looks_of

UP = np.array([0.0, 1.0, 0.0])


def mouth(close=1.0):
    """A grid of upper and of lower lip in front of a head's back; jawOpen lowers the lower one by 1, mouthClose lifts
    it again by `close`."""
    x, y, z = (axis.ravel() for axis in np.meshgrid(np.linspace(-1, 1, 21), [0.02, 0.1, 0.2, 0.4, 0.8], [0.0]))
    upper = np.stack([x, y, z], 1)
    back = np.stack([x, y, z - 3.0], 1)
    rest = np.concatenate([upper, upper * [1, -1, 1], back, back * [1, -1, 1]])
    lower = (rest[:, 1] < 0) & (rest[:, 2] > -1)
    deltas = np.zeros((3, len(rest), 3))
    deltas[0, lower, 1], deltas[1, lower, 1], deltas[2, lower, 0] = -1.0, close, 0.5
    rows = tuple(Row(name, {name: 1.0}, "test") for name in ("jawOpen", "mouthClose", "mouthLeft"))
    return rest, deltas, RigMap("test", "test", rows)


def find_seam(rest, deltas, rig_map, up):
    lips = find_lips(rest, np.tensordot(wide_open(rig_map), deltas, 1), up)
    return None if lips is None else lips.seam(deltas)


def weights(**curves):
    values = np.zeros((len(next(iter(curves.values()))), arkit.COUNT))
    for name, curve in curves.items():
        values[:, arkit.INDEX[name]] = curve
    return values


def test_the_opening_of_a_plain_mouth():
    rest, deltas, rig_map = mouth()
    seam = find_seam(rest, deltas, rig_map, UP)
    assert seam is not None
    assert seam.opening(
        np.array([[1.0, 0.0, 1.0], [0.5, 0.0, 0.0], [1.0, 0.9, 0.0], [0.4, 0.5, 0.0]])
    ) == pytest.approx([1.0, 0.5, 0.1, 0.0], abs=1e-6)


@pytest.mark.parametrize("close", [0.4, 0.0, -0.2])
def test_a_weak_closing_shape_is_made_up_for(close):
    rest, deltas, rig_map = mouth(close)
    seam = find_seam(rest, deltas, rig_map, UP)
    jaw = np.array([0.5, 0.5, 0.5, 0.5, 0.0])
    take = weights(jawOpen=jaw, mouthClose=[0.0, 0.25, 0.5, 0.5, 0.0], mouthLeft=[0.3] * 5)
    values = retarget(take, rig_map).values
    allowed = together(take)
    fitted = held_together(values, [row.range for row in rig_map.rows], seam, allowed)
    assert closures(allowed, seam.opening(values)) == (0, 1) and closures(allowed, seam.opening(fitted)) == (1, 1)
    assert seam.opening(fitted)[2:4].max() < CLOSED and fitted.min() >= 0 and fitted.max() <= 1
    np.testing.assert_array_equal(fitted[[0, 4]], values[[0, 4]])
    np.testing.assert_allclose(fitted[:, 2], values[:, 2], atol=1e-6)


def test_good_closures_stay_as_they_are():
    rest, deltas, rig_map = mouth()
    take = weights(jawOpen=np.linspace(0, 1, 20), mouthClose=np.linspace(0, 1, 20))
    values = retarget(take, rig_map).values
    seam = find_seam(rest, deltas, rig_map, UP)
    np.testing.assert_array_equal(held_together(values, [(0, 1)] * 3, seam, together(take)), values)


def test_the_correction_has_no_steps():
    rest, deltas, rig_map = mouth(0.3)
    ramp = np.concatenate([np.linspace(0, 0.5, 60), np.linspace(0.5, 0, 60)])
    take = weights(jawOpen=np.full(120, 0.5), mouthClose=ramp)
    values = retarget(take, rig_map).values
    fitted = held_together(values, [(0, 1)] * 3, find_seam(rest, deltas, rig_map, UP), together(take))
    assert np.abs(np.diff(fitted, axis=0)).max() < 0.1 and np.abs(fitted - values).max() > 0.2


def test_meshes_without_lips():
    rest, deltas, rig_map = mouth()
    assert find_seam(rest, deltas * 0, rig_map, UP) is None
    apart = rest.copy()
    apart[apart[:, 1] < 0, 1] -= 5.0
    assert find_seam(apart, deltas, rig_map, UP) is None


def geometry(looks, head):
    """(rows, vertices, 3): shapes of ICT-FaceKit's geometry with these looks (rows, 52)."""
    deltas = np.zeros((arkit.COUNT, *head["vertices"].shape))
    for name, delta in zip(head["expression_names"], head["expression_deltas"], strict=True):
        deltas[arkit.INDEX[str(name)]] = delta
    return np.tensordot(looks, deltas, 1)


@pytest.fixture(scope="module")
def ict(shared_data):
    with np.load(shared_data / "ict_facekit" / "ict_facekit.npz", allow_pickle=False) as head:
        arrays = {name: head[name] for name in ("vertices", "expression_names", "expression_deltas")}
    with np.load(shared_data / "ict_facekit" / "lip_geometry.npz", allow_pickle=False) as lips:
        arrays["gap"] = lips["gapB"]
    return arrays


@pytest.mark.parametrize("name", NAMES)
def test_the_seam_of_a_real_head_with_shapes_of_every_family(ict, name):
    """Measured against the lips' own vertices, which were marked by hand."""
    rig_map = load_map(name).driven()
    rig_map = replace(rig_map, rows=rig_map.shapes)
    looks = looks_of(rig_map)
    seam = find_seam(ict["vertices"], geometry(looks, ict), rig_map, UP)
    assert seam is not None and seam.effect.shape[1] == 5
    take = np.clip(np.random.default_rng(0).normal(0.1, 0.2, (200, arkit.COUNT)), 0, 1)
    take[:, arkit.INDEX["mouthClose"]] = take[:, arkit.INDEX["jawOpen"]] * np.random.default_rng(1).random(200)
    values = retarget(take, rig_map).values
    gap = ict["gap"][:, 0] / ict["gap"][arkit.INDEX["jawOpen"], 0]
    marked = np.maximum(values @ (looks @ gap), 0.0)
    assert np.corrcoef(seam.opening(values), marked)[0, 1] > 0.9
