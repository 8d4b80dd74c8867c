"""Trains the speech encoder on frame phones of a corpus; goes on from its last checkpoint when it was interrupted."""

import json
import math
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional
from torch.utils.data import DataLoader, Dataset, Subset

from ..speech import phones as inventory
from ..speech.encoder import FPS, SAMPLE_RATE, EncoderConfig, SpeechEncoder
from .augmentation import Augmentation, add_breath, change_speed, through_air, without_speech
from .corpus import Shard, read_shards

CHECKPOINT = "speech.checkpoint.pt"
CURVE = "speech.curve.jsonl"


@dataclass(frozen=True)
class SpeechTraining:
    """One training run; `minutes` counts all its parts when it was interrupted."""

    minutes: float
    seed: int = 0
    threads: int = 3
    clip_seconds: float = 4.0
    clips: int = 16
    rate: float = 1.5e-3
    warmup_steps: int = 400
    weight_decay: float = 0.01
    label_smoothing: float = 0.05
    speechless: float = 0.07
    average: float = 0.999
    checkpoint_minutes: float = 4.0


class SpeechBatches(Dataset):
    """Batch number -> (samples (clips, n) float32, phones (clips, frames) int64), the same for the same seed."""

    def __init__(self, shards: list[Shard], training: SpeechTraining, plan: Augmentation):
        self.shards, self.training, self.plan = shards, training, plan

    def __len__(self) -> int:
        return 10**9

    def __getitem__(self, number: int) -> tuple[np.ndarray, np.ndarray]:
        rng = np.random.default_rng([self.training.seed, number])
        clips = [self._clip(rng) for _ in range(self.training.clips)]
        return np.stack([samples for samples, _ in clips]), np.stack([labels for _, labels in clips])

    def _clip(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        seconds = self.training.clip_seconds
        length, frames = int(seconds * SAMPLE_RATE), int(seconds * FPS)
        if rng.random() < self.training.speechless:
            silent = np.full(frames, inventory.INDEX[inventory.SILENCE], np.int64)
            return without_speech(length, rng, self.plan), silent
        shard = self.shards[rng.integers(len(self.shards))]
        speed = float(np.exp(rng.uniform(*np.log(self.plan.speed))))
        first = rng.uniform(0.0, shard.seconds - seconds * speed - 0.1)
        start = int(first * SAMPLE_RATE)
        samples = change_speed(shard.samples[start : start + int(length * speed) + 2], speed)[:length]
        labels = inventory.frame_labels(_faster(shard.phones(first, first + seconds * speed), speed), frames, FPS)
        if rng.random() < self.plan.breaths:
            samples = samples.copy()
            self._breathe(samples, labels, rng)
        return through_air(samples, rng, self.plan), labels

    def _breathe(self, samples: np.ndarray, labels: np.ndarray, rng: np.random.Generator) -> None:
        silent = np.flatnonzero(labels == inventory.INDEX[inventory.SILENCE])
        if len(silent):
            at = int(rng.choice(silent)) * SAMPLE_RATE // FPS
            add_breath(samples, at, rng, 10 ** (rng.uniform(-50, -25) / 20))


def _faster(phones: list[inventory.Phone], speed: float) -> list[inventory.Phone]:
    return [inventory.Phone(phone.label, phone.start / speed, phone.end / speed) for phone in phones]


def train_speech(
    corpus: Path,
    folder: Path,
    training: SpeechTraining,
    report: Callable[[float, str], None],
    config: EncoderConfig | None = None,
) -> SpeechEncoder:
    """Trains until `training.minutes` are used up and returns the averaged encoder, on the CPU, ready for use.

    `folder` receives a checkpoint every few minutes and the curve as JSON Lines (step, minutes, loss, dev frames right).
    A checkpoint that is there is continued. Raises MissingPartError without a corpus.
    """
    torch.set_num_threads(training.threads)
    torch.manual_seed(training.seed)
    np.random.seed(training.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    encoder = SpeechEncoder(config or EncoderConfig()).to(device)
    averaged = torch.optim.swa_utils.AveragedModel(
        encoder, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(training.average), use_buffers=True
    )
    plain = encoder.parameters_without_decay()
    plain_ids = {id(parameter) for parameter in plain}
    decayed = [parameter for parameter in encoder.parameters() if id(parameter) not in plain_ids]
    optimizer = torch.optim.AdamW(
        [{"params": decayed, "weight_decay": training.weight_decay}, {"params": plain, "weight_decay": 0.0}],
        lr=training.rate, betas=(0.9, 0.98),
    )  # fmt: skip
    step, minutes = 0, 0.0
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / CHECKPOINT).exists():
        state = torch.load(folder / CHECKPOINT, weights_only=True, map_location=device)
        encoder.load_state_dict(state["encoder"])
        averaged.load_state_dict(state["averaged"])
        optimizer.load_state_dict(state["optimizer"])
        step, minutes = state["step"], state["minutes"]

    batches = SpeechBatches(read_shards(corpus, "train"), training, Augmentation())
    dev = read_shards(corpus, "dev")
    started, saved, losses = time.monotonic() - minutes * 60, minutes, []
    loader = DataLoader(Subset(batches, range(step, 10**7)), batch_size=None, num_workers=1, prefetch_factor=6)
    encoder.train()
    for samples, labels in loader:
        minutes = (time.monotonic() - started) / 60
        if minutes >= training.minutes:
            break
        for group in optimizer.param_groups:
            group["lr"] = training.rate * _schedule(step, minutes, training)
        _, logits = encoder(samples.to(device))
        loss = functional.cross_entropy(
            logits.flatten(0, 1), labels.to(device).flatten(), label_smoothing=training.label_smoothing
        )
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(encoder.parameters(), 1.0)
        optimizer.step()
        averaged.update_parameters(encoder)
        step += 1
        losses.append(float(loss.detach()))
        if step % 50 == 0:
            report(minutes / training.minutes, f"step {step}, loss {np.mean(losses[-50:]):.3f}")
        if minutes - saved >= training.checkpoint_minutes:
            saved = minutes
            right = frames_right(averaged.module, dev)
            row = {"step": step, "minutes": minutes, "loss": float(np.mean(losses)), "dev_frames_right": right}
            losses.clear()
            _save(folder, {
                "encoder": encoder.state_dict(), "averaged": averaged.state_dict(),
                "optimizer": optimizer.state_dict(), "step": step, "minutes": minutes,
            }, row)  # fmt: skip
            encoder.train()
    _save(folder, {
        "encoder": encoder.state_dict(), "averaged": averaged.state_dict(),
        "optimizer": optimizer.state_dict(), "step": step, "minutes": minutes,
    }, {"step": step, "minutes": minutes, "dev_frames_right": frames_right(averaged.module, dev)})  # fmt: skip
    return averaged.module.cpu().eval()


@torch.inference_mode()
def frames_right(encoder: SpeechEncoder, shards: list[Shard]) -> float:
    """The share of 50 Hz frames whose phone is heard, over whole shards in pieces of 10 s."""
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
    return right / frames


def _schedule(step: int, minutes: float, training: SpeechTraining) -> float:
    """Linear warm-up by steps, then a cosine over the minutes down to 2 %."""
    warm = min(1.0, (step + 1) / training.warmup_steps)
    return warm * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(1.0, minutes / training.minutes))))


def _save(folder: Path, state: dict[str, Tensor | dict | int | float], row: dict[str, float]) -> None:
    temporary = folder / f".{CHECKPOINT}.part"
    torch.save(state, temporary)
    os.replace(temporary, folder / CHECKPOINT)
    with (folder / CURVE).open("a", encoding="utf-8") as curve:
        curve.write(json.dumps(row) + "\n")
