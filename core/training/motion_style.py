"""Trains E_sa (core/expression/motion_style.py): speech under known expressions in, the expression out.

The motion is made: the articulation teacher and the animation decoder speak under random faces, life is laid over it,
and part of it is roughened as a capture is. Losses: L1 on the face, and ExpCLIP's style loss (AAAI 2024, section 3.3)
between the embeddings of the found and of the true face.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from ...rigs import arkit
from ..animation.articulation import Articulation, articulate, compose, effort_of
from ..animation.decoder import CLOSURE, FIRMNESS, AnimationDecoder
from ..animation.faithful import restored
from ..animation.life import Cues, enliven
from ..animation.mixing import mix
from ..animation.windows import Stretch, animate_frames
from ..expression.motion_style import RATE, MotionStyle, MotionStyleConfig
from ..expression.space import ExpressionSpace
from ..settings import AnimateSettings
from ..speech.loudness import frame_decibels, loudness_channels, speech_level
from ..speech.phones import INDEX as PHONE_INDEX
from ..speech.phones import SILENCE, frame_labels
from ..speech.phonogram import FPS, phonogram_of
from ..voice import voice_of
from .checkpoint import Run
from .clips import Clips
from .descent import Pace, descend
from .expression import Faces
from .shards import Shard, read_shards

STEP = round(FPS / RATE)


@dataclass(frozen=True)
class StyleTraining:
    """One training run; `minutes` counts all its parts when it was interrupted, but not the reading of the clips.

    spoken_clips: clips of the corpora that are read once; batch: clips a step; decoded: share of steps whose motion the
    decoder makes; captured: share of the teacher's clips that are roughened; swelling: share whose expression comes and
    goes; neutral: share without an expression.
    """

    minutes: float
    seed: int = 0
    threads: int = 1
    clip_seconds: float = 4.0
    spoken_clips: int = 500
    batch: int = 24
    decoded: float = 0.25
    captured: float = 0.5
    swelling: float = 0.3
    neutral: float = 0.1
    speechless: float = 0.1
    rate: float = 1.5e-3
    warmup_steps: int = 100
    style: float = 0.02
    checkpoint_minutes: float = 2.0


@dataclass(frozen=True)
class SpokenClip:
    """What is said, at 50 Hz: phonogram (frames, P), loudness (frames, channels), what the teacher does with it, and
    what life goes by."""

    phonogram: np.ndarray
    loudness: np.ndarray
    taught: Articulation
    cues: Cues


def spoken_clips(shards: Sequence[Shard], number: int, training: StyleTraining) -> list[SpokenClip]:
    """Clips of shards as they were recorded, by number the same for the same seed."""
    clips = Clips(list(shards), training.clip_seconds, training.speechless, untouched=1.0)
    frames = int(training.clip_seconds * FPS)
    seconds = (np.arange(frames) + 0.5) / FPS
    spoken = []
    for row in range(number):
        clip = clips.draw(np.random.default_rng([training.seed, 3, row]))
        decibels = frame_decibels(clip.samples)[:frames]
        speaking = frame_labels(clip.phones, frames, FPS) != PHONE_INDEX[SILENCE]
        spoken.append(
            SpokenClip(
                phonogram_of(clip.phones, frames),
                loudness_channels(decibels, speech_level(decibels)),
                articulate(clip.phones, seconds, effort_of(decibels, speaking, FPS)),
                Cues(voice_of([clip.samples]), clip.phones),
            )
        )
    return spoken


class StyleLessons:
    """Draws motion (batch, frames, 52) at RATE and the faces behind it (batch, 52), both float32."""

    def __init__(
        self,
        clips: Sequence[SpokenClip],
        faces: Faces,
        decoder: AnimationDecoder,
        space: ExpressionSpace,
        training: StyleTraining,
    ):
        self.clips, self.faces, self.decoder, self.space, self.training = clips, faces, decoder, space, training

    def draw(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        size = self.training.batch
        clips = [self.clips[row] for row in rng.integers(len(self.clips), size=size)]
        faces = self.faces.draw(size, rng) * (rng.random((size, 1)) >= self.training.neutral)
        if rng.random() < self.training.decoded:
            return decoded(clips, faces, self.decoder, self.space, rng), faces
        motion = []
        for row, clip in enumerate(clips):
            expression = faces[row][None]
            if rng.random() < self.training.swelling:
                swell = _slow(rng, len(clip.phonogram), 1.0)[:, None] * rng.uniform(0.05, 0.2) + 0.85
                expression, faces[row] = faces[row] * swell, faces[row] * swell.mean()
            motion.append(taught(clip, expression, rng, rng.random() < self.training.captured))
        return np.stack(motion), faces


def taught(clip: SpokenClip, expression: np.ndarray, rng: np.random.Generator, captured: bool) -> np.ndarray:
    """The teacher's speech under an expression (frames or 1, 52), alive: (frames, 52) at RATE."""
    speech = clip.taught
    if captured:
        people_differ = rng.uniform(0.5, 1.4) * rng.uniform(0.7, 1.3, arkit.COUNT)
        speech = Articulation(np.clip(speech.weights * people_differ, 0.0, 1.0), speech.firmness, speech.closure)
    weights = _alive(compose(speech, np.broadcast_to(expression, speech.weights.shape)), clip, rng)
    return _captured(weights, rng) if captured else weights


def decoded(
    clips: Sequence[SpokenClip],
    faces: np.ndarray,
    decoder: AnimationDecoder,
    space: ExpressionSpace,
    rng: np.random.Generator,
) -> np.ndarray:
    """The decoder's speech under faces (clips, 52), as a take has it: (clips, frames, 52) at RATE."""
    motion = []
    for clip, style in zip(clips, space.embed(faces), strict=True):
        weights, contacts = animate_frames(clip.phonogram, clip.loudness, style[None], decoder)
        stretch = Stretch(weights[0], weights[-1], contacts[0, :, FIRMNESS], contacts[0, :, CLOSURE])
        held = np.repeat(style[None], len(stretch) + 2 * decoder.config.reach, 0)
        motion.append(_alive(mix(restored(stretch, held, space, decoder), AnimateSettings()), clip, rng))
    return np.stack(motion)


def train_motion_style(
    corpora: Sequence[Path],
    faces: np.ndarray,
    folder: Path,
    decoder: AnimationDecoder,
    space: ExpressionSpace,
    training: StyleTraining,
    report: Callable[[float, str], None],
) -> MotionStyle:
    """Trains until `training.minutes` are used up and returns the network, ready for use.

    faces: (n, 52), the expressions that are mixed and worn. `folder` receives a checkpoint every few minutes, which a
    later call goes on from, and the curve. Raises MissingPartError without a corpus.
    """
    torch.set_num_threads(training.threads)
    torch.manual_seed(training.seed)
    report(0.0, "reading the clips")
    shards = [shard for corpus in corpora for shard in read_shards(corpus, "train")]
    clips = spoken_clips(shards, training.spoken_clips, training)
    lessons = StyleLessons(clips, Faces(faces), decoder, space, training)
    network = MotionStyle(MotionStyleConfig())
    optimizer = torch.optim.AdamW(network.parameters(), lr=training.rate, weight_decay=0.01)
    run = Run(folder, "style", training.minutes, {"network": network, "optimizer": optimizer})

    def losses() -> Iterator[Tensor]:
        for step in count(run.step):
            motion, wanted = map(torch.from_numpy, lessons.draw(np.random.default_rng([training.seed, 4, step])))
            yield style_loss(network(motion), wanted, space, training.style)

    descend(run, optimizer, losses(), Pace(training.rate, training.warmup_steps, training.checkpoint_minutes), report)
    return network.eval().requires_grad_(False)


def style_loss(found: Tensor, wanted: Tensor, space: ExpressionSpace, share: float) -> Tensor:
    """Faces found and wanted (n, 52) -> L1 between them, `share` of their embeddings' distance, and their angle."""
    here, there = space.encode(found), space.encode(wanted)
    worn = wanted.any(1)
    aside = 1.0 - functional.cosine_similarity(here[worn], there[worn]).mean() if worn.any() else 0.0
    return 2.0 * (found - wanted).abs().mean() + share * (here - there).square().mean() + 0.1 * aside


def _alive(weights: np.ndarray, clip: SpokenClip, rng: np.random.Generator) -> np.ndarray:
    """With blinks, glances, accents and breath, at RATE."""
    enliven(weights, FPS, clip.cues, AnimateSettings(seed=int(rng.integers(2**31)), life=rng.uniform(0.3, 1.5)))
    return weights[::STEP].astype(np.float32)


def _captured(weights: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """As a tracker gives it: channels with gains of their own, some that never rest, noise."""
    frames, gains = len(weights), rng.uniform(0.85, 1.15, arkit.COUNT)
    resting = (rng.random(arkit.COUNT) < 0.25) * rng.uniform(0.0, 0.08, arkit.COUNT)
    drift = _slow(rng, frames, 0.6)[:, None] * rng.uniform(0.0, 0.04, arkit.COUNT)
    noise = rng.normal(0.0, rng.uniform(0.0, 0.015), weights.shape)
    return np.clip(weights * gains + resting + drift + noise, 0.0, 1.0).astype(np.float32)


def _slow(rng: np.random.Generator, frames: int, seconds: float) -> np.ndarray:
    """A slow wave in -1..1, (frames,)."""
    knots = rng.uniform(-1.0, 1.0, 4 + int(frames / FPS / seconds))
    return np.interp(np.linspace(0, len(knots) - 1, frames), np.arange(len(knots)), knots)
