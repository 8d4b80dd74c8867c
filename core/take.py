"""A take: the face on every frame."""

import math
from dataclasses import dataclass, field

import numpy as np

from ..rigs import arkit
from .errors import TakeError

_MIRRORED_ROTATION = np.array([-1.0, 1.0, -1.0], np.float32)  # yaw and roll change sides, pitch does not


def frame_count(seconds: float, fps: float) -> int:
    """Frames of a take that covers `seconds`: ceil(seconds * fps).

    The product is rounded first, so that 90 frames at 30 fps are 72 at 24 fps and not 73 by a rounding error.
    """
    return math.ceil(round(seconds * fps, 6))


@dataclass
class Take:
    """Blendshape weights over time.

    weights: float32 (frames, 52) in ARKit order (rigs.arkit.NAMES), 0..1, frame i at i / fps seconds
        (captures go slightly above 1: such values are kept);
    head: float32 (frames, 3) yaw, pitch, roll in radians, or None;
    eyes: float32 (frames, 2, 3) left and right eye's yaw, pitch, roll in radians, or None;
    made_by: settings, model and seed that made it; empty for a recorded take.

    Raises TakeError when an array has another shape or holds NaN or infinity, or fps is not above 0.
    """

    weights: np.ndarray
    fps: float
    head: np.ndarray | None = None
    eyes: np.ndarray | None = None
    made_by: dict = field(default_factory=dict)

    def __post_init__(self):
        self.fps = float(self.fps)
        if not (math.isfinite(self.fps) and self.fps > 0):
            raise TakeError(f"A take has {self.fps:g} frames a second", "give a frame rate above 0")
        frames = np.shape(self.weights)[0] if np.ndim(self.weights) else 0
        self.weights = _checked("weights", self.weights, (frames, arkit.COUNT))
        if self.head is not None:
            self.head = _checked("head rotations", self.head, (frames, 3))
        if self.eyes is not None:
            self.eyes = _checked("eye rotations", self.eyes, (frames, 2, 3))

    @property
    def frames(self) -> int:
        return len(self.weights)

    @property
    def seconds(self) -> float:
        return self.frames / self.fps

    def channel(self, name: str) -> np.ndarray:
        """The curve of one blendshape, (frames,)."""
        return self.weights[:, arkit.INDEX[name]]

    def resampled(self, fps: float) -> "Take":
        """The same face at another frame rate: linear between frames, the last frame held to the end.

        It has ceil(seconds * fps) frames.
        """
        frames = frame_count(self.seconds, fps)
        return Take(
            weights=_at_times(self.weights, self.fps, frames, fps),
            fps=fps,
            head=None if self.head is None else _at_times(self.head, self.fps, frames, fps),
            eyes=None if self.eyes is None else _at_times(self.eyes, self.fps, frames, fps),
            made_by=dict(self.made_by),
        )

    def mirrored(self) -> "Take":
        """The same take with the character's left and right exchanged."""
        return Take(
            weights=self.weights[:, list(arkit.MIRROR_INDEX)],
            fps=self.fps,
            head=None if self.head is None else self.head * _MIRRORED_ROTATION,
            eyes=None if self.eyes is None else self.eyes[:, ::-1] * _MIRRORED_ROTATION,
            made_by=dict(self.made_by),
        )


def _checked(what: str, values: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """`values` as contiguous float32 of `shape`, or TakeError."""
    array = np.ascontiguousarray(values, np.float32)
    if array.shape != shape:
        raise TakeError(f"A take has {what} of shape {array.shape}", f"give {shape}")
    if not np.isfinite(array).all():
        raise TakeError(f"A take has {what} that are not numbers", "make or export it again")
    return array


def _at_times(values: np.ndarray, fps: float, new_frames: int, new_fps: float) -> np.ndarray:
    """(frames, ...) at fps -> (new_frames, ...) at new_fps, linear in time."""
    if not len(values):
        return np.zeros((new_frames, *values.shape[1:]), np.float32)
    position = np.minimum(np.arange(new_frames) * (fps / new_fps), len(values) - 1)
    before = np.minimum(position.astype(int), max(len(values) - 2, 0))
    share = (position - before).astype(np.float32).reshape(-1, *[1] * (values.ndim - 1))
    after = np.minimum(before + 1, len(values) - 1)
    return values[before] * (1 - share) + values[after] * share
