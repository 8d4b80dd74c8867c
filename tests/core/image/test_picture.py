"""Pictures and videos as pixels."""

import struct

import numpy as np
import pytest

pytest.importorskip("av")

from expclip.core.errors import PictureError
from expclip.core.image.exif import mirrored_axis
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


def with_orientation(jpeg: bytes, orientation: int) -> bytes:
    """EXIF 2.3, tag 0x0112."""
    tiff = b"MM\0*\0\0\0\x08\0\x01" + struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0) + b"\0\0\0\0"
    exif = b"Exif\0\0" + tiff
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + jpeg[2:]


@pytest.mark.parametrize(
    ("orientation", "corners"),
    [(1, "RGBW"), (2, "GRWB"), (3, "WBGR"), (4, "BWRG"), (5, "RBGW"), (6, "BRWG"), (7, "WGBR"), (8, "GWRB")],
)
def test_a_photograph_is_turned_upright(tmp_path, write_picture, orientation, corners):
    """What row and column of the camera are: 6 is to be turned a quarter clockwise, 2, 4, 5 and 7 are mirrored too."""
    path = write_picture(tmp_path / "a.jpg", quarters())
    path.write_bytes(with_orientation(path.read_bytes(), orientation))
    seen = read_picture(path)
    assert seen.shape == ((40, 60, 3) if orientation <= 4 else (60, 40, 3))
    colours = {"R": (255, 0, 0), "G": (0, 255, 0), "B": (0, 0, 255), "W": (255, 255, 255)}
    found = [seen[row, column].astype(int) for row in (5, -5) for column in (5, -5)]
    assert all(np.abs(pixel - colours[name]).max() < 40 for pixel, name in zip(found, corners, strict=True))


def test_a_cut_off_exif_turns_nothing(tmp_path, write_picture):
    path = write_picture(tmp_path / "a.jpg", quarters())
    assert mirrored_axis(with_orientation(path.read_bytes(), 2)) == 0
    assert mirrored_axis(with_orientation(path.read_bytes(), 2)[:24]) is None
    assert mirrored_axis(b"") is None


@pytest.mark.parametrize(
    ("name", "mode", "colours"),
    [("a.jpg", "CMYK", True), ("a.tif", "CMYK", True), ("a.png", "P", True), ("a.gif", "P", True),
     ("a.webp", "RGB", True), ("a.png", "L", False), ("a.png", "LA", False), ("a.gif", "L", False),
     ("a.png", "I;16", False), ("a.tif", "I;16", False), ("a.png", "1", False)],
)  # fmt: skip
def test_pictures_of_many_kinds(tmp_path, name, mode, colours):
    image = pytest.importorskip("PIL.Image")
    plain = image.fromarray(quarters())
    if mode == "I;16":
        made = image.fromarray(np.asarray(plain.convert("L")).astype(np.uint16) * 257)
    else:
        made = plain.convert(mode)
    made.save(tmp_path / name)
    wanted = quarters() if colours else np.asarray(made.convert("L") if mode != "I;16" else plain.convert("L"))
    seen = read_picture(tmp_path / name)
    assert seen.shape == (40, 60, 3)
    for row, column in ((5, 5), (5, -5), (-5, 5), (-5, -5)):
        assert np.abs(seen[row, column].astype(int) - wanted[row, column]).max() < 40


@pytest.mark.parametrize("name", ["a.gif", "a.png"])
def test_of_a_moving_picture_the_first_frame(tmp_path, name):
    image = pytest.importorskip("PIL.Image")
    first, second = image.fromarray(quarters()), image.fromarray(quarters()[::-1])
    first.save(tmp_path / name, save_all=True, append_images=[second], duration=80)
    assert np.abs(read_picture(tmp_path / name)[5, 5].astype(int) - (255, 0, 0)).max() < 40


def test_a_webp_that_moves_is_told(tmp_path):
    image = pytest.importorskip("PIL.Image")
    path = tmp_path / "a.webp"
    first, second = image.fromarray(quarters()), image.fromarray(quarters()[::-1])
    first.save(path, save_all=True, append_images=[second], duration=80)
    with pytest.raises(PictureError, match="is a WebP that moves, which cannot be read: save one frame"):
        read_picture(path)


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
