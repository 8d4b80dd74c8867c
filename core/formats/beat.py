"""Takes from the JSON of captured faces in BEAT (Liu et al., ECCV 2022).

Source: the data set's description: {"names": [51 or 52 ARKit names], "frames": [{"weights": [one a name], "time":
seconds, "rotation": [...]}, ...]} at 60 frames a second. What `rotation` counts is not told, so it is not read.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..errors import TakeError
from ..take import Take
from .channels import in_arkit_order
from .timecode import TIMECODE_FPS, frame_grid, on_grid

_AGAIN = "take the file from the data set again, or leave it out"


@dataclass(frozen=True, eq=False)
class Recording:
    """names: as in the file; weights: float32 (frames, 52) in the order of rigs.arkit, blendshapes that the file lacks
    at 0; seconds: float64 (frames,), rising; left_out: names that are no ARKit blendshapes."""

    names: list[str]
    weights: np.ndarray
    seconds: np.ndarray
    left_out: list[str]


def is_beat(content: dict) -> bool:
    return "names" in content and "frames" in content


def read(content: dict, path: Path) -> Take:
    """The content of the file `path` at a constant rate, found from its times; frame 0 is at 0 seconds, and what lacks
    is interpolated. Raises TakeError, see recording_of."""
    recording = recording_of(content, path)
    fps, position = frame_grid(recording.seconds, TIMECODE_FPS, path)
    made_by = {"left_out": recording.left_out} if recording.left_out else {}
    return Take(on_grid(recording.weights, position, int(round(position[-1])) + 1), fps, made_by=made_by)


def recording_of(content: object, path: Path) -> Recording:
    """The content of the file `path`.

    Raises TakeError for what is no such JSON, sizes that do not agree, times that do not rise, and values that are no
    numbers.
    """
    names, frames = (content.get(key) if isinstance(content, dict) else None for key in ("names", "frames"))
    if not (isinstance(names, list) and names and all(isinstance(name, str) for name in names)):
        raise TakeError(f"'{path}' has no list of names", _AGAIN)
    if not (isinstance(frames, list) and frames and all(isinstance(frame, dict) for frame in frames)):
        raise TakeError(f"'{path}' has no list of frames", _AGAIN)
    values = _numbers([frame.get("weights") for frame in frames], "weights", path)
    seconds = _numbers([frame.get("time") for frame in frames], "times", path)
    if values.ndim != 2 or values.shape[1] != len(names):
        raise TakeError(f"'{path}' has {len(names)} names for weights of shape {values.shape}", _AGAIN)
    if seconds.ndim != 1 or seconds[0] < 0 or (np.diff(seconds) <= 0).any():
        raise TakeError(f"'{path}' has times that do not rise", _AGAIN)
    weights, left_out = in_arkit_order(names, values.astype(np.float32), path)
    return Recording(names, weights, seconds, left_out)


def _numbers(values: list, what: str, path: Path) -> np.ndarray:
    try:
        numbers = np.array(values, np.float64)
    except (TypeError, ValueError) as error:
        raise TakeError(f"'{path}' has {what} that are no numbers, or not as many in each frame", _AGAIN) from error
    if not np.isfinite(numbers).all():
        raise TakeError(f"'{path}' has {what} that are no numbers", _AGAIN)
    return numbers
