"""The warp renderer: a portrait and weights become pictures, without any trained network.

The picture is bent by smooth fields through face landmarks, and mouth and eyes are drawn where they open.
"""

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor

from ...rigs import arkit
from ..take import Take
from .anatomy import anatomy_of
from .colours import FaceView, colours_of
from .eyes import Eyes
from .head import MOST_RADIANS, Head
from .landmark_motion import EYES, LOWER_LIP, UPPER_LIP
from .mouth import Mouth
from .openings import Openings
from .portrait import Portrait
from .skin import Skin

_AT_ONCE = 4
_OPEN, _CLOSE = arkit.INDEX["jawOpen"], arkit.INDEX["mouthClose"]


class WarpRenderer:
    def __init__(self, portrait: Portrait, device: torch.device):
        self._device = device
        self.face = face = anatomy_of(portrait)
        size = portrait.pixels.shape[:2]
        self.skin = Skin(face, size, self._device)
        self.head = Head(face, size, self._device)
        low, high = float(self.skin.grid.low[0]), float(self.skin.grid.high[0])
        self._openings = Openings(face, low, high, self._device)
        self._view = FaceView(portrait.pixels, face, self._device)
        colours = colours_of(self._view, face)
        self._mouth = Mouth(face, self._view, self._openings, colours)
        self._eyes = Eyes(face, self._view, self._openings, colours)
        self._rectangles = _rectangles(self, size)
        self._places = torch.stack(
            torch.meshgrid(
                torch.arange(size[1], device=self._device, dtype=torch.float32),
                torch.arange(size[0], device=self._device, dtype=torch.float32),
                indexing="xy",
            ),
            dim=-1,
        )[None]
        self._face_places = self._view.to_face(self._places)

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
        still = self._still_places(rotation)
        velocity = self.skin.velocity(shape)
        edges = self._openings.edges(self.skin.grid, velocity)
        sheets = self.skin.sheets(velocity)
        source = still.clone()
        top, bottom, left, right = self._rectangles[0]
        source[:, top:bottom, left:right] = self.skin.source_of(
            sheets, self._openings, edges, still[:, top:bottom, left:right]
        )
        pictures = self._view.with_alpha_at(source)
        for number, (top, bottom, left, right) in enumerate(self._rectangles[1:]):
            part = pictures[:, :3, top:bottom, left:right]
            places = still[:, top:bottom, left:right]
            if number < len(EYES):
                drawn = self._eyes.draw(number, part, places, edges, shape)
            else:
                drawn = self._mouth.draw(part, places, edges, shape)
            pictures[:, :3, top:bottom, left:right] = drawn
        return (pictures * 255.0 + 0.5).clamp(0, 255).byte().permute(0, 2, 3, 1).cpu().numpy()

    def _still_places(self, rotation: Tensor) -> Tensor:
        """For each pixel the place on the face as if the head had not turned, (frames, height, width, 2)."""
        back = self.head.back(rotation)
        shift = self.head.grid.sample(back, self._face_places.expand(len(rotation), -1, -1, -1))
        return self._face_places + shift.permute(0, 2, 3, 1)


def _rectangles(renderer: "WarpRenderer", size: tuple[int, int]) -> list[tuple[int, int, int, int]]:
    """Top, bottom, left, right in the picture of the skin, each eye and the mouth, wherever they may come to lie."""
    face = renderer.face
    grid = renderer.skin.grid
    moved = face.width * 1.3 * MOST_RADIANS
    areas = [(grid.low, grid.high)]
    for eye in EYES:
        points = face.source[[*eye.upper, *eye.lower]]
        areas.append((points.min(0) - 0.12 * face.width, points.max(0) + 0.12 * face.width))
    points = face.source[[*UPPER_LIP[0], *LOWER_LIP[0]]]
    areas.append((points.min(0) - 0.15 * face.width, points.max(0) + np.array([0.15, 0.35]) * face.width))
    rectangles = []
    for low, high in areas:
        corners = face.to_picture(np.array([low, high, [low[0], high[1]], [high[0], low[1]]]))
        least, most = corners.min(0) - moved, corners.max(0) + moved
        left, top = np.floor(least).clip(0).astype(int)
        right, bottom = np.minimum(np.ceil(most).astype(int), [size[1], size[0]])
        rectangles.append((int(top), int(bottom), int(left), int(right)))
    return rectangles
