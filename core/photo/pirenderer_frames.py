"""Frames by PIRenderer: weights drive the portrait's own 3DMM coefficients, and each frame is drawn from its window."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from ...rigs import arkit
from ..errors import PictureError, SettingsError
from .bfm import EXPRESSION
from .coefficients import COUNT, check_shape
from .pirenderer import SIZE, WINDOW, PIRenderer

ANGLES = slice(EXPRESSION, EXPRESSION + 3)
_AT_ONCE_CUDA = 16  # a processor takes a third longer for each frame of four than for one alone


@dataclass(frozen=True)
class Drive:
    """Relative drive, exp = exp_source + M (w - w_source): real coefficients are not 0 on a neutral face.

    source: the portrait's coefficients (73,); source_weights: its 52 weights; matrix: M, (64, 52). Raises
    SettingsError when one has another shape or is not finite.
    """

    source: np.ndarray
    source_weights: np.ndarray
    matrix: np.ndarray

    def __post_init__(self) -> None:
        check_shape("The portrait's coefficients", self.source, (COUNT,))
        check_shape("The portrait's weights", self.source_weights, (arkit.COUNT,))
        check_shape("The matrix from weights to coefficients", self.matrix, (EXPRESSION, arkit.COUNT))

    def coefficients(self, weights: np.ndarray, head: np.ndarray | None = None) -> np.ndarray:
        """weights (frames, 52), head (frames, 3) yaw, pitch, roll -> (frames, 73) float32.

        The head turns from where the portrait holds it; translation and crop stay the portrait's.
        """
        check_shape("The take's weights", weights, (len(weights), arkit.COUNT))
        driven = np.tile(self.source.astype(np.float32), (len(weights), 1))
        driven[:, :EXPRESSION] += (weights - self.source_weights) @ self.matrix.T
        if head is not None:
            check_shape("The take's head", head, (len(weights), 3))
            driven[:, ANGLES] += angles_of(head)
        return driven


def angles_of(head: np.ndarray) -> np.ndarray:
    """(..., 3) yaw, pitch, roll of a take -> the model's (..., 3) angles about x, y and z.

    Those of Deep3DFaceReconstruction: the model's yaw is positive to the person's left.
    """
    return np.stack([head[..., 1], -head[..., 0], head[..., 2]], axis=-1)


def windows(coefficients: Tensor) -> Tensor:
    """(frames, 73) -> (frames, 73, 27): each frame with 13 neighbours on either side, the ends repeated."""
    frames, side = len(coefficients), WINDOW // 2
    around = torch.arange(-side, side + 1, device=coefficients.device)
    rows = torch.arange(frames, device=coefficients.device)[:, None] + around
    return coefficients[rows.clamp(0, frames - 1)].transpose(1, 2)


def render_frames(
    generator: PIRenderer, portrait: np.ndarray, coefficients: np.ndarray, at_once: int | None = None
) -> Iterator[np.ndarray]:
    """uint8 (256, 256, 3) for each frame, RGB, drawn `at_once` together on the generator's device.

    portrait: uint8 (256, 256, 3), RGB, cut as the coefficients' tracker does; coefficients: (frames, 73);
    at_once: 16 on CUDA and 1 elsewhere if not given. On CUDA the convolutions run in half precision. Raises
    PictureError and SettingsError before anything is drawn.
    """
    if portrait.shape != (SIZE, SIZE, 3) or portrait.dtype != np.uint8:
        raise PictureError(
            f"PIRenderer cannot draw from a picture of {' x '.join(map(str, portrait.shape))} {portrait.dtype}",
            f"give the face cut to {SIZE} x {SIZE} pixels in 8-bit RGB",
        )
    check_shape("The coefficients", coefficients, (len(coefficients), COUNT))
    if not len(coefficients):
        raise SettingsError("There are no coefficients to draw", "give those of one frame or more")
    if at_once is None:
        at_once = _AT_ONCE_CUDA if next(generator.parameters()).is_cuda else 1
    if at_once < 1:
        raise SettingsError(f"The frames drawn at once are {at_once}", "give 1 or more")
    return _drawn(generator, portrait, coefficients, at_once)


def _drawn(generator: PIRenderer, portrait: np.ndarray, coefficients: np.ndarray, at_once: int) -> Iterator[np.ndarray]:
    device = next(generator.parameters()).device
    still = torch.tensor(portrait, device=device).permute(2, 0, 1)[None].float() / 127.5 - 1.0
    around = windows(torch.tensor(coefficients, dtype=torch.float32, device=device))
    for part in around.split(at_once):
        with torch.inference_mode(), torch.autocast(device.type, torch.float16, enabled=device.type == "cuda"):
            shown = generator(still.expand(len(part), -1, -1, -1), part).picture
            pictures = shown.float().add(1.0).mul(127.5).round().clamp(0, 255).byte().permute(0, 2, 3, 1)
        yield from pictures.cpu().numpy()
