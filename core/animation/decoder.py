"""The animation decoder: speech features and a style embedding per frame -> 52 weights, at 50 Hz.

ExpCLIP (Zhong et al., AAAI 2024, section 3.3): a transformer decoder over speech features that takes the style
embedding by cross-attention, then two fully connected layers. The feeling may change over time, so each frame attends
to its own style, split into a few tokens; speech attends to speech within a window, about half a second either side.
"""

from dataclasses import asdict, dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from ...rigs import arkit


@dataclass(frozen=True)
class DecoderConfig:
    """features: width of the speech features; style: width of the style embedding; window: frames seen either side."""

    features: int = 256
    style: int = 64
    hidden: int = 160
    layers: int = 4
    heads: int = 4
    feed_forward: int = 384
    style_tokens: int = 8
    window: int = 25

    def to_json(self) -> dict:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict) -> "DecoderConfig":
        return cls(**data)


class AnimationDecoder(nn.Module):
    """features (batch, frames, features), style (batch, frames or 1, style) -> weights (batch, frames, 52) in 0..1.

    A style of one frame holds for all of them. The style of the neutral face is the zero vector
    (ExpressionSpace.encode of no expression).
    """

    def __init__(self, config: DecoderConfig):
        super().__init__()
        self.config = config
        self.enter = nn.Sequential(nn.LayerNorm(config.features), nn.Linear(config.features, config.hidden))
        self.tokens = nn.Linear(config.style, config.style_tokens * config.hidden)
        self.layers = nn.ModuleList(_Layer(config) for _ in range(config.layers))
        self.leave = nn.Sequential(
            nn.LayerNorm(config.hidden),
            nn.Linear(config.hidden, config.hidden),
            nn.GELU(),
            nn.Linear(config.hidden, arkit.COUNT),
        )
        nn.init.constant_(self.leave[-1].bias, -3.0)

    def forward(self, features: Tensor, style: Tensor) -> Tensor:
        hidden = self.enter(features)
        tokens = self.tokens(style).unflatten(-1, (self.config.style_tokens, self.config.hidden))
        near = _near(features.shape[1], self.config.window, features.device)
        for layer in self.layers:
            hidden = layer(hidden, tokens, near)
        return torch.sigmoid(self.leave(hidden))


class _Layer(nn.Module):
    def __init__(self, config: DecoderConfig):
        super().__init__()
        width = config.hidden
        self.heads = config.heads
        self.speech_norm, self.style_norm = nn.LayerNorm(width), nn.LayerNorm(width)
        self.feed_norm = nn.LayerNorm(width)
        self.speech_in, self.speech_out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.distance = nn.Parameter(torch.zeros(config.heads, 2 * config.window + 1))
        self.style_query, self.style_in = nn.Linear(width, width), nn.Linear(width, 2 * width)
        self.style_out = nn.Linear(width, width)
        self.feed = nn.Sequential(
            nn.Linear(width, config.feed_forward), nn.GELU(), nn.Linear(config.feed_forward, width)
        )

    def forward(self, hidden: Tensor, tokens: Tensor, near: tuple[Tensor, Tensor]) -> Tensor:
        """hidden (batch, frames, width), tokens (batch, frames or 1, style tokens, width), near: see _near."""
        hidden = hidden + self._listen(self.speech_norm(hidden), near)
        hidden = hidden + self._take_style(self.style_norm(hidden), tokens)
        return hidden + self.feed(self.feed_norm(hidden))

    def _listen(self, x: Tensor, near: tuple[Tensor, Tensor]) -> Tensor:
        batch, frames, width = x.shape
        query, key, value = (
            part.reshape(batch, frames, self.heads, -1).transpose(1, 2) for part in self.speech_in(x).chunk(3, -1)
        )
        offset, outside = near
        bias = self.distance[:, offset].masked_fill(outside, float("-inf"))
        heard = functional.scaled_dot_product_attention(query, key, value, attn_mask=bias[None])
        return self.speech_out(heard.transpose(1, 2).reshape(batch, frames, width))

    def _take_style(self, x: Tensor, tokens: Tensor) -> Tensor:
        batch, frames, width = x.shape
        spans = tokens.shape[1]
        query = self.style_query(x).reshape(batch * spans, frames // spans, self.heads, -1).transpose(1, 2)
        key, value = (
            part.reshape(batch * spans, -1, self.heads, width // self.heads).transpose(1, 2)
            for part in self.style_in(tokens).chunk(2, -1)
        )
        taken = functional.scaled_dot_product_attention(query, key, value)
        return self.style_out(taken.transpose(1, 2).reshape(batch, frames, width))


def _near(frames: int, window: int, device: torch.device) -> tuple[Tensor, Tensor]:
    """For each pair of frames: number of their distance 0..2 window, and whether they are too far apart."""
    time = torch.arange(frames, device=device)
    distance = time[None, :] - time[:, None]
    return distance.clamp(-window, window) + window, distance.abs() > window
