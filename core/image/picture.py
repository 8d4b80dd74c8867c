"""Pictures as pixels, and videos or numbered pictures as frames, through PyAV."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import numpy as np

from ..errors import MissingPartError, PictureError
from .exif import mirrored_axis

if TYPE_CHECKING:
    from av import VideoFrame

PICTURE_SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff", ".tga", ".exr", ".hdr", ".ppm", ".pgm")

# Demuxers of one file only: a playlist or an SVG would have FFmpeg open other files, or the network.
_PICTURE_FORMATS = (
    "jpeg_pipe,png_pipe,webp_pipe,bmp_pipe,tiff_pipe,gif,ppm_pipe,pgm_pipe,exr_pipe,hdr_pipe,qoi_pipe,j2k_pipe,"
    "jpegxl_pipe,psd_pipe,sunrast_pipe,mov,avif,apng,image2pipe"
)
_VIDEO_FORMATS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,asf,mpeg,mpegts,mpegvideo,h264,hevc,flv,mxf,gif,apng"
_MOST_PIXELS = 200_000_000
_WEBP_MOVES = 0x02  # flag of its header
_BEHIND = 128.0
"""The grey that shows through transparent pixels."""


def read_picture(path: Path) -> np.ndarray:
    """uint8 (height, width, 3) RGB, turned upright as its EXIF says, transparency laid over grey; of a moving picture
    the first frame.

    Raises PictureError for what is no picture, MissingPartError without PyAV.
    """
    with _opened(path) as file:
        data = file.read()
    if data[8:16] == b"WEBPVP8X" and data[20:21] and data[20] & _WEBP_MOVES:
        raise PictureError(
            f"'{path}' is a WebP that moves, which cannot be read", "save one frame of it as PNG or JPEG"
        )
    nameless = BytesIO(data)  # by its name FFmpeg would take it for a series of numbered files
    for frame, _ in _frames(path, nameless, _PICTURE_FORMATS, "picture"):
        axis = mirrored_axis(data)
        return frame if axis is None else np.ascontiguousarray(np.flip(frame, axis))
    raise _unreadable(path, "picture")


_NUMBERED = re.compile(r"%0\dd")


def read_frames(path: Path) -> Iterator[tuple[np.ndarray, float]]:
    """Frames of a video as read_picture gives them, each with its time in seconds. Raises PictureError."""
    with _opened(path) as file:
        yield from _frames(path, file, _VIDEO_FORMATS, "video")


def frames_in(path: Path, fps: float | None = None) -> Iterator[tuple[np.ndarray, float]]:
    """As read_frames, of a video or of a folder of numbered pictures; these stand at `fps`, else at 30 a second. What
    `expclip photo` calls its pictures, name/%04d.png, names their folder.

    Raises PictureError.
    """
    if _NUMBERED.search(path.name) and path.parent.is_dir() and not path.exists():
        path = path.parent
    if not path.is_dir():
        yield from read_frames(path)
        return
    pictures = sorted(file for file in path.iterdir() if file.suffix.lower() in PICTURE_SUFFIXES)
    if not pictures:
        raise PictureError(f"The folder '{path}' has no pictures", "choose a folder of numbered JPEG or PNG files")
    for number, picture in enumerate(pictures):
        yield read_picture(picture), number / (fps or 30.0)


def check_frames(path: Path) -> None:
    """Raises PictureError where frames_in gives no frame."""
    if next(frames_in(path), None) is None:
        raise _unreadable(path, "video")


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        with path.open("rb") as file:
            yield file
    except OSError as error:
        cause = (error.strerror or str(error)).lower()
        raise PictureError(f"'{path}' cannot be read, {cause}", "check its name and folder") from error


def _unreadable(path: Path, kind: str) -> PictureError:
    return PictureError(f"'{path}' is no {kind} that can be read", f"choose another file, or save the {kind} anew")


def _frames(path: Path, file: BinaryIO, formats: str, kind: str) -> Iterator[tuple[np.ndarray, float]]:
    try:
        import av
    except ModuleNotFoundError as error:
        raise MissingPartError("The library PyAV is not installed", "install the engine again") from error
    try:
        with av.open(file, options={"format_whitelist": formats}) as container:
            if not container.streams.video:
                raise _unreadable(path, kind)
            stream = container.streams.video[0]
            if stream.codec_context.width * stream.codec_context.height > _MOST_PIXELS:
                raise PictureError(f"'{path}' has too many pixels", "save it smaller")
            for number, frame in enumerate(container.decode(stream)):
                yield _pixels(frame), float(frame.time if frame.time is not None else number)
    except (av.FFmpegError, ValueError) as error:
        raise _unreadable(path, kind) from error


def _pixels(frame: "VideoFrame") -> np.ndarray:
    if any(component.is_alpha for component in frame.format.components):
        rgba = frame.to_ndarray(format="rgba").astype(np.float32)
        opaque = rgba[..., 3:] / 255.0
        pixels = np.round(rgba[..., :3] * opaque + _BEHIND * (1.0 - opaque)).astype(np.uint8)
    else:
        pixels = frame.to_ndarray(format="rgb24")
    return np.ascontiguousarray(np.rot90(pixels, round(frame.rotation / 90) % 4))
