"""Who reads the prompts of the bench: our reader, neighbours in two encoders' spaces, and the mean face."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from ...rigs import arkit
from ..errors import ModelError
from ..expression import corpus, tead
from ..expression.reading import Reading, read_prompts
from ..expression.space import ExpressionSpace
from .scores import Told

NEIGHBOURS = 8
_EMOTION = re.compile(r"(\w+)(?: at)? (\d+)%")
_BATCH = 64

Encode = Callable[[Sequence[str]], np.ndarray]
"""Texts -> vectors (n, width)."""


class Contender(Protocol):
    name: str

    def read(self, texts: Sequence[str]) -> list[Told]: ...


class Ours:
    name = "ours"

    def __init__(self, space: ExpressionSpace):
        self.space = space

    def read(self, texts: Sequence[str]) -> list[Told]:
        return [Told(reading.weights, strongest_emotion(reading)) for reading in read_prompts(texts, self.space)]


def strongest_emotion(reading: Reading) -> str:
    """The emotion with the largest share in what the reading says of itself; "" where it names none."""
    named = [match for note in reading.read_as if (match := _EMOTION.fullmatch(note)) and match[1] != "muscles"]
    return max(named, key=lambda match: int(match[2]))[1] if named and reading.confidence > 0 else ""


class Neighbours:
    """The mean face of the nearest texts of the corpus by cosine, weighted by it, and the most frequent emotion."""

    def __init__(self, name: str, encode: Encode):
        self.name, self._encode = name, encode
        rows = rows_of_corpus()
        self._faces = np.stack([face for _, face, _ in rows])
        self._emotions = [emotion for _, _, emotion in rows]
        self._vectors = self._unit([text for text, _, _ in rows])

    def read(self, texts: Sequence[str]) -> list[Told]:
        similarity = self._unit(texts) @ self._vectors.T
        return [self._told(row) for row in similarity]

    def _told(self, similarity: np.ndarray) -> Told:
        nearest = np.argsort(-similarity, kind="stable")[:NEIGHBOURS]
        share = np.maximum(similarity[nearest], 1e-6)
        emotions = [self._emotions[place] for place in nearest]
        face = (share / share.sum()) @ self._faces[nearest]
        return Told(face.astype(np.float32), max(emotions, key=emotions.count))

    def _unit(self, texts: Sequence[str]) -> np.ndarray:
        vectors = np.concatenate([self._encode(texts[at : at + _BATCH]) for at in range(0, len(texts), _BATCH)])
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


def rows_of_corpus() -> list[tuple[str, np.ndarray, str]]:
    """Text, face (52,) and the emotion that shows, "" for muscles: all of TEAD, and the seed rows."""
    told = [(row.text, row.weights, (*row.emotions, "")[0]) for row in tead.rows()]
    return told + [(row.text, row.weights, row.emotion) for row in corpus.rows()]


class MeanFace:
    name = "mean face"

    def __init__(self) -> None:
        self._face = np.mean([face for _, face, _ in rows_of_corpus()], 0).astype(np.float32)
        assert self._face.shape == (arkit.COUNT,)

    def read(self, texts: Sequence[str]) -> list[Told]:
        return [Told(self._face) for _ in texts]


def our_encoder(space: ExpressionSpace) -> Encode:
    import torch

    def encode(texts: Sequence[str]) -> np.ndarray:
        with torch.inference_mode():
            return space.text.encoder(texts).numpy()

    return encode


def sentence_encoder(folder: Path) -> Encode:
    """A published sentence encoder as it is: mean over the pieces, as all-MiniLM-L6-v2 wants it. Raises ModelError."""
    import torch

    from .. import torchvision_operators  # noqa: F401 - must come before transformers

    try:
        from transformers import AutoModel, AutoTokenizer

        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        network = AutoModel.from_pretrained(folder, local_files_only=True, dtype=torch.float32).eval()
    except (OSError, ValueError) as error:
        raise ModelError(f"'{folder}' holds no sentence encoder", "choose the folder of all-MiniLM-L6-v2") from error

    def encode(texts: Sequence[str]) -> np.ndarray:
        pieces = tokenizer(list(texts), padding=True, truncation=True, return_tensors="pt")
        with torch.inference_mode():
            hidden = network(**pieces).last_hidden_state
        mask = pieces["attention_mask"][..., None].float()
        return ((hidden * mask).sum(1) / mask.sum(1)).numpy()

    return encode
