"""Sentences for CLIP's side of the ExpCLIP space, each with its face and the feelings that it tells."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ...rigs.action_units import ACTION_UNITS, weights_from_action_units
from ..errors import ModelError
from ..expression import corpus
from .sentences import Felt, read_goemotions

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
    emotions = corpus.emotions()
    column = {name: number for number, name in enumerate(emotions)}
    known: dict[str, tuple[np.ndarray, np.ndarray]] = {}
    for text, face, names in (*_written(), *_talkclip(np.random.default_rng(seed))):
        share = np.zeros(len(column) + 1, np.float32)
        for name in names:
            share[column[name]] = 1.0 / len(names)
        if _is_english(text):
            known.setdefault(text, (face, share))
    if felt := _felt(goemotions):
        for row in np.random.default_rng(seed).permutation(len(felt.texts))[:most_felt]:
            known.setdefault(felt.texts[row].strip(), (felt.faces[row], felt.shares[row]))
    faces, shares = zip(*known.values(), strict=True)
    return ClipSentences(tuple(known), np.stack(faces), np.stack(shares), tuple(column))


def _felt(folder: Path | None) -> Felt | None:
    try:
        return read_goemotions(folder, "train") if folder else None
    except (OSError, ValueError, KeyError) as error:
        remedy = "give the folder of labels.txt and train.tsv.gz"
        raise ModelError(f"'{folder}' does not hold GoEmotions, {error}", remedy) from error


def _written() -> Iterator[tuple[str, np.ndarray, Sequence[str]]]:
    emotions = corpus.emotions()
    for row in corpus.rows():
        names = [name for name in row.emotion.split("+") if name in emotions]
        for text in (row.text, *row.situations):
            yield text, row.weights, names
    for emotion in emotions.values():
        for word, strength in emotion.words:
            yield word, np.clip(emotion.weights * strength, 0.0, 1.0), [emotion.name]
        for situation in emotion.situations:
            yield situation, emotion.weights, [emotion.name]


def _talkclip(random: np.random.Generator) -> Iterator[tuple[str, np.ndarray, Sequence[str]]]:
    """TalkCLIP's form "[subject] [emotion] and speaks with [action units]", either part left away now and then."""
    units = [unit for unit in ACTION_UNITS.values() if unit.number not in _ONE_SIDED]
    for emotion in corpus.emotions().values():
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
                yield f"{subject} {word}", feeling, [emotion.name]
            elif part < 0.5:
                yield f"speaks with {moved}", muscles.astype(np.float32), []
            else:
                face = np.maximum(feeling, muscles).astype(np.float32)
                yield f"{subject} {word} and speaks with {moved}", face, [emotion.name]


def _is_english(text: str) -> bool:
    return sum(letter.isascii() for letter in text) >= _ENGLISH_SHARE * len(text)


def held_out(texts: Iterable[str], share: int = 10) -> np.ndarray:
    """One text in `share`, always the same ones: bool (texts,)."""
    return np.array([sum(text.encode()) % share == 0 for text in texts])
