"""Trains the speech encoder on frame phones of a corpus; goes on from its last checkpoint when it was interrupted."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from torch.utils.data import DataLoader, Dataset, Subset

from ..speech import phones as inventory
from ..speech.encoder import FPS, SAMPLE_RATE, EncoderConfig, SpeechEncoder
from .checkpoint import Run, leave_signals_to_the_trainer
from .clips import Clips
from .shards import Shard, read_shards
from .speech_loss import SpeechLoss, SpeechLossWeights

_MORE_ON_GPU = 4
"""Times as many clips a step where a GPU is, which has room for them: 40 of 4 s. Not tuned on one."""
_MOST_WORKERS = 8


@dataclass(frozen=True)
class SpeechTraining:
    """One training run; `minutes` counts all its parts when it was interrupted.

    clips: a step; workers: processes that draw them. The other fields are those that suit so many clips, see `on`.
    """

    minutes: float
    seed: int = 0
    threads: int = 3
    clip_seconds: float = 4.0
    clips: int = 10
    workers: int = 2
    speechless: float = 0.06
    real: float = 0.6
    untouched: float = 0.2
    rate: float = 1.2e-3
    warmup_steps: int = 300
    weight_decay: float = 0.01
    weights: SpeechLossWeights = SpeechLossWeights()
    average: float = 0.998
    checkpoint_minutes: float = 5.0

    def on(self, device: torch.device) -> "SpeechTraining":
        """As it is for a CPU. On a GPU more clips a step, drawn by more processes, at a rate that grows with the root
        of the clips (Malladi et al. 2022, the square root scaling rule of Adam), and an average over as many clips."""
        if device.type != "cuda":
            return self
        return replace(
            self,
            clips=self.clips * _MORE_ON_GPU,
            workers=max(self.workers, min(_MOST_WORKERS, (os.cpu_count() or 1) - 1)),
            rate=self.rate * _MORE_ON_GPU**0.5,
            average=self.average**_MORE_ON_GPU,
        )


class SpeechBatches(Dataset):
    """Batch number -> (samples (clips, n) float32, phones (clips, frames) int64, arpabet (clips,) bool), the same for
    the same seed."""

    def __init__(self, clips: Clips, training: SpeechTraining):
        self.clips, self.training = clips, training

    def __len__(self) -> int:
        return 10**9

    def __getitem__(self, number: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        rng = np.random.default_rng([self.training.seed, number])
        frames = int(self.training.clip_seconds * FPS)
        batch = [self.clips.draw(rng) for _ in range(self.training.clips)]
        labels = [inventory.frame_labels(clip.phones, frames, FPS) for clip in batch]
        return np.stack([clip.samples for clip in batch]), np.stack(labels), np.array([clip.arpabet for clip in batch])


def train_speech(
    corpora: Sequence[Path],
    folder: Path,
    training: SpeechTraining,
    report: Callable[[float, str], None],
    encoder: SpeechEncoder | None = None,
    keep: Callable[[SpeechEncoder], None] = lambda encoder: None,
) -> SpeechEncoder:
    """Trains until `training.minutes` are used up and returns the averaged encoder, on the CPU, ready for use.

    corpora: folders of 'train corpus' and 'train recordings'; each part that they have is read. `folder` receives a
    checkpoint every few minutes, which a later call goes on from, and the curve (loss and the share of held-out frames
    that are right); `keep` gets the averaged encoder then. Raises MissingPartError without a corpus.
    """
    torch.set_num_threads(training.threads)
    torch.manual_seed(training.seed)
    np.random.seed(training.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    training = training.on(device)
    encoder = (encoder or SpeechEncoder(EncoderConfig())).to(device)
    loss_of = SpeechLoss(encoder.config.hidden, training.weights).to(device)
    averaged = AveragedModel(encoder, multi_avg_fn=get_ema_multi_avg_fn(training.average))
    optimizer = torch.optim.AdamW(_groups(encoder, loss_of, training.weight_decay), lr=training.rate, betas=(0.9, 0.98))
    parts = {"encoder": encoder, "heads": loss_of, "averaged": averaged, "optimizer": optimizer}
    run = Run(folder, "speech", training.minutes, parts)
    clips = clips_of(corpora, training)
    dev = {corpus.name: read_shards(corpus, "dev") for corpus in corpora if any(corpus.glob("dev-*.npz"))}
    batches = Subset(SpeechBatches(clips, training), range(run.step, 10**7))
    loader = DataLoader(
        batches, batch_size=None, num_workers=training.workers, prefetch_factor=4,
        worker_init_fn=leave_signals_to_the_trainer,
    )  # fmt: skip
    recent: list[float] = []

    def right() -> dict[str, float]:
        return {name: frames_right(averaged.module, shards) for name, shards in dev.items()}

    encoder.train()
    with run.kept():
        for samples, labels, arpabet in loader:
            if run.minutes >= training.minutes:
                break
            for group in optimizer.param_groups:
                group["lr"] = training.rate * run.rate(training.warmup_steps)
            with torch.autocast(device.type, torch.bfloat16):
                features, logits = encoder(samples.to(device))
            loss = loss_of(features.float(), logits.float(), labels.to(device), arpabet.to(device))
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(encoder.parameters(), 1.0)
            optimizer.step()
            averaged.update_parameters(encoder)
            run.step += 1
            recent.append(loss.item())
            if run.step % 50 == 0:
                report(run.done, f"step {run.step}, loss {np.mean(recent[-50:]):.3f}")
            if run.is_due(training.checkpoint_minutes):
                run.save({"loss": float(np.mean(recent))}, right)
                keep(averaged.module)
                recent.clear()
        held_out = run.save({}, right)
    shares = ", ".join(f"{name} {share:.1%}" for name, share in held_out.items())
    report(1.0, f"held-out frames right: {shares}")
    return averaged.module.cpu().eval()


def clips_of(corpora: Sequence[Path], training: SpeechTraining) -> Clips:
    """Clips of everything in the folders: what was synthesised and what was recorded."""
    shards = [shard for corpus in corpora for shard in read_shards(corpus, "train")]
    recordings = tuple(shard for shard in shards if shard.is_recorded)
    return Clips(
        [shard for shard in shards if not shard.is_recorded],
        training.clip_seconds,
        training.speechless,
        recordings=recordings,
        real=training.real if recordings else 0.0,
        untouched=training.untouched,
    )


@torch.inference_mode()
def frames_right(encoder: SpeechEncoder, shards: list[Shard]) -> float:
    """The share of 50 Hz frames whose phone is heard, in the ARPAbet view, over whole shards in pieces of 10 s."""
    was_training = encoder.training
    encoder.eval()
    device = next(encoder.parameters()).device
    view = np.unique([inventory.ARPABET[label] for label in inventory.LABELS], return_inverse=True)[1]
    right, frames = 0, 0
    for shard in shards:
        pieces = len(shard.pcm) // (10 * SAMPLE_RATE)
        samples = torch.from_numpy(shard.sound(0, pieces * 10 * SAMPLE_RATE).reshape(pieces, -1))
        heard = torch.cat([encoder(part.to(device))[1].argmax(-1).cpu() for part in samples.split(8)]).flatten().numpy()
        truth = inventory.frame_labels(shard.phones(), len(heard), FPS)
        right += int((view[heard] == view[truth]).sum())
        frames += len(heard)
    encoder.train(was_training)
    return right / frames


def _groups(encoder: SpeechEncoder, heads: SpeechLoss, weight_decay: float) -> list[dict]:
    """Weight decay for matrices only."""
    everything = [*encoder.parameters(), *heads.parameters()]
    return [
        {"params": [part for part in everything if part.ndim >= 2], "weight_decay": weight_decay},
        {"params": [part for part in everything if part.ndim < 2], "weight_decay": 0.0},
    ]
