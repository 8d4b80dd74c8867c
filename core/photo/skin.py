"""The skin of the face as two smooth sheets, one that follows the upper lids and lip and one the lower ones.

A single field would smear across the mouth and the eyes. The sheets agree wherever there is no opening; at the edge of
a lid or between the lips a pixel takes its colour from one or the other. Inside openings neither is seen.
"""

import numpy as np
import torch
from torch import Tensor

from ...rigs import arkit
from ..image.mesh import SKIN_COUNT
from .anatomy import Anatomy
from .fields import Grid, carried, folding, sampled, spline_through
from .interplay import together
from .landmark_motion import EYES, LOWER_LIP, UPPER_LIP
from .openings import Lines

COLUMNS = 96
_MARGINS = ((-0.85, -0.95), (0.85, 1.15))  # of the grid around the face's middle, in face widths
_RING = 0.78  # where the face has ended and nothing moves with it, in half sizes of the grid
_SMOOTHING = 4e-3
_FAR = ("mouthPucker",)
"""Shapes that take lips far from the places that their velocities are given for: what they fall short of is added."""


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
        window = _window(self.grid, face, picture_size)
        upper, lower = _pairs()
        ring = _ring(self.grid)
        points = np.concatenate([face.source[:SKIN_COUNT], ring]).astype(np.float64)
        values = np.concatenate([(face.rest - face.source[:SKIN_COUNT])[None], face.motion])
        wanted = np.stack([values, values], axis=1)  # (1 + 52, sheets, landmarks, 2)
        for sheet, edge, beyond in ((0, upper, lower), (1, lower, upper)):
            wanted[:, sheet, beyond] = wanted[:, sheet, edge]  # a sheet goes on behind the other one as at its own edge
        fields = self._through(points, wanted, window, device)
        far = [1 + arkit.INDEX[name] for name in _FAR]
        short = wanted[:1] + wanted[far] - self._reached(fields[:1] + fields[far], face.source[:SKIN_COUNT])
        for rows in (UPPER_LIP, LOWER_LIP):
            for row in rows[:-1]:  # thin lips would smear if each of their rows got where it should
                short[:, :, list(row), 1] = short[:, :, list(rows[-1]), 1]
        fields[far] += self._through(points, short, window, device)
        self.still, self.moving = fields[0], fields[1:].contiguous()

    def _through(self, points: np.ndarray, values: np.ndarray, window: np.ndarray, device: torch.device) -> Tensor:
        """values (n, sheets, landmarks, 2) in pixels -> velocities (n, sheets, 2, rows, columns), 0 on other points."""
        flat = values.transpose(2, 0, 1, 3).reshape(values.shape[2], -1)
        flat = np.concatenate([flat, np.zeros((len(points) - len(flat), flat.shape[1]))])
        field = spline_through(points, flat, self.grid.places().reshape(-1, 2), _SMOOTHING)
        field = field.reshape(*window.shape, *values.shape[:2], 2).transpose(2, 3, 4, 0, 1) * window
        return torch.tensor(field / self.grid.half[:, None, None], dtype=torch.float32, device=device)

    def _reached(self, fields: Tensor, landmarks: np.ndarray) -> np.ndarray:
        """How far velocities (n, sheets, 2, rows, columns) carry landmarks (m, 2), (n, sheets, m, 2) in pixels."""
        places = fields.new_tensor(self.grid.units(landmarks)).T
        flat = fields.flatten(0, 1)
        moved = carried(flat, places.expand(len(flat), -1, -1)) - places
        return (moved.transpose(1, 2).cpu().numpy() * self.grid.half).reshape(*fields.shape[:2], *landmarks.shape)

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
