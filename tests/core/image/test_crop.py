"""Views of pictures."""

import numpy as np
import pytest

pytest.importorskip("torch")

from expclip.core.image.crop import Picture, Square


@pytest.fixture
def ramp() -> np.ndarray:
    """Red grows to the right, green downwards, by one from pixel to pixel."""
    across, down = np.meshgrid(np.arange(120), np.arange(90))
    return np.dstack([across, down, np.zeros_like(across)]).astype(np.uint8)


def test_the_whole_square_is_the_picture(ramp):
    seen = Picture(ramp[:, :90]).view(Square(np.array([45.0, 45.0]), 90.0), 90)
    assert np.allclose(seen * 255, ramp[:, :90], atol=1e-3)


def test_a_view_shows_what_its_points_say(ramp):
    square = Square(np.array([60.0, 45.0]), 30.0, roll=0.4)
    seen = Picture(ramp).view(square, 15) * 255
    middles = (np.arange(15) + 0.5) / 15
    points = square.to_picture(np.stack(np.meshgrid(middles, middles), axis=-1))
    assert np.allclose(seen[..., :2], points - 0.5, atol=0.6)


def test_a_mirrored_view(ramp):
    plain = Picture(ramp).view(Square(np.array([60.0, 45.0]), 40.0), 20)
    mirrored = Picture(ramp).view(Square(np.array([60.0, 45.0]), 40.0, mirrored=True), 20)
    assert np.allclose(mirrored, plain[:, ::-1], atol=1e-5)


def test_small_views_skip_nothing():
    board = (np.indices((256, 256)).sum(0) % 2 * 255).astype(np.uint8)
    seen = Picture(np.dstack([board] * 3)).view(Square(np.array([128.0, 128.0]), 256.0), 32)
    assert np.allclose(seen[2:-2, 2:-2], 0.5, atol=0.02)


def test_odd_sizes_keep_their_places():
    pixels = np.zeros((101, 67, 3), np.uint8)
    pixels[40:44, 24:28] = 255
    seen = Picture(pixels).view(Square(np.array([33.5, 50.5]), 101.0), 25, outside="zeros")[..., 0]
    down, across = (np.average(np.arange(25) + 0.5, weights=seen.sum(axis)) / 25 for axis in (1, 0))
    assert abs(down * 101 - 42) < 0.7 and abs(across * 101 - 17 - 26) < 0.7


def test_outside_is_black_or_the_border():
    white = Picture(np.full((20, 20, 3), 255, np.uint8))
    square = Square(np.array([0.0, 10.0]), 20.0)
    assert white.view(square, 8, outside="zeros")[4, 0, 0] == 0
    assert white.view(square, 8)[4, 0, 0] == pytest.approx(1.0)
