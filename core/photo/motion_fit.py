"""Fits the landmark motion that ships (landmark_motion.safetensors) to the landmark basis of the data pack.

`python -m expclip.core.photo.motion_fit BASIS.npz landmark_motion.safetensors` makes it again.
"""

import sys
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

from ...rigs import arkit
from ..image.mesh import MIRRORED, SKIN_COUNT
from ..whole_file import whole_file

RANK = 48
SOURCE = (
    "Fitted to landmark motions sampled from ICT-FaceKit (ICT-VGL/ICT-FaceKit commit "
    "da5f95a607f5e6b37755b38d3385d7f2853732e5, MIT licence, Copyright 2020 USC Institute for Creative Technologies) at "
    "the places of MediaPipe's canonical face (google/mediapipe commit 9d8807788567c01dbd998c0a3d0f730b9686912d, "
    "Apache-2.0): made symmetric, then the best approximation of rank 48."
)
_TO_PICTURE = np.array([1.0, -1.0, -1.0])
_TO_OTHER_SIDE = np.array([-1.0, 1.0, 1.0])


def fit_motion(names: np.ndarray, deltas: np.ndarray, neutral: np.ndarray) -> dict[str, np.ndarray]:
    """names (51,), deltas (51, 468, 3) and neutral (468, 3) in cm with y up, z forward -> the tables that ship.

    `neutral` float16 (468, 3) and `shapes` (52, rank) x `motions` (rank, 468 * 3), in cm with y down and z away;
    rows in ARKit order, zero for tongueOut, which no landmark shows.
    """
    across = MIRRORED[:SKIN_COUNT]
    ordered = np.zeros((arkit.COUNT, SKIN_COUNT, 3))
    for name, delta in zip(names, deltas, strict=True):
        ordered[arkit.INDEX[str(name)]] = delta
    mirrored = ordered[list(arkit.MIRROR_INDEX)][:, across] * _TO_OTHER_SIDE
    symmetric = (ordered + mirrored) / 2 * _TO_PICTURE
    left, strengths, right = np.linalg.svd(symmetric.reshape(arkit.COUNT, -1), full_matrices=False)
    share = np.sqrt(strengths[:RANK])
    return {
        "neutral": ((neutral + neutral[across] * _TO_OTHER_SIDE) / 2 * _TO_PICTURE).astype(np.float16),
        "shapes": (left[:, :RANK] * share).astype(np.float16),
        "motions": (share[:, None] * right[:RANK]).astype(np.float16),
    }


def main(basis: str, out: str) -> None:
    with np.load(basis) as arrays:
        tables = fit_motion(arrays["names"], arrays["deltas"].astype(np.float64), arrays["neutral"].astype(np.float64))
    with whole_file(out) as temporary:
        save_file(tables, temporary, {"source": SOURCE})


if __name__ == "__main__":
    main(str(Path(sys.argv[1])), sys.argv[2])
