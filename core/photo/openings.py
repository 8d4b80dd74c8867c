"""The openings of a face, its mouth and eyes: where their edges lie on each frame, and what is inside them."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from .anatomy import Anatomy
from .fields import Grid, carried, sampled
from .landmark_motion import EYES, LOWER_LIP, UPPER_LIP

COLUMNS = 384
_FINER = 4  # points between two landmarks of an edge
LASHES = 0.03  # how far the upper lid's margin and lashes reach below its landmarks, in widths of the eye
_LOWER_MARGIN = 0.012
_SOFT_PIXELS = 0.6
_SOFTENS, _SOFTEST = 0.7, 0.08  # the border between the sheets beyond the corners, by each pixel and in face widths


@dataclass(frozen=True)
class Edges:
    """heights: eye top, eye bottom, lip top, lip bottom over the columns of the face, (frames, 4, COLUMNS), in pixels;

    mouth: x of its corners, (frames, 2). Beyond the corners top and bottom are one line.
    """

    heights: Tensor
    mouth: Tensor

    def part(self, frames: slice) -> "Edges":
        return Edges(self.heights[frames], self.mouth[frames])


@dataclass(frozen=True)
class Lines:
    """Heights of the edges at the columns of some places, in pixels, and how far each place belongs to the upper sheet,

    0..1; (frames, h, w) each."""

    eye_top: Tensor
    eye_bottom: Tensor
    lip_top: Tensor
    lip_bottom: Tensor
    upper_share: Tensor


class Openings:
    def __init__(self, face: Anatomy, grid: Grid, device: torch.device):
        """The columns are those of `grid`, the skin's."""
        self._middle, self._half = (
            torch.tensor(pair, dtype=torch.float32, device=device)[:, None] for pair in (grid.middle, grid.half)
        )
        self._columns = torch.linspace(float(grid.low[0]), float(grid.high[0]), COLUMNS, device=device)
        rows = [*(edge for eye in EYES for edge in (eye.upper, eye.lower)), UPPER_LIP[-1], LOWER_LIP[-1]]
        self._lengths = [len(row) for row in rows]
        landmarks = [landmark for row in rows for landmark in row]
        self._source = torch.tensor(face.source[landmarks].T.copy(), device=device)[None]
        uppers = [row % 2 == 0 for row, length in enumerate(self._lengths) for _ in range(length)]
        self._is_upper = torch.tensor(uppers, device=device)
        eye_bottom = max(float(face.rest[list(eye.lower), 1].max()) for eye in EYES)
        mouth = float(face.rest[list(UPPER_LIP[0]), 1].min())
        self._cheek = (eye_bottom + 0.15 * (mouth - eye_bottom), eye_bottom + 0.75 * (mouth - eye_bottom))
        self._softest = _SOFTEST * face.width
        self._eye_soft = self._eye_softness(face, device)

    def _eye_softness(self, face: Anatomy, device: torch.device) -> Tensor:
        """How softly the sheets pass into each other at each column of the eyes, (1, COLUMNS)."""
        columns = self._columns.cpu().numpy()
        outside = np.min(
            [np.maximum(face.rest[eye.upper[0], 0] - columns, columns - face.rest[eye.upper[-1], 0]) for eye in EYES],
            axis=0,
        )
        return self._softness(torch.tensor(outside, dtype=torch.float32, device=device))[None]

    def _softness(self, outside: Tensor) -> Tensor:
        """outside: how far beyond a corner of an opening, in pixels."""
        return _SOFT_PIXELS + (_SOFTENS * outside.clamp_min(0)).clamp_max(self._softest)

    def edges(self, velocity: Tensor) -> Edges:
        """Where the edges come to lie with the sheets' velocity (frames, 2, 2, rows, columns)."""
        frames = len(velocity)
        points = ((self._source - self._middle) / self._half).expand(2 * frames, -1, -1)
        upper, lower = carried(velocity.flatten(0, 1), points).unflatten(0, (frames, 2)).unbind(1)
        return self._edges(torch.where(self._is_upper, upper, lower) * self._half + self._middle)

    def edges_in_picture(self) -> Edges:
        return self._edges(self._source)

    def _edges(self, points: Tensor) -> Edges:
        rows = list(points.transpose(1, 2).split(self._lengths, dim=1))
        for top, bottom in ((0, 1), (2, 3), (4, 5)):
            rows[top], rows[bottom] = _joined(rows[top], rows[bottom])
        eye_top = self._over_columns(torch.cat([_lowered(rows[0], LASHES), _lowered(rows[2], LASHES)], dim=1))
        eye_bottom = self._over_columns(
            torch.cat([_lowered(rows[1], -_LOWER_MARGIN), _lowered(rows[3], -_LOWER_MARGIN)], dim=1)
        )
        top, bottom = self._over_columns(_finer(rows[4])), self._over_columns(_finer(rows[5]))
        seam = (top + bottom) / 2
        lips = [torch.minimum(top, seam), torch.maximum(bottom, seam)]
        return Edges(torch.stack([eye_top, eye_bottom, *lips], dim=1), rows[4][:, [0, -1], 0])

    def _over_columns(self, points: Tensor) -> Tensor:
        """Points (frames, n, 2) in order of x -> their height at each column, level before the first, (frames, C)."""
        across, down = points[..., 0].contiguous(), points[..., 1]
        across = torch.cummax(across, dim=1).values
        columns = self._columns.expand(len(points), -1).contiguous()
        after = torch.searchsorted(across, columns).clamp(1, across.shape[1] - 1)
        x0, x1 = across.gather(1, after - 1), across.gather(1, after)
        share = ((columns - x0) / (x1 - x0).clamp_min(1e-3)).clamp(0, 1)
        return torch.lerp(down.gather(1, after - 1), down.gather(1, after), share)

    def lines(self, edges: Edges, places: Tensor) -> Lines:
        """places: (frames, 2, h, w) in pixels of the face."""
        across, height = ((places[:, 0] - self._middle[0]) / self._half[0]), places[:, 1]
        left, right = edges.mouth[:, 0, None, None], edges.mouth[:, 1, None, None]
        seam_soft = self._softness(torch.maximum(left - places[:, 0], places[:, 0] - right))
        curves = torch.cat([edges.heights, self._eye_soft.expand(len(places), -1, -1)], dim=1)
        where = torch.stack([across, torch.zeros_like(across)], dim=1)
        eye_top, eye_bottom, lip_top, lip_bottom, eye_soft = sampled(curves[:, :, None], where).unbind(1)
        above_eye = ((eye_top - height) / (2 * eye_soft) + 0.5).clamp_(0, 1)
        above_seam = (((lip_top + lip_bottom) / 2 - height) / (2 * seam_soft) + 0.5).clamp_(0, 1)
        start, end = self._cheek
        lower_face = ((height - start) / (end - start)).clamp_(0, 1)
        return Lines(eye_top, eye_bottom, lip_top, lip_bottom, torch.lerp(above_eye, above_seam, lower_face))


def inside(
    top: Tensor, bottom: Tensor, height: Tensor, steep: tuple[Tensor | float, Tensor | float] = (1.0, 1.0)
) -> Tensor:
    """How far pixels at `height` lie between two edges, 0..1; an opening below a pixel's half fades.

    steep: the `steepness` of both edges, where they come down at the ends of a round opening.
    """
    soft = 2 * _SOFT_PIXELS
    above, below = ((height - top) / (soft * steep[0]), (bottom - height) / (soft * steep[1]))
    return (above + 0.5).clamp(0, 1) * (below + 0.5).clamp(0, 1) * ((bottom - top) / soft).clamp(0, 1)


def steepness(edge: Tensor) -> Tensor:
    """How much higher than far away a pixel is from an edge that is not level; edge: heights (frames, h, w)."""
    return (1 + torch.gradient(edge, dim=-1)[0] ** 2).sqrt()


def _joined(top: Tensor, bottom: Tensor) -> tuple[Tensor, Tensor]:
    """Both edges end in the same corners, which the two sheets have carried to almost the same place."""
    first, last = (top[:, :1] + bottom[:, :1]) / 2, (top[:, -1:] + bottom[:, -1:]) / 2
    return torch.cat([first, top[:, 1:-1], last], dim=1), torch.cat([first, bottom[:, 1:-1], last], dim=1)


def _finer(points: Tensor) -> Tensor:
    """A smooth curve through points (frames, n, 2), _FINER times as many (Catmull and Rom 1974)."""
    padded = torch.cat([2 * points[:, :1] - points[:, 1:2], points, 2 * points[:, -1:] - points[:, -2:-1]], dim=1)
    before, here, after, beyond = (padded[:, start : start + points.shape[1] - 1] for start in range(4))
    t = torch.arange(_FINER, device=points.device, dtype=points.dtype).view(1, 1, -1, 1) / _FINER
    before, here, after, beyond = (part[:, :, None] for part in (before, here, after, beyond))
    curve = here + 0.5 * t * (
        after - before + t * (2 * before - 5 * here + 4 * after - beyond + t * (3 * (here - after) + beyond - before))
    )
    return torch.cat([curve.flatten(1, 2), points[:, -1:]], dim=1)


def _lowered(points: Tensor, share: float) -> Tensor:
    """The smooth edge of a lid, lowered by `share` of the eye's width in its middle and not at its corners."""
    curve = _finer(points)
    width = (curve[:, -1:, 0] - curve[:, :1, 0]).abs()
    along = torch.linspace(0, np.pi, curve.shape[1], device=curve.device)
    down = curve[..., 1] + share * width * torch.sin(along).clamp(0) ** 0.5
    return torch.stack([curve[..., 0], down], dim=-1)
