"""The speech encoder: a compact wav2vec 2.0 with a phone head, 16 kHz samples in, features and phones at 50 Hz out.

Baevski et al., wav2vec 2.0 (2020), by transformers' Wav2Vec2Model. The compact geometry takes its first convolution as a
bank of band filters of 25 ms (four phases each), then two small convolutions; clips are not normalised, and the
convolutions have a bias, so that the absolute level is heard and silence stays silence.
"""

from dataclasses import asdict, dataclass

import numpy as np
import torch
from torch import Tensor, nn

from . import phones

SAMPLE_RATE = 16000
FPS = 50
FRAME_SAMPLES = SAMPLE_RATE // FPS
_PHASES = 4


@dataclass(frozen=True)
class EncoderConfig:
    """Geometry of the compact encoder; the strides multiply to one frame (320 samples)."""

    hidden: int = 256
    layers: int = 4
    heads: int = 4
    feed_forward: int = 768
    conv_dim: tuple[int, ...] = (192, 256, 256)
    conv_kernel: tuple[int, ...] = (400, 3, 3)
    conv_stride: tuple[int, ...] = (160, 1, 2)
    position_kernel: int = 64
    phones: tuple[str, ...] = phones.LABELS

    def to_json(self) -> dict:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict) -> "EncoderConfig":
        return cls(**{name: tuple(value) if isinstance(value, list) else value for name, value in data.items()})

    @property
    def context_samples(self) -> int:
        """Samples that the convolutions see beyond the frames they give, both sides together."""
        reach, stride = 0, 1
        for kernel, step in zip(self.conv_kernel, self.conv_stride, strict=True):
            reach += (kernel - 1) * stride
            stride *= step
        return reach + 1 - FRAME_SAMPLES


class SpeechEncoder(nn.Module):
    """samples (batch, n) float in -1..1 at 16 kHz -> features (batch, n // 320, hidden), phone logits (.., phones).

    Frame i is centred on the middle of samples 320 i to 320 (i + 1).
    """

    def __init__(self, config: EncoderConfig):
        from transformers.models.wav2vec2 import Wav2Vec2Config, Wav2Vec2Model

        super().__init__()
        self.config = config
        self.wav2vec2 = Wav2Vec2Model(
            Wav2Vec2Config(
                hidden_size=config.hidden,
                num_hidden_layers=config.layers,
                num_attention_heads=config.heads,
                intermediate_size=config.feed_forward,
                conv_dim=config.conv_dim,
                conv_kernel=config.conv_kernel,
                conv_stride=config.conv_stride,
                conv_bias=True,
                feat_extract_norm="layer",
                do_stable_layer_norm=True,
                num_conv_pos_embeddings=config.position_kernel,
                num_conv_pos_embedding_groups=16,
                hidden_dropout=0.0,
                activation_dropout=0.0,
                attention_dropout=0.0,
                final_dropout=0.0,
                layerdrop=0.0,
                mask_time_prob=0.04,
                mask_time_length=5,
            )
        )
        self.phone_head = nn.Linear(config.hidden, len(config.phones))
        self._start_as_filter_bank()

    def forward(self, samples: Tensor) -> tuple[Tensor, Tensor]:
        frames = samples.shape[-1] // FRAME_SAMPLES
        left = self.config.context_samples // 2
        padded = nn.functional.pad(
            samples[..., : frames * FRAME_SAMPLES], (left, self.config.context_samples - left)
        )
        features = self.wav2vec2(padded).last_hidden_state
        return features, self.phone_head(features)

    def parameters_without_decay(self) -> list[nn.Parameter]:
        return [parameter for parameter in self.parameters() if parameter.ndim < 2]

    def _start_as_filter_bank(self) -> None:
        """First convolution: windowed tones on a mel scale in four phases, rising 6 dB an octave; quiet bias.

        Rectified and summed over its phases a band gives its energy, so training starts near a spectrogram.
        """
        first = self.wav2vec2.feature_extractor.conv_layers[0].conv
        bands, length = first.weight.shape[0] // _PHASES, first.weight.shape[-1]
        mel = np.linspace(_mel(70.0), _mel(7600.0), bands)
        hertz = 700.0 * (10.0 ** (mel / 2595.0) - 1.0)
        seconds = (np.arange(length) - (length - 1) / 2) / SAMPLE_RATE
        width = np.clip(1.5 / (0.25 * hertz + 60.0), 0.0012, seconds[-1] / 2.0)
        window = np.exp(-0.5 * (seconds[None] / width[:, None]) ** 2)
        window /= np.sqrt((window**2).sum(1, keepdims=True))
        phase = np.arange(_PHASES) * (2.0 * np.pi / _PHASES)
        tones = np.cos(2 * np.pi * hertz[None, :, None] * seconds + phase[:, None, None]) * window
        tones *= np.sqrt(hertz / 1000.0)[None, :, None]
        with torch.no_grad():
            first.weight.copy_(torch.from_numpy(tones.reshape(-1, 1, length)).float())
            first.bias.normal_(std=0.003)


def _mel(hertz: float) -> float:
    return 2595.0 * np.log10(1.0 + hertz / 700.0)
