"""Listening: a voice line of any length -> how probable each phone is in each frame, by the speech encoder."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import torch

from ..audio import Speech
from ..take import frame_count
from .encoder import FPS, FRAME_SAMPLES, SpeechEncoder

WINDOW_FRAMES = 32 * FPS
CONTEXT_FRAMES = 6 * FPS
FADE_FRAMES = FPS // 2
"""A window is WINDOW_FRAMES long; CONTEXT_FRAMES at either side belong to its neighbours, but for a cross-fade of
FADE_FRAMES where one window takes over from the other. Windows begin at whole blocks of the compact encoder, for which
what lies further away moves a weight of the face by .002 at most (three minutes of people; .009 with 4 s)."""
_BLOCK_SAMPLES = WINDOW_FRAMES * FRAME_SAMPLES


@dataclass(frozen=True)
class _Window:
    """`first` is the number of its first frame, `samples` float32 (frames * 320,)."""

    first: int
    samples: np.ndarray


def listen(speech: Speech, encoder: SpeechEncoder, report: Callable[[float, str], None]) -> np.ndarray:
    """Log posteriors of the phones (LABELS): float16 (frame_count(seconds, 50), P), frame i at (i + 0.5) / 50 s.

    Memory grows with the result alone: sound passes through in windows. `report(done, message)` is called after each
    window, with done from 0 to 1, and may raise to stop. Raises SpeechError when the sound has changed since it was
    opened.
    """
    frames = frame_count(speech.seconds, FPS)
    heard = np.zeros((frames, len(encoder.config.phones)), np.float16)
    for window in _windows(speech.blocks(_BLOCK_SAMPLES)):
        posteriors = _log_posteriors(window.samples, encoder)[: max(0, frames - window.first)]
        if window.first:
            _fade_in(heard[window.first :], posteriors)
        else:
            heard[: len(posteriors)] = posteriors
        report(min(1.0, (window.first + len(posteriors)) / frames), "Listening")
    return heard


@torch.inference_mode()
def _log_posteriors(samples: np.ndarray, encoder: SpeechEncoder) -> np.ndarray:
    device = next(encoder.parameters()).device
    _, logits = encoder(torch.from_numpy(samples)[None].to(device))
    return logits[0].float().log_softmax(-1).cpu().numpy()


def _fade_in(heard: np.ndarray, posteriors: np.ndarray) -> None:
    """Writes a window's frames to the start of `heard`, whose first 2 * CONTEXT_FRAMES the window before it wrote."""
    turn = CONTEXT_FRAMES - FADE_FRAMES // 2
    first, past = min(turn, len(posteriors)), min(turn + FADE_FRAMES, len(posteriors))
    share = ((np.arange(past - first) + 0.5) / FADE_FRAMES).astype(np.float32)[:, None]
    heard[first:past] = np.logaddexp(heard[first:past] + np.log(1 - share), posteriors[first:past] + np.log(share))
    heard[past : len(posteriors)] = posteriors[past:]


def _windows(blocks: Iterable[np.ndarray]) -> Iterator[_Window]:
    """Windows of WINDOW_FRAMES, each from 2 * CONTEXT_FRAMES before the end of the one before; the last is shorter.

    Sound is padded with silence to whole frames.
    """
    length, overlap = WINDOW_FRAMES * FRAME_SAMPLES, 2 * CONTEXT_FRAMES * FRAME_SAMPLES
    held = np.zeros(0, np.float32)
    first = 0
    for block in blocks:
        held = np.concatenate([held, block])
        while len(held) > length:
            yield _Window(first, held[:length])
            held = held[length - overlap :]
            first += WINDOW_FRAMES - 2 * CONTEXT_FRAMES
    yield _Window(first, np.pad(held, (0, -len(held) % FRAME_SAMPLES)))
