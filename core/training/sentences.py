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

from ..expression import corpus
from ..expression.neighbours import plain_entry
from ..expression.text import words_of

FRAMES = (
    "{}", "{}", "{}", "she looks {}", "he is {}", "looking {}", "feeling {}", "{} face", "a {} expression",
    "sounding {}", "the character is {}", "they seem {}", "say it {}", "I am {}", "he said {}",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Felt:
    """GoEmotions: texts with their words, labels as a (texts, labels) 0/1 matrix, and what the labels mean here.

    shares: float32 (texts, emotions + 1), each text's mixture of the corpus's emotions, the last one for no feeling;
    faces: float32 (texts, 52), the mixture's face.
    """

    texts: list[str]
    words: list[list[str]]
    labels: np.ndarray
    names: tuple[str, ...]
    shares: np.ndarray
    faces: np.ndarray


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
    of_label = np.stack([_shares(table[name]["emotions"]) for name in names])
    shares = labels @ of_label / labels.sum(1, keepdims=True)
    faces = shares[:, :-1] @ np.stack([emotion.weights for emotion in corpus.emotions().values()])
    return Felt(texts, [words_of(text) for text in texts], labels, names, shares, faces)


def _shares(parts: dict[str, float]) -> np.ndarray:
    """{emotion: share} -> float32 (emotions + 1,) in the corpus's order, of sum 1; no parts are no feeling."""
    shares = np.array([parts.get(name, 0.0) for name in corpus.emotions()] + [0.0 if parts else 1.0], np.float32)
    return shares / shares.sum()


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
            yield from (word for word, _ in emotion.words)
            yield from emotion.situations

    def draw(self, count: int, random: np.random.Generator) -> tuple[list[list[str]], np.ndarray, list[str]]:
        """Augmented sentences as word lists, their faces (count, 52), and their emotions ("" for muscles)."""
        drawn = [self._of_row(random) if random.random() < 0.5 else self._of_emotion(random) for _ in range(count)]
        words, faces, names = zip(*drawn, strict=True)
        return list(words), np.stack(faces), list(names)

    def _of_row(self, random: np.random.Generator) -> tuple[list[str], np.ndarray, str]:
        row = self.rows[random.integers(len(self.rows))]
        parts = [row.text]
        if row.tags and random.random() < 0.25:
            parts.append(row.tags[random.integers(len(row.tags))])
        return *_thinned(parts, row.weights, random), row.emotion

    def _of_emotion(self, random: np.random.Generator) -> tuple[list[str], np.ndarray, str]:
        emotion = self.emotions[random.integers(len(self.emotions))]
        word, strength = emotion.words[random.integers(len(emotion.words))]
        parts = [FRAMES[random.integers(len(FRAMES))].format(word)]
        if random.random() < 0.3:
            parts = [emotion.situations[random.integers(len(emotion.situations))]]
            if random.random() < 0.4:
                parts.append(word)
            strength = 1.0
        return *_thinned(parts, emotion.weights * strength, random), emotion.name


def _thinned(parts: list[str], weights: np.ndarray, random: np.random.Generator) -> tuple[list[str], np.ndarray]:
    """The words as the reader hands them on, parts in a random order and some words dropped, with their face."""
    words, face = plain_entry(" ".join(parts[index] for index in random.permutation(len(parts))), weights)
    return [word for word in words if random.random() > 0.12] or words, face


def vocabulary(texts: Iterable[str], seen_at_least: int) -> list[str]:
    counts = Counter(word for text in texts for word in set(words_of(text)))
    return sorted(word for word, count in counts.items() if count >= seen_at_least)
