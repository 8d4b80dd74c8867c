"""Whether a text tells a feeling, muscles or nothing: ridge regression on the encoder's features.

The text side learns from feelings above all and hears one in nearly everything ("table 14b"), and beside texts of
muscles ("eyes down") a sentence that mentions a mirror or a floor looks like one of them.
"""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from ..expression.corpus import FOLDER
from ..expression.text_side import MUSCLES, NOTHING
from .ridge import ridge_map

TEXTS = FOLDER / "feelingless.txt"


def plain_texts() -> list[str]:
    """Texts that tell no feeling: places, products, code, numbers."""
    return TEXTS.read_text(encoding="utf-8").splitlines()


def kind_map(of_corpus: Tensor, felt: Sequence[bool], of_told: Tensor, of_plain: Tensor) -> nn.Linear:
    """Features (texts, encoder.features) of the corpus's texts, of what happens and of plain texts -> the map that
    TextSide.likely_kinds needs. felt: whether a text of the corpus tells a feeling, else it tells of muscles.

    Muscles, nothing and feelings count alike, however many texts there are of each.
    """
    kinds = torch.zeros(len(of_corpus) + len(of_told) + len(of_plain), 3)
    kinds[: len(of_corpus), MUSCLES] = (~torch.tensor(felt)).float()
    kinds[len(of_corpus) + len(of_told) :, NOTHING] = 1.0
    kinds[:, 2] = 1.0 - kinds[:, :2].sum(1)
    worth = kinds @ (kinds[:, 2].sum() / kinds.sum(0).clamp_min(1.0))
    return ridge_map(torch.cat([of_corpus, of_told, of_plain]), kinds[:, :2], worth)
