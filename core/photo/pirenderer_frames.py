"""Frames by PIRenderer: weights drive the portrait's own 3DMM coefficients, and each frame is drawn from its window."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from ...rigs import arkit
from ..errors import PictureError, SettingsError
from .pirenderer import COEFFICIENTS, EXPRESSION, SIZE, WINDOW, PIRenderer

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
        _check("The portrait's coefficients", self.source, (COEFFICIENTS,))
        _check("The portrait's weights", self.source_weights, (arkit.COUNT,))
        _check("The matrix from weights to coefficients", self.matrix, (EXPRESSION, arkit.COUNT))

    def coefficients(self, weights: np.ndarray) -> np.ndarray:
        """weights (frames, 52) -> (frames, 73) float32; angles, translation and crop stay the portrait's."""
        _check("The take's weights", weights, (len(weights), arkit.COUNT))
        driven = np.tile(self.source.astype(np.float32), (len(weights), 1))
        driven[:, :EXPRESSION] += (weights - self.source_weights) @ self.matrix.T
        return driven


def matrix_from_pairs(weights: np.ndarray, expression: np.ndarray, ridge: float = 1e-3) -> np.ndarray:
    """M by ridge regression over frames of which a tracker gave both, (frames, 52) and (frames, 64) -> (64, 52).

    Both are taken from their means, so only differences count, as in Drive; a weight that never varies moves nothing.
    ridge: in squares of a weight, against the variance of the weights. Raises SettingsError.
    """
    if len(weights) < 2 or len(weights) != len(expression):
        raise SettingsError(
            f"There are {len(weights)} frames of weights and {len(expression)} of coefficients",
            "give two or more frames, with both for each",
        )
    if not ridge > 0:
        raise SettingsError(f"The ridge is {ridge:g}", "give a number above 0")
    _check("The pairs' weights", weights, (len(weights), arkit.COUNT))
    _check("The pairs' coefficients", expression, (len(weights), EXPRESSION))
    moved = weights.astype(np.float64) - weights.mean(0, dtype=np.float64)
    answered = expression.astype(np.float64) - expression.mean(0, dtype=np.float64)
    spread = moved.T @ moved / len(moved) + ridge * np.eye(arkit.COUNT)
    return np.linalg.solve(spread, moved.T @ answered / len(moved)).T.astype(np.float32)


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
    _check("The coefficients", coefficients, (len(coefficients), COEFFICIENTS))
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


def _check(what: str, values: np.ndarray, shape: tuple[int, ...]) -> None:
    """Raises SettingsError."""
    if values.shape != shape:
        raise SettingsError(f"{what} have the shape {values.shape} instead of {shape}", "give them in that shape")
    if not np.isfinite(values).all():
        raise SettingsError(f"{what} are not all finite", "give numbers alone")
