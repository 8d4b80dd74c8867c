"""Train the ExpCLIP space: E, D and P_text with the paper's losses, and the text encoder below P_text.

Two stages. First E and D from faces alone, then the text side on the finished space: the animation decoder speaks the
space's language, so a space that the folder already holds is kept, and its text side can be trained again at will.
(The paper trains the three together. Measured here: alone, E and D reconstruct unseen rows with MSE 8e-7 and
interpolate without jumps; together 8e-5, with steps up to 1.5 times the mean.)
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ...rigs import arkit
from ..bundle import write_part
from ..errors import ModelError
from ..expression import corpus
from ..expression.space import DIM, WEIGHTS_FILE, ExpressionSpace, load_space
from ..expression.text import TextEncoder
from ..whole_file import whole_file
from .sentences import Felt, Written, read_goemotions, vocabulary

AE, EMB, CROSS = 1.0, 10.0, 10.0
"""The paper's weights of its three losses (section 3.2)."""
Report = Callable[[float, str], None]


class Faces:
    """Random faces around the corpus: mixed, mirrored, scaled, perturbed (the paper's augmentation and ours)."""

    def __init__(self, faces: np.ndarray):
        self.faces = faces

    def draw(self, count: int, random: np.random.Generator) -> np.ndarray:
        """(count, 52) in 0..1."""
        share = random.dirichlet((0.6, 0.6, 0.6), count)[:, :, None]
        mixed = (self.faces[random.integers(len(self.faces), size=(count, 3))] * share).sum(1)
        mirrored = random.random((count, 1)) < 0.5
        mixed = np.where(mirrored, mixed[:, arkit.MIRROR_INDEX], mixed) * random.uniform(0.0, 1.6, (count, 1))
        touched = random.random((count, arkit.COUNT)) < 0.06
        mixed = mixed + touched * random.uniform(-0.5, 0.8, (count, arkit.COUNT))
        lone = (random.random((count, 1)) < 0.15) * (random.random((count, arkit.COUNT)) < 0.08)
        mixed = np.where(lone.any(1, keepdims=True), lone * random.random((count, arkit.COUNT)), mixed)
        return np.clip(mixed, 0.0, 1.0).astype(np.float32)


@dataclass(frozen=True)
class Plan:
    """Sizes and lengths of a training; the defaults made the shipped bundle."""

    space_steps: int = 6000
    faces_per_step: int = 256
    space_rate: float = 2e-3
    text_steps: int = 6000
    sentences_per_step: int = 128
    text_rate: float = 2e-3
    table_rate: float = 1e-2
    width: int = 64
    buckets: int = 5000
    features: int = 128
    seen_at_least: int = 5


class SpaceLesson:
    """Stage one: L_ae on augmented faces."""

    def __init__(self, space: ExpressionSpace, written: Written, plan: Plan):
        self.space, self.plan = space, plan
        self.corpus_faces = np.stack([row.weights for row in written.rows])
        self.faces = Faces(self.corpus_faces)
        weights = [*space.encoder.parameters(), *space.decoder.parameters()]
        self.parameters: list[dict[str, Any]] = [{"params": weights, "lr": plan.space_rate}]

    def loss(self, random: np.random.Generator) -> Tensor:
        faces = torch.from_numpy(self.faces.draw(self.plan.faces_per_step, random))
        return AE * F.mse_loss(self.space.decode_freely(self.space.encode(faces)), faces) * arkit.COUNT

    @torch.no_grad()
    def settle_scale(self) -> None:
        """Make the mean length of the corpus's embeddings sqrt(DIM), so that their components are of unit size."""
        lengths = self.space.encode(torch.from_numpy(self.corpus_faces)).norm(dim=-1)
        self.space.scale.mul_(math.sqrt(DIM) / lengths.mean().item())


class TextLesson:
    """Stage two: L_emb + L_cross on augmented sentences, the emotions' names, and GoEmotions where it is given."""

    def __init__(self, space: ExpressionSpace, written: Written, felt: Felt | None, plan: Plan):
        self.space, self.written, self.felt, self.plan = space, written, felt, plan
        self.labels = nn.Linear(space.text.features, len(felt.names) if felt else 1)
        self.emotion_index = {name: index for index, name in enumerate(space.emotions)}
        order = list(corpus.emotions())
        self.emotion_columns = [order.index(name) for name in space.emotions] + [len(order)]
        parts = (space.text.attention, space.text.mix, space.text_projector, space.emotion_scores, self.labels)
        weights = [parameter for part in parts for parameter in part.parameters()]
        self.parameters: list[dict[str, Any]] = [
            {"params": weights, "lr": plan.text_rate},
            {"params": list(space.text.table.parameters()), "lr": plan.table_rate, "weight_decay": 0.0},
        ]

    def loss(self, random: np.random.Generator) -> Tensor:
        return self._written_loss(random) + (self._felt_loss(self.felt, random) if self.felt else 0.0)

    def _written_loss(self, random: np.random.Generator) -> Tensor:
        words, faces, names = self.written.draw(self.plan.sentences_per_step, random)
        features = self.space.text.features_of(words)
        named = [row for row, name in enumerate(names) if name]
        wanted = torch.tensor([self.emotion_index[names[row]] for row in named])
        naming = F.cross_entropy(self.space.emotion_scores(features[named]), wanted)
        return naming + self._meeting(features, torch.from_numpy(faces))

    def _felt_loss(self, felt: Felt, random: np.random.Generator) -> Tensor:
        picked = random.integers(len(felt.words), size=self.plan.sentences_per_step)
        features = self.space.text.features_of([felt.words[row] for row in picked])
        wanted = torch.from_numpy(felt.labels[picked])
        labelling = F.binary_cross_entropy_with_logits(self.labels(features), wanted) * len(felt.names)
        shares = torch.from_numpy(felt.shares[picked])
        naming = F.cross_entropy(self.space.emotion_scores(features), shares[:, self.emotion_columns])
        told = shares[:, -1] < 0.5
        return labelling + naming + 0.3 * self._meeting(features[told], torch.from_numpy(felt.faces[picked])[told])

    def _meeting(self, features: Tensor, faces: Tensor) -> Tensor:
        embedding = self.space.project_features(features)
        aside = 1 - F.cosine_similarity(embedding, self.space.encode(faces)).mean()
        across = F.mse_loss(self.space.decode_freely(embedding), faces) * arkit.COUNT
        return EMB * aside + CROSS * across


def descend(lesson: SpaceLesson | TextLesson, steps: int, seed: int, progress: "Progress") -> None:
    """AdamW with warm-up and cosine decay; each step draws from a generator of its own, seeded by its number."""
    optimizer = torch.optim.AdamW(lesson.parameters, weight_decay=1e-4)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda at: min((at + 1) / 200, 0.5 + 0.5 * math.cos(math.pi * at / steps))
    )
    for step in range(progress.resumed(lesson, optimizer, schedule), steps):
        loss = lesson.loss(np.random.default_rng((seed, step)))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        if not progress.after(step + 1, steps, loss.item(), lesson, optimizer, schedule):
            return


class Progress:
    """Tells how far a stage is, keeps a checkpoint of it so that an interrupted training goes on where it was, and
    ends it when `deadline` (time.monotonic) has passed.
    """

    def __init__(self, stage: str, report: Report, checkpoint: Path | None = None, deadline: float = math.inf):
        self.stage, self.report, self.checkpoint, self.deadline = stage, report, checkpoint, deadline
        self.complete = False

    def resumed(self, lesson, optimizer, schedule) -> int:
        """Fills all three from the checkpoint, where there is one; the number of the next step."""
        if self.checkpoint is None or not self.checkpoint.exists():
            return 0
        state = torch.load(self.checkpoint, weights_only=True)
        with torch.no_grad():
            for parameter, value in zip(_all_parameters(lesson), state["parameters"], strict=True):
                parameter.copy_(value)
        optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict(state["schedule"])
        return state["step"]

    def after(self, step: int, steps: int, loss: float, lesson, optimizer, schedule) -> bool:
        """Whether the stage goes on."""
        late = time.monotonic() > self.deadline
        self.complete = step == steps
        if step % 200 == 0 or late or self.complete:
            self.report(step / steps, f"{self.stage}: step {step} of {steps}, loss {loss:.4f}")
        if self.checkpoint and (step % 1000 == 0 or late):
            with whole_file(self.checkpoint) as temporary:
                state = {"step": step, "parameters": [p.detach() for p in _all_parameters(lesson)]}
                torch.save(state | {"optimizer": optimizer.state_dict(), "schedule": schedule.state_dict()}, temporary)
        return not late


def _all_parameters(lesson: SpaceLesson | TextLesson) -> list[nn.Parameter]:
    return [parameter for group in lesson.parameters for parameter in group["params"]]


def train_space(written: Written, plan: Plan, seed: int, progress: Progress) -> ExpressionSpace:
    """Stage one: a space with a blank text side."""
    torch.manual_seed(seed)
    space = ExpressionSpace(TextEncoder(["blank"], 1, plan.width, plan.features), ())
    lesson = SpaceLesson(space, written, plan)
    descend(lesson, plan.space_steps, seed, progress)
    lesson.settle_scale()
    return space


def train_text(
    space: ExpressionSpace, written: Written, felt: Felt | None, plan: Plan, seed: int, progress: Progress
) -> ExpressionSpace:
    """Stage two: the same E and D, frozen, under a new text side."""
    torch.manual_seed(seed)
    words = set(vocabulary(written.plain_texts(), 1))
    if felt:
        words |= set(vocabulary(felt.texts, plan.seen_at_least))
    text = TextEncoder(sorted(words), plan.buckets, plan.width, plan.features)
    taught = ExpressionSpace(text, [emotion.name for emotion in written.emotions], space.hidden)
    taught.encoder.load_state_dict(space.encoder.state_dict())
    taught.decoder.load_state_dict(space.decoder.state_dict())
    taught.scale.copy_(space.scale)
    taught.encoder.requires_grad_(False)
    taught.decoder.requires_grad_(False)
    descend(TextLesson(taught, written, felt, plan), plan.text_steps, seed, progress)
    return taught.eval()


def train_expression(
    out_folder: Path,
    minutes: float = 15.0,
    seed: int = 0,
    resume: bool = True,
    report: Report = lambda done, message: None,
    goemotions: Path | None = None,
    plan: Plan = Plan(),
) -> None:
    """Train the space into a bundle: expression.safetensors, the part "expression" of its config.json, new SHA256SUMS.

    E and D that the folder holds already are kept; remove expression.safetensors to begin anew. `goemotions` is the
    folder of that data set (CC BY 4.0; labels.txt, train.tsv.gz); without it the text side learns from the written
    corpus alone. About 5 minutes on one thread, reproducible from the seed; when `minutes` pass before the end, what
    is learned is saved, and with `resume` the next call goes on from there.
    Raises OutputError, and ModelError when `goemotions` is not that data set.
    """
    deadline = time.monotonic() + 60.0 * minutes
    checkpoint = out_folder / ".expression.checkpoint.pt"
    out_folder.mkdir(parents=True, exist_ok=True)
    if not resume:
        checkpoint.unlink(missing_ok=True)
    written = Written.without()
    felt = _goemotions(goemotions)
    told = f"GoEmotions, {len(felt.texts)} texts" if felt else "without GoEmotions"
    report(0.0, f"Written corpus, {len(written.rows)} rows; {told}")
    if not (out_folder / WEIGHTS_FILE).exists():
        _save(train_space(written, plan, seed, Progress("space", _share(report, 0.0, 0.1))), out_folder)
    kept = load_space(out_folder)
    progress = Progress("text", _share(report, 0.1, 1.0), checkpoint, deadline)
    _save(train_text(kept, written, felt, plan, seed, progress), out_folder)
    if progress.complete:
        checkpoint.unlink(missing_ok=True)
    else:
        report(1.0, f"Stopped after {minutes:g} minutes; the next call goes on from there")


def _save(space: ExpressionSpace, folder: Path) -> None:
    write_part(folder, "expression", space.config(), space.tensors())


def _goemotions(folder: Path | None) -> Felt | None:
    try:
        return read_goemotions(folder, "train") if folder else None
    except (OSError, ValueError, KeyError) as error:
        remedy = "give the folder of labels.txt and train.tsv.gz"
        raise ModelError(f"'{folder}' does not hold GoEmotions, {error}", remedy) from error


def _share(report: Report, start: float, end: float) -> Report:
    return lambda done, message: report(start + done * (end - start), message)
