"""A take: the face on every frame."""

from dataclasses import dataclass, field

import numpy as np

from ..rigs import arkit
from .errors import TakeError


@dataclass
class Take:
    """Blendshape weights over time.

    weights: float32 (frames, 52) in ARKit order (rigs.arkit.NAMES), 0..1, frame i at i / fps seconds;
    head: float32 (frames, 3) yaw, pitch, roll in radians, or None;
    eyes: float32 (frames, 2, 3) left and right eye's yaw, pitch, roll in radians, or None;
    made_by: settings, model and seed that made it; empty for a recorded take.
    """

    weights: np.ndarray
    fps: float
    head: np.ndarray | None = None
    eyes: np.ndarray | None = None
    made_by: dict = field(default_factory=dict)

    def __post_init__(self):
        self.weights = np.ascontiguousarray(self.weights, np.float32)
        if self.weights.ndim != 2 or self.weights.shape[1] != arkit.COUNT:
            raise TakeError(f"A take has weights of shape {self.weights.shape}", f"give (frames, {arkit.COUNT})")
        if not np.isfinite(self.weights).all():
            raise TakeError("A take has weights that are not numbers", "make or export it again")

    @property
    def frames(self) -> int:
        return len(self.weights)

    @property
    def seconds(self) -> float:
        return self.frames / self.fps

    def channel(self, name: str) -> np.ndarray:
        """The curve of one blendshape, (frames,)."""
        return self.weights[:, arkit.INDEX[name]]
