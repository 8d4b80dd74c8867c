"""Lips that a picture shows parted, shut in it: what lies between them must not cling to them when they move."""

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import avg_pool2d, max_pool2d

from .anatomy import Anatomy
from .colours import Colours, FaceView
from .landmark_motion import LOWER_LIP, UPPER_LIP
from .openings import Openings
from .textures import filled

_LEAST_GAP = 0.025  # in widths of the face, as all lengths here
_RIM = 0.012  # of teeth and dark along the lips' inner landmarks, twice as much at the corners
_BEYOND = 0.05  # the corners, where they end
_CORNER = 0.07  # how far about a corner the dark in it is looked for
_DARK = (0.85, 0.70)  # light over that of the skin at a corner: from which it is dark, and from which wholly
_SKIN = 0.15  # how much skin beside the corners counts, over lips
_LIKE_LIP = 0.18  # how far a colour may be from the lips'


def without_mouth(view: FaceView, openings: Openings, face: Anatomy, colours: Colours) -> Tensor:
    """The picture (1, channels, height, width), 0..1, with the colours of the lips drawn over what is between them."""
    upper, lower = (face.source[list(rows[-1])] for rows in (UPPER_LIP, LOWER_LIP))
    picture = view.picture
    if (lower[:, 1] - upper[:, 1]).max() < _LEAST_GAP * face.width:
        return picture
    height, width = picture.shape[2:]
    corners = face.to_picture(face.source[[row for lip in (UPPER_LIP, LOWER_LIP) for row in lip[0]]])
    spare = max(3, round(_BEYOND * face.width))
    low, high = corners.min(0).astype(int) - spare, corners.max(0).astype(int) + spare
    rows, columns = slice(max(0, low[1]), min(height, high[1])), slice(max(0, low[0]), min(width, high[0]))
    if rows.start >= rows.stop or columns.start >= columns.stop:
        return picture
    down, across = (
        torch.arange(side.start, side.stop, dtype=torch.float32, device=picture.device) for side in (rows, columns)
    )
    places = view.to_face(torch.stack(torch.meshgrid(across, down, indexing="xy"))[None])
    lines = openings.lines(openings.edges_in_picture(), places)
    left, right = (float(end) for end in face.source[[UPPER_LIP[-1][0], UPPER_LIP[-1][-1]], 0])
    outside = torch.maximum(left - places[:, 0], places[:, 0] - right).clamp_min(0)
    along = ((places[:, 0] - (left + right) / 2) / ((right - left) / 2)).abs().clamp(0, 1)
    rim = _RIM * face.width * (1 + along**2) * (1 - outside / (_BEYOND * face.width)).clamp(0, 1)
    top, bottom = lines.lip_top - rim, lines.lip_bottom + rim
    soft = 0.25 * rim + 0.3
    between = (((places[:, 1] - top) / soft).clamp(0, 1) * ((bottom - places[:, 1]) / soft).clamp(0, 1))[:, None]
    seen = picture[:, :3, rows, columns]
    between = torch.maximum(between, _dark_corners(seen, places, face))
    known = _lips(seen, places, face, colours.lip) + _SKIN * ((outside[:, None] > 0) & (between == 0))
    lips = filled(seen, known.clamp(0, 1) * (between < 0.05), seen.new_tensor(colours.lip).view(1, 3, 1, 1))
    shut = picture.clone()
    shut[:, :3, rows, columns] = torch.lerp(seen, lips, between)
    return shut


def _dark_corners(seen: Tensor, places: Tensor, face: Anatomy) -> Tensor:
    """How far pixels (1, 3, h, w) are the dark in which a mouth's corners end, (1, 1, h, w)."""
    light = seen.mean(1, keepdim=True)
    reach = _CORNER * face.width
    dark = torch.zeros_like(light)
    for end in (0, -1):
        corner = places.new_tensor(face.source[UPPER_LIP[-1][end]]).view(1, 2, 1, 1)
        away = (places - corner).norm(dim=1, keepdim=True) / reach
        if not (away < 1).any():
            continue
        darker = light / light[away < 1].median().clamp_min(1e-3)
        share = ((_DARK[0] - darker) / (_DARK[0] - _DARK[1])).clamp(0, 1)
        dark = torch.maximum(dark, share * (2 - 2 * away).clamp(0, 1))
    spread = max(1, round(0.25 * _RIM * face.width))
    dark = max_pool2d(dark, 2 * spread + 1, stride=1, padding=spread)
    return avg_pool2d(dark, 2 * spread + 1, stride=1, padding=spread, count_include_pad=False)


def _lips(seen: Tensor, places: Tensor, face: Anatomy, lip: np.ndarray) -> Tensor:
    """How surely pixels (1, 3, h, w) are lips, (1, 1, h, w)."""
    across, height = places[0].cpu().numpy()
    top, bottom = (np.interp(across, *_outline(face, rows[0])) for rows in (UPPER_LIP, LOWER_LIP))
    within = torch.from_numpy((height > top) & (height < bottom)).to(seen.device)
    unlike = (seen - seen.new_tensor(lip).view(1, 3, 1, 1)).norm(dim=1, keepdim=True) / _LIKE_LIP
    return torch.exp(-(unlike**2)) * within


def _outline(face: Anatomy, row: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    points = face.source[list(row)]
    return np.maximum.accumulate(points[:, 0]), points[:, 1]
