"""Gives back what the decoder loses of an expression.

The decoder speaks under a style, but it draws some shapes faintly or not at all: those that its lessons rarely wear (a
puffed cheek, eyes turned up, one brow alone). What it loses is seen on a face that does not speak, where the expression
ought to be the one that D reads from the style; that much is added while it speaks, as far as the sound leaves room.
"""

from dataclasses import replace

import numpy as np
import torch

from ...rigs import arkit
from ...rigs.articulation import rules, sides
from ..expression.space import ExpressionSpace
from ..speech.loudness import QUIETEST_DECIBELS, loudness_channels, speech_level
from ..speech.phonogram import phonogram_of
from .decoder import AnimationDecoder
from .windows import Stretch

_JAW, _CLOSE = arkit.INDEX["jawOpen"], arkit.INDEX["mouthClose"]
_CLOSING = [channel for name in ("mouthPress", "mouthRollLower", "mouthRollUpper") for channel in sides(name)]


def restored(stretch: Stretch, style: np.ndarray, space: ExpressionSpace, decoder: AnimationDecoder) -> Stretch:
    """The stretch with whole expressions in `styled`.

    style: (reach + frames + reach, DIM), the style that it was made with and what stands before and after it, the
    decoder's reach either side.
    """
    return given_back(stretch, lost(style, space, decoder)) if np.any(style) else stretch


def lost(style: np.ndarray, space: ExpressionSpace, decoder: AnimationDecoder) -> np.ndarray:
    """What the decoder loses of a style, (reach + frames + reach, DIM) -> (frames, 52); one frame for a style that
    stays."""
    reach = decoder.config.reach
    if (style == style[:1]).all():
        style = style[: 2 * reach + 1]
    return space.face(style[reach : len(style) - reach]) - at_rest(style, decoder)


def given_back(stretch: Stretch, what_is_lost: np.ndarray) -> Stretch:
    """what_is_lost: (frames, 52), or (1, 52) throughout. Nothing that the decoder takes away from the articulation
    comes back, and nothing more is taken away."""
    added = what_is_lost * _room(stretch) * (1.0 - stretch.neutral)
    return replace(stretch, styled=np.maximum(stretch.styled + added, np.minimum(stretch.styled, stretch.neutral)))


@torch.inference_mode()
def at_rest(style: np.ndarray, decoder: AnimationDecoder) -> np.ndarray:
    """The decoder's face where nobody speaks: (reach + frames + reach, DIM) -> (frames, 52) in 0..1."""
    reach, device = decoder.config.reach, next(decoder.parameters()).device
    quiet = np.full(len(style), QUIETEST_DECIBELS, np.float32)
    phonogram, loudness, styles = (
        torch.from_numpy(np.array(part, np.float32))[None].to(device)
        for part in (phonogram_of([], len(style)), loudness_channels(quiet, speech_level(quiet)), style)
    )
    weights, _ = decoder(phonogram, loudness, styles)
    return weights[0, reach : len(style) - reach].clamp(0.0, 1.0).cpu().numpy()


def _room(stretch: Stretch) -> np.ndarray:
    """How much of an expression the sound lets be seen, (frames, 52): as articulation.compose has it."""
    opens = rules().opening > 0
    talking = np.clip(stretch.neutral @ rules().opening / 0.1, 0.0, 1.0)
    room = np.where(opens, 1.0 - stretch.firmness[:, None], 1.0).astype(np.float32)
    room[:, _CLOSING] *= (1.0 - 0.7 * talking)[:, None]
    room[:, _JAW] *= 1.0 - 0.5 * talking
    room[:, _CLOSE] = 1.0 - talking
    return room
