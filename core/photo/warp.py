"""The warp renderer: a portrait and weights become pictures, without any trained network.

The picture is bent by smooth fields through face landmarks, and mouth and eyes are drawn where they open.
"""

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import interpolate

from ...rigs import arkit
from ..take import Take
from .anatomy import Anatomy, anatomy_of
from .colours import FaceView, colours_of
from .eyes import Eyes
from .head import Head
from .landmark_motion import EYES, LOWER_LIP, UPPER_LIP
from .mouth import Mouth
from .openings import Openings
from .portrait import Portrait
from .skin import Skin

_AT_ONCE = 8
_LATTICE = 4
_SPARE = 0.02
_EYE_MARGIN = 0.05  # around the eyes and (sideways and up, sideways and down) the mouth, in widths of the face
_MOUTH_MARGIN = ((0.10, 0.10), (0.10, 0.28))
_OPEN, _CLOSE = arkit.INDEX["jawOpen"], arkit.INDEX["mouthClose"]


class WarpRenderer:
    def __init__(self, portrait: Portrait, device: torch.device):
        self._device = device
        self.face = face = anatomy_of(portrait)
        self._size = size = portrait.pixels.shape[:2]
        self.skin = Skin(face, size, device)
        self.head = Head(face, size, device)
        low, high = float(self.skin.grid.low[0]), float(self.skin.grid.high[0])
        self._openings = Openings(face, low, high, device)
        self._view = FaceView(portrait.pixels, face, device)
        colours = colours_of(self._view, face)
        self._mouth = Mouth(face, self._view, self._openings, colours)
        self._eyes = Eyes(face, self._view, self._openings, colours)
        self._areas = torch.tensor(_areas(face), dtype=torch.float32, device=device)
        self._places = self._view.to_face(_pixels(size, 1, device))
        self._lattice = self._view.to_face(_pixels(size, _LATTICE, device))

    def frames(self, take: Take) -> Iterator[np.ndarray]:
        """uint8 (height, width, 3) for each frame of the take, with alpha (.., 4) where the portrait has it."""
        head = np.zeros((take.frames, 3), np.float32) if take.head is None else take.head
        for start in range(0, take.frames, _AT_ONCE):
            part = slice(start, start + _AT_ONCE)
            yield from self.render(take.weights[part], head[part])

    @torch.inference_mode()
    def render(self, weights: np.ndarray, head: np.ndarray) -> np.ndarray:
        """weights (frames, 52), head (frames, 3) -> uint8 (frames, height, width, 3 or 4)."""
        shape = torch.tensor(weights, dtype=torch.float32, device=self._device).clamp(0.0, 1.2)
        shape[:, _CLOSE] = torch.minimum(shape[:, _CLOSE], shape[:, _OPEN])
        rotation = torch.tensor(head, dtype=torch.float32, device=self._device)
        turned = self.head.back(rotation)
        velocity = self.skin.velocity(shape)
        edges = self._openings.edges(self.skin.grid, velocity)
        sheets = self.skin.sheets(velocity)

        # Away from mouth and eyes the maps are smooth: a lattice of them is as good as every pixel.
        lattice = self.skin.source_of(sheets, self._openings, edges, self._still(turned, self._lattice))
        lattice = self._view.looked_up(lattice).permute(0, 3, 1, 2).contiguous()  # three times as fast
        source = interpolate(lattice, self._size, mode="bilinear", align_corners=True).permute(0, 2, 3, 1).contiguous()
        rectangles = self._rectangles(rotation)
        stills = [self._still(turned, self._places[(slice(None), *rectangle)]) for rectangle in rectangles]
        for rectangle, still in zip(rectangles, stills, strict=True):
            seen = self.skin.source_of(sheets, self._openings, edges, still)
            source[(slice(None), *rectangle)] = self._view.looked_up(seen)
        pictures = self._view.sampled(source)
        for number, (rectangle, still) in enumerate(zip(rectangles, stills, strict=True)):
            part = pictures[(slice(None), slice(3), *rectangle)]
            if number < len(EYES):
                drawn = self._eyes.draw(number, part, still, edges, shape)
            else:
                drawn = self._mouth.draw(part, still, edges, shape)
            pictures[(slice(None), slice(3), *rectangle)] = drawn
        pictures = pictures.mul_(255.0).add_(0.5).clamp_(0, 255).byte()
        return pictures.permute(0, 2, 3, 1).contiguous().cpu().numpy()

    def _still(self, turned: Tensor, places: Tensor) -> Tensor:
        """Places (1, h, w, 2) -> where they would be on the face if the head had not turned, (frames, h, w, 2)."""
        places = places.expand(len(turned), -1, -1, -1)
        return places + self.head.grid.sample(turned, places).permute(0, 2, 3, 1)

    def _rectangles(self, rotation: Tensor) -> list[tuple[slice, slice]]:
        """Rows and columns of the picture in which both eyes and the mouth lie on these frames."""
        velocity = self.head.velocity(rotation)
        corners = self._areas[None].expand(len(rotation), -1, -1, -1)
        shown = self._view.to_picture(corners + self.head.grid.sample(velocity, corners).permute(0, 2, 3, 1))
        spare = _SPARE * self.face.width
        least = (shown.amin((0, 2)) - spare).floor().int().tolist()
        most = (shown.amax((0, 2)) + spare).ceil().int().tolist()
        return [
            (slice(max(0, top), min(self._size[0], bottom)), slice(max(0, left), min(self._size[1], right)))
            for (left, top), (right, bottom) in zip(least, most, strict=True)
        ]


def _pixels(size: tuple[int, ...], step: int, device: torch.device) -> Tensor:
    """Places of pixels, the first and the last and about every `step`-th between, (1, rows, columns, 2)."""
    down, across = (torch.linspace(0, side - 1, max(2, round(side / step)), device=device) for side in size)
    return torch.stack(torch.meshgrid(across, down, indexing="xy"), dim=-1)[None]


def _areas(face: Anatomy) -> np.ndarray:
    """Corners of what the eyes and the mouth can fill on a face that is not turned, (3, 4, 2)."""
    boxes = []
    for eye in EYES:
        points = face.source[[*eye.upper, *eye.lower]]
        boxes.append((points.min(0) - _EYE_MARGIN * face.width, points.max(0) + _EYE_MARGIN * face.width))
    points = np.concatenate([face.source[[*UPPER_LIP[0], *LOWER_LIP[0]]], face.rest[[*UPPER_LIP[0], *LOWER_LIP[0]]]])
    margin = np.array(_MOUTH_MARGIN) * face.width
    boxes.append((points.min(0) - margin[0], points.max(0) + margin[1]))
    return np.array([[low, [high[0], low[1]], high, [low[0], high[1]]] for low, high in boxes])
