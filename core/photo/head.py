"""Small motion of the head in the picture: hair and neck follow, the shoulders and the picture's border stay."""

import numpy as np
import torch
from torch import Tensor

from .anatomy import Anatomy
from .fields import Grid, spline_through

COLUMNS = 72
MOST_RADIANS = 0.21
"""Twelve degrees: beyond it a flat picture shows that it is flat."""
_REACH = 1.7  # of the grid around the face's middle, in face widths
_HEAD = (0.85, 1.15)  # half axes of the head with its hair, in face widths
_HEAD_MIDDLE = -0.18
_FADES_OVER = 0.75  # face widths from there to where nothing moves
_NECK = (0.95, 0.35)  # the point that the head turns about: down and back from the face's middle, in face widths
_CHIN, _NECK_LENGTH = 0.6, 0.8  # how far below the face's middle, and from there to the shoulders
_BACK = 0.45  # depth of the head's outline behind the middle of the face


class Head:
    def __init__(self, face: Anatomy, picture_size: tuple[int, int], device: torch.device):
        """picture_size: height, width."""
        width = face.width
        self.grid = Grid(np.full(2, -_REACH) * width, np.full(2, _REACH) * width, COLUMNS)
        places = self.grid.places()
        self._places = torch.tensor(places, dtype=torch.float32, device=device)
        self._depth = torch.tensor(_depth(face, places), dtype=torch.float32, device=device)
        self._follows = torch.tensor(_follows(face, places, picture_size), dtype=torch.float32, device=device)
        self._neck = torch.tensor([0.0, _NECK[0] * width, _NECK[1] * width], device=device)

    def moves(self) -> np.ndarray:
        """Where the grid's places move at all, (rows, columns)."""
        return (self._follows > 0).cpu().numpy()

    def velocity(self, rotations: Tensor) -> Tensor:
        """rotations (frames, 3) yaw, pitch, roll in radians -> what carries the head, (frames, 2, rows, columns)."""
        eased = MOST_RADIANS * torch.tanh(rotations / MOST_RADIANS)
        place = torch.cat([self._places, self._depth[..., None]], dim=-1) - self._neck
        turned = torch.einsum("fij,hwj->fhwi", _rotation(eased), place)
        moved = (turned - place)[..., :2] * self._follows[..., None]
        return moved.permute(0, 3, 1, 2)

    def back(self, rotations: Tensor) -> Tensor:
        """What leads from the shown head to the picture's, (frames, 2, rows, columns) in the grid's units."""
        half = rotations.new_tensor(self.grid.half)[:, None, None]
        return self.grid.flow(-self.velocity(rotations) / half)


def _rotation(angles: Tensor) -> Tensor:
    """(frames, 3, 3) for x right, y down, z away: positive as in takes, towards the person's right, downwards,

    and with the right ear towards the right shoulder."""
    yaw, pitch, roll = angles.unbind(1)
    one, zero = torch.ones_like(yaw), torch.zeros_like(yaw)

    def matrix(*rows: tuple[Tensor, Tensor, Tensor]) -> Tensor:
        return torch.stack([torch.stack(row, dim=-1) for row in rows], dim=-2)

    cosine, sine = torch.cos(yaw), torch.sin(yaw)
    about_y = matrix((cosine, zero, sine), (zero, one, zero), (-sine, zero, cosine))
    cosine, sine = torch.cos(pitch), torch.sin(pitch)
    about_x = matrix((one, zero, zero), (zero, cosine, -sine), (zero, sine, cosine))
    cosine, sine = torch.cos(roll), torch.sin(roll)
    about_z = matrix((cosine, sine, zero), (-sine, cosine, zero), (zero, zero, one))
    return about_z @ about_y @ about_x


def _depth(face: Anatomy, places: np.ndarray) -> np.ndarray:
    """Of the face through its landmarks, outside it that of the head's outline."""
    angles = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    outline = np.stack([_HEAD[0] * np.cos(angles), _HEAD_MIDDLE + _HEAD[1] * np.sin(angles)], axis=1) * face.width
    points = np.concatenate([face.source[: len(face.depth)], outline]).astype(np.float64)
    values = np.concatenate([face.depth, np.full(len(outline), _BACK * face.width)])[:, None]
    depth = spline_through(points, values, places.reshape(-1, 2), 0.02).reshape(places.shape[:2])
    return np.clip(depth, -0.6 * face.width, _BACK * face.width)


def _follows(face: Anatomy, places: np.ndarray, picture_size: tuple[int, int]) -> np.ndarray:
    middle = np.array([0.0, _HEAD_MIDDLE]) * face.width
    out = np.linalg.norm((places - middle) / (np.array(_HEAD) * face.width), axis=-1)
    beyond = (out - 1.0) * min(_HEAD) / _FADES_OVER
    height, width = picture_size
    shown = face.to_picture(places)
    border = np.minimum(shown, np.array([width - 1, height - 1]) - shown).min(-1) / (0.35 * face.width)
    below = (places[..., 1] / face.width - _CHIN) / _NECK_LENGTH
    ease = np.clip(np.minimum.reduce([1.0 - beyond, 1.0 - below, border]), 0.0, 1.0)
    return ease * ease * (3 - 2 * ease)
