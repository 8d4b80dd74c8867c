"""Folds of the skin: those that the picture's own expression made are lightened as it is taken off, new ones deepen."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import conv2d, pad

from ...rigs import arkit
from .anatomy import Anatomy
from .colours import Colours, FaceView
from .fields import sampled

Path = tuple[tuple[int, int, float], ...]
"""Points of a fold: a landmark, another one, and how far the point lies from the first towards the second."""


@dataclass(frozen=True)
class Fold:
    """paths: for both sides; shapes: what makes it and how much at weight 1; depth: of the shade that it adds."""

    paths: tuple[Path, ...]
    shapes: Mapping[str, float]
    depth: float


FOLDS = (
    # Beside the nose down to the corners of the mouth.
    Fold(
        (
            ((129, 142, 0.4), (203, 203, 0.0), (206, 206, 0.0), (216, 216, 0.0), (216, 212, 0.5)),
            ((358, 371, 0.4), (423, 423, 0.0), (426, 426, 0.0), (436, 436, 0.0), (436, 432, 0.5)),
        ),
        {"mouthSmile": 1.0, "noseSneer": 0.8, "cheekSquint": 0.2},
        0.10,
    ),
    # Upright between the brows.
    Fold(
        (((107, 9, 0.45), (55, 8, 0.42), (193, 168, 0.1)), ((336, 9, 0.45), (285, 8, 0.42), (417, 168, 0.1))),
        {"browDown": 1.0},
        0.10,
    ),
    # Under lips that come forward.
    Fold(
        (
            ((106, 106, 0.0), (182, 182, 0.0), (83, 83, 0.0), (18, 18, 0.0)),
            ((335, 335, 0.0), (406, 406, 0.0), (313, 313, 0.0), (18, 18, 0.0)),
        ),
        {"mouthPucker": 1.0, "mouthFunnel": 0.5, "mouthShrugLower": 0.4},
        0.12,
    ),
)
_MARGIN = 0.14  # of a texture around its fold; all lengths here are in widths of the face
_TEXTURE = 0.006  # between its points
_WIDE = 0.034  # half the width of a fold that is lightened
_FINE = 0.010  # what is smaller is the skin's own grain and stays
_AROUND = 0.05  # how far around the fold its skin is looked for
_LINE = 0.020  # half the width of a fold that is added
_LIGHTENED = 0.85
_WARM = (0.65, 1.1, 1.2)  # how much of each colour the shade of a fold takes
_SURE = 0.35  # of the picture's own expression, from which its fold is taken for one


class Crease:
    """One fold's texture: what is added to the colours to lighten it and to deepen it."""

    def __init__(self, fold: Fold, face: Anatomy, view: FaceView, colours: Colours):
        height, width = view.picture.shape[2:]
        device = view.picture.device
        self.made_by = torch.zeros(arkit.COUNT, device=device)
        for name, share in fold.shapes.items():
            sides = [full for full in (name, f"{name}Left", f"{name}Right") if full in arkit.INDEX]
            self.made_by[[arkit.INDEX[full] for full in sides]] = share / len(sides)
        self.own = float((torch.tensor(face.own, device=device) @ self.made_by).clamp(0, 1))

        paths = [face.to_picture(_points(face, path)) for path in fold.paths]
        every = np.concatenate(paths)
        self.low = np.maximum(every.min(0) - _MARGIN * face.width, 0)
        self.high = np.minimum(every.max(0) + _MARGIN * face.width, [width - 1, height - 1])
        columns, rows = (max(8, round(float(side) / (_TEXTURE * face.width))) for side in self.high - self.low)
        across, down = (
            np.linspace(self.low[axis], self.high[axis], count) for axis, count in ((0, columns), (1, rows))
        )
        places = np.stack(np.meshgrid(across, down))
        away = np.min([_distance(places, path) for path in paths], axis=0) / face.width
        away = torch.tensor(away, dtype=torch.float32, device=device)[None, None]

        on_picture = torch.tensor(places, dtype=torch.float32, device=device)[None]
        seen = view.sampled(view.picture[:, :3], view.of_picture(on_picture))
        outside = 1 - torch.exp(-((away / _WIDE) ** 2)) + 1e-3
        around = _blurred(seen * outside, _AROUND / _TEXTURE) / _blurred(outside, _AROUND / _TEXTURE)
        smooth = _blurred(seen, _FINE / _TEXTURE)
        lighter = (around - smooth).clamp_min(0) * torch.exp(-((away / _WIDE) ** 2)) * _LIGHTENED
        warm = torch.tensor(colours.tinted(_WARM), dtype=torch.float32, device=device).view(1, 3, 1, 1)
        deeper = -fold.depth * warm * smooth * torch.exp(-((away / _LINE) ** 2))
        faded = _faded(rows, columns, device)
        self.texture = torch.cat([lighter, deeper], dim=1) * faded

    def amounts(self, weights: Tensor) -> tuple[Tensor, Tensor]:
        """weights (frames, 52) -> how far the picture's fold is gone and how far one is added, (frames,) each, 0..1."""
        now = (weights @ self.made_by).clamp(0, 1)
        gone = (1 - now / max(self.own, _SURE)).clamp(0, 1) * min(1.0, self.own / _SURE)
        return gone, (now - self.own).clamp(0, 1)


class Creases:
    def __init__(self, face: Anatomy, view: FaceView, colours: Colours):
        self._view = view
        self.each = tuple(Crease(fold, face, view, colours) for fold in FOLDS)
        self.boxes = np.array([_box(face, fold) for fold in FOLDS])
        """Where folds can come to lie on a face that is not turned: x and y of two corners, (folds, 2, 2)."""

    def added(self, number: int, looked_up: Tensor, weights: Tensor) -> Tensor:
        """What one fold adds to the colours at (frames, 2, h, w) from FaceView.looked_up, (frames, 3, h, w)."""
        crease = self.each[number]
        low, high = (
            self._view.of_picture(looked_up.new_tensor(end).view(1, 2, 1, 1)) for end in (crease.low, crease.high)
        )
        where = (looked_up - (low + high) / 2) * (2 / (high - low))
        both = sampled(crease.texture.expand(len(where), -1, -1, -1), where)
        gone, new = (amount[:, None, None, None] for amount in crease.amounts(weights))
        return gone * both[:, :3] + new * both[:, 3:]


def _box(face: Anatomy, fold: Fold) -> np.ndarray:
    points = np.concatenate([_points(face, path) for path in fold.paths])
    return np.stack([points.min(0) - _MARGIN * face.width, points.max(0) + _MARGIN * face.width], axis=1)


def _points(face: Anatomy, path: Path) -> np.ndarray:
    first, second, share = (list(part) for part in zip(*path, strict=True))
    return face.source[first] + np.array(share)[:, None] * (face.source[second] - face.source[first])


def _distance(places: np.ndarray, path: np.ndarray) -> np.ndarray:
    """Of places (2, rows, columns) from a line through points (n, 2)."""
    nearest = np.full(places.shape[1:], np.inf)
    for start, end in zip(path[:-1], path[1:], strict=True):
        along = end - start
        share = np.clip(np.tensordot(along, places - start[:, None, None], 1) / max(along @ along, 1e-9), 0, 1)
        nearest = np.minimum(
            nearest, np.linalg.norm(places - start[:, None, None] - along[:, None, None] * share, axis=0)
        )
    return nearest


def _blurred(picture: Tensor, radius: float) -> Tensor:
    """(1, c, h, w) with a Gaussian of `radius` pixels."""
    reach = max(1, round(2.5 * radius))
    steps = torch.arange(-reach, reach + 1, device=picture.device) / radius
    kernel = torch.exp(-0.5 * steps**2)
    kernel = (kernel / kernel.sum()).expand(picture.shape[1], 1, 1, -1)
    across = conv2d(pad(picture, (reach, reach, 0, 0), mode="replicate"), kernel, groups=picture.shape[1])
    down = kernel.transpose(2, 3)
    return conv2d(pad(across, (0, 0, reach, reach), mode="replicate"), down, groups=picture.shape[1])


def _faded(rows: int, columns: int, device: torch.device) -> Tensor:
    """0 on the texture's border, because it goes on beyond it, (1, 1, rows, columns)."""
    down, across = (1 - torch.linspace(-1, 1, count, device=device).abs() for count in (rows, columns))
    return torch.minimum((6 * down).clamp(0, 1)[:, None], (6 * across).clamp(0, 1))[None, None]
