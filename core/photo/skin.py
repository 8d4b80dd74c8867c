"""The skin of the face as two smooth sheets, one that follows the upper lids and lip and one the lower ones.

A single field would smear across the mouth and the eyes. The sheets agree wherever there is no opening; at the edge of
a lid or between the lips a pixel takes its colour from one or the other. Inside openings neither is seen.
"""

import numpy as np
import torch
from torch import Tensor

from ..image.mesh import SKIN_COUNT
from .anatomy import Anatomy
from .fields import Grid, folding, sampled, spline_through
from .interplay import together
from .landmark_motion import EYES, LOWER_LIP, UPPER_LIP
from .openings import Lines

COLUMNS = 96
_MARGINS = ((-0.85, -0.95), (0.85, 1.15))  # of the grid around the face's middle, in face widths
_RING = 0.78  # where the face has ended and nothing moves with it, in half sizes of the grid
_SMOOTHING = 4e-3


def _pairs() -> tuple[list[int], list[int]]:
    """Landmarks of upper edges and, facing them across the opening, of lower ones."""
    upper = [landmark for row in UPPER_LIP for landmark in row[1:-1]]
    lower = [landmark for row in LOWER_LIP for landmark in row[1:-1]]
    upper += [landmark for eye in EYES for row in (eye.upper[1:-1], eye.upper_fold) for landmark in row]
    lower += [landmark for eye in EYES for row in (eye.lower[1:-1], eye.lower_fold) for landmark in row]
    return upper, lower


class Skin:
    """Velocities of one face: `still` (2, 2, rows, columns) takes the expression off, `moving` (52, 2, 2, ...) puts on.

    First axis of two: upper and lower sheet; second: x and y, in the grid's units.
    """

    def __init__(self, face: Anatomy, picture_size: tuple[int, int], device: torch.device):
        """picture_size: height, width."""
        width = face.width
        self.grid = Grid(np.array(_MARGINS[0]) * width, np.array(_MARGINS[1]) * width, COLUMNS)
        places = self.grid.places()
        window = _window(self.grid, face, picture_size)
        still, moving = [], []
        upper, lower = _pairs()
        ring = _ring(self.grid)
        points = np.concatenate([face.source[:SKIN_COUNT], ring])
        for edge, beyond in ((upper, lower), (lower, upper)):
            values = np.concatenate([(face.rest - face.source[:SKIN_COUNT])[None], face.motion])
            values[:, beyond] = values[:, edge]  # a sheet goes on behind the other one as it is at its own edge
            flat = np.concatenate([values, np.zeros((len(values), len(ring), 2))], axis=1)
            field = spline_through(
                points.astype(np.float64),
                flat.transpose(1, 0, 2).reshape(len(points), -1),
                places.reshape(-1, 2),
                _SMOOTHING,
            )
            field = field.reshape(*places.shape[:2], len(values), 2).transpose(2, 3, 0, 1) * window
            field /= self.grid.half[:, None, None]
            still.append(field[0])
            moving.append(field[1:])
        self.still = torch.tensor(np.stack(still), dtype=torch.float32, device=device)
        self.moving = torch.tensor(np.stack(moving, axis=1), dtype=torch.float32, device=device)

    def moves(self) -> np.ndarray:
        """Where the grid's places move with any shape, (rows, columns)."""
        every = torch.cat([self.still[None], self.moving]).flatten(0, 2)
        return (every != 0).any(0).cpu().numpy()

    def velocity(self, weights: Tensor) -> Tensor:
        """weights (frames, 52) -> what carries the sheets, (frames, 2, 2, rows, columns)."""
        flat = torch.addmm(self.still.flatten(), together(weights), self.moving.flatten(1))
        return flat.view(-1, *self.still.shape)

    def sheets(self, velocity: Tensor) -> Tensor:
        """Displacements of both sheets towards the picture, (frames, 4, rows, columns): upper x, y, lower x, y."""
        back = self.grid.flow(-velocity.flatten(0, 1))
        return back.view(len(velocity), 4, *back.shape[2:])

    def shift(self, sheets: Tensor, lines: Lines, places: Tensor) -> Tensor:
        """places of the shown face -> how far from there lies what is seen there, (frames, 2, h, w) both."""
        both = sampled(sheets, places)
        return torch.lerp(both[:, 2:], both[:, :2], lines.upper_share[:, None])


def _ring(grid: Grid) -> np.ndarray:
    """Points around the face that stay where they are, (n, 2)."""
    angles = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    centre, half = (grid.low + grid.high) / 2, (grid.high - grid.low) / 2
    circle = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    return np.concatenate([centre + half * _RING * circle, centre + half * circle])


def _window(grid: Grid, face: Anatomy, picture_size: tuple[int, int]) -> np.ndarray:
    """1 on the face, 0 on the grid's border and on the picture's, (rows, columns)."""
    places = grid.places()
    inside = np.minimum(places - grid.low, grid.high - places).min(-1) / (0.25 * face.width)
    height, width = picture_size
    shown = face.to_picture(places)
    border = np.minimum(shown, np.array([width - 1, height - 1]) - shown).min(-1) / (0.12 * face.width)
    ease = np.clip(np.minimum(inside, border), 0.0, 1.0)
    return ease * ease * (3 - 2 * ease)


def folds(skin: Skin, weights: Tensor) -> Tensor:
    """Determinants of both sheets' maps to the picture, (frames, 2, rows, columns): 0 or below is a fold."""
    back = skin.sheets(skin.velocity(weights)).unflatten(1, (2, 2)) * weights.new_tensor(skin.grid.half)[:, None, None]
    determinant = folding(back.flatten(0, 1), skin.grid.step)
    return determinant.view(len(weights), 2, *determinant.shape[1:])
