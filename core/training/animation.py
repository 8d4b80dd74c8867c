"""Trains the animation decoder on the articulation teacher under random expressions, from phonograms as they are heard.

The losses are ExpCLIP's (Zhong et al., AAAI 2024, section 3.3): L1 reconstruction, lip motion (the difference of
consecutive frames) and style (the embedding of the clip that was made, pooled by its mean in place of the paper's E_sa,
against the wanted one); the expression prompt augmentation is training.expression.Faces. Ours is the loss of contacts.
"""

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset, Subset

from ...rigs import arkit
from ..animation.articulation import Articulation, articulate, compose, effort_of, rules
from ..animation.decoder import CLOSURE, FIRMNESS, AnimationDecoder, DecoderConfig
from ..expression import corpus
from ..expression.space import DIM, ExpressionSpace
from ..speech.decoding import hear
from ..speech.encoder import FPS, SpeechEncoder
from ..speech.grammar import Grammar
from ..speech.loudness import loudness_channels, speech_level
from ..speech.phones import INDEX as PHONE_INDEX
from ..speech.phones import SILENCE, Phone, frame_labels
from ..speech.phonogram import phonogram_of
from .checkpoint import Run, leave_signals_to_the_trainer
from .clips import Clips
from .descent import Pace, descend
from .expression import Faces
from .heard_clips import Hear, HeardClip, is_complete, make_heard_clips, read_heard_clips
from .mishearing import confusions, jittered, misheard
from .shards import read_shards

_GRADED = ("mouthPucker", "mouthFunnel", "mouthRoll")


@dataclass(frozen=True)
class AnimationTraining:
    """One training run; `minutes` counts all its parts when it was interrupted, but not the hearing of the clips.

    heard_clips: clips that are heard once and kept; exact, misheard: shares of the phonograms that are exact but for
    their edges, and that simulate a worse ear; the rest is as the encoder heard it.
    """

    minutes: float
    seed: int = 0
    threads: int = 3
    clip_seconds: float = 4.0
    clips: int = 8
    heard_clips: int = 3072
    exact: float = 0.3
    misheard: float = 0.25
    speechless: float = 0.08
    real: float = 0.5
    untouched: float = 0.2
    neutral: float = 0.45
    changing: float = 0.2
    rate: float = 2e-3
    warmup_steps: int = 150
    motion: float = 4.0
    style: float = 0.02
    contact: float = 3.0
    touch: float = 12.0
    graded: float = 6.0
    checkpoint_minutes: float = 4.0


class Lesson(NamedTuple):
    """phonogram (clips, frames, P), loudness (clips, frames, channels), expressions (clips, frames or 1, 52), targets
    (clips, frames, 52), contacts (clips, frames, CONTACTS), all float32."""

    phonogram: np.ndarray
    loudness: np.ndarray
    expressions: np.ndarray
    targets: np.ndarray
    contacts: np.ndarray


class AnimationLessons(Dataset):
    """Number -> Lesson, the same for the same seed."""

    def __init__(self, clips: list[HeardClip], faces: Faces, training: AnimationTraining):
        self.clips, self.faces, self.training = clips, faces, training
        self.instead = confusions(clips)
        self.taught: dict[int, Articulation] = {}

    def __len__(self) -> int:
        return 10**9

    def __getitem__(self, number: int) -> Lesson:
        rng = np.random.default_rng([self.training.seed, 1, number])
        frames = int(self.training.clip_seconds * FPS)
        expressions = self._expressions(rng, frames)
        rows = rng.integers(len(self.clips), size=self.training.clips)
        batch = [self.clips[row] for row in rows]
        spoken = [self._taught(row) for row in rows]
        return Lesson(
            np.stack([self._phonogram(clip, rng) for clip in batch]),
            np.stack([loudness_channels(clip.decibels, speech_level(clip.decibels)) for clip in batch]),
            expressions,
            np.stack([compose(speech, face) for speech, face in zip(spoken, expressions, strict=True)]),
            np.stack([contacts_of(speech) for speech in spoken]),
        )

    def _taught(self, row: int) -> Articulation:
        """What the teacher does with a clip; it is slow, so it does it once."""
        if row not in self.taught:
            clip = self.clips[row]
            seconds = (np.arange(len(clip.heard)) + 0.5) / FPS
            self.taught[row] = articulate(clip.phones, seconds, _effort(clip.clean_decibels, clip.phones))
        return self.taught[row]

    def _phonogram(self, clip: HeardClip, rng: np.random.Generator) -> np.ndarray:
        kind, frames = rng.random(), len(clip.heard)
        if kind < self.training.exact:
            return phonogram_of(jittered(clip.phones, rng), frames)
        if kind < self.training.exact + self.training.misheard:
            return misheard(clip.phones, frames, self.instead, rng)
        return clip.heard

    def _expressions(self, rng: np.random.Generator, frames: int) -> np.ndarray:
        """Held expressions, or in some batches ones that fade into another, as a direction track does."""
        count = self.training.clips
        first, second = (self._faces(rng, count) for _ in range(2))
        if rng.random() >= self.training.changing:
            return first[:, None]
        fade = rng.uniform(0.2, 1.5, (count, 1)) * FPS
        turn = rng.uniform(0.0, frames, (count, 1))
        share = np.clip((np.arange(frames)[None] - turn) / fade + 0.5, 0.0, 1.0)[:, :, None]
        share = share * share * (3.0 - 2.0 * share)
        return (first[:, None] * (1.0 - share) + second[:, None] * share).astype(np.float32)

    def _faces(self, rng: np.random.Generator, count: int) -> np.ndarray:
        return self.faces.draw(count, rng) * (rng.random((count, 1)) >= self.training.neutral)


def train_animation(
    corpora: Sequence[Path],
    folder: Path,
    encoder: SpeechEncoder,
    space: ExpressionSpace,
    training: AnimationTraining,
    report: Callable[[float, str], None],
    config: DecoderConfig | None = None,
    grammars: Mapping[str, Grammar] | None = None,
) -> AnimationDecoder:
    """Trains until `training.minutes` are used up and returns the decoder, on the CPU, ready for use.

    corpora: folders of 'train corpus' and 'train recordings'. `folder` receives what the encoder heard, a checkpoint
    every few minutes, which a later call goes on from, and the curve. With `grammars` the clips are heard as a line is
    (core/speech/decoding.py), else by the encoder alone. Raises MissingPartError without a corpus.
    """
    torch.set_num_threads(training.threads)
    torch.manual_seed(training.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    clips_folder = folder / _heard_name(encoder, grammars or {})
    heard = _heard_clips(corpora, clips_folder, hearing(encoder.to(device).eval(), grammars or {}), training, report)
    space = space.to(device).eval()
    decoder = AnimationDecoder(config or DecoderConfig(style=DIM))
    lessons = AnimationLessons(heard, Faces(corpus_faces()), training)
    return learn(decoder, lessons, space, folder, "animation", training, report)


def learn(
    decoder: AnimationDecoder, lessons: Dataset, space: ExpressionSpace, folder: Path, name: str,
    training: AnimationTraining, report: Callable[[float, str], None],
) -> AnimationDecoder:
    """Trains the decoder on lessons by their number until `training.minutes` are used up; it comes back on the CPU,
    ready for use. `folder` receives checkpoints and curve of the run `name`, which a later call goes on from."""
    device = next(space.parameters()).device
    decoder = decoder.to(device).requires_grad_(True).train()
    optimizer = torch.optim.AdamW(decoder.parameters(), lr=training.rate, betas=(0.9, 0.98), weight_decay=0.01)
    run = Run(folder, name, training.minutes, {"decoder": decoder, "optimizer": optimizer})
    loader = DataLoader(
        Subset(lessons, range(run.step, 10**7)), batch_size=None, num_workers=1, prefetch_factor=6,
        worker_init_fn=leave_signals_to_the_trainer,
    )  # fmt: skip
    loss_of = AnimationLoss(space, training)

    def losses() -> Iterator[Tensor]:
        for lesson in loader:
            phonogram, loudness, expressions, targets, contacts = (part.to(device) for part in lesson)
            with torch.no_grad():
                style = space.encode(expressions.flatten(0, 1)).unflatten(0, expressions.shape[:2])
            made, touched = decoder(phonogram, loudness, style)
            yield loss_of(made, touched, targets, contacts)

    descend(run, optimizer, losses(), Pace(training.rate, training.warmup_steps, training.checkpoint_minutes), report)
    return decoder.cpu().eval().requires_grad_(False)


class AnimationLoss:
    """Weights made, contacts made, weights wanted (clips, frames, 52), contacts wanted -> the sum of the losses.

    Where the sound holds the lips, mouth channels count more; so do channels that are small but seen. L1 makes the
    decoder decide where it is unsure, and a contact missed costs so much more than one too many that it decides for
    the contact. Rounding, the lips' roll and the gap are graded instead (squared errors lead to the mean): half heard,
    they are half done.
    """

    def __init__(self, space: ExpressionSpace, training: AnimationTraining):
        self.space, self.training = space, training
        opening = torch.from_numpy(rules().opening).float().clone()
        opening[arkit.INDEX["mouthClose"]] = -1.2
        device = next(space.parameters()).device
        self.opening = opening.to(device)
        self.graded = torch.tensor([name.startswith(_GRADED) for name in arkit.NAMES]).to(device)
        mouth = [name.startswith(("mouth", "jaw")) for name in arkit.NAMES]
        self.weight = torch.where(torch.tensor(mouth), 2.0, 1.0).to(device)

    def __call__(self, made: Tensor, touched: Tensor, wanted: Tensor, contacts: Tensor) -> Tensor:
        held = 1.0 + self.training.contact * contacts[..., FIRMNESS]
        error = made - wanted
        reconstruction = (self._cost(error) * self.weight * held[..., None]).mean()
        motion = (self._cost(error.diff(dim=1)) * self.weight).mean()
        gap = self.training.graded * ((error @ self.opening).square() * held).mean()
        style = (self.space.encode(made.mean(1)) - self.space.encode(wanted.mean(1))).square().mean()
        contact = ((touched - contacts).abs() * (1.0 + self.training.touch * contacts)).mean()
        return reconstruction + self.training.motion * motion + 0.2 * (gap + contact) + self.training.style * style

    def _cost(self, error: Tensor) -> Tensor:
        return torch.where(self.graded, self.training.graded * error.square(), error.abs())


def corpus_faces() -> np.ndarray:
    """The faces of the written corpus: (rows, 52) float32."""
    emotions = corpus.emotions().values()
    return np.stack([row.weights for row in corpus.rows()] + [emotion.weights for emotion in emotions])


def _heard_name(encoder: SpeechEncoder, grammars: Mapping[str, Grammar]) -> str:
    """A folder for what these ears hear; others have folders of their own."""
    weights = encoder.phone_head.weight.detach().cpu().numpy().tobytes()
    return f"heard-{zlib.crc32(weights, len(grammars)):08x}"


def _heard_clips(
    corpora: Sequence[Path], folder: Path, hear: Hear, training: AnimationTraining,
    report: Callable[[float, str], None],
) -> list[HeardClip]:
    if not is_complete(folder, training.heard_clips):
        shards = [shard for corpus in corpora for shard in read_shards(corpus, "train")]
        recordings = tuple(shard for shard in shards if shard.is_recorded)
        clips = Clips(
            [shard for shard in shards if not shard.is_recorded], training.clip_seconds, training.speechless,
            recordings=recordings, real=training.real if recordings else 0.0, untouched=training.untouched,
        )
        make_heard_clips(clips, training.heard_clips, hear, folder, training.seed, report)
    return read_heard_clips(folder)


def hearing(encoder: SpeechEncoder, grammars: Mapping[str, Grammar]) -> Hear:
    """Ears that hear a clip as a line is heard; without grammars, the encoder's posteriors as they are."""
    device = next(encoder.parameters()).device

    @torch.inference_mode()
    def listen(samples: np.ndarray) -> np.ndarray:
        _, logits = encoder(torch.from_numpy(samples)[None].to(device))
        log_posteriors = logits[0].float().log_softmax(-1).cpu().numpy()
        return hear(log_posteriors, grammars).phonogram if grammars else np.exp(log_posteriors)

    return listen


def contacts_of(speech: Articulation) -> np.ndarray:
    """Firmness and closure as the decoder gives them: (frames, 2) float32."""
    contacts = np.zeros((len(speech.firmness), 2), np.float32)
    contacts[:, FIRMNESS], contacts[:, CLOSURE] = speech.firmness, speech.closure
    return contacts


def _effort(decibels: np.ndarray, phones: list[Phone]) -> np.ndarray:
    speaking = frame_labels(phones, len(decibels), FPS) != PHONE_INDEX[SILENCE]
    return effort_of(decibels, speaking, FPS)
