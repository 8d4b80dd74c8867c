"""What is behind a motion: E_sa beside plain pooling, on presets that no training has seen, over held-out voices.

    python -m expclip.core.bench_style --corpus FOLDER [--models FOLDER]

Takes are made by the engine's decoder at 30 fps, life included. The table goes to stdout.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch

from ..presets import expressions
from .bundle import open_bundle
from .errors import ExpclipError
from .expression.motion_style import face_behind
from .networks import load_networks, load_space, load_style
from .take import Take
from .training.motion_style import STEP, StyleTraining, decoded, spoken_clips, taught
from .training.shards import read_shards

SHOWN, ABSENT, PRESENT = 0.25, 0.05, 0.15
"""A shape of at least SHOWN has to be found with PRESENT or more, one below ABSENT with less than PRESENT."""
CLIPS = 24


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bench_style", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--corpus", metavar="FOLDER", type=Path, required=True, help="of 'expclip train corpus'")
    parser.add_argument("--models", metavar="FOLDER", type=Path, help="the bundle with the style part")
    options = parser.parse_args(arguments)
    torch.set_num_threads(2)
    try:
        print(table(options.corpus, options.models))
    except ExpclipError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def table(corpus: Path, models: Path | None) -> str:
    bundle = open_bundle()
    space = load_space(bundle)
    decoder = load_networks(bundle, space, torch.device("cpu")).decoder
    style = load_style(open_bundle(models))
    clips = spoken_clips(read_shards(corpus, "dev"), CLIPS, StyleTraining(minutes=1, speechless=0.0))
    faces = np.stack([expressions.load(name) for name in expressions.NAMES[1:]])
    chosen = [clips[row % len(clips)] for row in range(len(faces))]
    motions = {
        "our takes": decoded(chosen, faces, decoder, space, np.random.default_rng(0)),
        "as captured": np.stack(
            [
                taught(*pair, np.random.default_rng(row), True)
                for row, pair in enumerate(zip(chosen, faces, strict=True))
            ]
        ),
    }
    poolings: dict[str, Callable[[np.ndarray], np.ndarray]] = {
        "mean": lambda motion: motion.mean(0),
        "75th percentile": lambda motion: np.percentile(motion, 75, axis=0),
        "90th percentile": lambda motion: np.percentile(motion, 90, axis=0),
        "E_sa": lambda motion: face_behind(Take(motion, 50.0 / STEP), style),
    }
    lines = ["| motion | pooling | cosine | strict | error |", "|---|---|---|---|---|"]
    for kind, made in motions.items():
        for name, pool in poolings.items():
            found = np.stack([pool(motion) for motion in made]).astype(np.float32)
            here, there = space.embed(found), space.embed(faces)
            cosine = (here * there).sum(1) / (np.linalg.norm(here, axis=1) * np.linalg.norm(there, axis=1))
            figures = f"{cosine.mean():.3f} | {strict(found, faces):.2f} | {np.abs(found - faces).mean():.4f}"
            lines.append(f"| {kind} | {name} | {figures} |")
    return "\n".join(lines)


def strict(found: np.ndarray, faces: np.ndarray) -> float:
    """Share of faces (n, 52) all of whose shapes are found, and none besides."""
    missed = (faces >= SHOWN) & (found < PRESENT)
    added = (faces < ABSENT) & (found >= PRESENT)
    return float(1.0 - (missed | added).any(1).mean())


if __name__ == "__main__":
    sys.exit(main())
