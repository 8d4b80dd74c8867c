"""Reads the captured faces of BEAT, for those who have it (Liu et al., ECCV 2022): speech with 52 weights beside it.

A recording is NAME.json beside NAME.wav: {"names": [51 or 52 ARKit names], "frames": [{"weights": [one a name],
"time": seconds, "rotation": [...]}, ...]} at 60 frames a second. What else lies in the folders is passed over.
"""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ...rigs import arkit
from ..audio import open_speech
from ..errors import TakeError
from ..formats.beat import Recording, recording_of
from ..formats.channels import ARKIT_CHANNEL, plain
from ..speech.phonogram import FPS

_AGAIN = "take the file from the data set again, or leave it out"
_LEAST_SHARED = 0.5
"""Face and sound of one recording last about as long; times in other units do not."""


@dataclass(frozen=True, eq=False)
class Capture:
    """sound: the file; weights: float32 (frames, 52) in 0..1, frame i at (i + 0.5) / 50 s, as far as both last;
    missing: ARKit names that the capture lacks, whose weights are 0."""

    sound: Path
    weights: np.ndarray
    missing: tuple[str, ...]


def recordings_of(folder: Path) -> list[Path]:
    """The JSON files anywhere below `folder` that have their sound beside them. Raises TakeError when there is none."""
    found = sorted(path for path in folder.rglob("*.json") if path.with_suffix(".wav").is_file())
    if not found:
        raise TakeError(f"There is no JSON beside a wav of the same name in '{folder}'", "name the folder of BEAT")
    return found


def read_captures(paths: list[Path]) -> Iterator[Capture]:
    """Each recording at the model's 50 Hz, linear between frames; one at a time, for BEAT has days of them.

    Raises TakeError for a file that is not such JSON, lacks sizes or times that agree, or has no ARKit names, and
    SpeechError for a sound that cannot be read.
    """
    for path in paths:
        recording = _recording(path)
        sound = path.with_suffix(".wav")
        seconds = open_speech(sound).seconds
        captured = float(recording.seconds[-1])
        shared = min(seconds, captured)
        if shared < _LEAST_SHARED * max(seconds, captured):
            raise TakeError(f"'{path}' lasts {captured:.1f} s and its sound {seconds:.1f} s", _AGAIN)
        at = (np.arange(math.floor(shared * FPS)) + 0.5) / FPS
        curves = [np.interp(at, recording.seconds, curve) for curve in recording.weights.T]
        named = {ARKIT_CHANNEL.get(plain(name)) for name in recording.names}
        missing = tuple(name for channel, name in enumerate(arkit.NAMES) if channel not in named)
        yield Capture(sound, np.clip(np.stack(curves, axis=1), 0.0, 1.0).astype(np.float32), missing)


def _recording(path: Path) -> Recording:
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise TakeError(f"'{path}' is no JSON that can be read", _AGAIN) from error
    return recording_of(content, path)
