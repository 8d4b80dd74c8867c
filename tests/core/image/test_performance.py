"""A face in a video as a take: a photograph that moves, so that only place and head may change."""

import numpy as np
import pytest

pytest.importorskip("torch")

from expclip.core.errors import PictureError
from expclip.core.image.crop import Picture, Square
from expclip.core.image.performance import PerformanceSettings, perform
from expclip.core.image.picture import read_picture
from expclip.rigs import arkit

FRAMES, FPS = 24, 24
TILT, DRIFT = 0.25, 30.0


def quiet(done: float, message: str) -> None:
    assert 0.0 <= done <= 1.0 and message


@pytest.fixture(scope="module")
def moving(portraits) -> list[np.ndarray]:
    """The astronaut drifts by DRIFT pixels, comes nearer by a tenth and tilts from -TILT to TILT, 256 pixels wide."""
    picture = Picture(read_picture(portraits / "nasa_astronaut.jpg"))
    frames = []
    for share in np.linspace(-1, 1, FRAMES):
        square = Square(np.array([220 + share * DRIFT / 2, 130.0]), 230 * (1 - 0.05 * share), share * TILT)
        frames.append((picture.view(square, 256) * 255).astype(np.uint8))
    return frames


def test_the_head_moves_and_the_face_stays(reader, moving, write_frames, tmp_path):
    take = perform(write_frames(tmp_path / "a.mp4", moving, FPS), reader, PerformanceSettings(), quiet)
    assert take.frames == FRAMES and take.fps == FPS
    assert take.channel("mouthSmileLeft").min() > 0.6 and take.channel("jawOpen").max() < 0.2
    assert take.weights.std(0).max() < 0.12
    assert np.abs(np.diff(take.weights, axis=0)).max() < 0.08
    # A picture that turns clockwise under a crop that turns the other way.
    roll = take.head[:, 2] - take.head[:, 2].mean()
    assert np.allclose(roll, np.linspace(-TILT, TILT, FRAMES), atol=0.06)
    assert np.ptp(take.head[:, 0]) < 0.15
    assert take.eyes.shape == (FRAMES, 2, 3) and take.made_by["frames_without_face"] == 0
    assert take.made_by["mesh"] == "MediaPipe Face Landmarker" and take.made_by["notes"] == []


def test_a_lost_face_is_joined(reader, moving, write_frames, tmp_path):
    frames = [*moving[:8], *[np.full_like(moving[0], 90)] * 5, *moving[13:]]
    take = perform(write_frames(tmp_path / "a.mp4", frames, FPS), reader, PerformanceSettings(), quiet)
    assert take.made_by["frames_without_face"] == 5 and take.frames == FRAMES
    assert take.channel("mouthSmileLeft").min() > 0.6


def test_a_video_without_a_face_is_told(reader, write_frames, tmp_path):
    path = write_frames(tmp_path / "a.mp4", [np.full((120, 160, 3), 90, np.uint8)] * 6)
    with pytest.raises(PictureError, match="A face is found in 0% of the frames .*: choose a video"):
        perform(path, reader, PerformanceSettings(), quiet)


def test_numbered_pictures_at_another_rate(reader, moving, write_picture, tmp_path, portraits):
    for number, pixels in enumerate(moving[:6]):
        write_picture(tmp_path / f"shot_{number:03d}.png", pixels)
    settings = PerformanceSettings(fps=12.0, neutral=portraits / "nasa_astronaut.jpg")
    take = perform(tmp_path, reader, settings, quiet)
    assert take.frames == 6 and take.fps == 12
    assert take.weights.mean() < 0.05, "the same face at rest leaves nothing"


def test_an_empty_folder_is_told(reader, tmp_path):
    with pytest.raises(PictureError, match="has no pictures: choose a folder of numbered"):
        perform(tmp_path, reader, PerformanceSettings(), quiet)


def test_a_blink_stays_sharp():
    """Two frames of closed lids keep most of their depth; a trembling mouth is calmed."""
    from expclip.core.image.performance import smoothed

    random = np.random.default_rng(0)
    weights = np.zeros((60, arkit.COUNT), np.float32)
    weights[30:33, arkit.INDEX["eyeBlinkLeft"]] = [0.7, 1.0, 0.6]
    weights[:, arkit.INDEX["mouthSmileLeft"]] = 0.5 + 0.05 * random.normal(size=60)
    calm = smoothed(weights, 30.0)
    assert calm[31, arkit.INDEX["eyeBlinkLeft"]] > 0.9
    assert calm[:, arkit.INDEX["mouthSmileLeft"]].std() < 0.7 * weights[:, arkit.INDEX["mouthSmileLeft"]].std()
