"""Train the ExpCLIP space: E, D and P_text with the paper's losses, and the text encoder below P_text.

Two stages. First E and D from faces alone, then the text side on the finished space: the animation decoder speaks the
space's language, so a space that the folder already holds is kept, and its text side can be trained again at will.
(The paper trains the three together. Measured here: alone, E and D reconstruct unseen rows with MSE 8e-7 and
interpolate without jumps; together 8e-5, with steps up to 1.5 times the mean.)
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from ...rigs import arkit
from ..bundle import write_part
from ..errors import ModelError
from ..expression import tead
from ..expression.happenings import happenings
from ..expression.neighbours import corpus_entries, plain_entry
from ..expression.space import DIM, TEXT_FILE, WEIGHTS_FILE, ExpressionSpace, load_space
from ..expression.text import TextEncoder
from ..expression.text_side import TextSide
from .bert_start import read_bert
from .keys import fit_key_map
from .kinds import kind_map, plain_texts
from .retrieval import retrieve
from .ridge import ridge_map
from .sentences import Sentence, felt_sentences, held_out_happenings, held_out_rows, written_sentences
from .tuning import Tuning, tune

AE = 1.0
"""The paper's weight of L_ae (section 3.2)."""
_BATCH = 64
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
    tuning: Tuning = field(default_factory=Tuning)


def train_space(faces: np.ndarray, plan: Plan, seed: int, report: Report) -> ExpressionSpace:
    """Stage one, L_ae on augmented faces (n, 52): a space without a text side.

    In the end the mean length of the faces' embeddings is sqrt(DIM), so that their components are of unit size.
    """
    torch.manual_seed(seed)
    space = ExpressionSpace()
    optimizer = torch.optim.AdamW(space.parameters(), plan.space_rate, weight_decay=1e-4)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda at: min((at + 1) / 200, 0.5 + 0.5 * math.cos(math.pi * at / plan.space_steps))
    )
    drawn = Faces(faces)
    for step in range(plan.space_steps):
        batch = torch.from_numpy(drawn.draw(plan.faces_per_step, np.random.default_rng((seed, step))))
        loss = AE * F.mse_loss(space.decode_freely(space.encode(batch)), batch) * arkit.COUNT
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        if step % 200 == 0:
            report(step / plan.space_steps, f"space: step {step} of {plan.space_steps}, loss {loss.item():.5f}")
    with torch.no_grad():
        lengths = space.encode(torch.from_numpy(faces)).norm(dim=-1)
        space.scale.mul_(math.sqrt(DIM) / lengths.mean().item())
    return space.eval().requires_grad_(False)


def train_expression(
    out_folder: Path,
    seed: int = 0,
    report: Report = lambda done, message: None,
    goemotions: Path | None = None,
    encoder: Path | TextEncoder | None = None,
    plan: Plan = Plan(),
) -> None:
    """Train the space into a bundle: its parts "expression" and "text", and new SHA256SUMS.

    E and D that the folder holds already are kept; remove expression.safetensors to begin anew. `encoder` is what the
    text side starts from: the folder of all-MiniLM-L6-v2, or an encoder; None goes on from the folder's own text side.
    `goemotions` is the folder of that data set (CC BY 4.0; labels.txt, train.tsv.gz); without it the text side learns
    from the written corpus alone. Checkpoint and curve lie in the folder's .training; an interrupted run goes on there.
    Raises OutputError, and ModelError where a folder is not what it should be.
    """
    written, felt = written_sentences(), _felt(goemotions)
    report(0.0, f"Written corpus, {len(written)} sentences; GoEmotions, {len(felt)}")
    start = _start(encoder, out_folder)
    if not (out_folder / WEIGHTS_FILE).exists():
        faces = np.stack([row.weights for row in tead.rows()])
        space = train_space(faces, plan, seed, _share(report, 0.0, 0.1))
        write_part(out_folder, "expression", space.config(), space.tensors())
    space = load_space(out_folder)
    tune(space, start, written, felt, plan.tuning, out_folder / ".training", _share(report, 0.1, 0.97))
    report(0.97, "Hearing the corpus")
    write_text_side(out_folder, start)
    to_face, to_text = retrieve(load_space(out_folder), held_out_rows())
    report(1.0, f"The text side is written. Held-out rows, text to face: {to_face}; face to text: {to_text}")


@torch.inference_mode()
def write_text_side(out_folder: Path, side: TextSide) -> None:
    """The part "text" of a bundle: the side with its maps to keys, faces, strength and kinds, and the English corpus's
    keys, all as the stored weights give them."""
    entries = {entry.text: entry for entry in corpus_entries() if entry.language == "en"}
    held_out = set(held_out_happenings())
    told = sorted((row for row in happenings() if row.emotions and row not in held_out), key=lambda row: len(row.text))
    plain = [*plain_texts(), *(row.text for row in happenings() if not row.emotions and row not in held_out)]
    texts, stored = sorted(entries, key=len), _as_stored(side)
    features, of_told = _heard(stored, texts), _heard(stored, [row.text for row in told])
    fit_key_map(stored, features)
    felt = [number for number, text in enumerate(texts) if entries[text].emotions]
    faces = [plain_entry(texts[number], entries[texts[number]].face())[1] for number in felt]
    faces += [row.plain_weights for row in told]
    stored.face_map = ridge_map(torch.cat([features[felt], of_told]), torch.from_numpy(np.stack(faces)))
    stored.strength_map = ridge_map(of_told, torch.tensor([[float(row.strength)] for row in told]))
    tells_feeling = [bool(entries[text].emotions) for text in texts]
    stored.kind_map = kind_map(features, tells_feeling, of_told, _heard(stored, plain))
    stored = _as_stored(stored)
    stored.remember(texts, features)
    write_part(out_folder, "text", stored.config(), stored.tensors())


def _heard(side: TextSide, texts: Sequence[str]) -> torch.Tensor:
    return torch.cat([side.encoder(texts[at : at + _BATCH]) for at in range(0, len(texts), _BATCH)])


def _as_stored(side: TextSide) -> TextSide:
    return TextSide.from_tensors(side.config(), side.tensors(), DIM)


def _start(encoder: Path | TextEncoder | None, out_folder: Path) -> TextSide:
    emotions = sorted(tead.emotion_groups())
    if encoder is None:
        if not (out_folder / TEXT_FILE).exists():
            raise ModelError(f"'{out_folder}' holds no text encoder to go on from", "name one with --encoder")
        side = load_space(out_folder).text.requires_grad_(True)
        return side if list(side.emotions) == emotions else TextSide(side.encoder, emotions, DIM)
    return TextSide(encoder if isinstance(encoder, TextEncoder) else read_bert(encoder), emotions, DIM)


def _felt(folder: Path | None) -> list[Sentence]:
    try:
        return felt_sentences(folder) if folder else []
    except (OSError, ValueError, KeyError) as error:
        remedy = "give the folder of labels.txt and train.tsv.gz"
        raise ModelError(f"'{folder}' does not hold GoEmotions, {error}", remedy) from error


def _share(report: Report, start: float, end: float) -> Report:
    return lambda done, message: report(start + done * (end - start), message)
