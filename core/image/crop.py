"""Square views of a picture, turned and scaled, as the face networks want them."""

from dataclasses import dataclass

import numpy as np
import torch
from torch.nn.functional import grid_sample


@dataclass(frozen=True)
class Square:
    """A square of a picture: centre (2,) and side in pixels, turned clockwise by `roll` radians; mirrored or not."""

    centre: np.ndarray
    side: float
    roll: float = 0.0
    mirrored: bool = False

    def to_picture(self, inside: np.ndarray) -> np.ndarray:
        """Points (..., 2 or 3) in shares of the side, from the top left corner -> pixels; depth is scaled alone."""
        across = (0.5 - inside[..., 0]) if self.mirrored else (inside[..., 0] - 0.5)
        down = inside[..., 1] - 0.5
        cosine, sine = np.cos(self.roll) * self.side, np.sin(self.roll) * self.side
        axes = [self.centre[0] + cosine * across - sine * down, self.centre[1] + sine * across + cosine * down]
        if inside.shape[-1] == 3:
            axes.append(inside[..., 2] * self.side)
        return np.stack(axes, axis=-1).astype(np.float32)


class Picture:
    """Pixels that views are taken from; halved pictures are made once, so that no view skips pixels."""

    def __init__(self, pixels: np.ndarray):
        """`pixels`: uint8 (height, width, 3) RGB."""
        self.height, self.width = pixels.shape[:2]
        self._levels = [pixels]

    def view(self, square: Square, size: int, outside: str = "border") -> np.ndarray:
        """float32 (size, size, 3), 0..1; beyond the picture lie its border's pixels, or "zeros"."""
        level = max(0, int(np.log2(max(square.side / size, 1.0))))
        middles = (np.arange(size, dtype=np.float32) + 0.5) / size
        places = square.to_picture(np.stack(np.meshgrid(middles, middles), axis=-1)) / 2.0**level
        part, corner = _around(self._level(level), places[:: size - 1, :: size - 1])
        # grid_sample counts from -1 to 1 over the whole part.
        extent = np.array([part.shape[1], part.shape[0]], np.float32)
        grid = torch.from_numpy(((places - corner) / extent * 2.0 - 1.0).astype(np.float32))[None]
        pixels = torch.from_numpy(part).permute(2, 0, 1)[None].float() / 255.0
        seen = grid_sample(pixels, grid, mode="bilinear", padding_mode=outside, align_corners=False)
        return seen[0].permute(1, 2, 0).numpy()

    def _level(self, level: int) -> np.ndarray:
        while len(self._levels) <= level:
            self._levels.append(_halved(self._levels[-1]))
        return self._levels[level]


def _halved(pixels: np.ndarray) -> np.ndarray:
    """The mean of every four pixels; an odd last row or column counts twice."""
    height, width = pixels.shape[:2]
    if height % 2 or width % 2:
        pixels = np.pad(pixels, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")
    total = pixels[0::2, 0::2].astype(np.uint16) + pixels[1::2, 0::2] + pixels[0::2, 1::2] + pixels[1::2, 1::2]
    return ((total + 2) // 4).astype(np.uint8)


def _around(pixels: np.ndarray, corners: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The part of a picture that a square with `corners` (2, 2, 2) lies in, a pixel at least, and where it begins."""
    extent = np.array([pixels.shape[1], pixels.shape[0]])
    low = np.clip(np.floor(corners.min((0, 1))).astype(int) - 1, 0, extent - 1)
    high = np.clip(np.ceil(corners.max((0, 1))).astype(int) + 1, low + 1, extent)
    return np.ascontiguousarray(pixels[low[1] : high[1], low[0] : high[0]]), low.astype(np.float32)
