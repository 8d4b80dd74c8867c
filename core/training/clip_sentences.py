"""Sentences for CLIP's side of the ExpCLIP space, each with its face and the feelings that it tells."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ...rigs.action_units import ACTION_UNITS, weights_from_action_units
from ..errors import ModelError
from ..expression import corpus
from .sentences import NO_FEELING, Sentence, felt_sentences, written_sentences

SUBJECTS = ("she looks", "he looks", "the character is", "a person who feels", "the actor is")
LEVELS = {"a slight": 0.35, "a clear": 0.65, "an intense": 1.0}
"""TalkCLIP (arXiv 2304.00334) has three intensity levels for each unit."""
_SENTENCES_PER_EMOTION = 6
_ENGLISH_SHARE = 0.9
_ONE_SIDED = ("30",)


@dataclass(frozen=True, eq=False)
class ClipSentences:
    """faces: float32 (texts, 52); shares: float32 (texts, emotions + 1), of sum 1, the last one for no feeling, or all
    0 where a text names muscles only; emotions: what the columns of `shares` mean."""

    texts: tuple[str, ...]
    faces: np.ndarray
    shares: np.ndarray
    emotions: tuple[str, ...]


def clip_sentences(goemotions: Path | None, most_felt: int, seed: int) -> ClipSentences:
    """The written corpus, TalkCLIP's sentences over it, and up to `most_felt` texts of GoEmotions where its folder is
    given. CLIP was taught English, so texts that are mostly in other letters are left away.

    Raises ModelError when the folder is not that data set.
    """
    known: dict[str, Sentence] = {}
    for sentence in (
        *written_sentences(),
        *_talkclip(np.random.default_rng(seed)),
        *_felt(goemotions, most_felt, seed),
    ):
        if _is_english(sentence.text):
            known.setdefault(sentence.text, sentence)
    told = {name for sentence in known.values() for name, _ in sentence.emotions} - {NO_FEELING}
    column = {name: number for number, name in enumerate([*sorted(told), NO_FEELING])}
    shares = np.zeros((len(known), len(column)), np.float32)
    for row, sentence in enumerate(known.values()):
        for name, share in sentence.emotions:
            shares[row, column[name]] = share / sum(part for _, part in sentence.emotions)
    faces = np.stack([sentence.weights for sentence in known.values()]).astype(np.float32)
    return ClipSentences(tuple(known), np.clip(faces, 0.0, 1.0), shares, tuple(column)[:-1])


def _felt(folder: Path | None, most: int, seed: int) -> list[Sentence]:
    try:
        felt = felt_sentences(folder) if folder else []
    except (OSError, ValueError, KeyError) as error:
        remedy = "give the folder of labels.txt and train.tsv.gz"
        raise ModelError(f"'{folder}' does not hold GoEmotions, {error}", remedy) from error
    return [felt[row] for row in np.random.default_rng(seed).permutation(len(felt))[:most]]


def _talkclip(random: np.random.Generator) -> Iterator[Sentence]:
    """TalkCLIP's form "[subject] [emotion] and speaks with [action units]", either part left away now and then."""
    units = [unit for unit in ACTION_UNITS.values() if unit.number not in _ONE_SIDED]
    for emotion in corpus.emotions().values():
        named = ((emotion.name, 1.0),)
        for _ in range(_SENTENCES_PER_EMOTION):
            subject = SUBJECTS[random.integers(len(SUBJECTS))]
            word, strength = emotion.words[random.integers(len(emotion.words))]
            picked = random.choice(len(units), size=random.integers(1, 3), replace=False)
            levels = random.choice(list(LEVELS), size=len(picked))
            moved = " and ".join(f"{level} {units[at].name}" for level, at in zip(levels, picked, strict=True))
            muscles = weights_from_action_units(
                {units[at].number: LEVELS[level] for level, at in zip(levels, picked, strict=True)}
            )
            feeling = np.clip(emotion.weights * strength, 0.0, 1.0)
            part = random.random()
            if part < 0.25:
                yield Sentence(f"{subject} {word}", feeling, named)
            elif part < 0.5:
                yield Sentence(f"speaks with {moved}", muscles.astype(np.float32), ())
            else:
                face = np.maximum(feeling, muscles).astype(np.float32)
                yield Sentence(f"{subject} {word} and speaks with {moved}", face, named)


def _is_english(text: str) -> bool:
    return sum(letter.isascii() for letter in text) >= _ENGLISH_SHARE * len(text)


def held_out(texts: Iterable[str], share: int = 10) -> np.ndarray:
    """One text in `share`, always the same ones: bool (texts,)."""
    return np.array([sum(text.encode()) % share == 0 for text in texts])
