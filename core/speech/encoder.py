"""The speech encoder: a compact wav2vec 2.0 with a phone head, 16 kHz samples in, features and phones at 50 Hz out.

Baevski et al., wav2vec 2.0 (2020), with its Conformer body (conformer.py). Its feature encoder, seven convolutions on
the wave, needs a thousand hours to become the spectrogram that this one starts from: log energies of mel bands, then
two convolutions. Clips are not normalised, so that the absolute level is heard and silence stays silence.

What a frame becomes depends on some seconds around it, so that a long file is heard in windows as it would be at once.
"""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from ..int8_rows import accept_int8_rows
from . import phones
from .conformer import Conformer

SAMPLE_RATE = 16000
FPS = 50
FRAME_SAMPLES = SAMPLE_RATE // FPS
_WINDOW, _HOP, _FFT = 400, 160, 512
_CONVOLUTIONS = ((3, 1), (3, 2))
"""Kernel and stride, in hops; the strides and the hop multiply to one frame."""
_CONTEXT_SAMPLES = 720
"""What a frame sees beyond its own samples, both sides together: a window and the reach of the convolutions."""
_QUIETEST_POWER = 1e-7
_LOUD_COUNTS = 2.0
"""How much more loud frames count in the colour of a voice: a factor e**2 for each e**4 in power."""
_COLOUR_HOPS = 200
"""Hops either side that the colour of a voice is taken from: 2 s."""


@dataclass(frozen=True)
class EncoderConfig:
    """Geometry of the compact encoder. block: frames that attend to each other and to as many on either side."""

    bands: int = 80
    conv: int = 256
    hidden: int = 256
    layers: int = 5
    heads: int = 4
    feed_forward: int = 512
    block: int = 100
    phones: tuple[str, ...] = phones.LABELS

    def to_json(self) -> dict:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict) -> "EncoderConfig":
        shape: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}
        return cls(**shape)


class BandFeatures(nn.Module):
    """wav2vec 2.0's feature encoder here: samples (batch, 320 n + 720) -> (batch, conv, n)."""

    def __init__(self, config: EncoderConfig):
        super().__init__()
        self.mel: Tensor
        self.window: Tensor
        self.register_buffer("mel", torch.from_numpy(_mel_filters(config.bands)), persistent=False)
        self.register_buffer("window", torch.hann_window(_WINDOW), persistent=False)
        self.convolutions = nn.ModuleList(
            nn.Conv1d(channels, config.conv, kernel, stride)
            for channels, (kernel, stride) in zip((2 * config.bands, config.conv), _CONVOLUTIONS, strict=True)
        )
        self.norms = nn.ModuleList(nn.LayerNorm(config.conv) for _ in _CONVOLUTIONS)

    def forward(self, samples: Tensor) -> Tensor:
        with torch.autocast(samples.device.type, enabled=False):
            hidden = self._bands(samples.float())
        for convolution, norm in zip(self.convolutions, self.norms, strict=True):
            hidden = nn.functional.gelu(norm(convolution(hidden).transpose(1, 2))).transpose(1, 2)
        return hidden

    def _bands(self, samples: Tensor) -> Tensor:
        frames = samples.unfold(-1, _WINDOW, _HOP) * self.window
        power = torch.view_as_real(torch.fft.rfft(frames, _FFT)).square().sum(-1)
        bands = (power @ self.mel + _QUIETEST_POWER).log() / 4.0 + 1.0
        return torch.cat([bands, bands - _colour(bands)], -1).transpose(1, 2)


def _colour(bands: Tensor) -> Tensor:
    """The colour of voice and microphone around each hop: bands (batch, hops, bands) -> their mean over the hops near
    by, in which loud ones count."""
    loud = (bands.mean(-1, keepdim=True) * _LOUD_COUNTS).exp()
    sums = torch.cat([bands * loud, loud], -1).double().cumsum(1)
    sums = nn.functional.pad(sums, (0, 0, 1, 0))
    hop = torch.arange(bands.shape[1], device=bands.device)
    past = (hop + _COLOUR_HOPS + 1).clamp(max=bands.shape[1])
    near = sums[:, past] - sums[:, (hop - _COLOUR_HOPS).clamp(min=0)]
    return (near[..., :-1] / near[..., -1:]).to(bands.dtype)


class SpeechEncoder(nn.Module):
    """samples (batch, n) float in -1..1 at 16 kHz -> features (batch, n // 320, hidden), phone logits (.., phones).

    Frame i is centred on the middle of samples 320 i to 320 (i + 1).
    """

    def __init__(self, config: EncoderConfig):
        super().__init__()
        self.config = config
        self.ear = BandFeatures(config)
        self.body = Conformer(
            config.conv, config.hidden, config.layers, config.heads, config.feed_forward, config.block
        )
        self.phone_head = nn.Linear(config.hidden, len(config.phones))
        accept_int8_rows(self)

    def forward(self, samples: Tensor) -> tuple[Tensor, Tensor]:
        frames = samples.shape[-1] // FRAME_SAMPLES
        side = _CONTEXT_SAMPLES // 2
        padded = nn.functional.pad(samples[..., : frames * FRAME_SAMPLES], (side, side))
        features = self.body(self.ear(padded).transpose(1, 2))
        return features, self.phone_head(features)


def _mel_filters(bands: int) -> np.ndarray:
    """Triangles on a mel scale from 60 to 7800 Hz, each of area 1: (257, bands) float32."""
    lowest, highest = (2595.0 * np.log10(1.0 + hertz / 700.0) for hertz in (60.0, 7800.0))
    mel = np.linspace(lowest, highest, bands + 2)
    edges = 700.0 * (10.0 ** (mel / 2595.0) - 1.0)
    hertz = np.fft.rfftfreq(_FFT, 1 / SAMPLE_RATE)[:, None]
    rise = (hertz - edges[:-2]) / (edges[1:-1] - edges[:-2])
    fall = (edges[2:] - hertz) / (edges[2:] - edges[1:-1])
    triangles = np.clip(np.minimum(rise, fall), 0.0, None)
    nearest = np.abs(hertz - edges[1:-1]).argmin(0)
    triangles[nearest, np.arange(bands)] = np.maximum(triangles[nearest, np.arange(bands)], 0.5)
    return (triangles / triangles.sum(0)).astype(np.float32)
