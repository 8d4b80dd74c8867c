"""Retrieval in the ExpCLIP space, both ways: how far down a text's own face stands, and a face's own text."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from ..expression import tead
from ..expression.space import ExpressionSpace

FIRST = (1, 5, 10)
_BATCH = 64


@dataclass(frozen=True)
class Retrieval:
    """Ranks of what was looked for, from 1, among `among` others and itself."""

    ranks: tuple[int, ...]
    among: int

    @property
    def median(self) -> float:
        return float(np.median(self.ranks))

    def within(self, first: int) -> float:
        """The share that stands among the first ones."""
        return float(np.mean(np.array(self.ranks) <= first))

    def __str__(self) -> str:
        shares = ", ".join(f"{self.within(first):.2f} within {first}" for first in FIRST)
        return f"median rank {self.median:g} of {self.among}, {shares}"


@torch.inference_mode()
def retrieve(space: ExpressionSpace, rows: Sequence[tead.Row]) -> tuple[Retrieval, Retrieval]:
    """Text -> face among the rows' different faces, and face -> text, any text of that face, among all the texts.

    By the cosine between P_text of the text and E of the face.
    """
    faces, face_of = np.unique(np.stack([row.weights for row in rows]), axis=0, return_inverse=True)
    own = face_of.reshape(-1)[:, None] == np.arange(len(faces))
    texts = [row.text for row in rows]
    heard = torch.cat([space.project_text(texts[at : at + _BATCH]) for at in range(0, len(texts), _BATCH)]).numpy()
    alike = _directions(heard) @ _directions(space.embed(faces)).T
    return _ranked(alike, own), _ranked(alike.T, own.T)


def _ranked(alike: np.ndarray, own: np.ndarray) -> Retrieval:
    """alike, own: (queries, candidates); the rank of the best of each query's own."""
    best = np.where(own, alike, -np.inf).max(1, keepdims=True)
    return Retrieval(tuple(1 + (alike > best).sum(1)), alike.shape[1])


def _directions(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
