"""Pictures and videos as pixels."""

import struct

import numpy as np
import pytest

pytest.importorskip("av")

from expclip.core.errors import PictureError
from expclip.core.image.picture import frames_in, read_frames, read_picture


def quarters() -> np.ndarray:
    """Red, green over blue, white."""
    pixels = np.zeros((40, 60, 3), np.uint8)
    pixels[:20, :30], pixels[:20, 30:] = (255, 0, 0), (0, 255, 0)
    pixels[20:, :30], pixels[20:, 30:] = (0, 0, 255), (255, 255, 255)
    return pixels


def test_a_png_is_itself(tmp_path, write_picture):
    assert np.array_equal(read_picture(write_picture(tmp_path / "a.png", quarters())), quarters())


def test_a_name_with_a_pattern_is_a_name(tmp_path, write_picture):
    path = write_picture(tmp_path / "a.png", quarters()).rename(tmp_path / "shot_%03d.png")
    assert read_picture(path).shape == (40, 60, 3)


def test_what_is_transparent_is_grey(tmp_path, write_picture):
    pixels = np.dstack([quarters(), np.full((40, 60), 255, np.uint8)])
    pixels[:, 30:, 3] = 0
    seen = read_picture(write_picture(tmp_path / "a.png", pixels))
    assert (seen[:, 30:] == 128).all() and (seen[:20, :30] == (255, 0, 0)).all()


@pytest.mark.parametrize(("orientation", "corner"), [(1, (255, 0, 0)), (3, (255, 255, 255)), (6, (0, 0, 255)),
                                                     (8, (0, 255, 0))])  # fmt: skip
def test_a_photograph_is_turned_upright(tmp_path, write_picture, orientation, corner):
    """EXIF 2.3, tag 0x0112: 6 is to be turned a quarter clockwise, 8 anticlockwise."""
    path = write_picture(tmp_path / "a.jpg", quarters())
    tiff = b"MM\0*\0\0\0\x08\0\x01" + struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0) + b"\0\0\0\0"
    exif = b"Exif\0\0" + tiff
    data = path.read_bytes()
    path.write_bytes(data[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + data[2:])
    seen = read_picture(path)
    assert seen.shape == ((40, 60, 3) if orientation in (1, 3) else (60, 40, 3))
    assert np.abs(seen[5, 5].astype(int) - corner).max() < 40


@pytest.mark.parametrize(
    "content", [b"", b"no picture", b"#EXTM3U\nother.ts\n", b"<svg xmlns='http://www.w3.org/2000/svg'/>"]
)
def test_what_is_no_picture_is_told(tmp_path, content):
    path = tmp_path / "a.jpg"
    path.write_bytes(content)
    with pytest.raises(PictureError, match="is no picture that can be read: choose another file"):
        read_picture(path)


def test_a_missing_picture_is_told(tmp_path):
    with pytest.raises(PictureError, match="cannot be read, no such file"):
        read_picture(tmp_path / "a.jpg")


def test_frames_have_their_times(tmp_path, write_frames):
    path = write_frames(tmp_path / "a.mp4", [np.full((48, 64, 3), 20 * shade, np.uint8) for shade in range(10)], fps=25)
    frames = list(read_frames(path))
    assert np.allclose([seconds for _, seconds in frames], np.arange(10) / 25)
    assert np.allclose([pixels.mean() for pixels, _ in frames], 20 * np.arange(10), atol=6)
    (tmp_path / "b.mp4").write_bytes(b"no video")
    with pytest.raises(PictureError, match="is no video that can be read"):
        list(read_frames(tmp_path / "b.mp4"))


def test_the_name_that_numbers_pictures_names_their_folder(tmp_path, write_picture):
    for number in range(3):
        write_picture(tmp_path / f"{number:04d}.png", quarters())
    assert [time for _, time in frames_in(tmp_path / "%04d.png", 10.0)] == [0.0, 0.1, 0.2]
