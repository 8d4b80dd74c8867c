"""Face models of the Basel family's layout, made from the shipped landmark motion, whose truth is known."""

from pathlib import Path

import numpy as np
from scipy.io import savemat

from expclip.core.photo.bfm import EXPRESSION
from expclip.core.photo.bfm_registration import INNER_LANDMARKS
from expclip.core.photo.landmark_motion import landmark_motion
from expclip.rigs import arkit

VERTICES = 3000
MOVING = [number for number, name in enumerate(arkit.NAMES) if name != "tongueOut"]


def made_model(seed: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """mean (vertices, 3), basis (64, vertices, 3) in decimetres, keypoints (68,), and the true M, (64, 51).

    The head is another person's: stretched, turned and bent smoothly. Its components mix the 51 moving shapes with 13
    motions that no blendshape makes.
    """
    random = np.random.default_rng(seed)
    table = landmark_motion()
    ours, motion = table.neutral * [1.0, -1.0, -1.0], table.deltas[MOVING] * [1.0, -1.0, -1.0]
    near = np.argsort(((ours[:, None] - ours) ** 2).sum(-1), axis=1)[:, :4]
    between = random.integers(len(ours), size=VERTICES - len(ours))
    shares = random.dirichlet(np.ones(4), len(between))
    skin = np.concatenate([ours, np.einsum("nk,nkc->nc", shares, ours[near[between]])])
    moved = np.concatenate([motion, np.einsum("nk,snkc->snc", shares, motion[:, near[between]])], axis=1)
    other = [_smooth_motion(skin, random) for _ in range(EXPRESSION - len(MOVING))]
    shapes = np.concatenate([moved, np.stack(other)])
    mixing = np.linalg.qr(random.normal(size=(EXPRESSION, EXPRESSION)))[0] * np.linspace(0.5, 2.0, EXPRESSION)
    mean = (skin * [1.05, 0.96, 1.02] + 0.3 * _smooth_motion(skin, random) + [0.0, 1.0, -2.0]) / 10
    keypoints = np.concatenate([np.arange(17), INNER_LANDMARKS])
    return mean, np.tensordot(np.linalg.inv(mixing).T, shapes / 10, 1), keypoints, mixing[:, : len(MOVING)]


def _smooth_motion(skin: np.ndarray, random: np.random.Generator) -> np.ndarray:
    centres, pushes = skin[random.integers(len(skin), size=6)], random.normal(0, 0.6, (6, 3))
    near = np.exp(-((skin[:, None] - centres) ** 2).sum(-1) / (2 * 2.5**2))
    return near @ pushes


def write_front(path: Path, mean: np.ndarray, basis: np.ndarray, keypoints: np.ndarray) -> Path:
    """As BFM_model_front.mat."""
    columns = {"meanshape": mean.reshape(1, -1), "exBase": basis.reshape(len(basis), -1).T}
    savemat(path, {**columns, "keypoints": keypoints[None] + 1})
    return path


def write_parts(folder: Path, mean: np.ndarray, basis: np.ndarray, keypoints: np.ndarray) -> Path:
    """As the files that BFM_model_front.mat is made from: more vertices, in another order, in micrometres."""
    random = np.random.default_rng(1)
    count, spare = len(mean), 40
    front = random.permutation(count + spare)[:count]  # where the front's vertices are among those that have motion
    trimmed = random.permutation(count + 2 * spare)[: count + spare]  # and those among all of the shape
    shape, motion = np.zeros((count + 2 * spare, 3)), np.zeros((len(basis) + 15, count + spare, 3), np.float32)
    shape[trimmed[front]] = mean * 1e5
    spread = np.linspace(3.0, 1.0, len(motion))
    motion[: len(basis), front] = basis * 1e5 / spread[: len(basis), None, None]
    folder.mkdir()
    savemat(folder / "01_MorphableModel.mat", {"shapeMU": shape.reshape(-1, 1), "shapePC": np.zeros((3, 2))})
    savemat(folder / "BFM_exp_idx.mat", {"trimIndex": trimmed[:, None] + 1})
    savemat(folder / "BFM_front_idx.mat", {"idx": front[:, None] + 1})
    savemat(folder / "facemodel_info.mat", {"keypoints": keypoints[None] + 1})
    head = np.array([len(motion)], "<i4").tobytes() + np.zeros(3 * (count + spare), "<f4").tobytes()
    (folder / "Exp_Pca.bin").write_bytes(head + motion.astype("<f4").tobytes())
    np.savetxt(folder / "std_exp.txt", spread[None])
    return folder
