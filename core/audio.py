"""A voice line as 16 kHz mono samples, read block by block so that hours of sound take little memory."""

import math
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile
import soxr

from . import media_file
from .errors import MissingPartError, SpeechError
from .media_file import MediaFile
from .sound_file import SoundFile, cut_off

SAMPLE_RATE = 16000
SHORTEST_SECONDS = 0.05
_SILENT_PEAK = 1e-3  # -60 dBFS
_LOUD_PEAK = 8.0  # no float mix goes so far above full scale: the samples are in other units
_LATE_SECONDS = 0.05


@dataclass(frozen=True)
class Speech:
    """A part of a sound file that has been looked through and can be animated.

    seconds: its length; is_silent: nothing sounds in it; notes: sentences for the user about what was found (several
    channels, silence, ...).
    """

    path: Path
    seconds: float
    is_silent: bool
    notes: tuple[str, ...]
    _sound: SoundFile | MediaFile
    _first_frame: int
    _frames: int

    @property
    def samples(self) -> int:
        """Length in samples at SAMPLE_RATE."""
        return round(self._frames * SAMPLE_RATE / self._sound.rate)

    def blocks(self, samples_per_block: int) -> Iterator[np.ndarray]:
        """float32 mono at SAMPLE_RATE in blocks of `samples_per_block`, the last one shorter.

        Channels are averaged, samples beyond +-1 stay as they are. The blocks do not depend on their length, and
        together have `samples` samples. Raises SpeechError when the file has changed since it was opened.
        """
        mono = _mono(self._sound, self._first_frame, self._frames)
        return _regrouped(_exactly(self.samples, _at_sample_rate(mono, self._sound.rate)), samples_per_block)


def open_speech(path: str | os.PathLike, start: float = 0.0, end: float | None = None) -> Speech:
    """Looks through the sound from `start` to `end` seconds (None: to its end) and gives it as Speech.

    Raises SpeechError with what to do: no such file, a folder, no sound, damaged or cut off, shorter than
    SHORTEST_SECONDS, samples that are not numbers, a part outside the sound. Raises MissingPartError for a video or
    m4a file without PyAV.
    """
    path = Path(path)
    _check_part(start, end)
    sound = _open_sound(path)
    first_frame = round(start * sound.rate)
    last_frame = math.inf if end is None else round(end * sound.rate)
    if sound.promised_frames is not None and first_frame >= sound.promised_frames > 0:
        raise _ends_before(path, sound.promised_frames / sound.rate, start)
    frames, peak, channel_peak = _looked_through(sound, first_frame, last_frame)
    if sound.promised_frames is not None:
        awaited = min(sound.promised_frames, last_frame) - sound.slack_frames
        if first_frame + frames < awaited:
            raise cut_off(path)
    if not frames and first_frame:
        raise SpeechError(f"'{path}' ends before {start:g} s", "choose an earlier part of it")
    seconds = frames / sound.rate
    if not frames:
        raise SpeechError(f"'{path}' is empty", "record or export it again")
    if round(seconds, 3) < SHORTEST_SECONDS:
        raise SpeechError(
            f"'{path}' has {seconds * 1000:.0f} ms of sound to animate",
            f"give at least {SHORTEST_SECONDS * 1000:.0f} ms",
        )
    notes = _notes(sound, peak, channel_peak)
    if end is not None and start + seconds < end - _LATE_SECONDS:
        notes.append(f"The sound ends at {start + seconds:.2f} s, before the wanted {end:.2f} s")
    return Speech(path, seconds, peak < _SILENT_PEAK, tuple(notes), sound, first_frame, frames)


def read_all(speech: Speech) -> np.ndarray:
    """All samples at once, float32 (samples,): for short lines."""
    return np.concatenate(list(speech.blocks(max(1, speech.samples))))


def _check_part(start: float, end: float | None) -> None:
    if not (math.isfinite(start) and start >= 0):
        raise SpeechError(f"The part to animate starts at {start:g} s", "give a time of 0 or later")
    if end is not None and not (math.isfinite(end) and end > start):
        raise SpeechError(f"The part to animate ends at {end:g} s", f"give a time after its start at {start:g} s")


def _open_sound(path: Path) -> SoundFile | MediaFile:
    _check_file(path)
    try:
        sound = SoundFile(path)
        if sound.unread and media_file.is_readable():
            return MediaFile(path, sound.notes)
        return sound
    except (soundfile.LibsndfileError, TypeError):  # TypeError: a name that ends in .raw
        pass
    if media_file.is_readable():
        return MediaFile(path)
    if path.suffix.lower() in media_file.SUFFIXES:
        raise MissingPartError(
            f"'{path}' can only be read with PyAV, which is not installed",
            "add the package 'av' to the engine's environment, or save the sound as wav or flac",
        )
    raise SpeechError(f"'{path}' is no sound that can be read", "choose a wav, flac, ogg or mp3 file")


def _check_file(path: Path) -> None:
    try:
        if path.is_dir():
            raise SpeechError(f"'{path}' is a folder", "choose a sound file")
        if not path.exists():
            raise SpeechError(f"The sound '{path}' does not exist", "check its name and folder")
        if not path.is_file():
            raise SpeechError(f"'{path}' is not a file", "choose a sound file")
        with path.open("rb") as file:
            if not file.read(1):
                raise SpeechError(f"'{path}' is empty", "record or export it again")
    except (OSError, ValueError) as error:
        cause = (isinstance(error, OSError) and error.strerror) or str(error)
        raise SpeechError(f"'{path}' cannot be opened, {cause.lower()}", "check its name and your rights") from error


def _looked_through(sound: SoundFile | MediaFile, first: int, last: float) -> tuple[int, float, float]:
    """Frames from `first` to `last` that are there, the peak of their mean and the peak of any channel."""
    frames, peak, channel_peak = 0, 0.0, 0.0
    for chunk in sound.chunks(first):
        chunk = chunk[: int(min(len(chunk), last - first - frames))]
        if not len(chunk):
            break
        channel_peak = max(channel_peak, float(np.abs(chunk).max()))
        mean = np.abs(chunk.mean(axis=1))
        if not np.isfinite(mean).all():
            at = (first + frames + int(np.flatnonzero(~np.isfinite(mean))[0])) / sound.rate
            raise SpeechError(f"'{sound.path}' has samples that are not numbers at {at:.2f} s", "export it again")
        peak = max(peak, float(mean.max()))
        frames += len(chunk)
    return frames, peak, channel_peak


def _notes(sound: SoundFile | MediaFile, peak: float, channel_peak: float) -> list[str]:
    notes = []
    if sound.channels > 2:
        notes.append(f"{sound.channels} channels were averaged")
    if channel_peak < _SILENT_PEAK:
        notes.append("The line is silent")
    elif peak < _SILENT_PEAK:
        notes.append(f"The {sound.channels} channels cancel each other, so that the line is silent")
    if peak > _LOUD_PEAK:
        notes.append(f"The samples reach {peak:.0f}, where 1 is full scale")
    if sound.unread:
        notes.append(sound.unread)
    return [*notes, *sound.notes]


def _ends_before(path: Path, seconds: float, start: float) -> SpeechError:
    return SpeechError(f"'{path}' ends at {seconds:.2f} s, before {start:g} s", "choose an earlier part of it")


def _mono(sound: SoundFile | MediaFile, first: int, frames: int) -> Iterator[np.ndarray]:
    left = frames
    for chunk in sound.chunks(first):
        yield chunk[:left].mean(axis=1)
        left -= min(left, len(chunk))
        if not left:
            return
    raise SpeechError(f"'{sound.path}' has changed while it was read", "start again when it is complete")


def _at_sample_rate(chunks: Iterable[np.ndarray], rate: int) -> Iterator[np.ndarray]:
    """float32 mono at `rate` -> at SAMPLE_RATE, without delay."""
    if rate == SAMPLE_RATE:
        yield from chunks
        return
    stream = soxr.ResampleStream(rate, SAMPLE_RATE, 1, dtype="float32")
    for chunk in chunks:
        yield stream.resample_chunk(chunk)
    yield stream.resample_chunk(np.zeros(0, np.float32), last=True)


def _exactly(samples: int, chunks: Iterable[np.ndarray]) -> Iterator[np.ndarray]:
    """The chunks, cut or filled with zeros to `samples` in all: the resampler may end a sample early or late."""
    left = samples
    for chunk in chunks:
        yield chunk[:left]
        left -= min(left, len(chunk))
    yield np.zeros(left, np.float32)


def _regrouped(chunks: Iterable[np.ndarray], size: int) -> Iterator[np.ndarray]:
    """The same samples in blocks of `size`, the last one shorter."""
    block, filled = np.empty(size, np.float32), 0
    for chunk in chunks:
        while len(chunk):
            taken = min(size - filled, len(chunk))
            block[filled : filled + taken] = chunk[:taken]
            filled, chunk = filled + taken, chunk[taken:]
            if filled == size:
                yield block
                block, filled = np.empty(size, np.float32), 0
    if filled:
        yield block[:filled]
