"""Lips that a picture shows parted, shut in it: what lies between them must not cling to them when they move."""

import torch
from torch import Tensor

from .anatomy import Anatomy
from .colours import FaceView
from .landmark_motion import LOWER_LIP, UPPER_LIP
from .openings import Openings
from .textures import filled

_LEAST_GAP = 0.025  # in widths of the face, as all lengths here
_RIM = 0.012  # of teeth and dark along the lips' inner landmarks
_BEYOND = 0.05  # the corners, where they end


def without_mouth(view: FaceView, openings: Openings, face: Anatomy) -> Tensor:
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
    rim = _RIM * face.width * (1 - outside / (_BEYOND * face.width)).clamp(0, 1)
    top, bottom = lines.lip_top - rim, lines.lip_bottom + rim
    soft = 0.25 * rim + 0.3
    between = (((places[:, 1] - top) / soft).clamp(0, 1) * ((bottom - places[:, 1]) / soft).clamp(0, 1))[:, None]
    seen = picture[:, :3, rows, columns]
    lips = filled(seen, (between == 0).float(), seen.mean((2, 3), keepdim=True))
    shut = picture.clone()
    shut[:, :3, rows, columns] = torch.lerp(seen, lips, between)
    return shut
