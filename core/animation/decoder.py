"""The animation decoder: a phonogram, loudness and a style embedding per frame -> 52 weights and contacts, at 50 Hz.

ExpCLIP (Zhong et al., AAAI 2024, section 3.3): a transformer decoder over speech that takes the style embedding by
cross-attention, then two fully connected layers. The feeling may change over time, so each frame attends to its own
style, split into a few tokens. Speech attends to speech so near by that a phone is felt for half a second either side
and not at all beyond: an edit stays where it was made, and stretches of a line can be animated one by one.
"""

from dataclasses import asdict, dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from ...rigs import arkit
from ..speech import loudness, phones

_FAINT_POWER = 0.4
"""Shares of a phonogram enter to this power, so that a p that is heard faintly counts. Exact ones stay 0 and 1."""
FIRMNESS, CLOSURE = 0, 1
CONTACTS = 2


@dataclass(frozen=True)
class DecoderConfig:
    """style: width of the style embedding; kernel: frames that enter together; window: frames each layer sees either
    side; style_by: "attention" (ExpCLIP's), "sum" (added to the entrance) or "none", the latter two for comparison;
    amplitude: what the articulation is multiplied by (windows.animate_frames), because doubt makes mouths move little:
    on FACEGOOD's takes 1-3, as they are heard, .70 as much as the tracked ones."""

    phones: int = phones.COUNT
    loudness: int = loudness.CHANNELS
    style: int = 64
    hidden: int = 128
    layers: int = 4
    heads: int = 4
    feed_forward: int = 320
    style_tokens: int = 8
    kernel: int = 5
    window: int = 6
    style_by: str = "attention"
    amplitude: float = 1.28

    @property
    def reach(self) -> int:
        """Frames either side that a frame depends on; none beyond."""
        return self.kernel // 2 + self.layers * self.window

    def to_json(self) -> dict:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict) -> "DecoderConfig":
        return cls(**data)


class AnimationDecoder(nn.Module):
    """phonogram (batch, frames, phones), loudness (batch, frames, channels), style (batch, frames or 1, style) ->
    weights (batch, frames, 52) and contacts (batch, frames, CONTACTS), about 0..1: whoever uses them clips. (Behind a
    sigmoid, L1 drives channels that are rarely used to 0 for good.)

    Rows of a phonogram sum to 1 (core/speech/phonogram.py), loudness is core/speech/loudness.py's. A style of one frame
    holds for all of them; the style of the neutral face is the zero vector (ExpressionSpace.encode of no expression).
    Contacts are the teacher's firmness and closure (core/animation/articulation.py).
    """

    def __init__(self, config: DecoderConfig):
        super().__init__()
        self.config = config
        self.enter = nn.Conv1d(config.phones + config.loudness, config.hidden, config.kernel, padding="same")
        if config.style_by == "sum":
            self.add_style = nn.Linear(config.style, config.hidden, bias=False)
        if config.style_by == "attention":
            self.tokens = nn.Linear(config.style, config.style_tokens * config.hidden)
        self.layers = nn.ModuleList(_Layer(config) for _ in range(config.layers))
        self.leave = nn.Sequential(
            nn.LayerNorm(config.hidden),
            nn.Linear(config.hidden, config.hidden),
            nn.GELU(),
            nn.Linear(config.hidden, arkit.COUNT + CONTACTS),
        )

    def forward(self, phonogram: Tensor, loudness: Tensor, style: Tensor) -> tuple[Tensor, Tensor]:
        felt = phonogram.clamp_min(0.0).pow(_FAINT_POWER)
        hidden = self.enter(torch.cat([felt, loudness], -1).transpose(1, 2)).transpose(1, 2)
        tokens = None
        if self.config.style_by == "sum":
            hidden = hidden + self.add_style(style)
        if self.config.style_by == "attention":
            tokens = self.tokens(style).unflatten(-1, (self.config.style_tokens, self.config.hidden))
        near = _near(hidden.shape[1], self.config.window, hidden.device)
        for layer in self.layers:
            hidden = layer(hidden, tokens, near)
        left = self.leave(hidden)
        return left[..., : arkit.COUNT], left[..., arkit.COUNT :]


class _Layer(nn.Module):
    def __init__(self, config: DecoderConfig):
        super().__init__()
        width = config.hidden
        self.heads = config.heads
        self.speech_norm, self.feed_norm = nn.LayerNorm(width), nn.LayerNorm(width)
        self.speech_in, self.speech_out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.distance = nn.Parameter(torch.zeros(config.heads, 2 * config.window + 1))
        if config.style_by == "attention":
            self.style_norm = nn.LayerNorm(width)
            self.style_query, self.style_in = nn.Linear(width, width), nn.Linear(width, 2 * width)
            self.style_out = nn.Linear(width, width)
        self.feed = nn.Sequential(
            nn.Linear(width, config.feed_forward), nn.GELU(), nn.Linear(config.feed_forward, width)
        )

    def forward(self, hidden: Tensor, tokens: Tensor | None, near: tuple[Tensor, Tensor]) -> Tensor:
        """hidden (batch, frames, width), tokens (batch, frames or 1, style tokens, width), near: see _near."""
        hidden = hidden + self._listen(self.speech_norm(hidden), near)
        if tokens is not None:
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
