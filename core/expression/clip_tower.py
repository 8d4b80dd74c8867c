"""CLIP's two towers, by open_clip: sentences and pictures become unit vectors of one shared space.

Both stay as they were published: the paper trains projectors on top of frozen towers (Zhong et al., ExpCLIP, AAAI
2024, section 3.2). open_clip is an optional part of the engine; nothing here asks the network.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .. import torchvision_operators  # noqa: F401 - must come before open_clip
from ..errors import MissingPartError, ModelError

CONFIG, WEIGHTS = "open_clip_config.json", "open_clip_model.safetensors"
_ANOTHER = f"choose the folder of an open_clip model with {CONFIG} and {WEIGHTS}"
_FOREIGN_PARTS = ("hf_model_name", "hf_tokenizer_name", "timm_model_name")
"""Of a tower's settings: they take the tower from other libraries, some of which would ask the network."""


@dataclass(frozen=True)
class ClipConfig:
    """model: open_clip's `model_cfg`; preprocess: its `preprocess_cfg`, how pictures are scaled and coloured;
    source, sha256: name of the model and sum of its weights."""

    model: dict[str, Any]
    preprocess: dict[str, Any]
    source: str
    sha256: str

    @property
    def width(self) -> int:
        """Of the shared space."""
        return self.model["embed_dim"]

    def to_json(self) -> dict:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict) -> "ClipConfig":
        return cls(**data)


class TextTower(nn.Module):
    """Sentences -> unit vectors (n, width). Longer ones than open_clip's context of 77 pieces are cut."""

    def __init__(self, config: ClipConfig, network: nn.Module | None = None):
        """network: open_clip's CLIP; without one it is made without weights, for a bundle's to be filled in."""
        super().__init__()
        self.network: Any = network or _made(config)
        del self.network.visual
        if self.network.text_pool_type != "argmax" or self.network.attn_mask is None:
            raise ModelError(f"The sentences of '{config.source}' are not read as CLIP reads them", _ANOTHER)
        self._pieces = _open_clip().SimpleTokenizer(context_length=self.network.context_length)

    def forward(self, sentences: Sequence[str]) -> Tensor:
        pieces = self._pieces(list(sentences)).to(self.network.positional_embedding.device)
        # Attention looks back only, so what follows the end of the longest sentence need not be computed.
        longest = int((pieces != 0).sum(1).max())
        pieces = pieces[:, :longest]
        x = self.network.token_embedding(pieces) + self.network.positional_embedding[:longest]
        ahead = torch.full((longest, longest), -torch.inf, device=x.device).triu(1)
        x = self.network.ln_final(self.network.transformer(x, attn_mask=ahead))
        at_end = x[torch.arange(len(x), device=x.device), pieces.argmax(1)]
        return F.normalize(at_end @ self.network.text_projection, dim=-1)


class PictureTower(nn.Module):
    """Pictures -> unit vectors (n, width)."""

    def __init__(self, config: ClipConfig, network: nn.Module | None = None):
        super().__init__()
        library = _open_clip()
        self.visual: nn.Module = (network or _made(config)).visual  # type: ignore[assignment]
        wanted = library.transform.PreprocessCfg(**config.preprocess)
        self._prepare = library.transform.image_transform_v2(wanted, is_train=False)

    def forward(self, paths: Sequence[Path]) -> Tensor:
        """Raises ModelError for a file that is no picture."""
        pixels = torch.stack([self._prepare(_picture(path)) for path in paths])
        return F.normalize(self.visual(pixels.to(next(self.visual.parameters()).device)), dim=-1)


def read_towers(folder: Path, source: str) -> tuple[ClipConfig, TextTower, PictureTower]:
    """The towers of a folder as the Hugging Face hub holds open_clip's models; `source` is what the model is called.

    Raises MissingPartError without open_clip, ModelError: files missing or damaged, or another kind of model.
    """
    from safetensors import SafetensorError
    from safetensors.torch import load

    model, preprocess = _read_config(folder / CONFIG)
    _open_clip()
    try:
        data = (folder / WEIGHTS).read_bytes()
        tensors = load(data)
    except FileNotFoundError as error:
        raise ModelError(f"There is no '{folder / WEIGHTS}'", _ANOTHER) from error
    except (OSError, SafetensorError, ValueError) as error:
        raise ModelError(f"'{folder / WEIGHTS}' cannot be read", _ANOTHER) from error
    config = ClipConfig(model, preprocess, source, hashlib.sha256(data).hexdigest())
    try:
        text, picture = TextTower(config), PictureTower(config)
        fill(text, {f"network.{name}": tensor for name, tensor in tensors.items() if not name.startswith("visual.")})
        fill(picture, {name: tensor for name, tensor in tensors.items() if name.startswith("visual.")})
    except (RuntimeError, TypeError, KeyError, AssertionError) as error:
        raise ModelError(f"The model in '{folder}' does not hold the tensors of its {CONFIG}", _ANOTHER) from error
    return config, text, picture


def fill(tower: nn.Module, tensors: dict[str, Tensor]) -> None:
    """Puts weights into a tower that was made without. Raises RuntimeError where they do not fit it."""
    tower.load_state_dict({name: tensor.float() for name, tensor in tensors.items()}, assign=True)
    tower.eval().requires_grad_(False)


def _read_config(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        model, preprocess = dict(data["model_cfg"]), dict(data["preprocess_cfg"])
        parts = {**model["vision_cfg"], **model["text_cfg"]}
    except FileNotFoundError as error:
        raise ModelError(f"There is no '{path}'", _ANOTHER) from error
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ModelError(f"'{path}' describes no model of open_clip", _ANOTHER) from error
    if foreign := [name for name in _FOREIGN_PARTS if parts.get(name)]:
        raise ModelError(
            f"The model in '{path.parent}' has a tower of another library ({parts[foreign[0]]})",
            "choose one with open_clip's own towers, such as ViT-B-32",
        )
    return model, preprocess


def _made(config: ClipConfig) -> Any:
    """The network without memory for its weights: making random ones only to replace them takes seconds."""
    with torch.device("meta"):
        return _open_clip().CLIP(**config.model)


def _open_clip() -> Any:
    try:
        import open_clip
    except ModuleNotFoundError as error:
        raise MissingPartError(
            f"The library '{error.name}' for CLIP is not installed",
            "install ExpCLIP with its extra 'clip', or 'open_clip_torch==3.3.0' into the engine's environment",
        ) from error
    return open_clip


def _picture(path: Path) -> Any:
    """A picture as people see it: turned as the camera tells, without transparency."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(path) as picture:
            return ImageOps.exif_transpose(picture).convert("RGB")
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise ModelError(f"'{path}' is no picture that can be read", "use a PNG or a JPEG") from error


def batches(items: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    for first in range(0, len(items), size):
        yield items[first : first + size]
