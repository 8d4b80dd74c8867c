"""The animation decoder learns on from captured faces, such as BEAT's, beside the teacher's.

What a captured face does beyond what the sound asks for, averaged over the clip, is its expression, and the style
embedding comes from it (ExpCLIP pools the clip by its E_sa instead). Trackers rarely see lips meet, so where the sound
needs the lips the teacher's contact stands in the target. Every other lesson is the teacher's, over the same sound
under random expressions, so that nothing is forgotten.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch.utils.data import Dataset

from ...rigs import arkit
from ..animation.articulation import Articulation, articulate, compose, effort_of
from ..animation.decoder import AnimationDecoder
from ..audio import SAMPLE_RATE, open_speech
from ..errors import TakeError
from ..expression.space import ExpressionSpace
from ..speech.decoding import hear
from ..speech.encoder import SpeechEncoder
from ..speech.grammar import Grammar
from ..speech.listening import listen
from ..speech.loudness import line_decibels, loudness_channels, speech_level
from ..speech.phones import INDEX, SILENCE, Phone, frame_labels
from ..speech.phonogram import FPS
from .animation import AnimationLessons, AnimationTraining, Lesson, contacts_of, corpus_faces, learn
from .beat import Capture
from .expression import Faces
from .heard_clips import HeardClip

_BLOCK_SAMPLES = 10 * SAMPLE_RATE
RATE = 3e-4
"""The learning rate for a decoder that can speak already."""
_MOUTH = np.array([name.startswith(("mouth", "jaw", "tongue")) for name in arkit.NAMES], np.float32)
_SMALL = 0.02
"""What a face does less than this beyond speech is not expression but the tracker's noise."""


@dataclass(frozen=True, eq=False)
class CapturedClip:
    """heard: the sound as the encoder hears it, with the phones that it hears; level: the whole line's, in decibels;
    weights: float32 (frames, 52) captured."""

    heard: HeardClip
    level: float
    weights: np.ndarray


def hear_captures(
    captures: Iterable[Capture], encoder: SpeechEncoder, grammars: dict[str, Grammar], clip_seconds: float,
    report: Callable[[Capture], None],
) -> list[CapturedClip]:
    """Clips of `clip_seconds` of all captures; ends that fill none are left out. Raises SpeechError and TakeError."""
    frames = int(clip_seconds * FPS)
    clips = []
    for capture in captures:
        speech = open_speech(capture.sound)
        said = hear(listen(speech, encoder, lambda done, message: None), grammars)
        decibels = line_decibels(speech.blocks(_BLOCK_SAMPLES), len(said.phonogram))
        level = speech_level(decibels)
        for first in range(0, len(capture.weights) - frames + 1, frames):
            inside = slice(first, first + frames)
            phones = _between(said.phones, first / FPS, clip_seconds)
            spoken = said.phonogram[inside].astype(np.float32)
            heard = HeardClip(phones, spoken, decibels[inside], decibels[inside])
            clips.append(CapturedClip(heard, level, capture.weights[inside]))
        report(capture)
    if not clips:
        raise TakeError(f"None of the recordings lasts {clip_seconds:g} s", "give longer ones")
    return clips


class CapturedLessons(Dataset):
    """Number -> Lesson: captured faces where the number is odd, the teacher's where it is even."""

    def __init__(self, clips: list[CapturedClip], training: AnimationTraining):
        self.clips, self.training = clips, training
        self.taught = AnimationLessons([clip.heard for clip in clips], Faces(corpus_faces()), training)
        self.known: dict[int, _Row] = {}

    def __len__(self) -> int:
        return 10**9

    def __getitem__(self, number: int) -> Lesson:
        if number % 2 == 0:
            return self.taught[number]
        rng = np.random.default_rng([self.training.seed, 3, number])
        rows = [self._row(row) for row in rng.integers(len(self.clips), size=self.training.clips).tolist()]
        return Lesson(
            np.stack([row.clip.heard.heard for row in rows]),
            np.stack([loudness_channels(row.clip.heard.decibels, row.clip.level) for row in rows]),
            np.stack([row.expression for row in rows])[:, None],
            np.stack([row.target for row in rows]),
            np.stack([row.contacts for row in rows]),
        )

    def _row(self, number: int) -> "_Row":
        """The teacher is slow, so it looks at each clip once."""
        if number not in self.known:
            clip = self.clips[number]
            speech = _articulation(clip.heard)
            expression = beyond_speech(clip.weights, speech)
            target = in_contact(clip.weights, speech, expression)
            self.known[number] = _Row(clip, expression, target, contacts_of(speech))
        return self.known[number]


class _Row(NamedTuple):
    """One clip's part of a lesson: expression (52,), target (frames, 52), contacts (frames, CONTACTS)."""

    clip: CapturedClip
    expression: np.ndarray
    target: np.ndarray
    contacts: np.ndarray


def beyond_speech(weights: np.ndarray, speech: Articulation) -> np.ndarray:
    """What a face does on top of its speech, on average: (frames, 52) -> an expression (52,) in 0..1."""
    more = weights.mean(0) - speech.weights.mean(0)
    return np.where(more > _SMALL, more, 0.0).astype(np.float32)


def in_contact(weights: np.ndarray, speech: Articulation, expression: np.ndarray) -> np.ndarray:
    """The captured face, (frames, 52), but with the teacher's mouth as far as the sound needs the lips."""
    held = speech.firmness[:, None] * _MOUTH
    return (weights + held * (compose(speech, expression) - weights)).astype(np.float32)


def fit_to_captures(
    decoder: AnimationDecoder, clips: list[CapturedClip], folder: Path, space: ExpressionSpace,
    training: AnimationTraining, report: Callable[[float, str], None],
) -> AnimationDecoder:
    """Trains a trained decoder on until `training.minutes` are used up and returns it, on the CPU, ready for use.

    `folder` receives a checkpoint every few minutes, which a later call goes on from, and the curve.
    """
    torch.set_num_threads(training.threads)
    space = space.to("cuda" if torch.cuda.is_available() else "cpu").eval()
    return learn(decoder, CapturedLessons(clips, training), space, folder, "captures", training, report)


def _between(phones: list[Phone], start: float, seconds: float) -> list[Phone]:
    """The phones that touch `seconds` from `start` on, in times of the clip."""
    return [
        Phone(phone.label, phone.start - start, phone.end - start)
        for phone in phones if phone.end > start and phone.start < start + seconds
    ]  # fmt: skip


def _articulation(clip: HeardClip) -> Articulation:
    speaking = frame_labels(clip.phones, len(clip.heard), FPS) != INDEX[SILENCE]
    seconds = (np.arange(len(clip.heard)) + 0.5) / FPS
    return articulate(clip.phones, seconds, effort_of(clip.clean_decibels, speaking, FPS))
