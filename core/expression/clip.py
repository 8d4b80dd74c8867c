"""CLIP over the ExpCLIP space: what a bundle hears and sees by once `expclip train expression` has fitted it.

A bundle keeps three parts for it: "clip" (the projectors, small), "clip_text" and "clip_picture" (the towers in half
precision, so that the bundle outlives the download). A tower is loaded when something is asked of it.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import torch
from torch import Tensor

from ..bundle import Bundle, write_part
from ..errors import ModelError
from .clip_projectors import ClipProjectors
from .clip_tower import ClipConfig, PictureTower, TextTower, fill

PART, TEXT_PART, PICTURE_PART = "clip", "clip_text", "clip_picture"
Tower = TypeVar("Tower", TextTower, PictureTower)


class Clip:
    """Sentences and pictures into the space. Embeddings are at unit scale: ExpressionSpace.scale is still to come."""

    def __init__(
        self,
        config: ClipConfig,
        projectors: ClipProjectors,
        text: Callable[[], TextTower],
        picture: Callable[[], PictureTower],
    ):
        self.config, self.projectors = config, projectors
        self._make_text, self._make_picture = text, picture

    @cached_property
    def text(self) -> TextTower:
        return self._make_text()

    @cached_property
    def picture(self) -> PictureTower:
        return self._make_picture()

    @torch.inference_mode()
    def of_sentences(self, sentences: Sequence[str]) -> tuple[Tensor, Tensor]:
        """Embeddings (n, DIM), and chances of the emotions and of no feeling told, (n, emotions + 1)."""
        vectors = self.text(sentences)
        chances = self.projectors.feelings(self.projectors.text.adapted(vectors)).softmax(-1)
        return self.projectors.text(vectors), chances

    @torch.inference_mode()
    def of_pictures(self, paths: Sequence[Path]) -> Tensor:
        """Embeddings (n, DIM). Raises ModelError for a file that is no picture."""
        return self.projectors.picture(self.picture(paths))


def load_clip(bundle: Bundle) -> Clip | None:
    """The bundle's, or None where it has none. Raises ModelError, with the first use for the towers."""
    if PART not in bundle.config:
        return None
    part, tensors = bundle.part(PART), bundle.tensors(PART)
    try:
        config = ClipConfig.from_json(part["towers"])
        projectors = ClipProjectors.from_json(part["projectors"])
        fill(projectors, tensors)
    except (TypeError, KeyError, RuntimeError) as error:
        raise _misfit(bundle) from error
    return Clip(
        config,
        projectors,
        lambda: _tower(TextTower, TEXT_PART, config, bundle),
        lambda: _tower(PictureTower, PICTURE_PART, config, bundle),
    )


def write_clip(folder: Path, clip: Clip) -> None:
    """Raises OutputError and ModelError."""
    towers = {"towers": clip.config.to_json(), "projectors": clip.projectors.to_json()}
    write_part(folder, PART, towers, clip.projectors.state_dict())
    write_part(folder, TEXT_PART, {"width": clip.config.width}, clip.text.state_dict())
    write_part(folder, PICTURE_PART, {"width": clip.config.width}, clip.picture.state_dict())


def _tower(kind: type[Tower], part: str, config: ClipConfig, bundle: Bundle) -> Tower:
    tensors = bundle.tensors(part)
    try:
        tower = kind(config)
        fill(tower, tensors)
    except (TypeError, KeyError, RuntimeError, AssertionError) as error:
        raise _misfit(bundle) from error
    return tower


def _misfit(bundle: Bundle) -> ModelError:
    return ModelError(f"CLIP in '{bundle.folder}' does not fit its config.json", "fit it again")
