"""Lips from 52 weights: how far they are open, how wide, how far from the teeth, on two faces.

Both faces are linear in the weights. `measured_face` reads ICT-FaceKit's lip_geometry.npz (MIT, USC ICT), which lies
beside the project, not in it; `demo_face` measures this project's own head.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ...rigs import arkit

CLOSED = 0.08
"""Largest share of the gap at jawOpen 1 at which lips count as closed."""
COLUMNS = 3


@dataclass(frozen=True)
class Lips:
    """A mouth over time. columns: (frames, 3) the gap of the inner lips at three places as a share of the gap at
    jawOpen 1, 0 or more; width: (frames,) mm; teeth: (frames,) mm from the lower lip's rim to the upper incisors;
    rounding: (frames,) mouthPucker + mouthFunnel; frame i stands at i / fps seconds plus `first_seconds`."""

    columns: np.ndarray
    width: np.ndarray
    teeth: np.ndarray
    rounding: np.ndarray
    fps: float
    first_seconds: float = 0.0

    @property
    def widest(self) -> np.ndarray:
        """The opening where closure is asked: the largest column."""
        return self.columns.max(1)

    @property
    def opening(self) -> np.ndarray:
        """The opening where motion is compared: the mean of the columns."""
        return self.columns.mean(1)

    @property
    def closed(self) -> np.ndarray:
        return self.widest < CLOSED

    @property
    def seconds(self) -> np.ndarray:
        return self.first_seconds + np.arange(len(self.columns)) / self.fps


@dataclass(frozen=True)
class Face:
    """A face's lips, linear in the weights: per_weight arrays have the 52 blendshapes first, in the order of
    rigs.arkit; lengths in mm. gap: (52, 3) more than at rest; rim_at_rest (points, 3), rim (52, points, 3) of the lower
    lip, incisors (edge, 3), without any points where contact with the teeth is not measured."""

    gap: np.ndarray
    width_at_rest: float
    width: np.ndarray
    rim_at_rest: np.ndarray
    rim: np.ndarray
    incisors: np.ndarray

    def lips(self, weights: np.ndarray, fps: float, first_seconds: float = 0.0) -> Lips:
        """weights (frames, 52) in arkit order -> their lips."""
        weights = np.asarray(weights, np.float64)
        rim = self.rim_at_rest + np.tensordot(weights, self.rim, 1)
        apart = rim[:, :, None] - self.incisors
        return Lips(
            columns=np.maximum(weights @ self.gap, 0.0) / self.gap[arkit.INDEX["jawOpen"]],
            width=self.width_at_rest + weights @ self.width,
            teeth=np.sqrt((apart**2).sum(-1)).min((1, 2), initial=np.inf),
            rounding=weights[:, arkit.INDEX["mouthPucker"]] + weights[:, arkit.INDEX["mouthFunnel"]],
            fps=fps,
            first_seconds=first_seconds,
        )


def measured_face(path: Path) -> Face:
    """The face of lip_geometry.npz. Raises OSError when it is not there."""
    with np.load(path, allow_pickle=False) as data:
        order = [data["names"].tolist().index(name) for name in arkit.NAMES]
        return Face(
            gap=data["gapB"][order],
            width_at_rest=float(data["width0"]),
            width=data["widthB"][order],
            rim_at_rest=data["lower0"],
            rim=data["lowerB"][order],
            incisors=data["incisor"],
        )


def demo_face() -> Face:
    """The demo head: gaps at the middle and half-way to the corners, width between the outermost inner-lip points.

    Its lips are thick and meet 9 mm in front of the teeth: contact with them is not measured."""
    from ...rigs.demo_head.head import build

    head = build()
    millimetres = 1000.0
    upper, lower = head.groups["upper_lip_inner"], head.groups["lower_lip_inner"]
    across = head.vertices[upper, 0]
    half = np.abs(across).max() / 2.0
    pairs = [int(np.abs(across - place).argmin()) for place in (0.0, -half, half)]
    left, right = int(across.argmax()), int(across.argmin())
    return Face(
        gap=(head.deltas[:, upper[pairs], 2] - head.deltas[:, lower[pairs], 2]) * millimetres,
        width_at_rest=float(across[left] - across[right]) * millimetres,
        width=(head.deltas[:, upper[left], 0] - head.deltas[:, upper[right], 0]) * millimetres,
        rim_at_rest=np.zeros((0, 3)),
        rim=np.zeros((arkit.COUNT, 0, 3)),
        incisors=np.zeros((0, 3)),
    )
