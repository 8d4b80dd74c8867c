"""A model of open_clip as it is published, but tiny and with random weights; and pictures for it."""

import json
from pathlib import Path

import torch

MODEL = {
    "embed_dim": 32,
    "vision_cfg": {"image_size": 32, "layers": 1, "width": 64, "patch_size": 16, "head_width": 32},
    "text_cfg": {"context_length": 77, "vocab_size": 49408, "width": 32, "heads": 2, "layers": 2},
}  # fmt: skip
PREPROCESS = {"mean": [0.5, 0.4, 0.4], "std": [0.3, 0.3, 0.3], "interpolation": "bicubic", "resize_mode": "shortest"}


def save_clip(folder: Path, **changes) -> torch.nn.Module:
    """Writes what the hub holds for a model, and returns open_clip's own network."""
    import open_clip
    from safetensors.torch import save_file

    torch.manual_seed(0)
    network = open_clip.CLIP(**MODEL | changes).eval()
    folder.mkdir(parents=True, exist_ok=True)
    config = {"model_cfg": MODEL | changes, "preprocess_cfg": PREPROCESS | {"size": [32, 32]}}
    (folder / "open_clip_config.json").write_text(json.dumps(config))
    save_file(
        {name: tensor.contiguous() for name, tensor in network.state_dict().items()},
        folder / "open_clip_model.safetensors",
    )
    return network


def save_picture(path: Path, colour: tuple[int, int, int], size: tuple[int, int] = (48, 40)) -> Path:
    from PIL import Image

    Image.new("RGB", size, colour).save(path)
    return path
