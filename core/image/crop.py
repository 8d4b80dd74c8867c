"""Square views of a picture, turned and scaled, as the face networks want them."""

from dataclasses import dataclass

import numpy as np
import torch
from torch.nn.functional import avg_pool2d, grid_sample


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
        self._levels = [torch.from_numpy(pixels.astype(np.float32) / 255.0).permute(2, 0, 1)[None]]

    def view(self, square: Square, size: int, outside: str = "border") -> np.ndarray:
        """float32 (size, size, 3), 0..1; beyond the picture lie its border's pixels, or "zeros"."""
        level = max(0, int(np.log2(max(square.side / size, 1.0))))
        pixels = self._level(level)
        middles = (np.arange(size, dtype=np.float32) + 0.5) / size
        places = square.to_picture(np.stack(np.meshgrid(middles, middles), axis=-1))
        # grid_sample counts from -1 to 1 over the whole picture; odd halved pictures cover a pixel more.
        covered = np.array([pixels.shape[3], pixels.shape[2]], np.float32) * 2.0**level
        grid = torch.from_numpy((places / covered * 2.0 - 1.0).astype(np.float32))[None]
        seen = grid_sample(pixels, grid, mode="bilinear", padding_mode=outside, align_corners=False)
        return seen[0].permute(1, 2, 0).numpy()

    def _level(self, level: int) -> torch.Tensor:
        while len(self._levels) <= level:
            self._levels.append(avg_pool2d(self._levels[-1], 2, ceil_mode=True, count_include_pad=False))
        return self._levels[level]
