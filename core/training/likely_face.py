"""The likeliest face of a text: ridge regression of the corpus's faces on the encoder's features.

P_text, which the encoder learned with, knows the rows it learned from too well: of 495 rows that no tuning had seen its
face had a cosine of .56 with the true one, that of ridges of weight 30 and 100 .58 and .59.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..expression.text_side import TextSide

RIDGE = 60.0
"""Beside features of length 1, of some 20 000 texts."""


@torch.no_grad()
def fit_likely_face(side: TextSide, features: Tensor, faces: Tensor) -> None:
    """features: (texts, encoder.features) of the side's encoder; faces: (texts, 52), without the texts' strength."""
    directions, wanted = F.normalize(features, dim=1).double(), faces.double()
    centre, mean = directions.mean(0), wanted.mean(0)
    apart = directions - centre
    weight = torch.linalg.solve(apart.T @ apart + RIDGE * torch.eye(apart.shape[1]), apart.T @ (wanted - mean))
    side.face_map = nn.Linear(*weight.shape)
    side.face_map.weight.copy_(weight.T)
    side.face_map.bias.copy_(mean - centre @ weight)
