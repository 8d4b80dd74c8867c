"""A whole picture as CLIP sees it, brought into the ExpCLIP space by P_image (Zhong et al., AAAI 2024, section 3.2)."""

from pathlib import Path

import numpy as np

from ...presets import expressions
from ..errors import MissingPartError
from ..expression.space import ExpressionSpace
from ..finding import likenesses
from .reading import FaceReading, shown_shapes


def read_picture_by_clip(path: Path, space: ExpressionSpace) -> FaceReading:
    """The face that P_image and D make of a picture; its confidence is how like it is to the nearest preset.

    Raises MissingPartError where the bundle has no CLIP or open_clip is not installed, and ModelError for what is no
    picture.
    """
    if space.clip is None:
        raise MissingPartError(
            "These models have no CLIP that sees pictures",
            "fit one with 'expclip train expression --text-backbone', or read the face by its landmarks",
        )
    embedding = (space.clip.of_pictures([path]) * space.scale)[0].numpy()
    weights = space.face(embedding[None])[0]
    names = list(expressions.NAMES)
    likeness = likenesses(embedding, space.embed(np.stack([expressions.load(name) for name in names])))
    nearest = int(likeness.argmax())
    told = (
        f"like the preset '{names[nearest]}' {likeness[nearest]:.2f}",
        *shown_shapes(weights),
        "note: CLIP sees the whole picture, not the face alone",
    )
    return FaceReading(weights, float(likeness[nearest]), told)
