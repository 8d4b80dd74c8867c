"""Smooth fields of motion: through scattered landmarks, and the maps that they flow into, which cannot fold."""

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import grid_sample

_SQUARINGS = 6
_STEPS = 6


def spline_through(points: np.ndarray, values: np.ndarray, places: np.ndarray, smoothing: float) -> np.ndarray:
    """Thin-plate spline (Bookstein 1989): points (n, 2), values (n, c), places (m, 2) -> (m, c).

    smoothing 0 passes through every value; units do not matter, the spline is fitted in the points' own spread.
    """
    centre, spread = points.mean(0), points.std()
    points, places = (points - centre) / spread, (places - centre) / spread
    count = len(points)
    system = np.zeros((count + 3, count + 3))
    system[:count, :count] = _bending(points, points) + smoothing * np.eye(count)
    system[:count, count:] = np.column_stack([np.ones(count), points])
    system[count:, :count] = system[:count, count:].T
    wanted = np.concatenate([values, np.zeros((3, values.shape[1]))])
    bends = np.linalg.solve(system, wanted)
    result = np.column_stack([np.ones(len(places)), places]) @ bends[count:]
    for start in range(0, len(places), 4096):
        part = slice(start, start + 4096)
        result[part] += _bending(places[part], points) @ bends[:count]
    return result


def _bending(places: np.ndarray, points: np.ndarray) -> np.ndarray:
    squared = ((places**2).sum(1)[:, None] + (points**2).sum(1)[None] - 2.0 * places @ points.T).clip(1e-12)
    return 0.5 * squared * np.log(squared)


class Grid:
    """An even grid of (rows, columns) over the rectangle from `low` to `high` (x, y); `half` and `middle` of it, (2,).

    Its own units are -1..1 from border to border, as grid_sample wants them.
    """

    def __init__(self, low: np.ndarray, high: np.ndarray, columns: int):
        self.low, self.high = np.asarray(low, np.float64), np.asarray(high, np.float64)
        self.columns = columns
        self.step = float(self.high[0] - self.low[0]) / (columns - 1)
        self.rows = max(2, round(float(self.high[1] - self.low[1]) / self.step) + 1)
        self.high = self.low + self.step * np.array([columns - 1, self.rows - 1])
        self.half, self.middle = (self.high - self.low) / 2, (self.high + self.low) / 2

    def places(self) -> np.ndarray:
        """(rows, columns, 2)."""
        across = self.low[0] + self.step * np.arange(self.columns)
        down = self.low[1] + self.step * np.arange(self.rows)
        return np.stack(np.meshgrid(across, down), axis=-1)

    def units(self, places: np.ndarray) -> np.ndarray:
        """(..., 2) in the grid's own units."""
        return (places - self.middle) / self.half

    def flow(self, velocity: Tensor) -> Tensor:
        """Where a steady velocity carries every place in one unit of time: displacement (b, 2, rows, columns).

        Both in the grid's units. Scaling and squaring (Arsigny et al. 2006): such a map cannot fold, and the flow of
        -velocity leads back.
        """
        here = velocity.new_tensor(self.units(self.places())).permute(2, 0, 1)
        moved = velocity / 2**_SQUARINGS
        for _ in range(_SQUARINGS):
            moved = moved + sampled(moved, here + moved)
        return moved


def sampled(field: Tensor, places: Tensor) -> Tensor:
    """field (b, c, rows, columns) at places (b, 2, h, w) in its grid's units -> (b, c, h, w); its border goes on."""
    # With x and y in planes of their own nothing has to be sorted before it is looked up.
    return grid_sample(field, places.permute(0, 2, 3, 1), mode="bilinear", padding_mode="border", align_corners=True)


def carried(velocity: Tensor, points: Tensor) -> Tensor:
    """Points (b, 2, n) after one unit of time in a steady velocity (b, 2, rows, columns), all in the grid's units."""
    points = points[:, :, None]
    for _ in range(_STEPS):
        half = points + sampled(velocity, points) / (2 * _STEPS)
        points = points + sampled(velocity, half) / _STEPS
    return points[:, :, 0]


def folding(displacement: Tensor, step: float) -> Tensor:
    """Determinant of the Jacobian of place + displacement (b, 2, rows, columns), (b, rows, columns).

    0 or below where the map folds over; above 1 where it draws apart what it takes.
    """
    across, down = torch.gradient(displacement, spacing=step, dim=(3, 2))
    return (across[:, 0] + 1.0) * (down[:, 1] + 1.0) - down[:, 0] * across[:, 1]
