from dataclasses import replace

import numpy as np
import pytest
import torch
from made_portrait import IRIS, WHITE, face_with, made_portrait

from expclip.core.photo.fields import sampled
from expclip.core.photo.landmark_motion import EYES, LOWER_LIP, UPPER_LIP
from expclip.core.photo.warp import WarpRenderer
from expclip.core.take import Take
from expclip.rigs import arkit

STILL = np.zeros((1, 3), np.float32)


def box(landmarks, rows) -> tuple[slice, slice]:
    points = landmarks[[number for row in rows for number in row], :2]
    (left, top), (right, bottom) = points.min(0).astype(int), points.max(0).astype(int) + 1
    return slice(top, bottom), slice(left, right)


def test_a_face_at_rest_is_the_picture(renderer, made):
    shown = renderer.render(face_with(), STILL)[0].astype(int)
    outside = np.ones(shown.shape[:2], bool)
    for rows in ((UPPER_LIP[0], LOWER_LIP[0]), *((eye.upper, eye.lower) for eye in EYES)):
        outside[box(made.landmarks, rows)] = False
    assert np.abs(shown - made.pixels)[outside].mean() < 2.0


def test_the_jaw_opens_a_dark_mouth_and_closures_shut_it(renderer, made):
    rows, columns = box(made.landmarks, [UPPER_LIP[0], LOWER_LIP[0]])
    rows = slice(rows.start, rows.stop + 40)
    dark = {
        name: int((renderer.render(weights, STILL)[0][rows, columns].max(-1) < 70).sum())
        for name, weights in (
            ("open", face_with(jawOpen=0.6)),
            ("closed", face_with(jawOpen=0.6, mouthClose=0.6)),
            ("rest", face_with()),
        )
    }
    assert dark["open"] > 300
    assert dark["closed"] < 0.08 * dark["open"]
    assert dark["rest"] == 0


def test_a_blink_hides_the_white_of_the_eyes(renderer, made):
    for eye in EYES:
        place = box(made.landmarks, [eye.upper, eye.lower])
        whites = [
            int((renderer.render(weights, STILL)[0][place].min(-1) > 190).sum())
            for weights in (face_with(), face_with(eyeBlink=1.0))
        ]
        assert whites[0] > 100
        assert whites[1] < 0.05 * whites[0]


@pytest.mark.parametrize("shapes, axis, sign", [
    ({"eyeLookOutLeft": 0.8, "eyeLookInRight": 0.8}, 1, 1),
    ({"eyeLookInLeft": 0.8, "eyeLookOutRight": 0.8}, 1, -1),
    ({"eyeLookUp": 0.8}, 0, -1),
])  # fmt: skip
def test_the_irises_look_where_the_take_looks(renderer, made, shapes, axis, sign):
    """To the person's left is to the right in the picture."""
    for eye in EYES:
        place = box(made.landmarks, [eye.upper, eye.lower])
        middles = []
        for weights in (face_with(), face_with(**shapes)):
            part = renderer.render(weights, STILL)[0][place].astype(float)
            dark = np.linalg.norm(part - IRIS, axis=-1) < np.linalg.norm(part - WHITE, axis=-1)
            dark &= np.linalg.norm(part - IRIS, axis=-1) < 60
            middles.append(np.argwhere(dark).mean(0))
        assert sign * (middles[1] - middles[0])[axis] > 1.0


def test_the_portraits_own_smile_is_taken_off():
    smile = face_with(mouthSmile=0.8)[0]
    renderer = WarpRenderer(made_portrait(weights=smile), torch.device("cpu"))
    plain = made_portrait()
    width = np.ptp(plain.landmarks[[61, 291], 0])
    smiling = np.ptp(made_portrait(weights=smile).landmarks[[61, 291], 0])
    rest = np.ptp(renderer.face.rest[[61, 291], 0])
    assert abs(rest - width) < 0.2 * (smiling - width)


def test_the_portraits_own_expression_is_taken_off_and_put_on_again(any_portrait):
    """What comes back lies nearer to the picture than what was taken off it."""
    if any_portrait.weights.max() < 0.2:
        pytest.skip("a face at rest has nothing to take off")
    renderer = WarpRenderer(any_portrait, torch.device("cpu"))
    face = box(any_portrait.landmarks, [range(468)])
    away = [
        np.abs(renderer.render(weights, STILL)[0].astype(int) - any_portrait.pixels)[face].mean()
        for weights in (face_with(), any_portrait.weights[None])
    ]
    assert away[1] < 0.7 * away[0]


def test_lips_that_pucker_shade_the_teeth_behind_them(renderer, made):
    rows, columns = box(made.landmarks, [UPPER_LIP[0], LOWER_LIP[0]])
    bright = [
        int((renderer.render(weights, STILL)[0][rows, columns].min(-1) > 160).sum())
        for weights in (face_with(jawOpen=0.15, mouthLowerDown=0.2), face_with(jawOpen=0.25, mouthPucker=0.8))
    ]
    assert bright[0] > 20
    assert bright[1] < 0.3 * bright[0]


def test_what_is_far_from_the_head_is_the_picture(made):
    wide = np.pad(made.pixels, ((0, 0), (600, 0), (0, 0)), mode="edge")
    landmarks = made.landmarks + np.array([600, 0, 0], np.float32)
    renderer = WarpRenderer(replace(made, pixels=wide, landmarks=landmarks), torch.device("cpu"))
    shown = renderer.render(face_with(jawOpen=0.8), np.array([[0.2, 0.1, 0.1]], np.float32))[0]
    assert np.array_equal(shown[:, :300], wide[:, :300])
    assert (shown != wide).any()


def test_the_head_turns_as_the_take_says_and_the_shoulders_stay(renderer, made):
    """Positive yaw is towards the person's right, the left side of the picture; positive pitch is down."""
    centre = renderer.face.to_picture(renderer.face.source[1])
    grid = renderer.head.grid
    nose = torch.tensor(grid.units(renderer.face.source[1]), dtype=torch.float32).view(1, 2, 1, 1)
    for axis, angles in ((0, [0.15, 0, 0]), (1, [0, 0.15, 0])):
        shift = sampled(renderer.head.velocity(torch.tensor([angles])), nose)[0, axis].item()
        assert (shift < -2) if axis == 0 else (shift > 2)
    turned = renderer.render(face_with(), np.array([[0.2, 0.1, 0.1]], np.float32))[0]
    moved = np.abs(turned.astype(int) - made.pixels).max(-1)
    assert moved[-8:].max() <= 1
    assert moved[int(centre[1])].max() > 20


def test_frames_are_the_same_in_any_batch(renderer):
    rng = np.random.default_rng(2)
    weights = rng.uniform(0, 0.6, (6, arkit.COUNT)).astype(np.float32)
    take = Take(weights, 25.0, head=rng.normal(0, 0.05, (6, 3)))
    frames = list(renderer.frames(take))
    alone = renderer.render(weights[5:], np.asarray(take.head)[5:])[0]
    assert len(frames) == 6
    difference = np.abs(frames[5].astype(int) - alone)
    assert difference.max() <= 4 and difference.mean() < 0.01  # what is worked out pixel by pixel, not on the lattice


def test_transparency_goes_with_the_head(made):
    alpha = np.full((*made.pixels.shape[:2], 1), 255, np.uint8)
    alpha[: made.pixels.shape[0] // 8] = 0
    shown = WarpRenderer(replace(made, pixels=np.concatenate([made.pixels, alpha], -1)), torch.device("cpu")).render(
        face_with(jawOpen=0.5), STILL
    )[0]
    assert shown.shape[2] == 4
    assert shown[5, 5, 3] == 0 and shown[-5, -5, 3] == 255


@pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no CUDA device")
def test_cuda_shows_what_the_cpu_shows(renderer, made):
    weights = face_with(jawOpen=0.4, mouthSmile=0.5, eyeLookUp=0.3)
    there = WarpRenderer(made, torch.device("cuda")).render(weights, STILL)[0].astype(int)
    assert np.abs(renderer.render(weights, STILL)[0] - there).max() <= 3


def test_lashes_do_not_stand_on_a_lid_that_has_come_down(made):
    """Dark hairs above an open eye stay out of sight while it is shut, and nothing of the skin is darker for it."""
    pixels = made.pixels.copy()
    eye = EYES[0]
    edge = made.landmarks[list(eye.upper[2:-2]), :2].round().astype(int)
    for x, y in edge:
        pixels[y - 9 : y - 2, x] = 20
    renderer = WarpRenderer(replace(made, pixels=pixels), torch.device("cpu"))
    rows, columns = box(made.landmarks, [eye.upper, eye.lower])
    above = slice(rows.start - 7, rows.start - 2), columns
    dark = [
        int((renderer.render(weights, STILL)[0][above].max(-1) < 90).sum())
        for weights in (face_with(), face_with(eyeBlink=1.0))
    ]
    assert dark[0] > 8
    assert dark[1] < 0.3 * dark[0]
