"""The warp renderer: a portrait and weights become pictures, without any trained network.

The picture is bent by smooth fields through face landmarks, and mouth and eyes are drawn where they open.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import interpolate

from ..take import Take
from .anatomy import Anatomy, anatomy_of
from .colours import FaceView, colours_of
from .creases import Creases
from .eyes import Eyes
from .fields import sampled
from .head import Head
from .landmark_motion import EYES
from .lips import without_mouth
from .mouth import Mouth
from .openings import Edges, Lines, Openings
from .portrait import Portrait
from .skin import Skin

_PIXELS_AT_ONCE = 4_000_000
_FRAMES_AT_ONCE = 16
_DRAWN_AT_ONCE = 8  # what is worked out for each pixel of more frames does not stay near the processor
_LATTICE = 0.022  # of the face's width
_SPARE = 0.02
_EYE_MARGIN, _MOUTH_MARGIN = (0.05, 0.05, 0.11), (0.07, 0.045)
"""Beside, below and above the eyes, and beside and above the mouth, in widths of the face."""


Rectangle = tuple[slice, slice]
"""Rows and columns of the picture."""


@dataclass(frozen=True)
class Rectangles:
    """Where both eyes, folds of the skin and the mouth lie."""

    eyes: tuple[Rectangle, Rectangle]
    folds: tuple[Rectangle, ...]
    mouth: Rectangle


@dataclass(frozen=True)
class Close:
    """A rectangle for the index of a tensor (frames, channels, h, w), its places on the face in pixels, where on the

    picture's face is seen what they show, lines there."""

    part: tuple[Any, ...]
    places: Tensor
    origins: Tensor
    lines: Lines


@dataclass(frozen=True)
class Bent:
    """What leads back to the picture: displacements of the head and of the skin's sheets, in the units of their grids,

    and the edges of the openings, on some frames."""

    head: Tensor
    sheets: Tensor
    edges: Edges

    def part(self, frames: slice) -> "Bent":
        return Bent(self.head[frames], self.sheets[frames], self.edges.part(frames))


@dataclass(frozen=True)
class Places:
    """Places of the picture in the units of the head's and the skin's grids, and as grid_sample wants them,

    (1, 2, h, w) each."""

    in_head: Tensor
    in_skin: Tensor
    in_picture: Tensor


@dataclass(frozen=True)
class Source:
    """looked_up: where in the picture is seen what some places show, as grid_sample wants it; places: where they would

    be on the face if the head had not turned; origins: where on the picture's face that is seen, in pixels;
    (frames, 2, h, w) each; the lines there."""

    looked_up: Tensor
    places: Tensor
    origins: Tensor
    lines: Lines


class WarpRenderer:
    def __init__(self, portrait: Portrait, device: torch.device):
        self._device = device
        self.face = face = anatomy_of(portrait)
        self._size = size = portrait.pixels.shape[:2]
        self._picture = torch.from_numpy(np.ascontiguousarray(portrait.pixels)).to(device)
        self.skin = Skin(face, size, device)
        self.head = Head(face, size, device)
        self._openings = Openings(face, self.skin.grid, device)
        self.view = FaceView(portrait.pixels, face, device)
        colours = colours_of(self.view, face)
        self._mouth = Mouth(face, self.view, self._openings, colours)
        self._eyes = Eyes(face, self.view, self._openings, colours)
        self._mouth_margin = torch.tensor(_MOUTH_MARGIN, device=device)[:, None] * face.width
        self.creases = Creases(face, self.view, colours)
        boxes = np.concatenate([_eye_boxes(face), self.creases.boxes])
        self._boxes = torch.tensor(boxes, dtype=torch.float32, device=device)
        self._moving = _moving_part(self.head, self.skin, face, size)
        self._lit = _light(without_mouth(self.view, self._openings, face, colours))
        self._half, self._middle = self._pair(self.skin.grid.half), self._pair(self.skin.grid.middle)
        self._head_in_skin = self._pair(self.head.grid.half / self.skin.grid.half)
        self._lattice = self._places(self._moving, max(1.0, _LATTICE * face.width))

    def frames(self, take: Take) -> Iterator[np.ndarray]:
        """uint8 (height, width, 3) for each frame of the take, with alpha (.., 4) where the portrait has it."""
        head = np.zeros((take.frames, 3), np.float32) if take.head is None else take.head
        at_once = min(max(1, _PIXELS_AT_ONCE // (self._size[0] * self._size[1])), _FRAMES_AT_ONCE)
        for start in range(0, take.frames, at_once):
            part = slice(start, start + at_once)
            yield from self.render(take.weights[part], head[part])

    @torch.inference_mode()
    def render(self, weights: np.ndarray, head: np.ndarray) -> np.ndarray:
        """weights (frames, 52), head (frames, 3) -> uint8 (frames, height, width, 3 or 4)."""
        shape = torch.tensor(weights, dtype=torch.float32, device=self._device).clamp(0.0, 1.2)
        rotation = torch.tensor(head, dtype=torch.float32, device=self._device)
        velocity = self.skin.velocity(shape)
        bent = Bent(self.head.back(rotation), self.skin.sheets(velocity), self._openings.edges(velocity))

        shown = self._picture.expand(len(shape), -1, -1, -1).clone()
        for start in range(0, len(shape), _DRAWN_AT_ONCE):
            part = slice(start, start + _DRAWN_AT_ONCE)
            drawn = self._drawn(bent.part(part), shape[part], self._rectangles(rotation[part], bent.edges.part(part)))
            shown[(part, *self._moving)] = drawn.permute(0, 2, 3, 1)
        return shown.cpu().numpy()

    def _drawn(self, bent: Bent, shape: Tensor, rectangles: Rectangles) -> Tensor:
        """The part of the picture that moves, uint8 (frames, channels, h, w)."""
        # Away from mouth and eyes the maps are smooth: a lattice of them is as good as every pixel.
        rows, columns = self._moving
        source = self._source(bent, self._lattice).looked_up
        size = (rows.stop - rows.start, columns.stop - columns.start)
        source = interpolate(source, size, mode="bilinear", align_corners=True)
        *eyes, mouth = (self._closely(bent, rectangle, source) for rectangle in (*rectangles.eyes, rectangles.mouth))
        pictures = self.view.sampled(self._lit, source)
        colours = pictures[:, :3]
        for number, rectangle in enumerate(rectangles.folds):
            part = self._part(rectangle)
            colours[part].add_(self.creases.added(number, source[part], shape), alpha=255.0)
        for number, close in enumerate(eyes):
            under = colours[close.part]
            under.copy_(
                _light(self._eyes.draw(number, _colours(under), close.places, close.origins, close.lines, shape))
            )
        under = colours[mouth.part]
        under.copy_(_light(self._mouth.draw(_colours(under), mouth.places, mouth.lines, bent.edges, shape)))
        return pictures.byte()

    def _closely(self, bent: Bent, rectangle: Rectangle, source: Tensor) -> Close:
        """Works `source` out for each pixel of a rectangle."""
        part = self._part(rectangle)
        found = self._source(bent, self._places(rectangle, 1))
        source[part] = found.looked_up
        return Close(part, found.places, found.origins, found.lines)

    def _part(self, rectangle: Rectangle) -> tuple[Any, ...]:
        """Where a rectangle lies in what moves, for tensors (frames, channels, h, w)."""
        inside = (slice(a.start - b.start, a.stop - b.start) for a, b in zip(rectangle, self._moving, strict=True))
        return (..., *inside)

    def _pair(self, values: np.ndarray) -> Tensor:
        """For x and y of (frames, 2, h, w)."""
        return torch.tensor(values, dtype=torch.float32, device=self._device)[:, None, None]

    def _places(self, rectangle: Rectangle, step: float) -> Places:
        """The first and the last row and column, and about every `step`-th between."""
        down, across = (
            torch.linspace(
                side.start, side.stop - 1, max(2, round((side.stop - side.start) / step)), device=self._device
            )
            for side in rectangle
        )
        on_face = self.view.to_face(torch.stack(torch.meshgrid(across, down, indexing="xy"))[None])
        in_head, in_skin = (
            (on_face - self._pair(grid.middle)) / self._pair(grid.half) for grid in (self.head.grid, self.skin.grid)
        )
        return Places(in_head, in_skin, self.view.looked_up(on_face))

    def _source(self, bent: Bent, places: Places) -> Source:
        turned = sampled(bent.head, places.in_head.expand(len(bent.head), -1, -1, -1)) * self._head_in_skin
        still = places.in_skin + turned
        on_face = still * self._half + self._middle
        lines = self._openings.lines(bent.edges, on_face)
        shift = self.skin.shift(bent.sheets, lines, still)
        looked_up = places.in_picture + self.view.moved((turned + shift) * self._half)
        return Source(looked_up, on_face, on_face + shift * self._half, lines)

    def _rectangles(self, rotation: Tensor, edges: Edges) -> Rectangles:
        """Rows and columns of the picture in which both eyes, the folds and the mouth lie on these frames."""
        velocity = self.head.velocity(rotation)
        sides = edges.mouth
        heights = torch.stack([edges.heights[:, 2].amin(1), edges.heights[:, 3].amax(1)], dim=1)
        outwards = self._mouth_margin * self._mouth_margin.new_tensor([-1.0, 1.0])
        mouth = torch.stack([sides, heights], dim=1) + outwards  # (frames, 2, 2): x and y of two corners
        boxes = torch.cat([self._boxes.expand(len(rotation), -1, -1, -1), mouth[:, None]], dim=1)
        corners = boxes.transpose(1, 2)[..., [0, 1, 0, 1]].clone()
        corners[:, 1] = boxes[:, :, 1][..., [0, 0, 1, 1]]
        grid = self.head.grid
        moved = sampled(velocity, (corners - self._pair(grid.middle)) / self._pair(grid.half))
        shown = self.view.to_picture(corners + moved)
        spare = _SPARE * self.face.width
        least = (shown.amin((0, 3)) - spare).floor().int().T.tolist()
        most = (shown.amax((0, 3)) + spare).ceil().int().T.tolist()
        rows, columns = self._moving
        right_eye, left_eye, *folds, mouth_part = (
            (_within(rows, top, bottom), _within(columns, left, right))
            for (left, top), (right, bottom) in zip(least, most, strict=True)
        )
        return Rectangles((right_eye, left_eye), tuple(folds), mouth_part)


def _colours(light: Tensor) -> Tensor:
    return (light - 0.5) / 255.0


def _light(colours: Tensor) -> Tensor:
    """0..1 -> 0..255 and a half, so that cutting the fraction off rounds."""
    return colours.clamp(0.0, 1.0) * 255.0 + 0.5


def _within(part: slice, first: int, last: int) -> slice:
    """At least two, where a face at the picture's border hides its mouth."""
    start = min(max(part.start, first), part.stop - 2)
    return slice(start, max(start + 2, min(part.stop, last)))


def _moving_part(head: Head, skin: Skin, face: Anatomy, size: tuple[int, int]) -> Rectangle:
    """What of the picture can move at all."""
    moves = np.concatenate(
        [grid.places()[moved] for grid, moved in ((head.grid, head.moves()), (skin.grid, skin.moves()))]
    )
    shown = face.to_picture(moves)
    low, high = shown.min(0), shown.max(0)
    rows, columns = (
        slice(max(0, int(low[axis]) - 2), min(side, int(high[axis]) + 3)) for axis, side in ((1, size[0]), (0, size[1]))
    )
    return rows, columns


def _eye_boxes(face: Anatomy) -> np.ndarray:
    """What the eyes can fill on a face that is not turned: x and y of two corners, (2, 2, 2)."""
    boxes = []
    for eye in EYES:
        points = face.source[[*eye.upper, *eye.lower]]
        beside, below, above = (margin * face.width for margin in _EYE_MARGIN)
        boxes.append(np.stack([points.min(0) - [beside, above], points.max(0) + [beside, below]], axis=1))
    return np.array(boxes)
