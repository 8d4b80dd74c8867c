"""The encoder to start from: a BERT of the size of all-MiniLM-L6-v2, read from its own files."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor

from ..errors import ModelError
from ..expression.text import BEGIN, END, PADDING, UNKNOWN, TextConfig, TextEncoder

_KEPT = re.compile(r"(##)?(?:[a-z]+|[^\w\s]|\d)")
"""Pieces that stay: Latin letters without accents (the tokenizer takes those off), single digits, signs."""
_IN_LAYER = {
    "attention.output.dense": "self_attn.out_proj",
    "attention.output.LayerNorm": "norm1",
    "intermediate.dense": "linear1",
    "output.dense": "linear2",
    "output.LayerNorm": "norm2",
}


def read_bert(folder: Path, longest: int = 64) -> TextEncoder:
    """The encoder of a folder with config.json, model.safetensors and vocab.txt. Raises ModelError."""
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        vocabulary = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
        tensors = load_file(folder / "model.safetensors")
        sizes = TextConfig(
            config["hidden_size"], config["num_hidden_layers"], config["num_attention_heads"],
            config["intermediate_size"], longest,
        )
        kept = [number for number, piece in enumerate(vocabulary) if _is_kept(piece)]
        encoder = TextEncoder([vocabulary[number] for number in kept], sizes)
        encoder.load_state_dict(dict(_converted(tensors, kept, sizes)))
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        remedy = "give the folder of all-MiniLM-L6-v2: config.json, model.safetensors, vocab.txt"
        raise ModelError(f"'{folder}' holds no BERT, {error}", remedy) from error
    return encoder


def _is_kept(piece: str) -> bool:
    if piece in (BEGIN, END, PADDING, UNKNOWN):
        return True
    return bool(_KEPT.fullmatch(piece)) and not any(0x0250 <= ord(letter) < 0x2000 for letter in piece)


def _converted(tensors: dict[str, Tensor], kept: list[int], sizes: TextConfig) -> Iterator[tuple[str, Tensor]]:
    """The tensors under the names of TextEncoder; the one token type that sentences have goes into the places."""
    yield "piece.weight", tensors["embeddings.word_embeddings.weight"][kept]
    place, kind = tensors["embeddings.position_embeddings.weight"], tensors["embeddings.token_type_embeddings.weight"]
    yield "place.weight", place[: sizes.longest] + kind[0]
    for end in ("weight", "bias"):
        yield f"norm.{end}", tensors[f"embeddings.LayerNorm.{end}"]
        for layer in range(sizes.layers):
            theirs, ours = f"encoder.layer.{layer}", f"body.layers.{layer}"
            heads = [tensors[f"{theirs}.attention.self.{part}.{end}"] for part in ("query", "key", "value")]
            yield f"{ours}.self_attn.in_proj_{end}", torch.cat(heads)
            for name, new in _IN_LAYER.items():
                yield f"{ours}.{new}.{end}", tensors[f"{theirs}.{name}.{end}"]
