"""Trains the animation decoder on the articulation teacher under random expressions; the speech encoder stays as it is.

The losses are ExpCLIP's (Zhong et al., AAAI 2024, section 3.3): L1 reconstruction, lip motion (the difference of
consecutive frames) and style (the embedding of the clip that was made, pooled by its mean in place of the paper's E_sa,
against the wanted one); the expression prompt augmentation is training.expression.Faces.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset, Subset

from ...rigs import arkit
from ..animation.articulation import articulate, compose, effort_of, rules
from ..animation.decoder import AnimationDecoder, DecoderConfig
from ..expression.space import DIM, ExpressionSpace
from ..speech.encoder import FPS, SpeechEncoder
from ..speech.phones import INDEX as PHONE_INDEX
from ..speech.phones import SILENCE, Phone, frame_labels
from .checkpoint import Run
from .clips import Clips, loudness
from .corpus import read_shards
from .expression import Faces
from .sentences import Written

_LATE_SECONDS = 0.012
"""The synthesisers' phone times are later than a person's alignment of the same phones, by so much on three readers."""


@dataclass(frozen=True)
class AnimationTraining:
    """One training run; `minutes` counts all its parts when it was interrupted."""

    minutes: float
    seed: int = 0
    threads: int = 3
    clip_seconds: float = 4.0
    clips: int = 8
    speechless: float = 0.1
    neutral: float = 0.45
    changing: float = 0.2
    rate: float = 1.5e-3
    warmup_steps: int = 150
    motion: float = 4.0
    style: float = 0.02
    contact: float = 3.0
    checkpoint_minutes: float = 4.0


class AnimationBatches(Dataset):
    """Batch number -> samples (clips, n), expressions (clips, frames or 1, 52), targets (clips, frames, 52),
    firmness (clips, frames), all float32; the same for the same seed."""

    def __init__(self, clips: Clips, faces: Faces, training: AnimationTraining):
        self.clips, self.faces, self.training = clips, faces, training

    def __len__(self) -> int:
        return 10**9

    def __getitem__(self, number: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        rng = np.random.default_rng([self.training.seed, 1, number])
        frames = int(self.training.clip_seconds * FPS)
        expressions = self._expressions(rng, frames)
        batch = [self.clips.draw(rng) for _ in range(self.training.clips)]
        seconds = (np.arange(frames) + 0.5) / FPS + _LATE_SECONDS
        spoken = [articulate(clip.phones, seconds, _effort(clip.clean, clip.phones, frames)) for clip in batch]
        targets = [compose(speech, face) for speech, face in zip(spoken, expressions, strict=True)]
        samples = np.stack([clip.samples for clip in batch])
        return samples, expressions, np.stack(targets), np.stack([speech.firmness for speech in spoken])

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
    corpus: Path,
    folder: Path,
    encoder: SpeechEncoder,
    space: ExpressionSpace,
    training: AnimationTraining,
    report: Callable[[float, str], None],
    config: DecoderConfig | None = None,
) -> AnimationDecoder:
    """Trains until `training.minutes` are used up and returns the decoder, on the CPU, ready for use.

    `folder` receives a checkpoint every few minutes, which a later call goes on from, and the curve.
    Raises MissingPartError without a corpus.
    """
    torch.set_num_threads(training.threads)
    torch.manual_seed(training.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    encoder, space = encoder.to(device).eval(), space.to(device).eval()
    config = config or DecoderConfig(features=encoder.config.hidden, style=DIM)
    decoder = AnimationDecoder(config).to(device)
    optimizer = torch.optim.AdamW(decoder.parameters(), lr=training.rate, betas=(0.9, 0.98), weight_decay=0.01)
    run = Run(folder, "animation", training.minutes, {"decoder": decoder, "optimizer": optimizer})
    clips = Clips(read_shards(corpus, "train"), training.clip_seconds, training.speechless)
    batches = AnimationBatches(clips, Faces(corpus_faces()), training)
    loader = DataLoader(Subset(batches, range(run.step, 10**7)), batch_size=None, num_workers=1, prefetch_factor=6)
    loss_of = AnimationLoss(space, training)
    recent: list[float] = []
    decoder.train()
    for batch in loader:
        if run.minutes >= training.minutes:
            break
        samples, expressions, targets, firmness = (part.to(device) for part in batch)
        with torch.no_grad():
            features, _ = encoder(samples)
            style = space.encode(expressions.flatten(0, 1)).unflatten(0, expressions.shape[:2])
        loss = loss_of(decoder(features, style), targets, firmness)
        for group in optimizer.param_groups:
            group["lr"] = training.rate * run.rate(training.warmup_steps)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(decoder.parameters(), 1.0)
        optimizer.step()
        run.step += 1
        recent.append(float(loss.detach()))
        if run.step % 25 == 0:
            report(run.done, f"step {run.step}, loss {np.mean(recent[-25:]):.4f}")
        if run.is_due(training.checkpoint_minutes):
            run.save({"loss": float(np.mean(recent))})
            recent.clear()
    run.save({"loss": float(np.mean(recent))} if recent else {})
    return decoder.cpu().eval()


class AnimationLoss:
    """Prediction and target (clips, frames, 52), firmness (clips, frames) -> the sum of the paper's three losses.

    Where the sound holds the lips, mouth channels count more; so do channels that are small but seen.
    """

    def __init__(self, space: ExpressionSpace, training: AnimationTraining):
        self.space, self.training = space, training
        opening = torch.from_numpy(rules().opening).float().clone()
        opening[arkit.INDEX["mouthClose"]] = -1.2
        device = next(space.parameters()).device
        self.opening = opening.to(device)
        mouth = [name.startswith(("mouth", "jaw")) for name in arkit.NAMES]
        self.weight = torch.where(torch.tensor(mouth), 2.0, 1.0).to(device)

    def __call__(self, made: Tensor, wanted: Tensor, firmness: Tensor) -> Tensor:
        held = 1.0 + self.training.contact * firmness[..., None]
        reconstruction = ((made - wanted).abs() * self.weight * held).mean()
        motion = ((made.diff(dim=1) - wanted.diff(dim=1)).abs() * self.weight).mean()
        gap = (((made - wanted) @ self.opening).abs() * held[..., 0]).mean()
        style = (self.space.encode(made.mean(1)) - self.space.encode(wanted.mean(1))).square().mean()
        return reconstruction + self.training.motion * motion + 0.2 * gap + self.training.style * style


def corpus_faces() -> np.ndarray:
    """The faces of the written corpus: (rows, 52) float32."""
    written = Written.without()
    return np.stack([row.weights for row in written.rows] + [emotion.weights for emotion in written.emotions])


def _effort(clean: np.ndarray, phones: list[Phone], frames: int) -> np.ndarray:
    speaking = frame_labels(phones, frames, FPS) != PHONE_INDEX[SILENCE]
    return effort_of(loudness(clean)[:frames], speaking, FPS)
