"""The colours of one person: what is drawn takes its light and tint from the picture."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import grid_sample

from .anatomy import Anatomy, turn
from .landmark_motion import EYES, LOWER_LIP, UPPER_LIP

_SKIN = (205, 425, 50, 280, 36, 266, 101, 330, 4, 5, 195)  # cheeks and nose
_LEAST_WHITE = 0.45  # of the eyes' white over the skin's bright parts: eyes in the shade are no measure of light
_TOOTH = np.array([1.0, 0.97, 0.90])


class FaceView:
    """The picture looked up in the coordinates of the face."""

    def __init__(self, pixels: np.ndarray, face: Anatomy, device: torch.device):
        """pixels: uint8 (height, width, 3), or with alpha (.., 4)."""
        self.picture = torch.from_numpy(np.ascontiguousarray(pixels)).to(device).permute(2, 0, 1)[None].float() / 255
        self._turn = torch.tensor(turn(face.roll), dtype=torch.float32, device=device)
        self._origin = torch.tensor(face.origin, dtype=torch.float32, device=device)

    def at(self, places: Tensor) -> Tensor:
        """places (frames, h, w, 2) of the face -> colours (frames, 3, h, w), 0..1."""
        return self.with_alpha_at(places)[:, :3]

    def with_alpha_at(self, places: Tensor) -> Tensor:
        """The same with alpha behind, (frames, 4, h, w), where the picture has one."""
        return self._at_picture(self.to_picture(places))

    def to_picture(self, places: Tensor) -> Tensor:
        return places @ self._turn.T + self._origin

    def to_face(self, places: Tensor) -> Tensor:
        return (places - self._origin) @ self._turn

    def _at_picture(self, places: Tensor) -> Tensor:
        height, width = self.picture.shape[2:]
        size = places.new_tensor([width, height])
        grid = (places + 0.5) * (2.0 / size) - 1.0
        picture = self.picture.expand(len(places), -1, -1, -1)
        return grid_sample(picture, grid, mode="bilinear", padding_mode="border", align_corners=False)


@dataclass(frozen=True)
class Colours:
    """RGB of 0..1, (3,) each."""

    white: np.ndarray
    iris: np.ndarray
    lip: np.ndarray
    tooth: np.ndarray


def colours_of(view: FaceView, face: Anatomy) -> Colours:
    skin = np.percentile(_patches(view, face.source[list(_SKIN)], 0.03 * face.width), 75, axis=0)
    lips = [landmark for row in (UPPER_LIP[1], LOWER_LIP[1], LOWER_LIP[2]) for landmark in row[2:-2]]
    lip = np.median(_patches(view, face.source[lips], 0.004 * face.width), axis=0)
    rings, whites = [], []
    for eye in EYES:
        centre, edge = face.source[eye.iris[0]], face.source[list(eye.iris[1:])]
        rings.append(_patches(view, (centre + 0.7 * (edge - centre)), 0.003 * face.width))
        between = [(face.source[eye.upper[place]] + face.source[eye.lower[place]]) / 2 for place in (1, 2, -3, -2)]
        whites.append(_patches(view, np.array(between), 0.004 * face.width))
    white = np.percentile(np.concatenate(whites), 80, axis=0)
    # The skin's own redness is not the light's: half of it is taken out for what should be white.
    pale = 0.5 * skin + 0.5 * skin.mean()
    light = np.maximum(white, _LEAST_WHITE * pale) if white.mean() > _LEAST_WHITE * skin.mean() else 0.8 * pale
    bright = np.maximum(light, 0.95 * pale)
    return Colours(light.clip(0, 1), np.median(np.concatenate(rings), axis=0), lip, (bright * _TOOTH).clip(0, 1))


def _patches(view: FaceView, centres: np.ndarray, radius: float) -> np.ndarray:
    """Colours around points (n, 2), (n * 25, 3)."""
    steps = np.linspace(-radius, radius, 5)
    around = np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)
    places = torch.tensor(centres[:, None] + around, dtype=torch.float32, device=view.picture.device)
    return view.at(places[None])[0].permute(1, 2, 0).reshape(-1, 3).cpu().numpy()
