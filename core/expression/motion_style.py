"""E_sa: the face that lies behind a motion, heard through its speech (ExpCLIP, AAAI 2024, section 3.3).

A 4-layer transformer looks at a clip of motion and pools it by self-attention into the expression prompt; E of the
space (frozen) makes it a style embedding. The paper's attention chooses frames; here it chooses them for each
blendshape alone, because speech leaves the brows free while it holds the jaw.
"""

from dataclasses import asdict, dataclass

import numpy as np
import torch
from torch import Tensor, nn

from ...rigs import arkit
from ..take import Take

PART = "style"
"""Of a bundle."""
RATE = 25.0
"""Frames a second of the motion that is looked at."""
WINDOW, HOP = 100, 50
"""Frames that are looked at together, and from one window to the next."""


@dataclass(frozen=True)
class MotionStyleConfig:
    hidden: int = 64
    layers: int = 4
    heads: int = 4
    feed_forward: int = 128
    kernel: int = 5

    def to_json(self) -> dict:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict) -> "MotionStyleConfig":
        return cls(**data)


class MotionStyle(nn.Module):
    """motion (batch, frames, 52) at RATE, of any length -> faces (batch, 52), about 0..1: whoever uses them clips."""

    def __init__(self, config: MotionStyleConfig):
        super().__init__()
        self.config = config
        self.enter = nn.Conv1d(arkit.COUNT, config.hidden, config.kernel, padding="same")
        layer = nn.TransformerEncoderLayer(
            config.hidden, config.heads, config.feed_forward, 0.0, "gelu", batch_first=True, norm_first=True
        )
        self.layers = nn.TransformerEncoder(layer, config.layers, enable_nested_tensor=False)
        self.norm = nn.LayerNorm(config.hidden)
        self.attend = nn.Linear(config.hidden, arkit.COUNT)
        self.adjust = nn.Linear(config.hidden, 2 * arkit.COUNT)
        nn.init.zeros_(self.adjust.weight)
        nn.init.zeros_(self.adjust.bias)

    def forward(self, motion: Tensor) -> Tensor:
        hidden = self.enter(motion.transpose(1, 2)).transpose(1, 2)
        hidden = self.norm(self.layers(hidden))
        pooled = (self.attend(hidden).softmax(1) * motion).sum(1)
        # What speech never leaves free, such as the jaw, no frame shows alone: it is judged from the whole.
        gain, shift = torch.tanh(self.adjust(hidden.mean(1))).chunk(2, -1)
        return pooled * torch.exp(gain) + 0.5 * shift


@torch.inference_mode()
def face_behind(take: Take, network: MotionStyle) -> np.ndarray:
    """The expression of a take without its speech, blinks and glances: float32 (52,) in 0..1.

    The mean over windows of 4 s. The take has a frame at least.
    """
    motion = np.clip(take.resampled(RATE).weights, 0.0, 1.0)
    last = max(len(motion) - WINDOW, 0)
    starts = [*range(0, last, HOP), last]
    windows = torch.from_numpy(np.stack([motion[start : start + WINDOW] for start in starts]))
    faces = [network(batch).mean(0) * len(batch) for batch in windows.split(64)]
    return (torch.stack(faces).sum(0) / len(windows)).clamp(0.0, 1.0).numpy()
