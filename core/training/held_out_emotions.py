"""How well the tuned encoder knows emotions that were held out of its tuning whole, beside the published one.

    python -m expclip.core.training.held_out_emotions --encoder MINILM --goemotions FOLDER --fold 0 --minutes 72

The seed corpus has 408 texts of 70 emotions in 18 groups. Each emotion is held out in one of five folds: all its rows,
words, happenings and nuances, and the GoEmotions texts whose labels stand for it. With it go the nearest of the TEAD
(delight with joy), or with --alone they stay. Measured on the texts of the fold: whether the nearest other text of the
408 is of the same group, and the same where texts of the same emotion do not count.
"""

import argparse
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from ..bundle import open_bundle
from ..expression import corpus, tead
from ..expression.space import DIM
from ..expression.text import TextEncoder
from ..expression.text_side import TextSide
from ..networks import load_space
from .batches import Draw
from .bert_start import read_bert
from .sentences import felt_sentences, written_sentences
from .tuning import Tuning, tune

FOLDS = 5
RECIPE = Tuning(
    draw=Draw(felt=0.05, happenings=0.05, nuances=0.61), groups=8.0, attraction=4.0, across=8.0, nuances=8.0
)
"""What knows emotions that it never met better than the shipped encoder's recipe, which knows happenings better."""


def folds() -> dict[str, int]:
    """The fold in which each emotion is held out; an emotion that the seed lacks goes with its nearest of its group."""
    groups = tead.emotion_groups()
    seed = sorted(corpus.emotions(), key=lambda emotion: (groups[emotion], emotion))
    fold = {emotion: number % FOLDS for number, emotion in enumerate(seed)}
    portraits = _portraits()
    for emotion in groups:
        if emotion not in seed:
            of_group = [other for other in seed if groups[other] == groups[emotion]]
            fold[emotion] = fold[max(of_group, key=lambda other: float(portraits[other] @ portraits[emotion]))]
    return fold


def held_out(fold: Mapping[str, int], held: int, alone: bool) -> frozenset[str]:
    """The emotions of a fold, with or without those that the seed lacks."""
    seed = corpus.emotions()
    return frozenset(emotion for emotion, number in fold.items() if number == held and (emotion in seed or not alone))


def _portraits() -> dict[str, np.ndarray]:
    """What its rows tell of each emotion: how often each tag stands there, and the mean face."""
    rows = defaultdict(list)
    for row in tead.rows():
        if len(row.emotions) == 1:
            rows[row.emotions[0]].append(row)
    tags = sorted({tag for of_emotion in rows.values() for row in of_emotion for tag in row.tags})
    told = {}
    for emotion in tead.emotion_groups():
        counts = Counter(tag for row in rows[emotion] for tag in row.tags)
        faces = [row.weights for row in rows[emotion]] or [corpus.emotions()[emotion].weights]
        told[emotion] = np.concatenate([_unit(np.array([counts[tag] for tag in tags])), _unit(np.mean(faces, 0))])
    return told


def _unit(vector: np.ndarray) -> np.ndarray:
    return vector / max(float(np.linalg.norm(vector)), 1e-9)


def group_right(vectors: np.ndarray, asked: np.ndarray, rows: Sequence[corpus.Row], other_emotions: bool) -> float:
    """Of the asked rows (numbers), how many have a nearest other row of their group; vectors: (rows, width)."""
    directions = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    alike = directions[asked] @ directions.T
    alike[np.arange(len(asked)), asked] = -np.inf
    groups, emotions = np.array([row.group for row in rows]), np.array([row.emotion for row in rows])
    if other_emotions:
        alike[emotions[asked][:, None] == emotions[None]] = -np.inf
    return float(np.mean(groups[alike.argmax(1)] == groups[asked]))


@torch.inference_mode()
def measured(encoder: TextEncoder, fold: Mapping[str, int], held: int) -> dict[str, float]:
    """group_right of the fold's texts, "other texts" and "other emotions"."""
    rows = [row for row in corpus.rows() if row.emotion]
    encoder.eval()
    vectors = np.concatenate(
        [encoder([row.text for row in rows[at : at + 64]]).numpy() for at in range(0, len(rows), 64)]
    )
    asked = np.array([number for number, row in enumerate(rows) if fold[row.emotion] == held])
    return {
        "texts": float(len(asked)),
        "other texts": group_right(vectors, asked, rows, other_emotions=False),
        "other emotions": group_right(vectors, asked, rows, other_emotions=True),
    }


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="held_out_emotions", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--encoder", type=Path, required=True, help="the folder of all-MiniLM-L6-v2")
    parser.add_argument("--goemotions", type=Path, required=True, help="the folder of GoEmotions")
    parser.add_argument("--fold", type=int, choices=range(FOLDS), required=True)
    parser.add_argument("--alone", action="store_true", help="leave the nearest emotions of the TEAD in training")
    parser.add_argument("--minutes", type=float, default=30.0)
    options = parser.parse_args(arguments)
    fold = folds()
    held = held_out(fold, options.fold, options.alone)
    side = TextSide(read_bert(options.encoder), sorted(fold), DIM)
    before = measured(side.encoder, fold, options.fold)
    written, felt = written_sentences(held), felt_sentences(options.goemotions, held)
    with tempfile.TemporaryDirectory() as folder:
        tune(
            load_space(open_bundle()), side, written, felt, replace(RECIPE, minutes=options.minutes), Path(folder),
            lambda done, message: print(f"{done:.2f} {message}", file=sys.stderr, flush=True),
        )  # fmt: skip
    after = measured(side.encoder, fold, options.fold)
    print(f"fold {options.fold}, held out: {', '.join(sorted(held))}")
    for what, value in before.items():
        print(f"{what}: {value:g}" if what == "texts" else f"{what}: published {value:.3f}, tuned {after[what]:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
