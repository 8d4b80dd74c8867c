"""Sentences for the text side of the ExpCLIP space, each with the face that it should become.

The paper's text augmentation (section 3.2: stop words dropped, synonyms, sentence order) on the written corpus;
GoEmotions texts are joined to the mean face of their labels.
"""

import gzip
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ...rigs import arkit
from ..expression import corpus
from ..expression.text import words_of

FRAMES = (
    "{}", "{}", "{}", "she looks {}", "he is {}", "looking {}", "feeling {}", "{} face", "a {} expression",
    "sounding {}", "the character is {}", "they seem {}", "say it {}", "I am {}", "{} and {}",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Felt:
    """GoEmotions: texts with their words, labels as a (texts, labels) 0/1 matrix, and the mean face of a text's labels.

    faces: float32 (texts, 52), only of meaning where has_face is true.
    """

    texts: list[str]
    words: list[list[str]]
    labels: np.ndarray
    names: tuple[str, ...]
    faces: np.ndarray
    has_face: np.ndarray


def read_goemotions(folder: Path, split: str, left_out: frozenset[str] = frozenset()) -> Felt:
    """One split of GoEmotions (Demszky et al., ACL 2020): folder holds labels.txt and <split>.tsv.gz.

    left_out: emotions of the corpus that training must not see; texts with a label that stands for one are left away.
    """
    names = tuple((folder / "labels.txt").read_text(encoding="utf-8").split())
    table = tomllib.loads((corpus.FOLDER / "goemotions_faces.toml").read_text(encoding="utf-8"))
    hidden = {number for number, name in enumerate(names) if left_out & set(table[name]["emotions"])}
    with gzip.open(folder / f"{split}.tsv.gz", "rt", encoding="utf-8") as lines:
        cells = [line.rstrip("\n").split("\t") for line in lines]
    told = [(text, {int(number) for number in numbers.split(",")}) for text, numbers, _ in cells]
    told = [(text, numbers) for text, numbers in told if not numbers & hidden]
    labels = np.zeros((len(told), len(names)), np.float32)
    for row, (_, numbers) in enumerate(told):
        labels[row, list(numbers)] = 1.0
    texts = [text.replace("[NAME]", "").replace("[RELIGION]", "") for text, _ in told]
    label_faces = np.stack([_label_face(table[name]["emotions"]) for name in names])
    share = labels * np.array([bool(table[name]["emotions"]) for name in names])
    total = share.sum(1, keepdims=True)
    faces = (share @ label_faces / np.maximum(total, 1)).astype(np.float32)
    return Felt(texts, [words_of(text) for text in texts], labels, names, faces, total[:, 0] > 0)


def _label_face(parts: dict[str, float]) -> np.ndarray:
    face = np.zeros(arkit.COUNT, np.float32)
    for name, share in parts.items():
        face += corpus.emotions()[name].weights * share / sum(parts.values())
    return face


@dataclass(frozen=True, eq=False)
class Written:
    """The part of the written corpus that training may see, and a source of augmented sentences of it."""

    rows: tuple[corpus.Row, ...]
    emotions: tuple[corpus.Emotion, ...]

    @classmethod
    def without(cls, left_out_emotions: frozenset[str] = frozenset(), left_out_texts: frozenset[str] = frozenset()):
        return cls(
            tuple(r for r in corpus.rows() if r.emotion not in left_out_emotions and r.text not in left_out_texts),
            tuple(e for e in corpus.emotions().values() if e.name not in left_out_emotions),
        )

    def plain_texts(self) -> Iterator[str]:
        """Every text once, without augmentation: for the vocabulary."""
        for row in self.rows:
            yield row.text
        for emotion in self.emotions:
            yield from emotion.tags
            yield from emotion.situations

    def draw(self, count: int, random: np.random.Generator) -> tuple[list[list[str]], np.ndarray, list[str]]:
        """Augmented sentences as word lists, their faces (count, 52), and their emotions ("" for muscles)."""
        drawn = [self._one(random) for _ in range(count)]
        words, faces, names = zip(*drawn, strict=True)
        return list(words), np.stack(faces), list(names)

    def _one(self, random: np.random.Generator) -> tuple[list[str], np.ndarray, str]:
        if random.random() < 0.55:
            row = self.rows[random.integers(len(self.rows))]
            text = row.text
            if row.tags and random.random() < 0.25:
                text = _joined([text, random.choice(row.tags)], random)
            return _thinned(words_of(text), random), row.weights, row.emotion
        emotion = self.emotions[random.integers(len(self.emotions))]
        if random.random() < 0.35:
            text = str(random.choice(emotion.situations))
            if random.random() < 0.3:
                text = _joined([text, random.choice(emotion.tags)], random)
        else:
            text = str(random.choice(FRAMES)).format(*random.choice(emotion.tags, 2))
        return _thinned(words_of(text), random), emotion.weights, emotion.name


def _joined(parts: list[str], random: np.random.Generator) -> str:
    return " ".join(str(parts[index]) for index in random.permutation(len(parts)))


def _thinned(words: list[str], random: np.random.Generator) -> list[str]:
    kept = [word for word in words if random.random() > 0.12]
    return kept or words


def vocabulary(texts: Iterable[str], seen_at_least: int) -> list[str]:
    counts = Counter(word for text in texts for word in set(words_of(text)))
    return sorted(word for word, count in counts.items() if count >= seen_at_least)
