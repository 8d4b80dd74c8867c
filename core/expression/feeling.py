"""What a plain sentence feels: the nearest texts of the corpus and the network, mixed into one face."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import torch

from ...rigs import arkit
from . import corpus
from .neighbours import Neighbours, corpus_entries
from .sides import lefthand
from .space import ExpressionSpace
from .text import words_of
from .wording import SILENT

SOLID_NEARNESS, LOOSE_NEARNESS = 0.6, 0.2
"""From the first on the corpus's own words decide the face, up to the second the network does."""
READABLE_SHARE = 0.5
"""Of the words must be known; else the text is in another language, or no language."""
FLOOR, FLOOR_SHARE = 0.06, 0.12
"""Weights below, absolute and beside the strongest, are what is left of a mean over faces: they rest."""


@dataclass(frozen=True, eq=False)
class Feeling:
    """The face of a text as it would be without words of strength.

    weights: float32 (52,) in ARKit order, 0..1; emotions: name -> share, "" for muscles; confidence 0..1, 0 where the
    text is not understood (the weights are neutral then); known: share of the telling words that the reader knows;
    unknown: the others.
    """

    weights: np.ndarray
    emotions: dict[str, float] = field(default_factory=dict)
    confidence: float = 0.0
    known: float = 0.0
    unknown: tuple[str, ...] = ()


def feel(texts: Sequence[str], space: ExpressionSpace) -> list[Feeling]:
    return [_feel(text, space) for text in texts]


def _feel(text: str, space: ExpressionSpace) -> Feeling:
    words = words_of(text)
    telling = [word for word in words if word not in SILENT]
    known = [word for word in telling if space.text.knows(word)]
    unknown = tuple(dict.fromkeys(word for word in telling if word not in known))
    share = len(known) / max(len(telling), 1)
    if not known or sum(space.text.knows(word) for word in words) < READABLE_SHARE * len(words):
        return Feeling(np.zeros(arkit.COUNT, np.float32), known=share, unknown=unknown)
    said, mirrored = lefthand(words)
    near = _neighbours().near(said)
    solid = float(np.clip((near.nearest - LOOSE_NEARNESS) / (SOLID_NEARNESS - LOOSE_NEARNESS), 0.0, 1.0))
    heard, chances = _heard(said, space)
    weights = _cleaned(solid * near.face + (1.0 - solid) * heard)
    if mirrored:
        weights = weights[list(arkit.MIRROR_INDEX)]
    emotions = {name: (1.0 - solid) * chance for name, chance in chances.items()}
    for name, part in near.emotions.items():
        emotions[name] = emotions.get(name, 0.0) + solid * part
    sure = solid * near.nearest + (1.0 - solid) * sum(chances.values())
    confidence = float(np.clip(sure * share, 0.01, 1.0)) if weights.any() else 0.0
    return Feeling(weights, emotions, confidence, share, unknown)


@torch.inference_mode()
def _heard(words: Sequence[str], space: ExpressionSpace) -> tuple[np.ndarray, dict[str, float]]:
    """What the network hears: a face (52,), and probabilities of emotions (what is missing to 1 is no feeling).

    The face is as strong as a feeling is likely.
    """
    if space.clip:
        embedding, of_emotions = space.clip.of_sentences([" ".join(words)])
        names = space.clip.projectors.emotions
        face = space.decode(embedding * space.scale)[0].numpy()
    else:
        features = space.text.features_of([words])
        of_emotions, names = space.emotion_scores(features).softmax(-1), space.emotions
        face = space.decode(space.project_features(features))[0].numpy()
    chances = of_emotions[0, :-1].tolist()
    return face * sum(chances), dict(zip(names, chances, strict=True))


def _cleaned(weights: np.ndarray) -> np.ndarray:
    floor = max(FLOOR, FLOOR_SHARE * float(weights.max()))
    return np.where(weights < floor, 0.0, np.clip(weights, 0.0, 1.0)).astype(np.float32)


@cache
def _neighbours() -> Neighbours:
    return Neighbours(list(corpus_entries(corpus.rows(), corpus.emotions().values())))
