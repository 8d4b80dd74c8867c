from dataclasses import replace

import numpy as np
import pytest
import torch
from made_portrait import made_portrait
from scipy.ndimage import gaussian_filter

from expclip.core.errors import PictureError
from expclip.core.photo import art as art_module
from expclip.core.photo.art import in_the_manner_of, painted
from expclip.core.photo.art_guides import features, person, pixels_on, places_on
from expclip.core.photo.colour_table import colour_table
from expclip.core.photo.patches import Guides, synthesise


def hatched(size: int = 160) -> np.ndarray:
    """Ink on paper, denser from left to right: no grey in it, only lines."""
    x, y = np.meshgrid(np.arange(size), np.arange(size))
    ink = (np.sin((x + y) * 2 * np.pi / 5) * 0.5 + 0.5) < x / size
    return np.where(ink[..., None], np.array([25, 25, 60]), np.array([240, 230, 205])).astype(np.uint8)


def test_tones_are_told_by_the_arts_lines():
    """A ramp from light to dark is put together of lines that are as dense as it is dark."""
    art = hatched() / 255.0
    plain = gaussian_filter(art, (3, 3, 0))
    ramp = np.tile(np.linspace(plain.max(), plain.min(), 96)[:, None, None], (1, 96, 3))
    planes = [torch.tensor(plane.transpose(2, 0, 1), dtype=torch.float32) for plane in (ramp, plain, art)]
    shown = synthesise(Guides(planes[0], planes[1], torch.ones(96, 96)), planes[2], planes[2], (96, 96), seed=1)
    again = synthesise(Guides(planes[0], planes[1], torch.ones(96, 96)), planes[2], planes[2], (96, 96), seed=1)
    assert torch.equal(shown, again)
    tones = shown.mean((0, 2))
    assert tones[8:24].mean() > tones[40:56].mean() > tones[72:88].mean()
    assert shown[:, 40:56].std() > 0.6 * art[:, 70:90].std()  # lines, and no grey


def test_a_larger_result_is_laid_from_larger_pieces():
    art = torch.tensor(hatched(160).transpose(2, 0, 1) / 255.0, dtype=torch.float32)
    guides = Guides(art[:, :64, :64], art, torch.ones(64, 64))
    finest = art.repeat_interleave(2, 1).repeat_interleave(2, 2)
    shown = synthesise(guides, art, finest, (128, 130), seed=1)
    assert shown.shape == (3, 128, 130)
    assert shown.std() > 0.7 * finest[:, :128, :128].std()


@pytest.fixture(scope="module")
def small():
    return made_portrait(200)


def test_a_portrait_keeps_its_face_and_takes_the_arts_colours(small):
    art = hatched()
    shown = painted(small, art)
    assert np.array_equal(shown.landmarks, small.landmarks) and np.array_equal(shown.weights, small.weights)
    assert shown.pixels.shape == small.pixels.shape and shown.pixels.dtype == np.uint8
    before, after = (portrait.pixels.reshape(-1, 3).mean(0) - art.reshape(-1, 3).mean(0) for portrait in (small, shown))
    assert np.abs(after).max() < 0.5 * np.abs(before).max()
    eyes = features(small.landmarks, small.pixels.shape[:2]) > 0.9
    grey = [gaussian_filter(portrait.pixels.mean(2), 2)[eyes] for portrait in (small, shown)]
    assert np.corrcoef(*grey)[0, 1] > 0.7  # light and dark about eyes and mouth are where they were


def test_a_face_in_the_art_guides_where_its_pieces_go(small):
    """The art is another picture of the face, one of whose cheeks is rosier: so is that cheek then."""
    art = made_portrait(240)
    x, y = art.landmarks[425, :2].astype(int)  # the person's left cheek
    pixels = art.pixels.copy()
    pixels[y - 12 : y + 12, x - 12 : x + 12] = np.clip(
        pixels[y - 12 : y + 12, x - 12 : x + 12] + [12.0, -14.0, -8.0], 0, 255
    )
    shown = painted(small, pixels, art.landmarks)
    rosy = shown.pixels[..., 0].astype(float) - shown.pixels[..., 1]
    left, right = (rosy[box(small.landmarks[number, :2])].mean() for number in (425, 205))
    assert left > right + 2


def box(point: np.ndarray) -> tuple[slice, slice]:
    x, y = point.astype(int)
    return slice(y - 4, y + 4), slice(x - 4, x + 4)


def test_how_much_is_painted_is_told_and_can_be_stopped(small):
    told: list[float] = []
    painted(small, hatched(64), report=told.append)
    assert told == sorted(told) and 0 <= told[0] and 0.5 < told[-1] <= 1

    class Stop(Exception):
        pass

    def stop(done: float) -> None:
        raise Stop

    with pytest.raises(Stop):
        painted(small, hatched(64), report=stop)


def test_transparency_stays(small):
    alpha = np.full((*small.pixels.shape[:2], 1), 255, np.uint8)
    alpha[:40] = 0
    shown = painted(replace(small, pixels=np.concatenate([small.pixels, alpha], -1)), hatched())
    assert np.array_equal(shown.pixels[..., 3:], alpha)


def test_art_that_cannot_be_read_is_told(made, tmp_path):
    (tmp_path / "art.png").write_bytes(b"no picture")
    with pytest.raises(PictureError):
        in_the_manner_of(tmp_path / "art.png", made)


def test_art_without_pieces_is_told(small, tmp_path, monkeypatch):
    monkeypatch.setattr(art_module, "read_picture", lambda path: np.zeros((16, 400, 3), np.uint8))
    with pytest.raises(PictureError, match="400 x 16 pixels"):
        in_the_manner_of(tmp_path / "strip.png", small)


@pytest.mark.parametrize("shape", [(32, 900), (900, 32), (40, 40)])
def test_art_of_any_shape_is_laid(small, shape):
    art = np.random.default_rng(0).integers(0, 256, (*shape, 3)).astype(np.uint8)
    assert painted(small, art).pixels.shape == small.pixels.shape


def test_places_on_a_face_meet_those_of_another(made):
    """Where the nose is, there is the nose; far from the face all places are the same."""
    other = made_portrait(300)
    size, rows = made.pixels.shape[:2], other.pixels.shape[:2]
    there, own = places_on(made.landmarks, other.landmarks, size), pixels_on(other.landmarks, rows)
    for number in (1, 61, 291, 152, 33):
        x, y = np.round(made.landmarks[number, :2]).astype(int)
        u, v = np.round(other.landmarks[number, :2]).astype(int)
        assert np.abs(there[y, x] - own[v, u]).max() < 0.03
    assert np.abs(there[0, 0] - [-0.8, -0.8]).max() < 1e-6


def test_the_person_is_the_head_and_what_is_below(made):
    shown = person(made.landmarks, made.pixels.shape[:2])
    height, width = shown.shape
    assert shown[height // 2, width // 2] == 1 and shown[-1, width // 2] == 1
    assert shown[0].max() == 0 and shown[height // 2, 0] == 0


def test_a_table_carries_colours_over_and_keeps_their_order():
    random = np.random.default_rng(0)
    tone = random.uniform(0, 1, (64, 64, 1))
    blue = (255 * (0.2 + 0.6 * tone) * [0.4, 0.6, 1.0]).astype(np.uint8)
    orange = (255 * (0.1 + 0.8 * random.uniform(0, 1, (80, 50, 1))) * [1.0, 0.6, 0.2]).astype(np.uint8)
    table = colour_table(blue, orange)
    shown = table.applied(blue)
    assert np.abs(shown.reshape(-1, 3).mean(0) - orange.reshape(-1, 3).mean(0)).max() < 10
    assert np.corrcoef(shown.mean(2).ravel(), tone.ravel())[0, 1] > 0.98
    assert np.array_equal(table.applied(np.dstack([blue, blue[..., :1]]))[..., 3], blue[..., 0])


def test_colours_that_are_near_stay_near():
    """Nothing that changes by one step from frame to frame may jump by more than a few."""
    random = np.random.default_rng(1)
    art = random.integers(0, 256, (64, 64, 3)).astype(np.uint8)
    table = colour_table(made_portrait(128).pixels, art)
    colours = random.integers(0, 250, (64, 64, 3)).astype(np.uint8)
    step = table.applied(colours + np.uint8(1)).astype(int) - table.applied(colours)
    assert np.abs(step).max() <= 12
