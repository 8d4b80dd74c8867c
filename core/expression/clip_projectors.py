"""What stands between CLIP's frozen towers and the ExpCLIP space: P_text, P_image, and the names of feelings.

P_text and P_image are of one kind: TalkCLIP's adapter with its residual (arXiv 2304.00334), then a small network into
the space. P_image begins as P_text, because CLIP puts a picture and its sentence near each other, and is tuned on
pictures alone, as in the paper's image stage.
"""

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .space import DIM

ADAPTED, KEPT = 0.6, 0.4
"""TalkCLIP: s = 0.6 e_s + 0.4 e_t, the adapter's output and what CLIP itself says."""


class Projector(nn.Module):
    """Unit vectors of a tower (n, width) -> the ExpCLIP space at unit scale (n, DIM).

    `centre` is the mean of what the tower says of its training material, and is taken off: CLIP's sentences lie
    together in one narrow cone and its pictures in another.
    """

    def __init__(self, width: int, hidden: int):
        super().__init__()
        self.adapter = nn.Sequential(nn.Linear(width, hidden), nn.GELU(), nn.Linear(hidden, width))
        self.projector = nn.Sequential(nn.Linear(width, hidden), nn.GELU(), nn.Linear(hidden, DIM))
        self.centre: Tensor
        self.register_buffer("centre", torch.zeros(width))

    def forward(self, vectors: Tensor) -> Tensor:
        return self.projector(self.adapted(vectors))

    def adapted(self, vectors: Tensor) -> Tensor:
        """s of TalkCLIP, (n, width), of about unit size in each component."""
        told = F.normalize(vectors - self.centre, dim=-1) * vectors.shape[-1] ** 0.5
        return ADAPTED * self.adapter(told) + KEPT * told


class ClipProjectors(nn.Module):
    """`text` is P_text, `picture` P_image, `feelings` names what a sentence tells: s -> (n, emotions + 1) logits, the
    last one for no feeling told."""

    def __init__(self, width: int, emotions: Sequence[str], hidden: int = 256):
        super().__init__()
        self.width, self.hidden, self.emotions = width, hidden, tuple(emotions)
        self.text = Projector(width, hidden)
        self.picture = Projector(width, hidden)
        self.feelings = nn.Linear(width, len(self.emotions) + 1)

    def begin_picture(self) -> None:
        """P_image as P_text is now."""
        self.picture.load_state_dict(self.text.state_dict())

    def to_json(self) -> dict:
        return {"width": self.width, "hidden": self.hidden, "emotions": list(self.emotions)}

    @classmethod
    def from_json(cls, data: dict) -> "ClipProjectors":
        return cls(**data)
