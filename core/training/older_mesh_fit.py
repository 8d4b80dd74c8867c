"""Fits what ships as core/image/older_mesh.safetensors: how the older mesh' landmarks lead to the exact one's.

`python -m expclip.core.training.older_mesh_fit FACEKIT LANDMARKS older_mesh.safetensors` makes it again, with the data
pack's folders `ict_facekit` and `landmarks`, the task file that EXPCLIP_FACE_TASK names, and mediapipe 0.10.21. No
photograph is used.
"""

import os
import sys
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import chain
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

from ..image import mesh
from ..image.crop import Picture
from ..image.face_detection import FaceDetector
from ..image.face_mesh import FaceMesh, Mesh
from ..image.mesh_models import TASK_VARIABLE, installed_models, read_task
from ..whole_file import whole_file
from .drawn_heads import DrawnHeads
from .face_sets import LandmarkSets

HEADS, MODES = 1200, 80
_PROCESSES = 2
_CROPS = 2
_LEAST_PRESENCE = 0.5
_WEIGHT_LIMITS = (-0.35, 1.15)
_RIDGE = 3e-4
"""Share of the mean variance of the modes that is added to each."""
_MIRRORED = mesh.rows_of(mesh.MIRRORED[mesh.READ])
SOURCE = (
    "Fitted to landmarks that MediaPipe's networks (google/mediapipe, Apache-2.0) find in drawings of ICT-FaceKit "
    "(ICT-VGL/ICT-FaceKit commit da5f95a607f5e6b37755b38d3385d7f2853732e5, MIT licence, Copyright 2020 USC Institute "
    "for Creative Technologies)."
)


def fit(older: np.ndarray, exact: np.ndarray, modes: int = MODES) -> dict[str, np.ndarray]:
    """Both upright (n, 146, 2), the same faces -> the table, see moved_on; mirror images count like the faces."""
    both = (np.concatenate([points, _mirrored(points)]) for points in (older, exact))
    seen, wanted = (points.reshape(len(points), -1).astype(np.float64) for points in both)
    mean, moves = seen.mean(0), wanted - seen
    directions = np.linalg.svd(seen - mean, full_matrices=False)[2][:modes]
    amounts = (seen - mean) @ directions.T
    ridge = _RIDGE * amounts.var(0).mean() * len(amounts)
    leads = np.linalg.solve(amounts.T @ amounts + ridge * np.eye(len(directions)), amounts.T @ (moves - moves.mean(0)))
    table = {"mean": mean, "seen": directions, "moves": leads, "always": moves.mean(0)}
    return {name: np.ascontiguousarray(values, np.float16) for name, values in table.items()}


def seen_heads(facekit: Path, landmarks: Path, numbers: Iterable[int]) -> list[tuple[np.ndarray, np.ndarray]]:
    """Landmarks READ of drawn heads by the older and the exact mesh, upright (146, 2) each; a number is a head."""
    heads, sets = DrawnHeads(facekit, landmarks), LandmarkSets(landmarks)
    older, exact = installed_models(), read_task(Path(os.environ[TASK_VARIABLE]))
    detector = FaceDetector(exact.detector)
    meshes = FaceMesh(older), FaceMesh(exact)
    pairs = []
    for number in numbers:
        random = np.random.default_rng([0, number])
        picture = Picture(heads.draw(np.clip(sets.expressions(1, random)[0], *_WEIGHT_LIMITS), random))
        for face in detector.find(picture)[:1]:
            fitted: list[Mesh] = [mesh_of.fit(picture, face, _CROPS) for mesh_of in meshes]
            if min(one.presence for one in fitted) >= _LEAST_PRESENCE:
                first, second = (mesh.upright(one.points[mesh.READ, :2]) for one in fitted)
                pairs.append((first, second))
        if number % 100 == 0:
            print(f"head {number} of {HEADS}", file=sys.stderr, flush=True)
    return pairs


def _mirrored(points: np.ndarray) -> np.ndarray:
    return points[:, _MIRRORED] * np.array([-1.0, 1.0], np.float32)


def main(facekit: str, landmarks: str, out: str) -> None:
    shares = [range(first, HEADS, _PROCESSES) for first in range(_PROCESSES)]
    with ProcessPoolExecutor(_PROCESSES) as pool:
        parts = list(pool.map(partial(seen_heads, Path(facekit), Path(landmarks)), shares))
    older, exact = (np.stack(points) for points in zip(*chain(*parts), strict=True))
    with whole_file(out) as temporary:
        save_file(fit(older, exact), temporary, {"source": SOURCE})


if __name__ == "__main__":
    main(*sys.argv[1:])
