"""Colours of one picture carried to those of another by optimal transport, as a table that costs nothing a frame.

Sliced transport (Pitie et al., ICCV 2005; Rabin et al., 2011): along many directions in turn the colours' ranks are
matched; what each colour became is then smoothed into a table over all colours, so near colours stay near and a
video cannot flicker.
"""

from dataclasses import dataclass

import numpy as np
import torch
from scipy.ndimage import gaussian_filter
from torch import Tensor
from torch.nn.functional import grid_sample

_SAMPLES = 20_000
_ROUNDS = 24
_CELLS = 17
_REACH = 0.06  # of colour space that a cell of the table takes its mean over
_SEED = 7


@dataclass(frozen=True)
class ColourTable:
    """shift: (3, cells, cells, cells), what is added to a colour of 0..1; axes blue, green, red."""

    shift: Tensor

    def applied(self, picture: np.ndarray) -> np.ndarray:
        """uint8 (height, width, 3 or 4) -> the same in the table's colours; alpha stays."""
        colours = torch.from_numpy(np.ascontiguousarray(picture[..., :3])).float() / 255.0
        places = (colours * 2.0 - 1.0)[None, None]
        shift = grid_sample(self.shift[None], places, mode="bilinear", padding_mode="border", align_corners=True)
        shown = (colours + shift[0, :, 0].permute(1, 2, 0)).mul(255.0).round().clamp(0, 255).byte().numpy()
        return np.concatenate([shown, picture[..., 3:]], axis=2)


def colour_table(picture: np.ndarray, art: np.ndarray) -> ColourTable:
    """From the colours of `picture` to those of `art`, both uint8 (..., 3 or 4)."""
    random = np.random.default_rng(_SEED)
    ours = _sampled(picture, random)
    theirs = _sampled(art, random)
    moved = ours.copy()
    for _ in range(_ROUNDS):
        axes, _ = np.linalg.qr(random.normal(size=(3, 3)))
        ranks = np.argsort(np.argsort(moved @ axes, axis=0), axis=0)
        wanted = np.take_along_axis(np.sort(theirs @ axes, axis=0), ranks, axis=0)
        moved += 0.5 * (wanted - moved @ axes) @ axes.T
    return ColourTable(_spread(ours, moved - ours))


def _sampled(picture: np.ndarray, random: np.random.Generator) -> np.ndarray:
    colours = picture[..., :3].reshape(-1, 3)
    return colours[random.integers(len(colours), size=_SAMPLES)] / 255.0 + random.normal(0, 2e-3, (_SAMPLES, 3))


def _spread(colours: np.ndarray, shifts: np.ndarray) -> Tensor:
    """Shifts of scattered colours as means about each cell of the table; far from all of them, the nearest's."""
    line = np.linspace(0.0, 1.0, _CELLS)
    cells = np.stack(np.meshgrid(line, line, line, indexing="ij"), axis=-1).reshape(-1, 3)[:, ::-1]
    table = np.empty((len(cells), 3))
    for start in range(0, len(cells), 256):
        part = cells[start : start + 256]
        squared = ((part**2).sum(1)[:, None] + (colours**2).sum(1) - 2 * part @ colours.T).clip(0)
        squared -= squared.min(1, keepdims=True)
        share = np.exp(-squared / (2 * _REACH**2))
        table[start : start + 256] = share @ shifts / share.sum(1, keepdims=True)
    smooth = gaussian_filter(table.reshape(_CELLS, _CELLS, _CELLS, 3), (1, 1, 1, 0), mode="nearest")
    return torch.tensor(smooth, dtype=torch.float32).permute(3, 0, 1, 2).contiguous()
