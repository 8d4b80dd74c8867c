"""The sound of video files, m4a and whatever else FFmpeg reads, through PyAV where that is installed."""

import importlib.util
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from .errors import SpeechError

SUFFIXES = (
    ".mp4", ".m4v", ".m4a", ".mov", ".mkv", ".mka", ".webm", ".avi", ".aac", ".wma", ".wmv", ".ac3", ".amr", ".3gp",
    ".mpg", ".mpeg", ".ts", ".flv", ".mxf",
)  # fmt: skip
"""Names of files that are refused for want of PyAV rather than as no sound at all."""

# Demuxers of one file only: a playlist would have FFmpeg open other files, or the network.
_FORMATS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,aac,asf,ac3,eac3,amr,amrnb,amrwb,mpeg,mpegts,flv,mxf,"
    "wav,w64,caf,aiff,au,flac,ogg,mp3,opus"
)
_DURATION_UNITS = 1_000_000  # a second in what FFmpeg counts a container's duration in
_SLACK_SECONDS = 0.1  # a container's length includes the encoder's padding, or does not


def is_readable() -> bool:
    return importlib.util.find_spec("av") is not None


class MediaFile:
    """The first sound track of a media file as chunks of samples; the same interface as sound_file.SoundFile."""

    unread = ""

    def __init__(self, path: Path, notes: tuple[str, ...] = ()):
        """Raises SpeechError for what FFmpeg cannot read and for a video without sound."""
        import av

        self.path, self.notes = path, notes
        try:
            with self._open() as container:
                if not container.streams.audio:
                    raise SpeechError(f"'{path}' has no sound in it", "choose a file with a voice")
                track = container.streams.audio[0]
                self.rate: int = track.codec_context.sample_rate
                self.channels: int = track.codec_context.channels
                self.promised_frames = _promised_frames(container, self.rate)
        except (av.FFmpegError, ValueError) as error:
            raise SpeechError(f"'{path}' is no sound that can be read", "choose a sound or video file") from error
        if not (self.rate and self.channels):
            raise SpeechError(f"'{path}' has a sound track that cannot be read", "save it as wav or flac first")
        self.slack_frames = round(_SLACK_SECONDS * self.rate)

    def chunks(self, first_frame: int) -> Iterator[np.ndarray]:
        """float32 (frames, channels) from `first_frame` to the end. Raises SpeechError where the file is damaged."""
        to_skip = first_frame
        for chunk in self._decoded():
            if to_skip < len(chunk):
                yield chunk[to_skip:]
            to_skip = max(0, to_skip - len(chunk))

    def _decoded(self) -> Iterator[np.ndarray]:
        import av

        try:
            with self._open() as container:
                # It only turns every sample format into planes of float32: rate and channels stay.
                planes = av.AudioResampler(format="fltp", rate=self.rate)
                for frame in container.decode(container.streams.audio[0]):
                    for plane in planes.resample(frame):
                        yield plane.to_ndarray().T
                for plane in planes.resample(None):
                    yield plane.to_ndarray().T
        except (av.FFmpegError, ValueError) as error:
            raise SpeechError(f"'{self.path}' is damaged or cut off", "copy or export it again") from error

    def _open(self):
        import av

        return av.open(str(self.path), options={"format_whitelist": _FORMATS, "protocol_whitelist": "file"})


def _promised_frames(container, rate: int) -> int | None:
    """Frames of sound that the container states, or None.

    Only Matroska's word counts, and only without pictures, which may outlast the sound. MP4 needs none: FFmpeg itself
    finds its packets missing, and its edit lists may leave out a part of what the track states. Other lengths are
    FFmpeg's estimates.
    """
    if "matroska" not in container.format.name or container.streams.video or not container.duration:
        return None
    return round(container.duration / _DURATION_UNITS * rate)
