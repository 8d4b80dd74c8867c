"""GoEmotions (Demszky et al., ACL 2020; CC BY 4.0): texts with labels, and the faces that the labels stand for."""

import gzip
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from ..expression import corpus


@dataclass(frozen=True, eq=False)
class Felt:
    """Texts, their labels as a (texts, labels) 0/1 matrix, and what the labels mean here.

    shares: float32 (texts, emotions + 1), each text's mixture of the corpus's emotions, the last one for no feeling;
    faces: float32 (texts, 52), the mixture's face.
    """

    texts: list[str]
    labels: np.ndarray
    names: tuple[str, ...]
    shares: np.ndarray
    faces: np.ndarray


def read_goemotions(folder: Path, split: str, left_out: frozenset[str] = frozenset()) -> Felt:
    """One split; folder holds labels.txt and <split>.tsv.gz.

    left_out: emotions of the corpus that training must not see; texts with a label that stands for one are left away.
    """
    names = tuple((folder / "labels.txt").read_text(encoding="utf-8").split())
    table = label_emotions()
    hidden = {number for number, name in enumerate(names) if left_out & set(table[name])}
    with gzip.open(folder / f"{split}.tsv.gz", "rt", encoding="utf-8") as lines:
        cells = [line.rstrip("\n").split("\t") for line in lines]
    told = [(text, {int(number) for number in numbers.split(",")}) for text, numbers, _ in cells]
    told = [(text, numbers) for text, numbers in told if not numbers & hidden]
    labels = np.zeros((len(told), len(names)), np.float32)
    for row, (_, numbers) in enumerate(told):
        labels[row, list(numbers)] = 1.0
    texts = [text.replace("[NAME]", "").replace("[RELIGION]", "") for text, _ in told]
    of_label = np.stack([_shares(table[name]) for name in names])
    shares = labels @ of_label / labels.sum(1, keepdims=True)
    faces = shares[:, :-1] @ np.stack([emotion.weights for emotion in corpus.emotions().values()])
    return Felt(texts, labels, names, shares, faces)


@cache
def label_emotions() -> dict[str, dict[str, float]]:
    """What each label stands for: emotions of the corpus and their shares."""
    table = tomllib.loads((corpus.FOLDER / "goemotions_faces.toml").read_text(encoding="utf-8"))
    return {name: row["emotions"] for name, row in table.items()}


def _shares(parts: dict[str, float]) -> np.ndarray:
    """{emotion: share} -> float32 (emotions + 1,) in the corpus's order, of sum 1; no parts are no feeling."""
    shares = np.array([parts.get(name, 0.0) for name in corpus.emotions()] + [0.0 if parts else 1.0], np.float32)
    return shares / shares.sum()
