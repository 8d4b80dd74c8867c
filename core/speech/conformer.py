"""The body of the speech encoder: blocks of feed-forward, self-attention to what is near, and convolution.

Conformer (Gulati et al. 2020) as wav2vec 2.0 has it in transformers, whose names the weights carry; transformers itself
takes two seconds to import. Where its attention knows the place of a frame in the window of sound, this one knows how
far two frames are apart, and hears nothing beyond its window: what a frame becomes depends on a bounded stretch of
sound around it alone.
"""

import torch
from torch import Tensor, nn

DROPOUT = 0.1
"""Seven hours of people are few: without it .76 of the frames of people of the training are right, .68 of others."""
CONVOLUTION_FRAMES = 15
_MASKED, _MASK_FRAMES = 0.06, 8
"""In training about such a share of the frames is hidden, in stretches of so many (SpecAugment, Park et al. 2019)."""


class Conformer(nn.Module):
    """(batch, frames, entering) -> (batch, frames, hidden). window: frames that each layer attends to, either side."""

    def __init__(self, entering: int, hidden: int, layers: int, heads: int, feed_forward: int, window: int):
        super().__init__()
        self.masked_spec_embed = nn.Parameter(torch.rand(hidden))
        self.feature_projection = _Entrance(entering, hidden)
        self.encoder = _Blocks(layers, hidden, heads, feed_forward, window)

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


class _Blocks(nn.Module):
    def __init__(self, layers: int, hidden: int, heads: int, feed_forward: int, window: int):
        super().__init__()
        self.dropout = nn.Dropout(DROPOUT)
        self.layers = nn.ModuleList(_Block(hidden, heads, feed_forward, window) for _ in range(layers))
        self.layer_norm = nn.LayerNorm(hidden)

    def forward(self, hidden: Tensor) -> Tensor:
        hidden = self.dropout(hidden)
        for layer in self.layers:
            hidden = layer(hidden)
        return self.layer_norm(hidden)


class _Block(nn.Module):
    def __init__(self, hidden: int, heads: int, feed_forward: int, window: int):
        super().__init__()
        self.ffn1_layer_norm, self.ffn1 = nn.LayerNorm(hidden), _FeedForward(hidden, feed_forward)
        self.self_attn_layer_norm, self.self_attn = nn.LayerNorm(hidden), NearAttention(hidden, heads, window)
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


class NearAttention(nn.Module):
    """Self-attention of frames to those at most `window` away, with a bias for each distance:
    (batch, frames, hidden) -> the same."""

    def __init__(self, hidden: int, heads: int, window: int):
        super().__init__()
        self.heads, self.window = heads, window
        self.linear_q, self.linear_k, self.linear_v, self.linear_out = (nn.Linear(hidden, hidden) for _ in range(4))
        self.distance = nn.Parameter(torch.zeros(heads, 2 * window + 1))

    def forward(self, hidden: Tensor) -> Tensor:
        query, key, value = (
            linear(hidden).unflatten(-1, (self.heads, -1)).transpose(1, 2)
            for linear in (self.linear_q, self.linear_k, self.linear_v)
        )
        time = torch.arange(hidden.shape[1], device=hidden.device)
        distance = time[None, :] - time[:, None]
        bias = self.distance[:, distance.clamp(-self.window, self.window) + self.window]
        bias = bias.masked_fill(distance.abs() > self.window, float("-inf")).to(query.dtype)
        heard = nn.functional.scaled_dot_product_attention(
            query, key, value, attn_mask=bias[None], dropout_p=DROPOUT if self.training else 0.0
        )
        return self.linear_out(heard.transpose(1, 2).flatten(-2))
