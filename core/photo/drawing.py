"""The renderer that a portrait job asks for, prepared for its portrait."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..engine import chosen_device
from ..take import Take
from .job import PIRENDERER, PortraitJob
from .portrait import Portrait

Report = Callable[[float], None]
_CREDIT = "Drawn by PIRenderer (Ren et al., ICCV 2021), weights with sha256 {}; the public ones are CC BY-NC 4.0."


@dataclass(frozen=True)
class Renderer:
    """frames: take -> uint8 (height, width, 3 or 4) for each of its frames; told: what a video of them is to tell."""

    frames: Callable[[Take], Iterator[np.ndarray]]
    height: int
    width: int
    told: str = ""


def renderer_for(job: PortraitJob, portrait: Portrait, models: Path, report: Report) -> Renderer:
    """models: the bundle that reads faces; report hears how much of the still is painted.

    Raises PictureError, SettingsError, DeviceError, LicenceError, ModelError and MissingPartError.
    """
    prepared = _pirenderer if job.rendering.renderer == PIRENDERER else _warp
    return prepared(job, portrait, models, report)


def _warp(job: PortraitJob, portrait: Portrait, models: Path, report: Report) -> Renderer:
    from .warp import WarpRenderer

    shown = portrait.framed(job.frame)
    if job.rendering.art is not None:
        from .art import in_the_manner_of

        shown = in_the_manner_of(Path(job.rendering.art), shown, models, report)
    height, width = shown.pixels.shape[:2]
    return Renderer(WarpRenderer(shown, chosen_device(job.rendering.device)).frames, height, width)


def _pirenderer(job: PortraitJob, portrait: Portrait, models: Path, report: Report) -> Renderer:
    from .coefficients import open_coefficients
    from .pirenderer_frames import render_frames
    from .pirenderer_portrait import cut_for_pirenderer, drive_of
    from .pirenderer_weights import open_weights

    told = job.rendering
    assert told.checkpoint is not None and told.coefficients is not None
    weights = open_weights(Path(told.checkpoint))
    generator = weights.generator.to(chosen_device(told.device))
    coefficients = open_coefficients(Path(told.coefficients))
    drive = drive_of(portrait, coefficients, None if told.tracked is None else Path(told.tracked))
    cut, _ = cut_for_pirenderer(portrait)
    side = (job.frame.size or len(cut)) // 2 * 2
    coloured = (lambda frame: frame) if told.art is None else _in_colours_of(Path(told.art), cut)

    def frames(take: Take) -> Iterator[np.ndarray]:
        for frame in render_frames(generator, cut, drive.coefficients(take.weights, take.head)):
            yield _enlarged(coloured(frame), side)

    return Renderer(frames, side, side, _CREDIT.format(weights.sha256))


def _in_colours_of(art: Path, cut: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    """Every frame by the same table: painting frame by frame would flicker."""
    from ..image.picture import read_picture
    from .colour_table import colour_table

    return colour_table(cut, read_picture(art)).applied


def _enlarged(frame: np.ndarray, side: int) -> np.ndarray:
    if len(frame) == side:
        return frame
    from torch import from_numpy
    from torch.nn.functional import interpolate

    planes = from_numpy(frame).permute(2, 0, 1)[None].float()
    planes = interpolate(planes, [side, side], mode="bicubic", antialias=True, align_corners=False)
    return np.ascontiguousarray(planes[0].permute(1, 2, 0).clamp(0, 255).round().byte().numpy())
