"""Where on a picture of a person what is: the person, places on the face, and what of it must stay recognisable."""

import numpy as np
from scipy.ndimage import gaussian_filter
from torch import Tensor, from_numpy
from torch.nn.functional import interpolate

from ..image.mesh import CHEEK_EDGES, SKIN_COUNT
from .fields import spline_through
from .landmark_motion import EYES, LOWER_LIP, UPPER_LIP

_FOREHEAD, _MID_FOREHEAD, _CHIN = 10, 151, 152
_SKIN = 0.46  # half the width of the face without what turns away at its sides
_HEAD = (0.68, 0.98)  # half axes of head and hair, in widths of the face
_RAISED = 0.12  # of its middle over the face's
_EDGE = 6.0  # how fast a person and a face end, over their sizes
_NOSE = ((129, 49, 45, 4, 275, 279, 358), (129, 98, 97, 2, 326, 327, 358))  # its tip and wings, and nostrils
_FEATURES = ((UPPER_LIP[0], LOWER_LIP[0]), _NOSE, *((eye.upper, eye.lower) for eye in EYES))
_BESIDE = 0.045  # of the face's width: lashes and the skin about the lips belong to them
_EVERY = 4
_LATTICE = 8
_FAR = 0.8  # widths of the face from its middle: beyond it places do not matter


def width_of(landmarks: np.ndarray) -> float:
    """Of the face, in pixels."""
    return float(np.linalg.norm(np.subtract(*landmarks[list(CHEEK_EDGES), :2])))


def skin(landmarks: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """1 on the face from chin to mid forehead, above which hair may hang, softly 0 about it, (height, width)."""
    across, up = _axes(landmarks)
    top, chin, width = landmarks[_MID_FOREHEAD, :2], landmarks[_CHIN, :2], width_of(landmarks)
    from_middle = (_pixels(size) - (top + chin) / 2) / width
    away = np.hypot(from_middle @ across / _SKIN, from_middle @ up / (0.5 * np.linalg.norm(top - chin) / width))
    return np.clip(0.5 + _EDGE / 2 * (1.0 - away), 0.0, 1.0)


def about_head(landmarks: np.ndarray, size: tuple[int, int]) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """How far inside head and hair pixels lie, 1 in their middle and 0 at their rim, and in widths of the face how far

    above the forehead, below the chin and beside the face's middle line; (height, width) each."""
    places, width = _pixels(size), width_of(landmarks)
    top, chin = landmarks[_FOREHEAD, :2], landmarks[_CHIN, :2]
    across, up = _axes(landmarks)
    from_head = (places - (top + chin) / 2 - _RAISED * width * up) / width
    head = 1.0 - np.hypot(from_head @ across / _HEAD[0], from_head @ up / _HEAD[1])
    from_chin = (places - chin) / width
    return head, (places - top) @ up / width, -from_chin @ up, np.abs(from_chin @ across)


def person(landmarks: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """1 on head, hair and shoulders as people have them, 0 behind them, (height, width)."""
    head, _, down, aside = about_head(landmarks, size)
    body = np.minimum(0.35 + 1.5 * np.clip(down - 0.15, 0.0, 1.0) - aside, down + 0.1)
    return np.clip(0.5 + _EDGE / 2 * np.maximum(head, body), 0.0, 1.0)


def _axes(landmarks: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Unit vectors across and up the face."""
    upright = landmarks[_FOREHEAD, :2] - landmarks[_CHIN, :2]
    up = upright / np.linalg.norm(upright)
    return np.array([-up[1], up[0]]), up


def features(landmarks: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """1 on eyes, mouth and the end of the nose, softly 0 away from them, (height, width)."""
    x, y = np.moveaxis(_pixels(size), -1, 0)
    inside = np.zeros(size, bool)
    for rows in _FEATURES:
        upper, lower = (landmarks[list(row), :2] for row in rows)
        order = np.argsort(upper[:, 0]), np.argsort(lower[:, 0])
        top = np.interp(x, upper[order[0], 0], upper[order[0], 1], left=np.inf, right=np.inf)
        bottom = np.interp(x, lower[order[1], 0], lower[order[1], 1], left=-np.inf, right=-np.inf)
        inside |= (y >= top) & (y <= bottom)
    return np.clip(2.0 * gaussian_filter(inside.astype(np.float64), _BESIDE * width_of(landmarks)), 0.0, 1.0)


def places_on(landmarks: np.ndarray, other: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Where each pixel of one face's picture is on the other face, (height, width, 2) in widths of that face.

    From the other face's middle; what is far from it counts as at its rim.
    """
    height, width = size
    lattice = _pixels(((height - 1) // _LATTICE + 2, (width - 1) // _LATTICE + 2)) * _LATTICE
    chosen = slice(0, SKIN_COUNT, _EVERY)
    here, there = (points[chosen, :2].astype(np.float64) for points in (landmarks, other))
    found = spline_through(here, there, lattice.reshape(-1, 2).astype(np.float64), 1e-3).reshape(lattice.shape)
    planes = interpolate(
        from_numpy(found).permute(2, 0, 1)[None], [_LATTICE * (side - 1) + 1 for side in lattice.shape[:2]],
        mode="bilinear", align_corners=True,
    )[0]  # fmt: skip
    return about_face(planes[:, :height, :width].permute(1, 2, 0).numpy(), other)


def about_face(places: np.ndarray, landmarks: np.ndarray) -> np.ndarray:
    """Pixels (..., 2) -> widths of the face from its middle, at most _FAR."""
    middle = landmarks[:SKIN_COUNT, :2].mean(0)
    return np.clip((places - middle) / width_of(landmarks), -_FAR, _FAR)


def pixels_on(landmarks: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """The same of a picture's own face, (height, width, 2)."""
    return about_face(_pixels(size), landmarks)


def _pixels(size: tuple[int, int]) -> np.ndarray:
    """(height, width, 2), x before y."""
    return np.stack(np.meshgrid(np.arange(size[1]), np.arange(size[0])), axis=-1).astype(np.float32)


def planes(*parts: np.ndarray) -> Tensor:
    """(height, width) and (height, width, channels) -> float32 (channels, height, width)."""
    stacked = np.concatenate([part.reshape(*part.shape[:2], -1) for part in parts], axis=2)
    return from_numpy(np.ascontiguousarray(stacked.transpose(2, 0, 1), np.float32))
