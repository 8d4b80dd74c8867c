from dataclasses import replace

import numpy as np
import torch
from made_portrait import SKIN, face_with

from expclip.core.photo.landmark_motion import EYES
from expclip.core.photo.warp import WarpRenderer

STILL = np.zeros((1, 3), np.float32)


def strip(made, eye, shown):
    """The columns in the middle of an eye, from its fold to well below it."""
    points = made.landmarks[[*eye.upper, *eye.lower], :2]
    (left, top), (right, bottom) = points.min(0), points.max(0)
    middle, width = (left + right) / 2, right - left
    return shown[int(top) - 2 : int(bottom) + 12, int(middle - 0.2 * width) : int(middle + 0.2 * width)].astype(int)


def test_a_shut_eye_is_skin_with_a_thin_line_of_lashes(made):
    pixels = made.pixels.copy()
    for eye in EYES:
        for x, y in made.landmarks[list(eye.upper), :2].round().astype(int):
            pixels[y - 2 : y + 1, x - 3 : x + 4] = 25
    renderer = WarpRenderer(replace(made, pixels=pixels), torch.device("cpu"))
    shown = renderer.render(face_with(eyeBlink=1.0), STILL)[0]
    for eye in EYES:
        column = strip(made, eye, shown).mean(1)
        away = np.abs(column - SKIN).max(-1)
        assert (away < 45).mean() > 0.6  # skin, in light and shade,
        assert 1 <= (column.mean(-1) < 0.75 * np.mean(SKIN)).sum() <= 6  # and a line


def test_a_lid_that_is_up_leaves_the_picture_as_it_is(made):
    renderer = WarpRenderer(made, torch.device("cpu"))
    for eye in EYES:
        rest = strip(made, eye, renderer.render(face_with(), STILL)[0])
        assert np.abs(rest[:2] - strip(made, eye, made.pixels)[:2]).mean() < 12
