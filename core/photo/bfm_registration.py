"""Blendshapes told in the expression components of a face model: our landmarks are laid over it, then regressed.

The heads differ in identity. A similarity and a smooth bend through 51 landmarks that both know bring ours onto the
model's mean; every other landmark then takes the vertex it comes to lie at.
"""

from dataclasses import dataclass

import numpy as np

from ...rigs import arkit
from ..errors import ModelError
from .bfm import EXPRESSION, ExpressionModel
from .landmark_motion import EYES, LOWER_LIP, UPPER_LIP, landmark_motion

# Multi-PIE's landmarks 18 to 68 in MediaPipe's numbers: brows, nose, eyes, outer and inner lips. Found as the
# landmarks nearest to the 68 that ICT-FaceKit names on its mesh (its landmarks68). The contour is left out: there the
# 68 follow what is seen, the mesh what is skin.
INNER_LANDMARKS = (
    71, 63, 105, 66, 107, 336, 296, 334, 293, 301, 168, 197, 5, 4, 75, 97, 2, 326, 305, 33, 160, 158, 133, 153, 144,
    362, 385, 387, 263, 373, 380, 61, 39, 37, 0, 267, 269, 291, 405, 314, 17, 84, 181, 78, 82, 13, 312, 308, 317, 14,
    87,
)  # fmt: skip
_FIRST_INNER = 17
_TO_MODEL = np.array([1.0, -1.0, -1.0])  # our table has y down and z away
_WORST_FIT = 0.25  # of the distance of the eyes' outer corners, root mean square; another face's is below .1
_NEAREST = 0.06  # decimetres from a landmark to its vertex; beyond it there is no skin of the model
_KEYPOINT_WEIGHT = 3.0  # lips and lids, where a millimetre shows, are 32 of some 400 landmarks
_RIDGE = 1e-3  # of the mean square motion of a component


@dataclass(frozen=True)
class ModelFit:
    """matrix: M, float32 (64, 52), coefficients of each blendshape at 1; landmarks: how many were found on the model;

    explained: (52,) share of each shape's motion, in squares, that its coefficients give; 1 for shapes without motion.
    """

    matrix: np.ndarray
    explained: np.ndarray
    landmarks: int


def fit_to_model(model: ExpressionModel) -> ModelFit:
    """Raises ModelError for a model whose keypoints are no face."""
    landmarks, vertices, scaled = _registered(model)
    motion = landmark_motion().deltas[:, landmarks] * _TO_MODEL @ scaled.T  # (52, n, 3) in decimetres
    weights = np.where(np.isin(landmarks, INNER_LANDMARKS), _KEYPOINT_WEIGHT, 1.0)[:, None] ** 0.5
    basis = (model.basis[:, vertices] * weights).reshape(EXPRESSION, -1)
    wanted = (motion * weights).reshape(arkit.COUNT, -1)
    squares = basis @ basis.T
    squares += _RIDGE * np.trace(squares) / EXPRESSION * np.eye(EXPRESSION)
    matrix = np.linalg.solve(squares, basis @ wanted.T)
    left = ((wanted - matrix.T @ basis) ** 2).sum(1)
    moving = (wanted**2).sum(1)
    explained = 1.0 - left / np.where(moving > 0, moving, 1.0)
    return ModelFit(matrix.astype(np.float32), explained, len(landmarks))


def _registered(model: ExpressionModel) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Landmarks, the vertex of each, and the scaled rotation (3, 3) that takes our centimetres to the model's space."""
    from scipy.interpolate import RBFInterpolator
    from scipy.spatial import cKDTree

    inner = list(INNER_LANDMARKS)
    ours = landmark_motion().neutral * _TO_MODEL
    known = model.keypoints[_FIRST_INNER:]
    scaled, shift = _similarity(ours[inner], model.mean[known])
    laid = ours @ scaled.T + shift
    corners = model.mean[model.keypoints[[36, 45]]]
    error = np.sqrt(((laid[inner] - model.mean[known]) ** 2).sum(1).mean()) / np.linalg.norm(corners[1] - corners[0])
    if not error < _WORST_FIT:
        raise ModelError("The keypoints of the face model are not those of a face", "check that the files fit together")
    bend = RBFInterpolator(laid[inner], model.mean[known], kernel="linear", degree=1)
    distance, nearest = cKDTree(model.mean).query(bend(laid))
    nearest[inner], distance[inner] = known, 0.0
    # By an opening the nearest vertex may be the other lip's or lid's: there the keypoints speak alone.
    edges = [*UPPER_LIP, *LOWER_LIP, *(row for eye in EYES for row in (eye.upper, eye.lower))]
    distance[list({number for row in edges for number in row} - set(inner))] = np.inf
    landmarks = np.flatnonzero(distance < _NEAREST)
    return landmarks, nearest[landmarks], scaled


def _similarity(points: np.ndarray, targets: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Scaled rotation (3, 3) and shift (3,) that best take points (n, 3) to targets (Umeyama, PAMI 1991)."""
    middle, goal = points.mean(0), targets.mean(0)
    left, strengths, right = np.linalg.svd((targets - goal).T @ (points - middle))
    signs = np.array([1.0, 1.0, np.sign(np.linalg.det(left @ right))])
    scale = (strengths * signs).sum() / ((points - middle) ** 2).sum()
    scaled = scale * (left * signs) @ right
    return scaled, goal - scaled @ middle
