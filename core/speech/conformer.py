"""The body of the speech encoder: blocks of feed-forward, self-attention and convolution.

Conformer (Gulati et al. 2020) as wav2vec 2.0 has it in transformers, whose names the weights carry; transformers itself
takes two seconds to import, a third of what a short line takes from a cold start. Where its attention reaches over all
of the sound, this one goes by blocks: what a frame becomes depends on some seconds around it, and a long file costs no
more a second than a short one.
"""

import torch
from torch import Tensor, nn

DROPOUT = 0.1
"""Seven hours of people are few: without it .76 of the frames of people of the training are right, .68 of others."""
CONVOLUTION_FRAMES = 15
_ROTARY_BASE = 10000.0
_MASKED, _MASK_FRAMES = 0.06, 8
"""In training about such a share of the frames is hidden, in stretches of so many (SpecAugment, Park et al. 2019)."""


class Conformer(nn.Module):
    """(batch, frames, entering) -> (batch, frames, hidden). block: see BlockAttention."""

    def __init__(self, entering: int, hidden: int, layers: int, heads: int, feed_forward: int, block: int):
        super().__init__()
        self.masked_spec_embed = nn.Parameter(torch.rand(hidden))
        self.feature_projection = _Entrance(entering, hidden)
        self.encoder = _Layers(layers, hidden, heads, feed_forward, block)

    def forward(self, features: Tensor) -> Tensor:
        hidden = self.feature_projection(features)
        if self.training:
            hidden = torch.where(_stretches(hidden), self.masked_spec_embed.to(hidden.dtype), hidden)
        return self.encoder(hidden)


def _stretches(hidden: Tensor) -> Tensor:
    """Which frames to hide: (batch, frames, 1) bool."""
    begins = torch.rand(hidden.shape[0], 1, hidden.shape[1], device=hidden.device) < _MASKED / _MASK_FRAMES
    reached = nn.functional.max_pool1d(begins.float(), _MASK_FRAMES, 1, _MASK_FRAMES // 2)
    return reached[:, 0, : hidden.shape[1], None] > 0


class _Entrance(nn.Module):
    def __init__(self, entering: int, hidden: int):
        super().__init__()
        self.layer_norm = nn.LayerNorm(entering)
        self.projection = nn.Linear(entering, hidden)

    def forward(self, features: Tensor) -> Tensor:
        return self.projection(self.layer_norm(features))


class _Layers(nn.Module):
    def __init__(self, layers: int, hidden: int, heads: int, feed_forward: int, block: int):
        super().__init__()
        self.dropout = nn.Dropout(DROPOUT)
        self.layers = nn.ModuleList(_Layer(hidden, heads, feed_forward, block) for _ in range(layers))
        self.layer_norm = nn.LayerNorm(hidden)

    def forward(self, hidden: Tensor) -> Tensor:
        hidden = self.dropout(hidden)
        for layer in self.layers:
            hidden = layer(hidden)
        return self.layer_norm(hidden)


class _Layer(nn.Module):
    def __init__(self, hidden: int, heads: int, feed_forward: int, block: int):
        super().__init__()
        self.ffn1_layer_norm, self.ffn1 = nn.LayerNorm(hidden), _FeedForward(hidden, feed_forward)
        self.self_attn_layer_norm, self.self_attn = nn.LayerNorm(hidden), BlockAttention(hidden, heads, block)
        self.self_attn_dropout = nn.Dropout(DROPOUT)
        self.conv_module = _Convolution(hidden)
        self.ffn2_layer_norm, self.ffn2 = nn.LayerNorm(hidden), _FeedForward(hidden, feed_forward)
        self.final_layer_norm = nn.LayerNorm(hidden)

    def forward(self, hidden: Tensor) -> Tensor:
        hidden = hidden + 0.5 * self.ffn1(self.ffn1_layer_norm(hidden))
        hidden = hidden + self.self_attn_dropout(self.self_attn(self.self_attn_layer_norm(hidden)))
        hidden = hidden + self.conv_module(hidden)
        return self.final_layer_norm(hidden + 0.5 * self.ffn2(self.ffn2_layer_norm(hidden)))


class _FeedForward(nn.Module):
    def __init__(self, hidden: int, feed_forward: int):
        super().__init__()
        self.intermediate_dense, self.output_dense = nn.Linear(hidden, feed_forward), nn.Linear(feed_forward, hidden)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, hidden: Tensor) -> Tensor:
        return self.dropout(self.output_dense(self.dropout(nn.functional.gelu(self.intermediate_dense(hidden)))))


class _Convolution(nn.Module):
    def __init__(self, hidden: int):
        super().__init__()
        self.layer_norm = nn.LayerNorm(hidden)
        self.pointwise_conv1 = nn.Conv1d(hidden, 2 * hidden, 1, bias=False)
        self.depthwise_conv = nn.Conv1d(hidden, hidden, CONVOLUTION_FRAMES, padding="same", groups=hidden, bias=False)
        self.batch_norm = nn.BatchNorm1d(hidden)
        self.pointwise_conv2 = nn.Conv1d(hidden, hidden, 1, bias=False)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, hidden: Tensor) -> Tensor:
        gated = nn.functional.glu(self.pointwise_conv1(self.layer_norm(hidden).transpose(1, 2)), dim=1)
        passed = nn.functional.gelu(self.batch_norm(self.depthwise_conv(gated)))
        return self.dropout(self.pointwise_conv2(passed)).transpose(1, 2)


class BlockAttention(nn.Module):
    """Self-attention by blocks, (batch, frames, hidden) -> the same: each block of `block` frames attends to itself and
    to the one before and the one after.

    Rotary positions (Su et al. 2021) turn what enters the projections of queries and keys, as in transformers, so a
    frame's place counts: it is the place in these three blocks.
    """

    def __init__(self, hidden: int, heads: int, block: int):
        super().__init__()
        self.heads, self.block = heads, block
        self.linear_q, self.linear_k, self.linear_v, self.linear_out = (nn.Linear(hidden, hidden) for _ in range(4))

    def forward(self, hidden: Tensor) -> Tensor:
        batch, frames = hidden.shape[:2]
        turned = _turned(self._three_blocks(hidden).unflatten(-1, (self.heads, -1))).flatten(-2)
        own = turned[:, self.block : 2 * self.block]
        query, key, value = (
            states.unflatten(-1, (self.heads, -1)).transpose(1, 2)
            for states in (self.linear_q(own), self.linear_k(turned), self._three_blocks(self.linear_v(hidden)))
        )
        heard = nn.functional.scaled_dot_product_attention(
            query, key, value, attn_mask=self._sounding(frames, hidden.device).repeat(batch, 1, 1, 1),
            dropout_p=DROPOUT if self.training else 0.0,
        )  # fmt: skip
        return self.linear_out(heard.transpose(1, 2).flatten(-2).unflatten(0, (batch, -1)).flatten(1, 2)[:, :frames])

    def _three_blocks(self, hidden: Tensor) -> Tensor:
        """(batch, frames, hidden) -> each block with its neighbours: (batch * blocks, 3 * block, hidden)."""
        after = self.block + -hidden.shape[1] % self.block
        padded = nn.functional.pad(hidden, (0, 0, self.block, after))
        return padded.unfold(1, 3 * self.block, self.block).flatten(0, 1).transpose(1, 2)

    def _sounding(self, frames: int, device: torch.device) -> Tensor:
        """Which of a block's neighbours belong to the sound: (blocks, 1, 1, 3 * block) bool."""
        first = torch.arange(0, frames, self.block, device=device)[:, None] - self.block
        place = first + torch.arange(3 * self.block, device=device)
        return ((place >= 0) & (place < frames))[:, None, None]


def _turned(states: Tensor) -> Tensor:
    """States (batch, frames, heads, width), each pair of numbers turned by its frequency times the frame."""
    frames, width = states.shape[1], states.shape[-1]
    place = torch.arange(0, width, 2, device=states.device).float() / width
    angle = torch.arange(frames, device=states.device).float()[:, None] * _ROTARY_BASE**-place
    angle = torch.cat([angle, angle], -1)[:, None]
    first, second = states.chunk(2, -1)
    across = torch.cat([-second, first], -1)
    return (states * angle.cos() + across * angle.sin()).to(states.dtype)
