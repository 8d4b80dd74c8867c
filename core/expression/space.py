"""The ExpCLIP space: one embedding for faces and sentences (Zhong et al., ExpCLIP, AAAI 2024, section 3.2).

The paper's E and D are 8-layer transformers; on 52 weights small MLPs reconstruct better, so E and D are MLPs here.
Both map zero to zero: the neutral face is the origin of the space, and the length of an embedding carries the strength
of the expression while its direction carries the kind.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from ...rigs import arkit
from .text import TextEncoder

if TYPE_CHECKING:
    from .clip import Clip

DIM = 64
WEIGHTS_FILE = "expression.safetensors"


class AnchoredMap(nn.Module):
    """A map with f(0) = 0: skip(x) + mlp(x) - mlp(0). (n, inputs) -> (n, outputs)."""

    def __init__(self, inputs: int, hidden: int, outputs: int):
        super().__init__()
        self.skip = nn.Linear(inputs, outputs, bias=False)
        self.mlp = nn.Sequential(
            nn.Linear(inputs, hidden), nn.GELU(), nn.Linear(hidden, hidden), nn.GELU(), nn.Linear(hidden, outputs)
        )

    def forward(self, x: Tensor) -> Tensor:
        return self.skip(x) + self.mlp(x) - self.mlp(torch.zeros_like(x[:1]))


class ExpressionSpace(nn.Module):
    """E, D and P_text of the paper, with the text encoder that P_text stands on.

    `encode` is E: weights (n, 52) in ARKit order -> (n, DIM). E of the neutral face is the zero vector (to 1e-5: a
    batch rounds otherwise than a row does); the faces of the corpus have a mean length of sqrt(DIM).
    `decode` is D: (n, DIM) -> (n, 52) in 0..1. `project_text` is P_text: sentences -> (n, DIM).
    `emotion_scores` names the feeling: features -> (n, emotions + 1) logits, the last one for "no feeling told".
    `clip` hears sentences in place of the text side and sees pictures, where the bundle has it.
    """

    def __init__(self, text: TextEncoder, emotions: Sequence[str], hidden: int = 160):
        super().__init__()
        self.hidden = hidden
        self.emotions = tuple(emotions)
        self.encoder = AnchoredMap(arkit.COUNT, hidden, DIM)
        self.decoder = AnchoredMap(DIM, hidden, arkit.COUNT)
        self.text = text
        self.text_projector = nn.Sequential(nn.Linear(text.features, 128), nn.GELU(), nn.Linear(128, DIM))
        self.emotion_scores = nn.Linear(text.features, len(self.emotions) + 1)
        self.clip: Clip | None = None
        self.scale: Tensor
        self.register_buffer("scale", torch.ones(()))

    def encode(self, weights: Tensor) -> Tensor:
        return self.encoder(weights) * self.scale

    def decode(self, embedding: Tensor) -> Tensor:
        return self.decode_freely(embedding).clamp(0.0, 1.0)

    def decode_freely(self, embedding: Tensor) -> Tensor:
        """D before the clamp to 0..1; what the losses see, so that they have a gradient everywhere."""
        return self.decoder(embedding / self.scale)

    def project_features(self, features: Tensor) -> Tensor:
        """P_text on features of the text encoder: (n, text.features) -> (n, DIM)."""
        return self.text_projector(features) * self.scale

    def project_text(self, sentences: Sequence[str]) -> Tensor:
        return self.project_features(self.text(sentences))

    @torch.inference_mode()
    def embed(self, weights: np.ndarray) -> np.ndarray:
        """E on numpy arrays, float32."""
        return self.encode(torch.as_tensor(weights, dtype=torch.float32, device=self.scale.device)).cpu().numpy()

    @torch.inference_mode()
    def face(self, embedding: np.ndarray) -> np.ndarray:
        """D on numpy arrays, float32."""
        return self.decode(torch.as_tensor(embedding, dtype=torch.float32, device=self.scale.device)).cpu().numpy()

    def config(self) -> dict:
        """What config.json keeps under "expression"."""
        return {"dim": DIM, "hidden": self.hidden, "emotions": list(self.emotions), "text": self.text.config()}

    def tensors(self) -> dict[str, Tensor]:
        """What expression.safetensors keeps: the weights, and the vocabulary as utf-8 bytes."""
        words = bytearray("\n".join(self.text.words).encode())
        return self.state_dict() | {"text.words": torch.frombuffer(words, dtype=torch.uint8)}

    @classmethod
    def from_tensors(cls, config: dict, tensors: dict[str, Tensor]) -> "ExpressionSpace":
        """Rebuild from config.json's "expression" and the tensors of expression.safetensors, ready for inference."""
        tensors = dict(tensors)
        words = tensors.pop("text.words").byte().numpy().tobytes().decode().split("\n")
        space = cls(TextEncoder(words, **config["text"]), config["emotions"], config["hidden"])
        space.load_state_dict({name: value.float() for name, value in tensors.items()})
        return space.eval().requires_grad_(False)


def load_space(folder: Path) -> ExpressionSpace:
    """The space of a model folder whose files have been verified (core/bundle.py) or were just trained."""
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))["expression"]
    return ExpressionSpace.from_tensors(config, load_file(folder / WEIGHTS_FILE))
