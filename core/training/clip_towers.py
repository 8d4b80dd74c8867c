"""Fits the projectors between CLIP's frozen towers and a bundle's ExpCLIP space, and makes a bundle of it.

The towers stay, so each sentence goes through its tower once and is kept; what is left is a training of small networks
that takes a minute. E and D stay too, so the animation decoder understands the new bundle as it did the old one.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from torch import Tensor

from ...rigs import arkit
from ..bundle import CONFIG, Bundle, open_bundle, seal, write_part
from ..expression.clip import Clip, write_clip
from ..expression.clip_projectors import ClipProjectors
from ..expression.clip_tower import TextTower, batches
from ..expression.space import ExpressionSpace
from ..whole_file import whole_file
from .clip_sentences import ClipSentences, held_out
from .expression import AE
from .tuning import CROSS, EMB

CARD = "MODEL_CARD.md"
Report = Callable[[float, str], None]


@dataclass(frozen=True)
class ClipTraining:
    """steps, vectors_per_step, rate: of the fitting; mixed: share of drawn vectors that are mixtures of two; noise:
    length of what is added to a unit vector; sentences_per_batch: for the tower; kept_after: batches between saves;
    feelings: weight of the naming loss beside the paper's."""

    steps: int = 3000
    vectors_per_step: int = 256
    rate: float = 1e-3
    decay: float = 1e-3
    mixed: float = 0.4
    noise: float = 0.15
    sentences_per_batch: int = 32
    kept_after: int = 40
    feelings: float = 1.0
    seed: int = 0


@dataclass(frozen=True)
class Fit:
    """Of held-out sentences: mean squared error of their faces, that of the mean face, and feelings named right."""

    error: float
    mean_face_error: float
    named: float
    sentences: int


def sentence_vectors(
    tower: TextTower, texts: Sequence[str], cache: Path, training: ClipTraining, report: Report
) -> Tensor:
    """What the tower says of each text, (texts, width). `cache` is a safetensors file that keeps it from call to call;
    an interrupted call goes on where it was. Raises OutputError."""
    known = _read_cache(cache)
    missing = sorted((text for text in dict.fromkeys(texts) if text not in known), key=len)  # equal lengths together
    done = 0
    for number, batch in enumerate(batches(missing, training.sentences_per_batch), 1):
        with torch.inference_mode():
            known.update(zip(batch, tower(batch).half().cpu(), strict=True))
        done += len(batch)
        if number % training.kept_after == 0 or done == len(missing):
            _write_cache(cache, known)
        report(done / len(missing), f"CLIP reads sentence {done} of {len(missing)}")
    return torch.stack([known[text] for text in texts]).float()


def fit_sentences(
    projectors: ClipProjectors,
    space: ExpressionSpace,
    vectors: Tensor,
    sentences: ClipSentences,
    training: ClipTraining,
    report: Report,
) -> Fit:
    """Fits P_text and the names of feelings to vectors (texts, width) with the paper's L_emb and L_cross, then lets
    P_image begin as P_text. One text in ten is kept for the measure that is returned."""
    apart = held_out(sentences.texts)
    learned = torch.from_numpy(~apart)
    faces, shares = torch.from_numpy(sentences.faces), torch.from_numpy(sentences.shares)
    projectors.text.centre.copy_(vectors[learned].mean(0))
    lesson = _Lesson(projectors, space, vectors[learned], faces[learned], shares[learned], training)
    weights = [*projectors.text.parameters(), *projectors.feelings.parameters()]
    optimizer = torch.optim.AdamW(weights, lr=training.rate, weight_decay=training.decay)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, training.steps)
    for step in range(training.steps):
        loss = lesson.loss(np.random.default_rng((training.seed, step)))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        if step % 50 == 0:
            report(step / training.steps, f"projectors: step {step} of {training.steps}, loss {loss.item():.3f}")
    projectors.begin_picture()
    return _measured(projectors, space, vectors, sentences, apart)


class _Lesson:
    """Draws vectors, some of them mixtures of two with their faces mixed alike."""

    def __init__(
        self,
        projectors: ClipProjectors,
        space: ExpressionSpace,
        vectors: Tensor,
        faces: Tensor,
        shares: Tensor,
        training: ClipTraining,
    ):
        self.projectors, self.space, self.training = projectors, space, training
        self.vectors, self.faces, self.shares = vectors, faces, shares

    def loss(self, random: np.random.Generator) -> Tensor:
        vectors, faces, shares = self._drawn(random)
        naming = _naming(self.projectors.feelings(self.projectors.text.adapted(vectors)), shares)
        return meeting(self.projectors.text(vectors), faces, self.space) + self.training.feelings * naming

    def _drawn(self, random: np.random.Generator) -> tuple[Tensor, Tensor, Tensor]:
        count = self.training.vectors_per_step
        first, second = torch.from_numpy(random.integers(len(self.vectors), size=(2, count)))
        is_mixed = random.random(count) < self.training.mixed
        share = torch.from_numpy(np.where(is_mixed, random.random(count), 1.0).astype(np.float32))[:, None]
        noise = torch.from_numpy(random.standard_normal((count, self.vectors.shape[1]), np.float32))
        vectors = share * self.vectors[first] + (1 - share) * self.vectors[second]
        vectors = F.normalize(vectors, dim=-1) + self.training.noise * F.normalize(noise, dim=-1)
        faces = share * self.faces[first] + (1 - share) * self.faces[second]
        shares = share * self.shares[first] + (1 - share) * self.shares[second]
        return F.normalize(vectors, dim=-1), faces, shares


def meeting(embedding: Tensor, faces: Tensor, space: ExpressionSpace) -> Tensor:
    """L_emb and L_cross of the paper (section 3.2) for embeddings at unit scale (n, DIM) and faces (n, 52)."""
    aside = 1 - F.cosine_similarity(embedding, space.encode(faces)).mean()
    across = F.mse_loss(space.decode_freely(embedding * space.scale), faces) * arkit.COUNT
    return EMB * aside + CROSS * across


def _naming(logits: Tensor, shares: Tensor) -> Tensor:
    """Cross entropy over the texts that tell a feeling, or that they tell none; muscles tell neither."""
    told = shares.sum(1) > 0.5
    wanted = shares[told] / shares[told].sum(1, keepdim=True)
    return F.cross_entropy(logits[told], wanted, reduction="sum") / len(shares)


@torch.no_grad()
def _measured(
    projectors: ClipProjectors, space: ExpressionSpace, vectors: Tensor, sentences: ClipSentences, apart: np.ndarray
) -> Fit:
    rows = torch.from_numpy(apart)
    faces, shares = torch.from_numpy(sentences.faces), torch.from_numpy(sentences.shares)
    told = space.decode(projectors.text(vectors[rows]) * space.scale)
    mean_face = faces[~rows].mean(0)
    named = projectors.feelings(projectors.text.adapted(vectors[rows])).argmax(1) == shares[rows].argmax(1)
    feeling = shares[rows].sum(1) > 0.5
    return Fit(
        error=float(F.mse_loss(told, faces[rows])),
        mean_face_error=float(F.mse_loss(mean_face.expand(int(rows.sum()), -1), faces[rows])),
        named=float(named[feeling].float().mean()),
        sentences=int(rows.sum()),
    )


def write_clip_bundle(folder: Path, clip: Clip, fit: Fit, pictures: str, rest: Bundle) -> None:
    """Writes CLIP's parts, what else a bundle needs from `rest`, and a model card. Raises OutputError and ModelError.

    Of parts that `folder` has already, only CLIP's are replaced. `pictures` says in a sentence how P_image was taught.
    """
    present = open_bundle(folder).config if (folder / CONFIG).is_file() else {}
    lacking = {name: part for name, part in rest.config.items() if name not in present and isinstance(part, dict)}
    tensors = {name: rest.tensors(name) for name in lacking}  # before anything is written: one may be damaged
    for name, part in lacking.items():
        write_part(folder, name, part, tensors[name])
    write_clip(folder, clip)
    with whole_file(folder / CARD) as temporary:
        temporary.write_text(_card(folder.name, clip, fit, pictures, rest), encoding="utf-8", newline="\n")
    seal(folder)


def _card(name: str, clip: Clip, fit: Fit, pictures: str, rest: Bundle) -> str:
    return (
        f"# {name}\n\nMade on this machine by `expclip train expression --text-backbone`.\n\n"
        f"CLIP: `{clip.config.source}` (sha256 of its weights `{clip.config.sha256}`), both towers in half precision, "
        f"as published; its own licence holds for them. Projectors of our own: losses L_ae {AE:g} (from the space that "
        f"stays), L_emb {EMB:g}, L_cross {CROSS:g}, TalkCLIP's adapter with residual.\n\n"
        f"| {fit.sentences} held-out sentences (one in ten) | |\n|---|---|\n"
        f"| mean squared error of the face | {fit.error:.5f} |\n| the mean face's | {fit.mean_face_error:.5f} |\n"
        f"| feeling named right | {fit.named:.3f} |\n\n{pictures}\n\n"
        f"All other parts: {rest.name} ({rest.id}), GPL-3.0-or-later, see its own card.\n"
    )


def _read_cache(path: Path) -> dict[str, Tensor]:
    if not path.is_file():
        return {}
    tensors = load_file(path)
    texts = json.loads(tensors["texts"].numpy().tobytes().decode())
    return dict(zip(texts, tensors["vectors"], strict=True))


def _write_cache(path: Path, known: dict[str, Tensor]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    texts = torch.frombuffer(bytearray(json.dumps(list(known)).encode()), dtype=torch.uint8)
    with whole_file(path) as temporary:
        save_file({"texts": texts, "vectors": torch.stack(list(known.values()))}, temporary)
