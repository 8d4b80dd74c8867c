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
_PARTED = 0.02  # gap of lips that show teeth, in widths of the face
_REDNESS = 0.65  # share of a skin's colour that is its own
_TOOTH_OVER_LIP = 1.25  # a mouth in the shade has no bright teeth
_TOOTH = np.array([1.0, 0.97, 0.90])
_COLOURFUL = (0.10, 0.20)  # saturation of skin and lips up to which a picture is grey, and from which it is coloured


class FaceView:
    """The picture looked up in the coordinates of the face."""

    def __init__(self, pixels: np.ndarray, face: Anatomy, device: torch.device):
        """pixels: uint8 (height, width, 3), or with alpha (.., 4)."""
        self.picture = torch.from_numpy(np.ascontiguousarray(pixels)).to(device).permute(2, 0, 1)[None].float() / 255
        height, width = pixels.shape[:2]
        self._turn = turn(face.roll)
        self._origin = torch.tensor(face.origin, dtype=torch.float32, device=device)
        self._per_pixel = torch.tensor([2.0 / width, 2.0 / height], device=device)

    def at(self, places: Tensor) -> Tensor:
        """places (frames, 2, h, w) of the face -> colours (frames, 3, h, w), 0..1."""
        return self.sampled(self.picture[:, :3], self.looked_up(places))

    def looked_up(self, places: Tensor) -> Tensor:
        """Places of the face as grid_sample wants them: -1..1 over the picture, (frames, 2, h, w)."""
        return self.of_picture(self.to_picture(places))

    def of_picture(self, pixels: Tensor) -> Tensor:
        """The same for places in pixels of the picture."""
        return (pixels + 0.5).mul_(self._per_pixel[:, None, None]).sub_(1.0)

    def moved(self, shifts: Tensor) -> Tensor:
        """The same for displacements."""
        return _turned(self._turn, shifts).mul_(self._per_pixel[:, None, None])

    def sampled(self, picture: Tensor, looked_up: Tensor) -> Tensor:
        """picture (1, c, height, width) at (frames, 2, h, w) from looked_up -> (frames, c, h, w)."""
        return grid_sample(
            picture.expand(len(looked_up), -1, -1, -1),
            looked_up.permute(0, 2, 3, 1),
            mode="bilinear",
            padding_mode="border",
            align_corners=False,
        )

    def to_picture(self, places: Tensor) -> Tensor:
        return _turned(self._turn, places).add_(self._origin[:, None, None])

    def to_face(self, places: Tensor) -> Tensor:
        return _turned(self._turn.T, places - self._origin[:, None, None])


def _turned(matrix: np.ndarray, pairs: Tensor) -> Tensor:
    """matrix (2, 2) times x and y of (frames, 2, h, w)."""
    x, y = pairs.unbind(1)
    return torch.stack([torch.add(float(a) * x, y, alpha=float(b)) for a, b in matrix], dim=1)


@dataclass(frozen=True)
class Colours:
    """RGB of 0..1, (3,) each; coloured: 1, down to 0 for a picture that is all grey."""

    white: np.ndarray
    iris: np.ndarray
    lip: np.ndarray
    tooth: np.ndarray
    coloured: float

    def tinted(self, values: tuple[float, float, float]) -> np.ndarray:
        """`values` for red, green and blue as far as the picture is coloured, (3,)."""
        return np.mean(values) + self.coloured * (np.array(values) - np.mean(values))


def colours_of(view: FaceView, face: Anatomy) -> Colours:
    skin = np.percentile(_patches(view, face.source[list(_SKIN)], 0.03 * face.width), 75, axis=0)
    lips = [landmark for row in (UPPER_LIP[1], LOWER_LIP[1], LOWER_LIP[2]) for landmark in row[2:-2]]
    lip_colours = _patches(view, face.source[lips], 0.004 * face.width)
    lip, bright_lip = np.median(lip_colours, axis=0), np.percentile(lip_colours, 85, axis=0)
    rings, whites = [], []
    for eye in EYES:
        centre, edge = face.source[eye.iris[0]], face.source[list(eye.iris[1:])]
        rings.append(_patches(view, (centre + 0.7 * (edge - centre)), 0.003 * face.width))
        between = [(face.source[eye.upper[place]] + face.source[eye.lower[place]]) / 2 for place in (1, 2, -3, -2)]
        whites.append(_patches(view, np.array(between), 0.004 * face.width))
    white = np.percentile(np.concatenate(whites), 80, axis=0)
    coloured = float(np.interp(np.ptp(skin + lip) / max((skin + lip).max(), 1e-3), _COLOURFUL, (0.0, 1.0)))
    # The skin's own redness is not the light's; the tone of a grey picture is.
    redness = _REDNESS * coloured
    pale = (1 - redness) * skin + redness * skin.mean()
    light = np.maximum(white, _LEAST_WHITE * pale) if white.mean() > _LEAST_WHITE * skin.mean() else 0.8 * pale
    bright = np.maximum(light, 0.95 * pale)
    tooth = bright * (_TOOTH.mean() + coloured * (_TOOTH - _TOOTH.mean()))
    tooth = tooth * min(1.0, _TOOTH_OVER_LIP * bright_lip.max() / tooth.max())
    shown = _shown_teeth(view, face)
    if shown is not None and shown.mean() > bright.mean():
        tooth = shown
    return Colours(light.clip(0, 1), np.median(np.concatenate(rings), axis=0), lip, tooth.clip(0, 1), coloured)


def _shown_teeth(view: FaceView, face: Anatomy) -> np.ndarray | None:
    """The bright parts between parted lips, where the picture has any."""
    upper, lower = face.source[list(UPPER_LIP[-1][2:-2])], face.source[list(LOWER_LIP[-1][2:-2])]
    if float((lower[:, 1] - upper[:, 1]).max()) < _PARTED * face.width:
        return None
    between = np.concatenate([upper + share * (lower - upper) for share in (0.3, 0.5, 0.7)])
    return np.percentile(_patches(view, between, 0.004 * face.width), 85, axis=0)


def _patches(view: FaceView, centres: np.ndarray, radius: float) -> np.ndarray:
    """Colours around points (n, 2), (n * 25, 3)."""
    steps = np.linspace(-radius, radius, 5)
    around = np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)
    places = torch.tensor(centres[:, None] + around, dtype=torch.float32, device=view.picture.device)
    return view.at(places.permute(2, 0, 1)[None])[0].permute(1, 2, 0).reshape(-1, 3).cpu().numpy()
