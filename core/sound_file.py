"""Sound files through libsndfile: wav, flac, ogg, mp3, aiff and others, a chunk at a time.

libsndfile reads a WAV that was cut off as a shorter one and says nothing, so the lengths are looked up here.
"""

import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import numpy as np
import soundfile

from . import ogg_pages
from .errors import SpeechError
from .silenced import stderr_silenced

CHUNK_SAMPLES = 1 << 17  # of all channels together: half a megabyte, however many channels there are
_LOSSY_SLACK_SECONDS = 0.1  # the length in an MP3's header may miss the encoder's padding
# An MP3's frame needs bits of the frames before it, and soundfile seeks after every read: without a run-up each chunk
# would begin with up to 1600 samples of silence.
_MP3_RUN_UP_FRAMES = 8 * 1152
_MP3_FIRST_FRAME_BYTES = 2048
_GUESSED = "This MP3 does not state its length: without PyAV its end may be missing"  # taken from its first bit rate
_CHAIN = "This Ogg file holds several recordings in a row: without PyAV only the first is read"
_ENDLESS = "This Ogg file does not mark where its sound ends: without PyAV it may not be read"
_OPEN = "This Ogg file does not say that it is complete: its end may be missing"
_UNKNOWN_FRAMES = 1 << 48
_UNKNOWN_BYTES = (0, 0xFFFFFFFF)  # written by programs that stream and never come back to the header


class SoundFile:
    """A sound file as chunks of samples.

    rate: samples a second; channels; promised_frames: the length that the file itself states, or None;
    slack_frames: how much less than that may come; unread: what libsndfile leaves out of this file, a sentence that
    is empty for most; notes: what else there is to tell of it.
    """

    def __init__(self, path: Path):
        """Raises SpeechError for a file that is cut off, soundfile.LibsndfileError for what libsndfile cannot read."""
        self.path = path
        with stderr_silenced(), self._open() as sound:
            self.rate: int = sound.samplerate
            self.channels: int = sound.channels
            frames, is_mp3 = sound.frames, sound.format == "MP3"
            is_ogg = sound.format == "OGG"
        with path.open("rb") as file:
            missing = _missing_bytes(file)
            guessed = is_mp3 and not _mp3_states_length(file)
            pages = ogg_pages.look_through(file) if is_ogg else ogg_pages.NONE
        if missing or pages.is_cut:
            raise cut_off(path)
        endless = pages.is_open or pages.ends_empty  # libsndfile cuts padding off the very last page alone
        self.unread = _GUESSED if guessed else _CHAIN if pages.is_chain else _ENDLESS if endless else ""
        self.notes = (_OPEN,) if pages.is_open else ()
        states_length = 0 < frames < _UNKNOWN_FRAMES and not guessed
        self.promised_frames = frames if states_length else None
        self.slack_frames = round(_LOSSY_SLACK_SECONDS * self.rate) if is_mp3 else 0
        self._run_up_frames = _MP3_RUN_UP_FRAMES if is_mp3 else 0

    def chunks(self, first_frame: int) -> Iterator[np.ndarray]:
        """float32 (frames, channels) from `first_frame` to the end. Raises SpeechError where the file is damaged."""
        frames = max(1, CHUNK_SAMPLES // self.channels)
        position = first_frame
        try:
            with stderr_silenced():
                sound = self._open()
            with sound:
                while True:
                    run_up = min(position, self._run_up_frames)
                    with stderr_silenced():
                        sound.seek(position - run_up)
                        chunk = sound.read(run_up + frames, dtype="float32", always_2d=True)[run_up:]
                    if not len(chunk):
                        return
                    yield chunk
                    position += len(chunk)
        except soundfile.LibsndfileError as error:
            raise cut_off(self.path) from error

    def _open(self) -> soundfile.SoundFile:
        # Of a name that is no valid UTF-8, only the bytes reach libsndfile; Windows has no such names.
        return soundfile.SoundFile(os.fsencode(self.path) if os.name == "posix" else self.path)


def cut_off(path: Path) -> SpeechError:
    return SpeechError(f"'{path}' is damaged or cut off", "copy or export it again")


def _missing_bytes(file: BinaryIO) -> int:
    """Bytes of sound that the header of a WAV or AIFF file promises and that are not there.

    Source: RIFF and its big-endian elder EA IFF 85: chunks of a name, a length and padding to an even length; RF64
    (EBU Tech 3306) keeps the length of the data in its first chunk ds64.
    """
    file.seek(0)
    form = file.read(12)
    if form[:4] not in (b"RIFF", b"RF64", b"FORM"):
        return 0
    head = ">4sI" if form[:4] == b"FORM" else "<4sI"
    size = file.seek(0, 2)
    position, long_data = 12, None
    while position + 8 <= size:
        file.seek(position)
        name, length = struct.unpack(head, file.read(8))
        if name == b"ds64":
            long_data = struct.unpack("<QQ", file.read(16).ljust(16, b"\0"))[1]
        if name in (b"data", b"SSND"):
            if long_data is not None and length == 0xFFFFFFFF:
                length = long_data
            return 0 if length in _UNKNOWN_BYTES else max(0, position + 8 + length - size)
        position += 8 + length + length % 2
    return 0


def _mp3_states_length(file: BinaryIO) -> bool:
    """Whether the first frame of an MP3 is one of those that state the number of frames (Xing, LAME, Fraunhofer)."""
    file.seek(0)
    tag = file.read(10)
    if tag[:3] == b"ID3":  # its length has 7 bits a byte
        file.seek(10 + sum(byte << shift for byte, shift in zip(tag[6:10], (21, 14, 7, 0), strict=True)))
        tag = b""
    beginning = tag + file.read(_MP3_FIRST_FRAME_BYTES)
    return any(name in beginning for name in (b"Xing", b"Info", b"VBRI"))
