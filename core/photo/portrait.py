"""A portrait: a picture, the landmarks of one face in it, and the expression that this face wears already."""

from dataclasses import dataclass, replace

import numpy as np

from ...rigs import arkit
from ..errors import PictureError, SettingsError
from ..image.mesh import CHEEK_EDGES, COUNT

LEAST_FACE_PIXELS = 40
"""Between the edges of the face; below it there is no mouth to open."""


LEAST_SIZE, MOST_SIZE = 512, 2048
"""Of what is shown, in pixels on its longer side, where no size is given."""


@dataclass(frozen=True)
class Frame:
    """What of a portrait is shown: a close-up is the square about head and shoulders, as far as the picture reaches;

    size: pixels on the longer side, None for the picture's own between LEAST_SIZE and MOST_SIZE.
    """

    closeup: bool = False
    size: int | None = None

    def __post_init__(self) -> None:
        if self.size is not None and not LEAST_SIZE // 2 <= self.size <= 2 * MOST_SIZE:
            raise SettingsError(
                f"The size is {self.size} pixels", f"give a number from {LEAST_SIZE // 2} to {2 * MOST_SIZE}"
            )


@dataclass(frozen=True)
class Portrait:
    """pixels: uint8 (height, width, 3) RGB, or with alpha (.., 4);

    landmarks: float32 (478, 3) in pixels of the picture, z away from the camera;
    weights: float32 (52,), the expression in the picture, in ARKit order; notes: sentences for the user.

    Raises PictureError for a face that is too small.
    """

    pixels: np.ndarray
    landmarks: np.ndarray
    weights: np.ndarray
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        assert self.landmarks.shape == (COUNT, 3) and self.weights.shape == (arkit.COUNT,)
        if self.face_width < LEAST_FACE_PIXELS:
            raise PictureError(
                f"The face is {self.face_width:.0f} pixels wide",
                f"choose a picture in which it has {LEAST_FACE_PIXELS} or more",
            )

    @property
    def face_width(self) -> float:
        """Between the edges of the face, in pixels."""
        return float(np.linalg.norm(np.subtract(*self.landmarks[list(CHEEK_EDGES)])))

    def framed(self, frame: Frame) -> "Portrait":
        """The part and size that is to be shown, with even sides, as video wants them."""
        height, width = self.pixels.shape[:2]
        left, top, right, bottom = 0, 0, width, height
        if frame.closeup:
            low, high = self.landmarks[:, :2].min(0), self.landmarks[:, :2].max(0)
            centre, half = (low + high) / 2, 1.25 * float((high - low).max())
            left, top = (max(0, round(float(edge))) for edge in centre - half)
            right, bottom = (
                min(size, round(float(edge))) for size, edge in zip((width, height), centre + half, strict=True)
            )
        longer = max(right - left, bottom - top)
        size = frame.size or min(max(longer, LEAST_SIZE), MOST_SIZE)
        return self._resized(left, top, right, bottom, size / longer)

    def _resized(self, left: int, top: int, right: int, bottom: int, scale: float) -> "Portrait":
        from torch import from_numpy
        from torch.nn.functional import interpolate

        size = [max(2, round((end - start) * scale / 2) * 2) for start, end in ((top, bottom), (left, right))]
        part = np.ascontiguousarray(self.pixels[top:bottom, left:right])
        if list(part.shape[:2]) != size:
            planes = from_numpy(part).permute(2, 0, 1)[None].float()
            planes = interpolate(planes, size, mode="bicubic", antialias=True, align_corners=False)
            part = np.ascontiguousarray(planes[0].permute(1, 2, 0).clamp(0, 255).round().byte().numpy())
        across, down = size[1] / (right - left), size[0] / (bottom - top)
        landmarks = (self.landmarks - [left, top, 0]) * [across, down, (across + down) / 2]
        return replace(self, pixels=part, landmarks=landmarks.astype(np.float32))
