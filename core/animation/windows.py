"""Long sound in overlapping windows: features and weights come out as a stream, in bounded memory, without seams."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import torch

from ...rigs import arkit
from ..speech.encoder import FPS, FRAME_SAMPLES, SpeechEncoder
from ..take import frame_count
from .decoder import AnimationDecoder

WINDOW_FRAMES = 14 * FPS
CONTEXT_FRAMES = 2 * FPS
FADE_FRAMES = FPS // 2
"""A window is WINDOW_FRAMES long; CONTEXT_FRAMES at either side belong to its neighbours, but for a cross-fade of
FADE_FRAMES where one window takes over from the other."""

StyleAt = Callable[[np.ndarray], np.ndarray]
"""Seconds (frames,) -> style embeddings (frames, style) float32."""


@dataclass(frozen=True)
class Window:
    """One window of sound: `first` is the number of its first frame, `samples` (frames * 320,) float32."""

    first: int
    samples: np.ndarray
    is_last: bool


def stream_windows(
    speech_blocks: Iterable[np.ndarray],
    seconds: float,
    style_at: StyleAt,
    encoder: SpeechEncoder,
    decoder: AnimationDecoder,
    report: Callable[[float, str], None],
) -> Iterator[np.ndarray]:
    """The face for a whole line in consecutive stretches (n, 2, 52) float32, ceil(seconds * 50) frames in all.

    [:, 0] is in neutral style, [:, 1] in the wanted one; frame i stands at (i + 0.5) / 50 seconds.
    speech_blocks: 16 kHz mono float32 arrays of any length, in order.
    Where the style is the zero vector throughout a window, both are the same and cost one run of the decoder.
    `report(done, message)` is called after each window, with done from 0 to 1, and may raise to stop.
    """
    frames = frame_count(seconds, FPS)
    held = np.zeros((0, 2, arkit.COUNT), np.float32)
    for window in _windows(speech_blocks):
        past = min(window.first + len(window.samples) // FRAME_SAMPLES, frames)
        if past <= window.first:
            break
        times = (np.arange(window.first, past) + 0.5) / FPS
        held = _taken_over(held, _animate(window, style_at(times), encoder, decoder))
        report(past / frames, "the face is moving")
        settled = len(held) if window.is_last else len(held) - 2 * CONTEXT_FRAMES
        yield held[:settled]
        held = held[settled:]
    yield held


@torch.inference_mode()
def _animate(
    window: Window, style: np.ndarray, encoder: SpeechEncoder, decoder: AnimationDecoder
) -> np.ndarray:
    """(frames, 2, 52) of one window; the style's length says how many frames are wanted."""
    device = next(decoder.parameters()).device
    features, _ = encoder(torch.from_numpy(window.samples)[None].to(device))
    frames = len(style)
    if (style == style[:1]).all():
        style = style[:1]
    styles = torch.zeros(2 if np.any(style) else 1, *style.shape, device=device)
    styles[-1] = torch.from_numpy(np.ascontiguousarray(style, np.float32))
    weights = decoder(features[:, :frames].expand(len(styles), -1, -1), styles).transpose(0, 1).cpu().numpy()
    return np.broadcast_to(weights, (frames, 2, arkit.COUNT))


def _taken_over(held: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """A window's weights after the frames `held` that it shares with the one before: these fade into the new ones."""
    shared = min(len(held), len(weights))
    result = weights.copy()
    turn = CONTEXT_FRAMES - FADE_FRAMES // 2
    fade = np.clip((np.arange(shared) - turn + 0.5) / FADE_FRAMES, 0.0, 1.0).astype(np.float32)
    result[:shared] = held[:shared] + fade[:, None, None] * (weights[:shared] - held[:shared])
    return result


def _windows(blocks: Iterable[np.ndarray]) -> Iterator[Window]:
    """Windows of WINDOW_FRAMES, each from 2 * CONTEXT_FRAMES before the end of the one before; the last is shorter.

    Sound is padded with silence to whole frames.
    """
    length, overlap = WINDOW_FRAMES * FRAME_SAMPLES, 2 * CONTEXT_FRAMES * FRAME_SAMPLES
    held = np.zeros(0, np.float32)
    first = 0
    for block in blocks:
        held = np.concatenate([held, np.asarray(block, np.float32)])
        while len(held) > length:
            yield Window(first, held[:length], False)
            held = held[length - overlap :]
            first += WINDOW_FRAMES - 2 * CONTEXT_FRAMES
    missing = -len(held) % FRAME_SAMPLES
    yield Window(first, np.concatenate([held, np.zeros(missing, np.float32)]), True)
