"""A row of teeth with its gum, drawn as one shaded band: from a viewer's place hardly a line is seen between them."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

REACH_CM = (3.2, 1.6)
"""Half the width and height of the picture of a row; its edge lies on the middle."""


@dataclass(frozen=True)
class Row:
    """In cm. widths, lengths: of crowns as they are seen from the front, from the midline outwards: incisors, canine,

    premolars, molar (the arch turns away from the viewer); down: 1 where the gum lies below the edge, else -1;
    arched: how much nearer to the gum the edge is 1.5 cm beside the middle; line: shade between two teeth.
    """

    widths: tuple[float, ...]
    lengths: tuple[float, ...]
    down: float
    arched: float
    line: float


# Mean crown widths: Wheeler's Dental Anatomy.
UPPER = Row((0.85, 0.62, 0.58, 0.42, 0.30, 0.22), (1.0, 0.92, 0.98, 0.84, 0.76, 0.68), -1.0, 0.16, 0.24)
LOWER = Row((0.52, 0.55, 0.55, 0.42, 0.32, 0.22), (0.80, 0.82, 0.86, 0.76, 0.70, 0.64), 1.0, 0.0, 0.22)

_LINE_CM = 0.030
_NOTCH_CM, _STEP_CM = 0.045, 0.03  # between two edges; a lateral incisor's edge lies so much higher
_SOFT_CM = 0.05
_TURNS_CM, _TURNED = 2.0, 0.70  # light on a tooth falls towards the corners of the mouth, by so much over that
_ROUND, _NECK, _TIP = 0.08, 0.20, 0.08  # shade at a tooth's sides, towards its gum and at its edge


def row_of_teeth(row: Row, tooth: Tensor, gum: Tensor, warm: Tensor, pixels_per_cm: float) -> Tensor:
    """RGBA (1, 4, h, w). tooth, gum: (3,) colours; warm: (3,) how much of each the shade takes."""
    columns, rows = (2 * max(8, round(reach * pixels_per_cm)) for reach in REACH_CM)
    across = np.linspace(-REACH_CM[0], REACH_CM[0], columns)
    beside = np.abs(across)
    ends = np.cumsum(row.widths)
    which = np.searchsorted(ends, beside).clip(0, len(ends) - 1)
    width, length = np.array(row.widths)[which], np.array(row.lengths)[which]
    u = (beside - ends[which] + width / 2) / (width / 2)
    edge = row.arched * (beside / 1.5) ** 2 + _NOTCH_CM * np.abs(u).clip(0, 1) ** 5 + _STEP_CM * (which == 1)
    away = row.down * np.linspace(-REACH_CM[1], REACH_CM[1], rows)[:, None] - edge
    share = (away / length).clip(0, 1)
    crowned = ((length - 0.14 * u**2 - away) / (2 * _SOFT_CM) + 0.5).clip(0, 1)
    covered = (away / _SOFT_CM + 0.5).clip(0, 1) * ((ends[-1] - beside) / 0.1).clip(0, 1)

    line = row.line * np.exp(-(((1 - np.abs(u)) * width / 2 / _LINE_CM) ** 2)) * (1 - 0.5 * share)
    light = 1 - _ROUND * u**4 - _NECK * share**2 - _TIP * np.exp(-away.clip(0) / 0.08) - line
    light = light * (1 - _TURNED * (beside / _TURNS_CM).clip(0, 1) ** 2.2)
    over = np.exp(-(away - length).clip(0) / 0.5) * (1 - 0.5 * (beside / _TURNS_CM).clip(0, 1) ** 2)

    def plane(values: np.ndarray) -> Tensor:
        return torch.tensor(np.broadcast_to(values, (rows, columns)), dtype=torch.float32, device=tooth.device)

    tooth, gum, warm = (colour.view(3, 1, 1) for colour in (tooth, gum, warm))
    teeth = tooth * (1 - (1 - plane(light)) * warm).clamp_min(0)
    colours = torch.lerp(gum * plane(over), teeth, plane(crowned))
    return torch.cat([colours, plane(covered)[None]])[None]
