"""Writes a portrait's frames: an mp4 with sound, or a folder of numbered PNGs; both tell that they are synthetic."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..errors import MissingPartError, OutputError, SpeechError
from ..whole_file import passing_folder, whole_file
from .mark import mark_for, marked

if TYPE_CHECKING:
    from av.container import OutputContainer

MOVIE_SUFFIX, PICTURE_SUFFIX = ".mp4", ".png"
_SOUND_RATE = 48000
_QUALITY = "17"  # of x264, where 18 is held to be indistinguishable from the source
_LEAST_DIGITS, _MOST_DIGITS = 2, 6


@dataclass(frozen=True)
class Making:
    """fps; sound: a file whose sound goes with the pictures from its `start` in seconds on; unmarked: the reason why
    the pictures carry no visible mark; told: more for the metadata, such as what made them.
    """

    fps: float
    sound: Path | None = None
    start: float = 0.0
    unmarked: str | None = None
    told: str = ""

    @property
    def comment(self) -> str:
        """What the metadata says."""
        reason = f" No visible mark: {self.unmarked.strip()}." if self.unmarked else ""
        return f"Synthetic media: a still portrait animated by ExpCLIP.{reason} {self.told}".strip()


def check_movie_place(path: str) -> None:
    """Raises OutputError for a name that is neither a movie nor a numbered picture."""
    place = Path(path)
    if place.suffix.lower() == PICTURE_SUFFIX:
        _numbered(path, 0)
    elif place.suffix.lower() != MOVIE_SUFFIX:
        raise OutputError(f"'{path}' names no movie", "end it in .mp4, or give numbered pictures such as name/%04d.png")


def write_portrait(path: str, frames: Iterable[np.ndarray], making: Making) -> int:
    """frames: uint8 (height, width, 3) or with alpha (.., 4), even sides; returns how many were written.

    A movie is written whole or not at all, pictures all or none. Raises OutputError, SpeechError (its sound cannot be
    read), MissingPartError.
    """
    try:
        import av  # noqa: F401
    except ModuleNotFoundError as error:
        raise MissingPartError("The library PyAV is not installed", "install the engine again") from error
    shown = _with_mark(frames) if making.unmarked is None else iter(frames)
    if Path(path).suffix.lower() == PICTURE_SUFFIX:
        return _write_pictures(path, shown, making)
    with whole_file(path) as temporary:
        return _write_movie(temporary, shown, making)


def _with_mark(frames: Iterable[np.ndarray]) -> Iterator[np.ndarray]:
    mark = None
    for frame in frames:
        if mark is None:
            mark = mark_for(*frame.shape[:2])
        yield marked(frame, mark)


def _write_movie(path: Path, frames: Iterator[np.ndarray], making: Making) -> int:
    import av

    first = next(frames)
    height, width = first.shape[:2]
    rate = Fraction(making.fps).limit_denominator(1001)
    count = 0
    # Without the flag mp4 keeps only the tags that it knows.
    with av.open(str(path), "w", format="mp4", options={"movflags": "use_metadata_tags+faststart"}) as container:
        container.metadata.update({"comment": making.comment, "synthetic": "true", "title": "Synthetic portrait"})
        video = container.add_stream("libx264", rate=rate, options={"crf": _QUALITY, "preset": "medium"})
        video.width, video.height, video.pix_fmt = width, height, "yuv420p"
        colour = {"color_primaries": 1, "color_trc": 1, "colorspace": 1, "color_range": 1}
        for name, value in colour.items():  # BT.709: without a tag players guess by the size
            setattr(video.codec_context, name, value)
        sound = None if making.sound is None else _Sound(container, making.sound, making.start)
        for frame in chain([first], frames):
            picture = av.VideoFrame.from_ndarray(np.ascontiguousarray(frame[..., :3]), format="rgb24")
            picture = picture.reformat(format="yuv420p", dst_colorspace="ITU709", dst_color_range="MPEG")
            picture.pts, picture.time_base = count, 1 / rate
            container.mux(video.encode(picture))
            count += 1
            if sound is not None:
                sound.write_until(count / float(rate))
        container.mux(video.encode(None))
        if sound is not None:
            sound.end()
    return count


class _Sound:
    """The AAC track of a movie."""

    def __init__(self, container: "OutputContainer", path: Path, start: float):
        self._container = container
        self._blocks = _blocks_of(path, start)
        self._stream = container.add_stream("aac", rate=_SOUND_RATE, layout="stereo")
        self._stream.bit_rate = 192_000
        self._written = 0

    def write_until(self, seconds: float) -> None:
        import av

        while self._written < seconds * _SOUND_RATE:
            block = next(self._blocks, None)
            if block is None:
                return
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block), format="fltp", layout="stereo")
            left = round(seconds * _SOUND_RATE) - self._written
            if frame.samples > left > 0:
                self._blocks = chain([block[:, left:]], self._blocks)
                frame = av.AudioFrame.from_ndarray(
                    np.ascontiguousarray(block[:, :left]), format="fltp", layout="stereo"
                )
            frame.sample_rate, frame.pts, frame.time_base = _SOUND_RATE, self._written, Fraction(1, _SOUND_RATE)
            self._written += frame.samples
            self._container.mux(self._stream.encode(frame))

    def end(self) -> None:
        self._container.mux(self._stream.encode(None))


def _blocks_of(path: Path, start: float) -> Iterator[np.ndarray]:
    """float32 (2, samples) at 48 kHz from `start` seconds on."""
    import av

    try:
        with path.open("rb") as file, av.open(file) as container:
            if not container.streams.audio:
                raise SpeechError(f"'{path}' has no sound in it", "choose a file with a voice")
            resampler = av.AudioResampler(format="fltp", layout="stereo", rate=_SOUND_RATE)
            to_skip = round(start * _SOUND_RATE)
            for frame in chain(container.decode(container.streams.audio[0]), [None]):
                for part in resampler.resample(frame):
                    block = part.to_ndarray()
                    if to_skip < block.shape[1]:
                        yield block[:, to_skip:]
                    to_skip = max(0, to_skip - block.shape[1])
    except (av.FFmpegError, OSError) as error:
        raise SpeechError(f"The sound of '{path}' cannot be read", "save it as wav first") from error


def _write_pictures(path: str, frames: Iterator[np.ndarray], making: Making) -> int:
    """Into a folder beside the place first, so that a run that fails leaves no picture."""
    folder = Path(_numbered(path, 0)).parent
    if not folder.parent.is_dir():
        raise OutputError(f"The folder '{folder.parent}' does not exist", "make it first or choose another one")
    names = []
    try:
        with passing_folder(folder if folder.is_dir() else folder.parent) as waiting:
            for number, frame in enumerate(frames):
                names.append(Path(_numbered(path, number)).name)
                _write_picture(waiting / names[-1], frame, making.comment)
            folder.mkdir(exist_ok=True)
            for name in names:
                (waiting / name).replace(folder / name)
    except OSError as error:
        raise OutputError(f"'{folder}' cannot be written, {error.strerror}", "choose another folder") from error
    return len(names)


def _write_picture(path: Path, frame: np.ndarray, comment: str) -> None:
    """PNG, whose comment is a text chunk of its own that FFmpeg would not write."""
    import av

    kind = "rgba" if frame.shape[2] == 4 else "rgb24"
    encoder = av.CodecContext.create("png", "w")
    encoder.width, encoder.height, encoder.pix_fmt = frame.shape[1], frame.shape[0], kind
    encoder.time_base = Fraction(1, 25)
    picture = av.VideoFrame.from_ndarray(np.ascontiguousarray(frame), format=kind)
    data = b"".join(bytes(packet) for packet in [*encoder.encode(picture), *encoder.encode(None)])
    path.write_bytes(_with_text(data, "Comment", comment))


def _with_text(png: bytes, keyword: str, text: str) -> bytes:
    """PNG with a text chunk after its header (PNG specification, 11.3.3): tEXt, which more programs show, if it can."""
    from zlib import crc32

    key = keyword.encode("latin-1")
    try:
        body = b"tEXt" + key + b"\0" + text.encode("latin-1")
    except UnicodeEncodeError:
        body = b"iTXt" + key + b"\0\0\0\0\0" + text.encode("utf-8")
    chunk = (len(body) - 4).to_bytes(4, "big") + body + crc32(body).to_bytes(4, "big")
    header_end = 8 + 4 + 4 + 13 + 4
    return png[:header_end] + chunk + png[header_end:]


def _numbered(path: str, number: int) -> str:
    """'name/%04d.png' -> 'name/0000.png'. Raises OutputError where no place for the number is named."""
    start, sign, rest = path.partition("%0")
    digits, letter, end = rest.partition("d")
    if not (sign and letter and digits.isdecimal() and _LEAST_DIGITS <= int(digits) <= _MOST_DIGITS) or "/" in end:
        raise OutputError(f"'{path}' has no place for the picture's number", "write it as in name/%04d.png")
    return f"{start}{number:0{int(digits)}d}{end}"
