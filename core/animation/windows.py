"""A line of any length, animated in stretches as a stream: bounded memory, and the same face as if done at once.

A frame depends on its neighbours within the decoder's reach alone, so a stretch that is read with so much context on
either side comes out as the whole line would: there are no seams.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch

from ..speech.phonogram import FPS
from .decoder import CLOSURE, FIRMNESS, AnimationDecoder

STRETCH_FRAMES = 4 * FPS

StyleAt = Callable[[np.ndarray], np.ndarray]
"""Seconds (frames,) -> style embeddings (frames, style) float32."""


@dataclass(frozen=True)
class Stretch:
    """Consecutive frames of a line.

    neutral, styled: float32 (frames, 52), the face in neutral and in wanted style; firmness: float32 (frames,), how
    much the sound needs the lips where they are, 0..1; closure: float32 (frames,), 1 where they meet.
    """

    neutral: np.ndarray
    styled: np.ndarray
    firmness: np.ndarray
    closure: np.ndarray

    def __len__(self) -> int:
        return len(self.neutral)


def stream_weights(
    phonogram: np.ndarray,
    loudness: np.ndarray,
    style_at: StyleAt,
    decoder: AnimationDecoder,
    report: Callable[[float, str], None],
) -> Iterator[Stretch]:
    """The face for a whole line, stretch by stretch; frame i stands at (i + 0.5) / 50 seconds.

    phonogram: float32 (frames, phones), loudness: float32 (frames, channels), see AnimationDecoder.
    Where the style is the zero vector, neutral and styled are the same and cost one run of the decoder.
    `report(done, message)` is called after each stretch, with done from 0 to 1, and may raise to stop.
    """
    frames, reach = len(phonogram), decoder.config.reach
    for first in range(0, frames, STRETCH_FRAMES):
        past = min(first + STRETCH_FRAMES, frames)
        low, high = max(first - reach, 0), min(past + reach, frames)
        style = style_at((np.arange(low, high) + 0.5) / FPS)
        weights, contacts = animate_frames(phonogram[low:high], loudness[low:high], style, decoder)
        inside = slice(first - low, past - low)
        report(past / frames, "Animating")
        yield Stretch(
            weights[0, inside], weights[-1, inside], contacts[0, inside, FIRMNESS], contacts[0, inside, CLOSURE]
        )


@torch.inference_mode()
def animate_frames(
    phonogram: np.ndarray, loudness: np.ndarray, style: np.ndarray, decoder: AnimationDecoder
) -> tuple[np.ndarray, np.ndarray]:
    """Weights (1 or 2, frames, 52) and contacts (1 or 2, frames, 2), all in 0..1: in neutral style, which is the
    articulation, and then in the wanted one where it is another. style: (frames, style)."""
    device = next(decoder.parameters()).device
    if (style == style[:1]).all():
        style = style[:1]
    styles = torch.zeros(2 if np.any(style) else 1, *style.shape, device=device)
    styles[-1] = torch.from_numpy(np.array(style, np.float32))
    spoken, loud = (
        torch.from_numpy(np.ascontiguousarray(part, np.float32)).to(device).expand(len(styles), -1, -1)
        for part in (phonogram, loudness)
    )
    weights, contacts = decoder(spoken, loud, styles)
    weights = weights + (decoder.config.amplitude - 1.0) * weights[:1]
    return weights.clamp(0.0, 1.0).cpu().numpy(), contacts.clamp(0.0, 1.0).cpu().numpy()


