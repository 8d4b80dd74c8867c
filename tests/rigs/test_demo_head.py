"""The demo head keeps what an animator relies on, measured on the mesh."""

import numpy as np
import pytest

from expclip.rigs import arkit
from expclip.rigs.demo_head import build

MILLIMETRE = 0.001
SIDES = ("left", "right")


@pytest.fixture(scope="module")
def head():
    return build()


def delta(head, name):
    return head.deltas[arkit.INDEX[name]].astype(float)


def posed(head, **weights):
    places = head.vertices.astype(float)
    for name, weight in weights.items():
        places = places + weight * delta(head, name)
    return places


def eye(head, side):
    """Centre and radius of the eyeball, from its vertices alone: the sphere of least squares."""
    points = head.vertices[head.groups[f"eye_{side}"]].astype(float)
    system = np.concatenate([2 * points, np.ones((len(points), 1))], 1)
    solved, *_ = np.linalg.lstsq(system, (points**2).sum(1), rcond=None)
    centre = solved[:3]
    return centre, np.sqrt(solved[3] + centre @ centre)


def normals(places, faces):
    last = np.where(faces[:, 3] < 0, faces[:, 0], faces[:, 3])
    across = np.cross(places[faces[:, 2]] - places[faces[:, 0]], places[last] - places[faces[:, 1]])
    return across / np.maximum(np.linalg.norm(across, axis=1), 1e-12)[:, None]


def sides_of(name):
    return "Left" if name.endswith("Left") else "Right"


def test_the_mesh_is_whole(head):
    count = len(head.vertices)
    assert 5_000 <= count <= 20_000
    assert head.vertices.dtype == np.float32 and head.deltas.dtype == np.float32
    assert head.deltas.shape == (52, count, 3) and head.tint.shape == (count, 3)
    assert np.isfinite(head.vertices).all() and np.isfinite(head.deltas).all()
    assert set(np.unique(head.faces[head.faces >= 0])) == set(range(count))
    assert (head.faces[:, :3] >= 0).all() and head.faces.min() == -1
    assert len(head.face_material) == len(head.faces)
    assert set(np.unique(head.face_material)) == set(range(len(head.materials)))


def test_it_is_a_bust_in_metres_that_stands_on_the_floor_and_looks_forward(head):
    low, high = head.vertices.min(0), head.vertices.max(0)
    assert low[2] == pytest.approx(0, abs=MILLIMETRE) and 0.3 < high[2] < 0.5
    centre, _ = eye(head, "left")
    assert centre[0] > 0.02 and centre[1] < -0.02


def test_it_is_built_the_same_every_time(head):
    again = build()
    assert np.array_equal(head.vertices, again.vertices) and np.array_equal(head.deltas, again.deltas)


def test_no_edge_has_more_than_two_faces(head):
    corners = [face[face >= 0] for face in head.faces]
    edges = np.concatenate([np.stack([face, np.roll(face, -1)], 1) for face in corners])
    _, count = np.unique(edges, axis=0, return_counts=True)
    assert count.max() == 1, "two faces run the same way along an edge"


@pytest.mark.parametrize("name", arkit.NAMES)
def test_every_key_can_be_seen(head, name):
    assert np.linalg.norm(delta(head, name), axis=1).max() > 3 * MILLIMETRE


def test_both_sides_are_mirror_images(head):
    paired = head.mirror >= 0
    flip = [-1.0, 1.0, 1.0]
    assert np.abs(head.vertices[head.mirror[paired]] * flip - head.vertices[paired]).max() < 1e-6
    for shape in arkit.BLENDSHAPES:
        left, right = delta(head, shape.name)[paired], delta(head, shape.mirror)[head.mirror[paired]]
        assert np.abs(left - right * flip).max() < 1e-6, shape.name


def test_only_hair_and_catchlights_have_no_mirror_image(head):
    allowed = np.concatenate([head.groups[name] for name in ("hair", "catchlights_left", "catchlights_right")])
    assert set(np.flatnonzero(head.mirror < 0)) == set(allowed)


@pytest.mark.parametrize("name", [name for name in arkit.NAMES if arkit.BLENDSHAPES[arkit.INDEX[name]].mirror != name])
def test_a_key_of_one_side_acts_on_that_side(head, name):
    if name.startswith(("jaw", "mouthLeft", "mouthRight")):
        assert delta(head, name)[:, 0].mean() * (1 if name.endswith("Left") else -1) > 0
        return
    work = np.linalg.norm(delta(head, name), axis=1)
    own = head.vertices[:, 0] * (1 if sides_of(name) == "Left" else -1) > 0
    assert work[own].sum() > 5 * work[~own].sum()


@pytest.mark.parametrize("weight", [0.25, 0.5, 0.75, 1.0])
def test_the_lips_meet_when_the_jaw_opens_behind_them(head, weight):
    upper, lower = head.groups["upper_lip_inner"], head.groups["lower_lip_inner"]
    opened = posed(head, jawOpen=1.0)
    open_gap = np.linalg.norm(opened[upper] - opened[lower], axis=1).max()
    assert open_gap > 20 * MILLIMETRE
    places = posed(head, jawOpen=weight, mouthClose=weight)
    assert np.linalg.norm(places[upper] - places[lower], axis=1).max() < 0.01 * open_gap


@pytest.mark.parametrize(
    "name", ["mouthSmileLeft", "mouthFrownLeft", "mouthStretchLeft", "mouthDimpleLeft", "mouthLeft", "mouthPressLeft",
             "mouthPucker", "mouthShrugLower", "mouthShrugUpper", "mouthRollLower", "mouthRollUpper", "cheekPuff",
             "noseSneerLeft", "cheekSquintLeft"]
)  # fmt: skip
def test_the_lips_stay_closed(head, name):
    places = posed(head, **{name: 1.0})
    gap = places[head.groups["upper_lip_inner"]] - places[head.groups["lower_lip_inner"]]
    assert np.abs(gap[:, 2]).max() < 1.0 * MILLIMETRE


@pytest.mark.parametrize("name", ["jawOpen", "mouthFunnel", "mouthLowerDownLeft", "mouthUpperUpRight", "tongueOut"])
def test_the_lips_part(head, name):
    places = posed(head, **{name: 1.0})
    gap = places[head.groups["upper_lip_inner"]] - places[head.groups["lower_lip_inner"]]
    assert gap[:, 2].max() > 5 * MILLIMETRE


@pytest.mark.parametrize("side", SIDES)
def test_the_lids_meet_in_a_blink(head, side):
    upper, lower = head.groups[f"upper_lid_{side}"], head.groups[f"lower_lid_{side}"]
    rest = np.linalg.norm(head.vertices[upper] - head.vertices[lower], axis=1).max()
    closed = posed(head, **{f"eyeBlink{side.title()}": 1.0})
    assert rest > 15 * MILLIMETRE
    assert np.linalg.norm(closed[upper] - closed[lower], axis=1).max() < 0.1 * MILLIMETRE


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize(
    "weights",
    [
        {"eyeBlink": 0.25}, {"eyeBlink": 0.5}, {"eyeBlink": 0.75}, {"eyeBlink": 1.0}, {"eyeSquint": 1.0},
        {"eyeWide": 1.0}, {"eyeLookDown": 1.0}, {"eyeLookUp": 1.0}, {"eyeBlink": 1.0, "eyeLookDown": 1.0},
        {"eyeBlink": 0.5, "eyeSquint": 1.0}, {"eyeSquint": 1.0, "cheekSquint": 1.0},
    ],
    ids=lambda weights: " ".join(f"{name} {weight}" for name, weight in weights.items()),
)  # fmt: skip
def test_the_eyeball_does_not_come_through_the_lids(head, side, weights):
    places = posed(head, **{f"{name}{side.title()}": weight for name, weight in weights.items()})
    centre, radius = eye(head, side)
    skin = np.linalg.norm(places[head.groups[f"lid_skin_{side}"]] - centre, axis=1)
    assert skin.min() > radius


@pytest.mark.parametrize("side", SIDES)
def test_a_blink_covers_the_front_of_the_eye(head, side):
    """Seen from the front, some skin lies before each vertex of iris and pupil."""
    closed = posed(head, **{f"eyeBlink{side.title()}": 1.0})
    centre, radius = eye(head, side)
    ball = head.vertices[head.groups[f"eye_{side}"]]
    front = ball[ball[:, 1] < centre[1] - 0.85 * radius]
    skin_faces = head.faces[(head.face_material <= 2) & (head.faces[:, 3] >= 0)]
    corners = closed[skin_faces]
    before = corners[:, :, 1].max(1) < centre[1] - 0.5 * radius
    corners = corners[before][:, :, [0, 2]]
    edge = np.roll(corners, -1, 1) - corners
    for point in front[:, [0, 2]]:
        away = point - corners
        turn = edge[:, :, 0] * away[:, :, 1] - edge[:, :, 1] * away[:, :, 0]
        assert (turn >= 0).all(1).any() or (turn <= 0).all(1).any()


@pytest.mark.parametrize("name", [name for name in arkit.NAMES if name.startswith("eyeLook")])
def test_the_eyes_turn_about_their_centres(head, name):
    side = sides_of(name).lower()
    centre, radius = eye(head, side)
    ball = head.groups[f"eye_{side}"]
    for weight, tolerance in ((1.0, 0.002), (0.5, 0.04)):
        distance = np.linalg.norm(posed(head, **{name: weight})[ball] - centre, axis=1)
        assert np.abs(distance / radius - 1).max() < tolerance
    pole = ball[np.argmin(head.vertices[ball, 1])]
    moved = delta(head, name)[pole]
    wanted = {"Up": (2, 1), "Down": (2, -1), "In": (0, -1), "Out": (0, 1)}
    axis, sign = next(wanted[way] for way in wanted if way in name)
    outwards = 1 if side == "left" or axis == 2 else -1
    assert moved[axis] * sign * outwards > 0.3 * radius
    other = head.groups[f"eye_{'right' if side == 'left' else 'left'}"]
    assert np.abs(delta(head, name)[other]).max() == 0


def test_the_upper_teeth_stay_and_the_lower_ones_go_with_the_jaw(head):
    for name in arkit.NAMES:
        assert np.abs(delta(head, name)[head.groups["teeth_upper"]]).max() == 0
    assert delta(head, "jawOpen")[head.groups["teeth_lower"], 2].max() < -5 * MILLIMETRE
    assert np.abs(delta(head, "mouthClose")[head.groups["teeth_lower"]]).max() == 0


def test_the_teeth_part_behind_the_funnel(head):
    """In the middle of the mouth, edge to edge."""
    places = posed(head, mouthFunnel=1.0)
    upper, lower = (places[head.groups[name]] for name in ("teeth_upper", "teeth_lower"))
    edges = upper[np.abs(upper[:, 0]) < 8 * MILLIMETRE, 2].min(), lower[np.abs(lower[:, 0]) < 8 * MILLIMETRE, 2].max()
    assert edges[0] - edges[1] > 5 * MILLIMETRE


def test_the_tongue_passes_between_the_teeth(head):
    for weight in (0.0, 0.5, 1.0):
        places = posed(head, tongueOut=1.0, jawOpen=weight)
        tongue = places[head.groups["tongue"]]
        assert tongue[:, 1].min() < places[head.groups["lower_lip_inner"], 1].min() - 10 * MILLIMETRE
        for name, above in (("teeth_upper", 1), ("teeth_lower", -1)):
            teeth = places[head.groups[name]]
            near = teeth[np.abs(teeth[:, 0]) < 8 * MILLIMETRE]
            edge = near[:, 2].min() if above > 0 else near[:, 2].max()
            between = np.abs(tongue[:, 1] - near[:, 1].mean()) < 4 * MILLIMETRE
            at_teeth = tongue[between & (np.abs(tongue[:, 0]) < 8 * MILLIMETRE)]
            clearance = (edge - at_teeth[:, 2].max()) if above > 0 else (at_teeth[:, 2].min() - edge)
            assert clearance > -1.0 * MILLIMETRE, (name, weight)


def test_the_skin_does_not_fold_over(head):
    """No visible face of the skin turns inside out at full weight; a few in the corners of the lids may lie on edge."""
    shown = head.faces[head.face_material <= 1]
    rest = normals(head.vertices.astype(float), shown)
    for name in arkit.NAMES:
        facing = (normals(posed(head, **{name: 1.0}), shown) * rest).sum(1)
        assert (facing < 0).sum() <= 12 and facing.min() > -0.4, name


def test_hair_and_clothing_do_not_deform(head):
    for part in ("hair", "jumper"):
        assert np.abs(head.deltas[:, head.groups[part]]).max() == 0


@pytest.mark.parametrize("side", SIDES)
def test_the_brows_ride_on_the_forehead(head, side):
    """The brow stays on the skin below it when it moves."""
    brow, skin = head.groups[f"brow_{side}"], head.groups["skin"]
    front = skin[(head.vertices[skin, 2] > 0.24) & (head.vertices[skin, 1] < -0.04)]
    for name in ("browInnerUp", f"browDown{side.title()}", f"browOuterUp{side.title()}"):
        moved = delta(head, name)
        away = np.linalg.norm(head.vertices[brow][:, None] - head.vertices[front][None], axis=2)
        nearest = np.argsort(away, axis=1)[:, :4]
        share = 1 / np.take_along_axis(away, nearest, 1)
        below = (moved[front[nearest]] * (share / share.sum(1, keepdims=True))[:, :, None]).sum(1)
        assert np.linalg.norm(moved[brow] - below, axis=1).max() < 1.2 * MILLIMETRE
        assert np.linalg.norm(moved[brow], axis=1).max() > 5 * MILLIMETRE


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize(("up", "down", "least"), [(1.0, 0.0, 20), (0.8, 0.35, 13), (1.0, 0.3, 17)])
def test_lifted_inner_brows_slant_sadly_even_with_the_brows_drawn_down(head, side, up, down, least):
    """The slope of each brow, in degrees downwards from the inner end to the outer one, grows by `least`."""
    brow = head.groups[f"brow_{side}"]
    across = np.abs(head.vertices[brow, 0])
    inner, outer = brow[across < np.quantile(across, 0.15)], brow[across > np.quantile(across, 0.85)]

    def slope(places):
        run = np.abs(places[outer, 0]).mean() - np.abs(places[inner, 0]).mean()
        return np.degrees(np.arctan2(places[inner, 2].mean() - places[outer, 2].mean(), run))

    sad = posed(head, browInnerUp=up, browDownLeft=down, browDownRight=down)
    assert slope(sad) > slope(posed(head)) + least


@pytest.mark.parametrize("side", SIDES)
def test_the_iris_is_in_the_middle_between_the_corners_of_the_lids(head, side):
    pole = head.groups[f"eye_{side}"][0]
    corners = head.vertices[head.groups[f"upper_lid_{side}"], 0]
    assert head.vertices[pole, 0] == pytest.approx((corners.min() + corners.max()) / 2, abs=1.5 * MILLIMETRE)
