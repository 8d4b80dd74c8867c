"""Checkpoints as they are published, but tiny and with random weights."""

import json
from pathlib import Path

import torch

GEOMETRY = {
    "hidden_size": 32, "num_hidden_layers": 3, "num_attention_heads": 2, "intermediate_size": 48, "conv_dim": (16,) * 7,
    "num_conv_pos_embeddings": 16, "num_conv_pos_embedding_groups": 2,
}  # fmt: skip
LARGE = {"feat_extract_norm": "layer", "do_stable_layer_norm": True, "conv_bias": True}
"""How the large ones of both families differ."""


def save_wav2vec2(folder: Path, **changes) -> torch.nn.Module:
    """As facebook/wav2vec2-base-960h: a network for CTC, whose head is of no use to us."""
    from transformers import Wav2Vec2Config, Wav2Vec2ForCTC

    network = Wav2Vec2ForCTC(Wav2Vec2Config(**GEOMETRY | changes))
    _save(network, folder)
    return network.wav2vec2


def save_hubert(folder: Path, **changes) -> torch.nn.Module:
    from transformers import HubertConfig, HubertModel

    network = HubertModel(HubertConfig(**GEOMETRY | changes))
    _save(network, folder)
    return network


def save_as_torch_file(network: torch.nn.Module, folder: Path) -> None:
    """As checkpoints were stored before safetensors, with the names of weight normalisation of then."""
    for file in folder.glob("*.safetensors"):
        file.unlink()
    parts = {"original0": "weight_g", "original1": "weight_v"}
    old = {}
    for name, tensor in network.state_dict().items():
        for new, former in parts.items():
            name = name.replace(f"parametrizations.weight.{new}", former)
        old[name] = tensor
    torch.save(old, folder / "pytorch_model.bin")


def _save(network: torch.nn.Module, folder: Path) -> None:
    network.save_pretrained(folder)
    preprocessor = {"do_normalize": True, "feature_extractor_type": "Wav2Vec2FeatureExtractor", "sampling_rate": 16000}
    (folder / "preprocessor_config.json").write_text(json.dumps(preprocessor))
