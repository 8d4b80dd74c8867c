"""A published wav2vec 2.0 or HuBERT as the body of the speech encoder: better ears for those who have the room.

The checkpoint's body stays as it is, or its top layers learn on; new are a mixture of its layers (Yang et al., SUPERB,
2021) and the head for our phones. Levels: most checkpoints want their sound normalised, so the head is also told how
loud each frame was before.
"""

import hashlib
import json
import math
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from .. import torchvision_operators  # noqa: F401 - must come before transformers
from ..errors import ModelError
from . import phones
from .encoder import FRAME_SAMPLES, SAMPLE_RATE, SpeechEncoder

CONFIG, PREPROCESSOR = "config.json", "preprocessor_config.json"
WEIGHTS = ("model.safetensors", "model.safetensors.index.json", "pytorch_model.bin", "pytorch_model.bin.index.json")
"""In the order in which transformers takes them."""
_GEOMETRY = (
    "hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size", "hidden_act", "layer_norm_eps",
    "conv_dim", "conv_kernel", "conv_stride", "conv_bias", "feat_extract_norm", "feat_extract_activation",
    "feat_proj_layer_norm", "num_conv_pos_embeddings", "num_conv_pos_embedding_groups", "conv_pos_batch_norm",
    "do_stable_layer_norm",
)  # fmt: skip
"""What of a checkpoint's config.json shapes its body; what only concerns its training is left behind."""
_NEAR_FRAMES = 5
_ANOTHER = "choose the folder of a wav2vec 2.0 or HuBERT checkpoint with config.json and model.safetensors"


@dataclass(frozen=True)
class BackboneConfig:
    """kind: "wav2vec2" or "hubert"; geometry: of _GEOMETRY, as in the checkpoint's config.json; normalize: whether the
    body wants each stretch of sound with mean 0 and variance 1; hidden: width of the features that the heads read;
    source, sha256: name of the checkpoint and sum of its weights."""

    kind: str
    geometry: dict[str, Any]
    normalize: bool
    source: str
    sha256: str
    hidden: int = 256
    phones: tuple[str, ...] = phones.LABELS

    def to_json(self) -> dict:
        return {"backbone": asdict(self)}

    @classmethod
    def from_json(cls, data: dict) -> "BackboneConfig":
        fields = dict(data["backbone"])
        return cls(**fields | {"phones": tuple(fields["phones"])})


class BackboneEncoder(SpeechEncoder):
    """samples (batch, n) float in -1..1 at 16 kHz -> features (batch, n // 320, hidden), phone logits (.., phones).

    Frame i is centred on the middle of samples 320 i to 320 (i + 1), as in SpeechEncoder, in whose place it stands.
    Only the mixture and the heads learn until `tune` lets layers of the body learn, too.
    """

    config: BackboneConfig  # type: ignore[assignment]  # the one other geometry that an encoder may have

    def __init__(self, config: BackboneConfig, body: nn.Module | None = None):
        """body: the checkpoint's own; without one it is made with random weights, for a bundle's to be filled in."""
        nn.Module.__init__(self)
        self.config = config
        self.body = _Resting(config, body or _made(config))
        layers = self.body.network.config.num_hidden_layers
        self.mixture = nn.Parameter(torch.zeros(layers + 1))
        width = config.geometry["hidden_size"] + 1
        self.gather = nn.Conv1d(width, config.hidden, _NEAR_FRAMES, padding="same")
        self.norm = nn.LayerNorm(config.hidden)
        self.phone_head = nn.Linear(config.hidden, len(config.phones))

    def forward(self, samples: Tensor) -> tuple[Tensor, Tensor]:
        samples = samples[..., : samples.shape[-1] // FRAME_SAMPLES * FRAME_SAMPLES]
        shares = torch.softmax(self.mixture, 0)
        mixed = sum(share * layer for share, layer in zip(shares, self.body(samples), strict=True))
        heard = torch.cat([mixed, _level(samples)[..., None]], -1)
        features = self.norm(functional.gelu(self.gather(heard.transpose(1, 2)).transpose(1, 2)))
        return features, self.phone_head(features)

    def tune(self, layers: int) -> None:
        """Lets the top `layers` of the body's transformer learn; fewer where it has fewer."""
        everything = list(self.body.network.encoder.layers)
        for layer in everything[max(0, len(everything) - layers) :]:
            layer.requires_grad_(True)


class _Resting(nn.Module):
    """A checkpoint's body at our frames: samples (batch, 320 n) -> hidden states of all its layers, each normalised,
    (batch, n, hidden_size). It rests in evaluation mode: dropout and masking were for its own training."""

    def __init__(self, config: BackboneConfig, network: nn.Module):
        super().__init__()
        self.network: Any = network.requires_grad_(False)
        self.normalize = config.normalize
        self.side = (_seen_samples(config.geometry) - FRAME_SAMPLES) // 2
        super().train(False)

    def train(self, mode: bool = True) -> "_Resting":
        return self

    def forward(self, samples: Tensor) -> list[Tensor]:
        if self.normalize:
            centred = samples - samples.mean(-1, keepdim=True)
            samples = centred / (centred.square().mean(-1, keepdim=True) + 1e-7).sqrt()
        padded = functional.pad(samples, (self.side, self.side))
        layers = self.network(padded, output_hidden_states=True).hidden_states
        return [functional.layer_norm(layer, layer.shape[-1:]) for layer in layers]


def is_backbone(config: dict) -> bool:
    """Whether a bundle's speech part is of a BackboneEncoder."""
    return "backbone" in config


def read_checkpoint(folder: Path, source: str) -> BackboneEncoder:
    """The encoder over the checkpoint in `folder`, its own heads fresh; `source` is what it is called.

    Reads config.json, preprocessor_config.json where there is one, and safetensors or a torch file of tensors alone.
    Never asks the network. Raises ModelError: no such folder, files missing or damaged, another kind of network,
    another rate or frame.
    """
    data = _read_json(folder / CONFIG)
    kind = data.get("model_type")
    if kind not in _KINDS:
        raise ModelError(f"'{folder}' holds a network of the kind '{kind}'", _ANOTHER)
    preprocessor = _read_json(folder / PREPROCESSOR) if (folder / PREPROCESSOR).is_file() else {}
    if (rate := preprocessor.get("sampling_rate", SAMPLE_RATE)) != SAMPLE_RATE:
        raise ModelError(f"The checkpoint in '{folder}' hears {rate} Hz", f"choose one for {SAMPLE_RATE} Hz")
    if not any((folder / name).is_file() for name in WEIGHTS):
        raise ModelError(f"The checkpoint in '{folder}' has no weights", _ANOTHER)
    network = _loaded(folder, kind)
    settings = network.config.to_dict()
    geometry = {name: settings[name] for name in _GEOMETRY if name in settings}
    if (hop := math.prod(geometry["conv_stride"])) != FRAME_SAMPLES:
        raise ModelError(f"The checkpoint in '{folder}' has frames of {hop} samples", f"choose one of {FRAME_SAMPLES}")
    normalize = bool(preprocessor.get("do_normalize", True))  # as transformers' Wav2Vec2FeatureExtractor
    return BackboneEncoder(
        BackboneConfig(kind, geometry, normalize, source, _sum_of_weights(folder)), network
    )


def _loaded(folder: Path, kind: str) -> nn.Module:
    from transformers.utils import logging

    config_kind, network_kind = _KINDS[kind]()
    verbosity = logging.get_verbosity()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        config = config_kind.from_pretrained(folder, local_files_only=True)
        config.add_adapter = False  # it would halve the frames
        network, told = network_kind.from_pretrained(
            folder, config=config, local_files_only=True, weights_only=True, dtype=torch.float32,
            output_loading_info=True,
        )
    except Exception as error:  # a foreign file makes transformers and torch raise whatever they like
        raise ModelError(
            f"The checkpoint in '{folder}' does not hold the tensors of its {CONFIG} ({type(error).__name__})", _ANOTHER
        ) from error
    finally:
        logging.set_verbosity(verbosity)
        logging.enable_progress_bar()
    if missing := sorted(set(told["missing_keys"]) - {"masked_spec_embed"}):
        raise ModelError(f"The checkpoint in '{folder}' lacks '{missing[0]}'", "download it again, or choose another")
    return network


def _made(config: BackboneConfig) -> nn.Module:
    config_kind, network_kind = _KINDS[config.kind]()
    return network_kind(config_kind(**config.geometry, layerdrop=0.0, apply_spec_augment=False))


def _wav2vec2() -> tuple[Any, Any]:
    from transformers.models.wav2vec2 import Wav2Vec2Config, Wav2Vec2Model

    return Wav2Vec2Config, Wav2Vec2Model


def _hubert() -> tuple[Any, Any]:
    from transformers.models.hubert import HubertConfig, HubertModel

    return HubertConfig, HubertModel


_KINDS = {"wav2vec2": _wav2vec2, "hubert": _hubert}


def _seen_samples(geometry: dict[str, Any]) -> int:
    """How many samples one frame of the convolutions sees: 400 in the published ones."""
    seen, hop = 1, 1
    for kernel, stride in zip(geometry["conv_kernel"], geometry["conv_stride"], strict=True):
        seen += (kernel - 1) * hop
        hop *= stride
    return seen


def _level(samples: Tensor) -> Tensor:
    """Loudness of each frame, about -3..2: (batch, 320 n) -> (batch, n)."""
    power = samples.float().unflatten(-1, (-1, FRAME_SAMPLES)).square().mean(-1)
    return (10.0 * (power + 1e-10).log10() + 40.0) / 20.0


def _sum_of_weights(folder: Path) -> str:
    """The sha256 over the checkpoint's weights, file by file."""
    chosen = next(name for name in WEIGHTS if (folder / name).is_file())
    names = [chosen]
    if chosen.endswith(".index.json"):
        names = sorted(set(_read_json(folder / chosen)["weight_map"].values()))
    digest = hashlib.sha256()
    for name in names:
        with (folder / name).open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


def _read_json(path: Path) -> dict:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ModelError(f"There is no '{path}'", _ANOTHER) from error
    except (OSError, ValueError) as error:
        raise ModelError(f"'{path}' cannot be read", _ANOTHER) from error
    if not isinstance(data, dict):
        raise ModelError(f"'{path}' holds no settings", _ANOTHER)
    return data
