"""The paper's image stage: P_image learns from pictures of faces, and nothing else does."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from ...rigs import arkit
from ..errors import ModelError
from ..expression import corpus
from ..expression.clip import Clip
from ..expression.clip_tower import batches
from ..expression.reading import read_prompts
from ..expression.space import ExpressionSpace
from .clip_towers import Report, meeting

TABLE = "pictures.csv"
_PICTURES_PER_BATCH = 16
_PROMPT = "prompt"


@dataclass(frozen=True)
class PictureTraining:
    """hold: how strongly the weights are held where P_text left them; a few pictures would else undo it."""

    steps: int = 400
    rate: float = 3e-4
    hold: float = 10.0
    seed: int = 0


@dataclass(frozen=True, eq=False)
class Pictures:
    """paths, and the face of each, float32 (pictures, 52)."""

    paths: tuple[Path, ...]
    faces: np.ndarray


def read_pictures(folder: Path, space: ExpressionSpace) -> Pictures:
    """The pictures that `folder`/pictures.csv lists: a column `picture`, then a column `prompt`, read by the space, or
    columns of ARKit names with weights 0..1. Raises ModelError."""
    path = folder / TABLE
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        paths = tuple(folder / row["picture"] for row in rows)
        faces = _faces(rows, space)
    except FileNotFoundError as error:
        raise ModelError(f"There is no '{path}'", "write one with the columns 'picture' and 'prompt'") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        remedy = "give a column 'picture' and a column 'prompt', or columns with ARKit names and weights"
        raise ModelError(f"'{path}' is no table of pictures, {error}", remedy) from error
    if not rows:
        raise ModelError(f"'{path}' lists no pictures", "add a line for each picture")
    return Pictures(paths, faces)


def _faces(rows: Sequence[dict[str, str]], space: ExpressionSpace) -> np.ndarray:
    if _PROMPT in rows[0] if rows else False:
        return np.stack([reading.weights for reading in read_prompts([row[_PROMPT] for row in rows], space)])
    named = [name for name in arkit.NAMES if rows and name in rows[0]]
    if rows and not named:
        raise KeyError(_PROMPT)
    return np.array([corpus.face_of({name: float(row[name] or 0) for name in named}) for row in rows], np.float32)


def fit_pictures(
    clip: Clip, space: ExpressionSpace, pictures: Pictures, training: PictureTraining, report: Report
) -> None:
    """Tunes P_image with the paper's losses on all pictures at once. Raises ModelError for a file that is none."""
    vectors = []
    with torch.no_grad():
        for batch in batches(pictures.paths, _PICTURES_PER_BATCH):
            vectors.append(clip.picture(batch))
            report(sum(map(len, vectors)) / len(pictures.paths), "CLIP looks at the pictures")
    seen, faces = torch.cat(vectors), torch.from_numpy(pictures.faces)
    projector = clip.projectors.picture
    if len(seen) > 1:  # the mean of one picture is that picture
        projector.centre.copy_(seen.mean(0))
    projector.requires_grad_(True)
    held = [parameter.detach().clone() for parameter in projector.parameters()]
    optimizer = torch.optim.Adam(projector.parameters(), lr=training.rate)
    for step in range(training.steps):
        away = sum(
            F.mse_loss(now, then, reduction="sum") for now, then in zip(projector.parameters(), held, strict=True)
        )
        loss = meeting(projector(seen), faces, space) + training.hold * away / len(seen)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if step % 20 == 0:
            report(step / training.steps, f"P_image: step {step} of {training.steps}, loss {loss.item():.3f}")
    projector.requires_grad_(False)
