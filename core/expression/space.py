"""The ExpCLIP space: one embedding for faces and sentences (Zhong et al., ExpCLIP, AAAI 2024, section 3.2).

The paper's E and D are 8-layer transformers; on 52 weights small MLPs reconstruct better, so E and D are MLPs here.
Both map zero to zero: the neutral face is the origin of the space, and the length of an embedding carries the strength
of the expression while its direction carries the kind.
"""

import json
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from ...rigs import arkit
from ..errors import ModelError
from .text_side import TextSide

if TYPE_CHECKING:
    from .clip import Clip

DIM = 64
WEIGHTS_FILE, TEXT_FILE = "expression.safetensors", "text.safetensors"


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
    """E and D of the paper, and P_text with the text encoder that it stands on.

    `encode` is E: weights (n, 52) in ARKit order -> (n, DIM). E of the neutral face is the zero vector (to 1e-5: a
    batch rounds otherwise than a row does); the faces of the corpus have a mean length of sqrt(DIM).
    `decode` is D: (n, DIM) -> (n, 52) in 0..1. `project_text` is P_text: sentences -> (n, DIM).
    `open_text` gives the text side; it is called with the first prompt, since a line without one needs none.
    `clip` hears sentences in place of the text side and sees pictures, where the bundle has it.
    """

    def __init__(self, hidden: int = 160, open_text: Callable[[], TextSide] | None = None):
        super().__init__()
        self.hidden, self._open_text = hidden, open_text
        self.encoder = AnchoredMap(arkit.COUNT, hidden, DIM)
        self.decoder = AnchoredMap(DIM, hidden, arkit.COUNT)
        self.clip: Clip | None = None
        self.scale: Tensor
        self.register_buffer("scale", torch.ones(()))

    @cached_property
    def text(self) -> TextSide:
        """Raises ModelError where the space has none."""
        if self._open_text is None:
            raise ModelError("This space has no text side", "train it with 'expclip train expression'")
        return self._open_text()

    def encode(self, weights: Tensor) -> Tensor:
        return self.encoder(weights) * self.scale

    def decode(self, embedding: Tensor) -> Tensor:
        return self.decode_freely(embedding).clamp(0.0, 1.0)

    def decode_freely(self, embedding: Tensor) -> Tensor:
        """D before the clamp to 0..1; what the losses see, so that they have a gradient everywhere."""
        return self.decoder(embedding / self.scale)

    def project_features(self, features: Tensor) -> Tensor:
        """P_text on features of the text encoder: (n, features) -> (n, DIM)."""
        return self.text.projector(features) * self.scale

    def project_text(self, sentences: Sequence[str]) -> Tensor:
        return self.project_features(self.text.encoder(sentences))

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
        return {"dim": DIM, "hidden": self.hidden}

    def tensors(self) -> dict[str, Tensor]:
        """What expression.safetensors keeps: E, D and their scale."""
        return dict(self.state_dict())

    @classmethod
    def from_tensors(
        cls, config: dict, tensors: dict[str, Tensor], open_text: Callable[[], TextSide]
    ) -> "ExpressionSpace":
        """Rebuild from config.json's "expression" and the tensors of expression.safetensors, ready for inference."""
        space = cls(config["hidden"], open_text)
        space.load_state_dict({name: value.float() for name, value in tensors.items()})
        return space.eval().requires_grad_(False)


def load_space(folder: Path) -> ExpressionSpace:
    """The space of a model folder whose files have been verified (core/bundle.py) or were just trained."""
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))

    def open_text() -> TextSide:
        return TextSide.from_tensors(config["text"], load_file(folder / TEXT_FILE), DIM)

    return ExpressionSpace.from_tensors(config["expression"], load_file(folder / WEIGHTS_FILE), open_text)
