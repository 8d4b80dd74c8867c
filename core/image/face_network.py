"""Our own network from the face mesh to blendshape weights, and the choice between it and MediaPipe's."""

from collections.abc import Callable
from dataclasses import asdict, dataclass

import numpy as np
import torch
from torch import Tensor, nn

from ...rigs import arkit
from ..int8_rows import accept_int8_rows
from . import mesh
from .tflite import TfliteNetwork

PART = "face"
Weigh = Callable[[np.ndarray], np.ndarray]
"""Landmarks in pixels, (478, 3) -> float32 (52,) in ARKit order, 0..1."""

_SCALE = 3.0
"""Upright landmarks differ from face to face by about a third."""
_MIRRORED_POINTS = mesh.rows_of(mesh.MIRRORED[mesh.READ])
_MEDIAPIPE_NAMES = ("_neutral", *sorted(name for name in arkit.NAMES if name != "tongueOut"))
"""MediaPipe's order; it has no tongueOut."""
_MOST_TILT = 0.25
"""Radians: what MediaPipe's network makes of faces that tilt more is weaker."""
_ARKIT_ROWS = [arkit.INDEX[name] for name in _MEDIAPIPE_NAMES[1:]]


@dataclass(frozen=True)
class FaceNetworkConfig:
    """width: of its layers; blocks: how many residual ones."""

    width: int = 384
    blocks: int = 2

    def to_json(self) -> dict:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict) -> "FaceNetworkConfig":
        return cls(**data)


class FaceNetwork(nn.Module):
    """Residual perceptron; it takes plain tensors as well as those of to_int8_rows."""

    def __init__(self, config: FaceNetworkConfig):
        super().__init__()
        self.config = config
        self.entry = nn.Linear(2 * len(mesh.READ), config.width)
        self.blocks = nn.ModuleList(
            nn.Sequential(nn.LayerNorm(config.width), nn.Linear(config.width, config.width), nn.GELU())
            for _ in range(config.blocks)
        )
        self.out = nn.Linear(config.width, arkit.COUNT)
        accept_int8_rows(self)

    def forward(self, points: Tensor) -> Tensor:
        """Upright landmarks (n, 146, 2), see mesh.upright -> logits of the weights (n, 52)."""
        hidden = nn.functional.gelu(self.entry(points.flatten(1) * _SCALE))
        for block in self.blocks:
            hidden = hidden + block(hidden)
        return self.out(hidden)


def by_our_network(network: FaceNetwork, as_learned: Callable[[np.ndarray], np.ndarray] = lambda seen: seen) -> Weigh:
    """The mean over a face and its mirror image, so that a mirrored picture gives exactly mirrored weights.

    as_learned: upright landmarks (n, 146, 2) of the mesh at hand -> as those that the network learned from.
    """

    def weigh(points: np.ndarray) -> np.ndarray:
        upright = mesh.upright(points[mesh.READ, :2])
        mirrored = upright[_MIRRORED_POINTS] * np.array([-1.0, 1.0], np.float32)
        seen = as_learned(np.stack([upright, mirrored]))
        with torch.inference_mode():
            face, other = torch.sigmoid(network(torch.from_numpy(seen))).numpy()
        return 0.5 * (face + other[list(arkit.MIRROR_INDEX)])

    return weigh


def by_mediapipe(blendshapes: bytes) -> Weigh:
    """MediaPipe's own network, from the task file. Raises MissingPartError without LiteRT."""
    network = TfliteNetwork(blendshapes)

    def weigh(points: np.ndarray) -> np.ndarray:
        weights = np.zeros(arkit.COUNT, np.float32)
        seen = mesh.tilted_less(points[mesh.READ, :2], _MOST_TILT)
        weights[_ARKIT_ROWS] = network.run(seen)[0][1:]
        return weights

    return weigh
