"""Trains the speech encoder on frame phones of a corpus; goes on from its last checkpoint when it was interrupted."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from torch.utils.data import DataLoader, Dataset, Subset

from ..speech import phones as inventory
from ..speech.encoder import FPS, SAMPLE_RATE, EncoderConfig, SpeechEncoder
from .checkpoint import Run
from .clips import Clips
from .corpus import Shard, read_shards


@dataclass(frozen=True)
class SpeechTraining:
    """One training run; `minutes` counts all its parts when it was interrupted."""

    minutes: float
    seed: int = 0
    threads: int = 3
    clip_seconds: float = 4.0
    clips: int = 8
    speechless: float = 0.07
    rate: float = 1.2e-3
    warmup_steps: int = 300
    weight_decay: float = 0.01
    label_smoothing: float = 0.05
    average: float = 0.998
    checkpoint_minutes: float = 5.0


class SpeechBatches(Dataset):
    """Batch number -> (samples (clips, n) float32, phones (clips, frames) int64), the same for the same seed."""

    def __init__(self, clips: Clips, training: SpeechTraining):
        self.clips, self.training = clips, training

    def __len__(self) -> int:
        return 10**9

    def __getitem__(self, number: int) -> tuple[np.ndarray, np.ndarray]:
        rng = np.random.default_rng([self.training.seed, number])
        frames = int(self.training.clip_seconds * FPS)
        batch = [self.clips.draw(rng) for _ in range(self.training.clips)]
        labels = [inventory.frame_labels(clip.phones, frames, FPS) for clip in batch]
        return np.stack([clip.samples for clip in batch]), np.stack(labels)


def train_speech(
    corpus: Path,
    folder: Path,
    training: SpeechTraining,
    report: Callable[[float, str], None],
    config: EncoderConfig | None = None,
) -> SpeechEncoder:
    """Trains until `training.minutes` are used up and returns the averaged encoder, on the CPU, ready for use.

    `folder` receives a checkpoint every few minutes, which a later call goes on from, and the curve (loss and the share
    of held-out frames that are right). Raises MissingPartError without a corpus.
    """
    torch.set_num_threads(training.threads)
    torch.manual_seed(training.seed)
    np.random.seed(training.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    encoder = SpeechEncoder(config or EncoderConfig()).to(device)
    averaged = AveragedModel(encoder, multi_avg_fn=get_ema_multi_avg_fn(training.average))
    optimizer = torch.optim.AdamW(_groups(encoder, training.weight_decay), lr=training.rate, betas=(0.9, 0.98))
    parts = {"encoder": encoder, "averaged": averaged, "optimizer": optimizer}
    run = Run(folder, "speech", training.minutes, parts)
    batches = SpeechBatches(Clips(read_shards(corpus, "train"), training.clip_seconds, training.speechless), training)
    dev = read_shards(corpus, "dev")
    loader = DataLoader(Subset(batches, range(run.step, 10**7)), batch_size=None, num_workers=1, prefetch_factor=6)
    recent: list[float] = []
    encoder.train()
    for samples, labels in loader:
        if run.minutes >= training.minutes:
            break
        for group in optimizer.param_groups:
            group["lr"] = training.rate * run.rate(training.warmup_steps)
        _, logits = encoder(samples.to(device))
        loss = functional.cross_entropy(
            logits.flatten(0, 1), labels.to(device).flatten(), label_smoothing=training.label_smoothing
        )
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(encoder.parameters(), 1.0)
        optimizer.step()
        averaged.update_parameters(encoder)
        run.step += 1
        recent.append(float(loss.detach()))
        if run.step % 50 == 0:
            report(run.done, f"step {run.step}, loss {np.mean(recent[-50:]):.3f}")
        if run.is_due(training.checkpoint_minutes):
            run.save({"loss": float(np.mean(recent)), "dev_frames_right": frames_right(averaged.module, dev)})
            recent.clear()
    right = frames_right(averaged.module, dev)
    run.save({"dev_frames_right": right})
    report(1.0, f"{right:.1%} of held-out frames right")
    return averaged.module.cpu().eval()


@torch.inference_mode()
def frames_right(encoder: SpeechEncoder, shards: list[Shard]) -> float:
    """The share of 50 Hz frames whose phone is heard, over whole shards in pieces of 10 s."""
    was_training = encoder.training
    encoder.eval()
    device = next(encoder.parameters()).device
    right, frames = 0, 0
    for shard in shards:
        pieces = len(shard.samples) // (10 * SAMPLE_RATE)
        samples = torch.from_numpy(shard.samples[: pieces * 10 * SAMPLE_RATE].reshape(pieces, -1))
        heard = torch.cat([encoder(part.to(device))[1].argmax(-1).cpu() for part in samples.split(8)]).flatten().numpy()
        truth = inventory.frame_labels(shard.phones(), len(heard), FPS)
        right += int((heard == truth).sum())
        frames += len(heard)
    encoder.train(was_training)
    return right / frames


def _groups(encoder: SpeechEncoder, weight_decay: float) -> list[dict]:
    """Weight decay for matrices only."""
    plain = encoder.parameters_without_decay()
    names = {id(parameter) for parameter in plain}
    decayed = [parameter for parameter in encoder.parameters() if id(parameter) not in names]
    return [{"params": decayed, "weight_decay": weight_decay}, {"params": plain, "weight_decay": 0.0}]
