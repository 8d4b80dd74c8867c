"""Teaches our network of faces in pictures by MediaPipe's, on made-up landmark sets; no picture is used."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch.nn.functional import binary_cross_entropy_with_logits

from ...rigs import arkit
from ..bundle import write_part
from ..image import mesh
from ..image.face_network import PART, FaceNetwork, FaceNetworkConfig, Weigh
from ..int8_rows import to_int8_rows
from ..whole_file import whole_file
from .checkpoint import Run
from .descent import Pace, descend
from .face_sets import LandmarkSets

_SHARD = 2000
_HELD_OUT_SEED = 1_000_000
_PIXELS = 200.0
"""The teacher takes pixels; their size and place make no difference to it."""


@dataclass(frozen=True)
class FaceTraining:
    """sets: landmark sets to learn from, held_out: others to measure on; rate: learning rate."""

    minutes: float = 12.0
    sets: int = 140_000
    held_out: int = 4000
    seed: int = 0
    batch: int = 512
    rate: float = 3e-3
    decay: float = 1e-3
    warmup_steps: int = 100
    save_minutes: float = 1.0


def train_face(
    landmarks: Path,
    teacher: Weigh,
    out_bundle: Path,
    training: FaceTraining,
    config: FaceNetworkConfig | None = None,
    report: Callable[[float, str], None] = lambda done, told: None,
) -> FaceNetwork:
    """Labels sets of the data pack's folder `landmarks` by the teacher, learns them, and writes the part "face".

    Sets, checkpoint and curve are kept in `out_bundle`/.training/face: what was interrupted goes on from there.
    Returns the network as stored. Raises OutputError, OSError where the data are missing.
    """
    folder = out_bundle / ".training" / PART
    folder.mkdir(parents=True, exist_ok=True)
    drawn = LandmarkSets(landmarks)
    points, weights = _labelled(drawn, teacher, training.sets, training.seed, folder, report)
    test_points, test_weights = _labelled(drawn, teacher, training.held_out, _HELD_OUT_SEED, folder, report)
    torch.manual_seed(training.seed)
    network = FaceNetwork(config or FaceNetworkConfig())
    _learn(network, points, weights, test_points, test_weights, folder, training, report)
    write_part(out_bundle, PART, network.config.to_json(), to_int8_rows(network.state_dict()))
    return network.eval().requires_grad_(False)


def correlations(found: np.ndarray, wanted: np.ndarray, least_deviation: float = 0.02) -> dict[str, float]:
    """r of each blendshape that varies, over faces: both (faces, 52); what rests in `wanted` is left out."""
    return {
        name: float(np.corrcoef(found[:, row], wanted[:, row])[0, 1])
        for row, name in enumerate(arkit.NAMES)
        if wanted[:, row].std() > least_deviation
    }


def _labelled(
    drawn: LandmarkSets, teacher: Weigh, count: int, seed: int, folder: Path, report: Callable[[float, str], None]
) -> tuple[torch.Tensor, torch.Tensor]:
    """Points (count, 146, 2) and the teacher's weights (count, 52); shards that are there are read."""
    shards = []
    for number in range(-(-count // _SHARD)):
        path = folder / f"sets_{seed}_{number:04d}.npz"
        if not path.exists():
            _write_shard(path, drawn.draw(_SHARD, np.random.default_rng([seed, number])), teacher)
        with np.load(path, allow_pickle=False) as shard:
            shards.append((shard["points"], shard["weights"]))
        report(0.5 * number * _SHARD / count, f"labelling landmark sets, {number * _SHARD:,} of {count:,}")
    points, weights = (np.concatenate(parts)[:count] for parts in zip(*shards, strict=True))
    return torch.from_numpy(points), torch.from_numpy(weights)


def _write_shard(path: Path, points: np.ndarray, teacher: Weigh) -> None:
    whole = np.zeros((mesh.COUNT, 3), np.float32)
    weights = np.empty((len(points), arkit.COUNT), np.float32)
    for row, face in enumerate(points):
        whole[mesh.READ, :2] = face * _PIXELS
        weights[row] = teacher(whole)
    with whole_file(path) as temporary:
        np.savez(temporary, points=points, weights=weights)


def _learn(
    network: FaceNetwork,
    points: torch.Tensor,
    weights: torch.Tensor,
    test_points: torch.Tensor,
    test_weights: torch.Tensor,
    folder: Path,
    training: FaceTraining,
    report: Callable[[float, str], None],
) -> None:
    optimiser = torch.optim.AdamW(network.parameters(), lr=training.rate, weight_decay=training.decay)
    run = Run(folder, PART, training.minutes, {"network": network, "optimiser": optimiser})
    # Cross-entropy, for an error of the weights themselves lets the sigmoid settle at 0 for shapes that are rare.
    # A shape that moves little counts as much as one that moves far, down to where it is noise.
    importance = 1.0 / weights.std(0).clamp_min(0.05)
    random = np.random.default_rng([training.seed, run.step])

    def losses() -> Iterator[torch.Tensor]:
        for batch in _batches(len(points), training.batch, random):
            wrong = binary_cross_entropy_with_logits(network(points[batch]), weights[batch], reduction="none")
            yield (wrong * importance).mean()

    descend(
        run, optimiser, losses(), Pace(training.rate, training.warmup_steps, training.save_minutes, longest=math.inf),
        lambda done, told: report(0.5 + 0.5 * done, f"learning faces: {told}"),
        lambda: measure(network, test_points, test_weights),
    )  # fmt: skip


def measure(network: FaceNetwork, points: torch.Tensor, weights: torch.Tensor) -> dict[str, float]:
    """Median and least r over the shapes that vary, and the mean absolute error."""
    with torch.inference_mode():
        found = torch.sigmoid(network(points)).numpy()
    each = list(correlations(found, weights.numpy()).values())
    error = float(np.abs(found - weights.numpy()).mean())
    return {"median_r": float(np.median(each)), "least_r": float(np.min(each)), "error": error}


def _batches(count: int, size: int, random: np.random.Generator) -> Iterator[torch.Tensor]:
    while True:
        order = torch.from_numpy(random.permutation(count))
        yield from order.split(size)
