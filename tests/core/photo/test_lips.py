from dataclasses import replace

import numpy as np
import pytest
import torch
from made_portrait import LIP, SKIN, face_with, made_portrait

from expclip.core.photo.anatomy import anatomy_of
from expclip.core.photo.landmark_motion import LOWER_LIP, UPPER_LIP
from expclip.core.photo.lip_lines import lips_in_picture
from expclip.core.photo.warp import WarpRenderer
from expclip.rigs import arkit

MIDDLE = 13, 14
STILL = np.zeros((1, 3), np.float32)


def with_line(portrait, down: float):
    """A dark line between the lips, `down` pixels below where their landmarks meet."""
    pixels = portrait.pixels.copy()
    edge = portrait.landmarks[list(UPPER_LIP[-1]), :2]
    columns = np.arange(int(edge[0, 0]), int(edge[-1, 0]))
    rows = np.interp(columns, edge[:, 0], edge[:, 1]) + down
    for x, y in zip(columns, rows.round().astype(int), strict=True):
        pixels[y - 1 : y + 2, x] = 30
    return replace(portrait, pixels=pixels)


@pytest.mark.parametrize("down", [-6.0, 5.0])
def test_lips_lie_where_the_picture_has_the_line_between_them(made, down):
    moved = lips_in_picture(with_line(made, down)) - made.landmarks
    assert np.abs(moved[list(MIDDLE), 1] - down).max() < 1.6
    assert np.abs(np.delete(moved, [i for row in (*UPPER_LIP, *LOWER_LIP) for i in row], axis=0)).max() == 0


def test_lips_without_a_clearer_line_stay_where_their_landmarks_are(made):
    assert np.array_equal(lips_in_picture(made), made.landmarks)
    assert np.array_equal(lips_in_picture(with_line(made, 0.0)), made.landmarks)


def test_teeth_that_a_picture_shows_do_not_cling_to_lips_that_are_shut():
    open_mouth = made_portrait(weights=face_with(jawOpen=0.35)[0])
    pixels = open_mouth.pixels.copy()
    upper, lower = (open_mouth.landmarks[list(rows[-1]), :2] for rows in (UPPER_LIP, LOWER_LIP))
    for x in range(int(upper[0, 0]) + 2, int(upper[-1, 0]) - 1):
        top, bottom = (np.interp(x, row[:, 0], row[:, 1]) for row in (upper, lower))
        pixels[round(top) : round(bottom), x] = (250, 250, 40)
    renderer = WarpRenderer(replace(open_mouth, pixels=pixels), torch.device("cpu"))
    shown = renderer.render(face_with(), STILL)[0].astype(int)
    yellow = [int(((s[..., 0] > 150) & (s[..., 1] - s[..., 2] > 90)).sum()) for s in (pixels.astype(int), shown)]
    assert yellow[1] < 0.05 * yellow[0]
    assert (np.abs(shown - LIP).max(-1) < 40).any() and (np.abs(shown - SKIN).max(-1) < 20).any()


def test_the_dark_in_the_corners_of_an_open_mouth_is_gone_where_it_is_shut():
    open_mouth = made_portrait(weights=face_with(jawOpen=0.35)[0])
    pixels = open_mouth.pixels.copy()
    for corner in open_mouth.landmarks[[UPPER_LIP[-1][0], UPPER_LIP[-1][-1]], :2].round().astype(int):
        pixels[corner[1] - 4 : corner[1] + 5, corner[0] - 4 : corner[0] + 5] = 30
    shown = WarpRenderer(replace(open_mouth, pixels=pixels), torch.device("cpu")).render(face_with(), STILL)[0]
    dark = [int((s.mean(-1) < 45).sum()) for s in (pixels, shown)]
    assert dark[0] > 100
    assert dark[1] < 0.12 * dark[0]


def test_lips_that_pucker_get_narrow_and_fuller_and_keep_their_order(any_portrait):
    face = anatomy_of(any_portrait)
    puckered = face.rest + face.motion[arkit.INDEX["mouthPucker"]]
    ends = [UPPER_LIP[-1][0], UPPER_LIP[-1][-1]]
    assert np.ptp(puckered[ends, 0]) < 0.86 * np.ptp(face.rest[ends, 0])
    for rows in (UPPER_LIP, LOWER_LIP):
        order = np.argsort(face.rest[list(rows[-1]), 0])
        assert (np.diff(puckered[list(rows[-1]), 0][order]) > 0).all()
    heights = [shown[LOWER_LIP[0][5], 1] - shown[UPPER_LIP[0][5], 1] for shown in (face.rest, puckered)]
    assert heights[1] > heights[0] + 0.1 * face.pixels_per_cm
