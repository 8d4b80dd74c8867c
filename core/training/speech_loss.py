"""What the speech encoder learns from: phones of frames, phones in order (CTC), and articulatory features.

Recordings that were labelled with a dictionary know only the ARPAbet view of their phones; there the probabilities of
all labels of one view are summed before they are compared, in the frames as in CTC (Graves et al. 2006).
"""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from ..speech import phones as inventory
from ..speech.articulatory import feature_table

_BLANK = inventory.INDEX[inventory.SILENCE]


@dataclass(frozen=True)
class SpeechLossWeights:
    """Shares of the parts, and how much of a frame's certainty is spread over all phones."""

    frames: float = 1.0
    order: float = 0.15
    features: float = 0.3
    label_smoothing: float = 0.05


class SpeechLoss(nn.Module):
    """features (clips, frames, hidden), logits (clips, frames, phones), labels (clips, frames) int64,
    arpabet (clips,) bool -> loss. Its two heads are needed in training alone."""

    def __init__(self, hidden: int, weights: SpeechLossWeights):
        super().__init__()
        self.weights = weights
        table = torch.from_numpy(feature_table()[1])
        self.order_head = nn.Linear(hidden, inventory.COUNT)
        self.feature_head = nn.Linear(hidden, table.shape[1])
        self.register_buffer("table", table, persistent=False)
        self.register_buffer("view", torch.from_numpy(_arpabet_view()), persistent=False)

    def forward(self, features: Tensor, logits: Tensor, labels: Tensor, arpabet: Tensor) -> Tensor:
        weights = self.weights
        frames = self._frames(logits, labels, arpabet)
        heard = functional.binary_cross_entropy_with_logits(self.feature_head(features), self.table[labels])
        loss = weights.frames * frames + weights.features * heard
        if weights.order:
            loss = loss + weights.order * self._order(self.order_head(features), labels, arpabet)
        return loss

    def _frames(self, logits: Tensor, labels: Tensor, arpabet: Tensor) -> Tensor:
        log_probability = logits.log_softmax(-1)
        exact = log_probability.gather(-1, labels[..., None])[..., 0]
        alike = self.view[labels] == 0
        seen_alike = log_probability.masked_fill(alike, float("-inf")).logsumexp(-1)
        right = torch.where(arpabet[:, None], seen_alike, exact)
        smooth = self.weights.label_smoothing
        return -((1.0 - smooth) * right + smooth * log_probability.mean(-1)).mean()

    def _order(self, logits: Tensor, labels: Tensor, arpabet: Tensor) -> Tensor:
        """CTC over the phones in their order; a clip's first and last phone may be cut, which it bears."""
        log_probability = logits.log_softmax(-1)
        changed = torch.ones_like(labels, dtype=torch.bool)
        changed[:, 1:] = labels[:, 1:] != labels[:, :-1]
        kept = changed & (labels != _BLANK)
        lengths = kept.sum(1)
        targets = torch.nn.utils.rnn.pad_sequence([row[keep] for row, keep in zip(labels, kept, strict=True)], True, 1)
        if arpabet.any():
            first = self.view.argmax(1)
            pooled = (log_probability.exp() @ self.view[first == torch.arange(len(first), device=first.device)].T)
            spread = torch.full_like(log_probability, -30.0)
            spread[..., first.unique()] = pooled.clamp_min(1e-12).log()
            log_probability = torch.where(arpabet[:, None, None], spread, log_probability)
            targets = torch.where(arpabet[:, None], first[targets], targets)
        spoken = lengths > 0
        if not spoken.any():
            return logits.sum() * 0.0
        frames = torch.full((int(spoken.sum()),), logits.shape[1])
        heard = log_probability[spoken].transpose(0, 1)
        return functional.ctc_loss(heard, targets[spoken], frames, lengths[spoken], _BLANK, zero_infinity=True)


def _arpabet_view() -> np.ndarray:
    """(phones, phones) float32: 1 where two labels are one ARPAbet phone."""
    names = np.array([inventory.ARPABET[label] for label in inventory.LABELS])
    return (names[:, None] == names[None, :]).astype(np.float32)
