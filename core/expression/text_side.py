"""The text side of the ExpCLIP space: P_text on the text encoder, names of emotions, and the corpus as it is heard.

The corpus's keys are where its texts lie for the tuned encoder, so that a prompt finds its neighbours without
reading the corpus anew.
"""

import zlib
from collections.abc import Sequence

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ...rigs import arkit
from ..int8_rows import from_int8_rows, to_int8_rows
from .happenings import PLAIN, SHOWN
from .text import TextConfig, TextEncoder

KEY = 96
"""Numbers of a key; sides of other lengths load as well."""
MUSCLES, NOTHING = range(2)
"""What likely_kinds tells of; the rest is feelings."""
_NAME = 0xFFFFFFFF
"""Bits of a key's name."""
_FITTED_LATER = ("face_map.", "strength_map.", "kind_map.")
"""Maps that sides from before them lack."""


class TextSide(nn.Module):
    """P_text and what it stands on; `features` are the encoder's, (n, encoder.features).

    `projector`: features -> (n, dim), in the space's own scale. `emotion_scores`: features -> (n, emotions + 1) logits,
    the last one for "no feeling told". `key_map`: features -> (n, key); near keys tell of like faces. `face_map`:
    features of length 1 -> (n, 52), the likeliest face; zero where it was not fitted (core/training/ridge.py).
    `strength_map`: the same for the strength of the feeling, 1 to 5; PLAIN where it was not fitted.
    `kind_map`: near 1 where muscles are told, and where nothing is; where it was not fitted, both may be.
    """

    def __init__(self, encoder: TextEncoder, emotions: Sequence[str], dim: int, hidden: int = 192, key: int = KEY):
        super().__init__()
        self.encoder, self.emotions, self.hidden = encoder, tuple(emotions), hidden
        self.projector = nn.Sequential(nn.Linear(encoder.features, hidden), nn.GELU(), nn.Linear(hidden, dim))
        self.emotion_scores = nn.Linear(encoder.features, len(self.emotions) + 1)
        self.key_map = nn.Linear(encoder.features, key)
        self.face_map = nn.Linear(encoder.features, arkit.COUNT)
        self.strength_map = nn.Linear(encoder.features, 1)
        self.kind_map = nn.Linear(encoder.features, 2)
        for unfitted, value in ((self.face_map, 0.0), (self.strength_map, float(PLAIN)), (self.kind_map, 0.5)):
            nn.init.zeros_(unfitted.weight)
            nn.init.constant_(unfitted.bias, value)
        self.key_names: Tensor
        self.corpus_keys: Tensor
        self.register_buffer("key_names", torch.zeros(0, dtype=torch.int64))
        self.register_buffer("corpus_keys", torch.zeros(0, key))

    def forward(self, sentences: Sequence[str]) -> Tensor:
        """What the encoder hears: features."""
        return self.encoder(sentences)

    def knows(self, word: str) -> bool:
        return self.encoder.knows(word)

    def knows_whole(self, word: str) -> bool:
        return self.encoder.knows_whole(word)

    def keys(self, features: Tensor) -> Tensor:
        """(n, encoder.features) -> (n, key) of length 1."""
        return F.normalize(self.key_map(features), dim=1)

    def likely_face(self, features: Tensor) -> Tensor:
        """(n, encoder.features) -> weights (n, 52) in ARKit order, 0..1."""
        return self.face_map(F.normalize(features, dim=1)).clamp(0.0, 1.0)

    def likely_strength(self, features: Tensor) -> Tensor:
        """(n, encoder.features) -> how strong the feeling is, (n,), 1 to 5."""
        return self.strength_map(F.normalize(features, dim=1))[:, 0].clamp(min(SHOWN), max(SHOWN))

    def likely_kinds(self, features: Tensor) -> Tensor:
        """(n, encoder.features) -> how much muscles are told and how much nothing is, (n, 2), about 0 to 1 each."""
        return self.kind_map(F.normalize(features, dim=1))

    @torch.inference_mode()
    def keys_of(self, texts: Sequence[str]) -> np.ndarray:
        """Keys of texts of the corpus, float32 (texts, key): the stored ones, others are heard now."""
        stored = {int(name): row for row, name in enumerate(self.key_names)}
        rows = [stored.get(key_name(text), -1) for text in texts]
        found = self.corpus_keys[torch.tensor(rows)].numpy().copy() if len(stored) else self._no_keys(len(texts))
        new = sorted((number for number, row in enumerate(rows) if row < 0), key=lambda number: len(texts[number]))
        for first in range(0, len(new), 64):
            part = new[first : first + 64]
            found[part] = self.keys(self.encoder([texts[number] for number in part])).numpy()
        return found

    def _no_keys(self, count: int) -> np.ndarray:
        return np.zeros((count, self.key_map.out_features), np.float32)

    @torch.inference_mode()
    def remember(self, texts: Sequence[str], features: Tensor) -> None:
        """Stores the keys of the corpus's texts; features: (texts, encoder.features), what it hears of them."""
        self.corpus_keys = self.keys(features)
        self.key_names = torch.tensor([key_name(text) for text in texts])

    def forget(self) -> None:
        """Drops the stored keys: they belong to the encoder as it was."""
        self.key_names, self.corpus_keys = torch.zeros(0, dtype=torch.int64), torch.zeros(0, self.key_map.out_features)

    def config(self) -> dict:
        """What config.json keeps under "text"."""
        return {"encoder": self.encoder.config.to_json(), "emotions": list(self.emotions), "hidden": self.hidden}

    def tensors(self) -> dict[str, Tensor]:
        """What text.safetensors keeps: the weights as int8 rows, and the word pieces as utf-8 bytes."""
        pieces = bytearray("\n".join(self.encoder.pieces).encode())
        names = self.key_names.to(torch.int32)  # of 32 bits, the sign is one of them
        stored = {"key_names": names, "pieces": torch.frombuffer(pieces, dtype=torch.uint8)}
        return to_int8_rows(dict(self.state_dict())) | stored

    @classmethod
    def from_tensors(cls, config: dict, tensors: dict[str, Tensor], dim: int) -> "TextSide":
        """Rebuild from config.json's "text" and the tensors of text.safetensors, ready for inference."""
        tensors = dict(tensors)
        pieces = tensors.pop("pieces").numpy().tobytes().decode().split("\n")
        filled = from_int8_rows(tensors)
        encoder = TextEncoder(pieces, TextConfig(**config["encoder"]))
        side = cls(encoder, config["emotions"], dim, config["hidden"], len(filled["key_map.weight"]))
        floats = {name: value.float() if value.is_floating_point() else value for name, value in filled.items()}
        floats["key_names"] = floats["key_names"].to(torch.int64) & _NAME
        for name in ("key_names", "corpus_keys"):
            side.register_buffer(name, floats[name])
        unfitted = {name: value for name, value in side.state_dict().items() if name.startswith(_FITTED_LATER)}
        side.load_state_dict(unfitted | floats, assign=True)
        return side.eval().requires_grad_(False)


def key_name(text: str) -> int:
    """The number under which the key of a text is stored."""
    return zlib.crc32(text.encode())
