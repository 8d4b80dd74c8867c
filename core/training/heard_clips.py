"""Clips as the speech encoder hears them, made once and kept on disk: the animation decoder learns from them cheaply.

A folder holds heard-0000.npz ... of at most 256 clips each: `heard` float16 (clips, frames, P) phonograms, `decibels`
and `clean_decibels` float16 (clips, frames) of 20 ms frames with and without room, noise and level, and the phones
spoken: `label` uint8, `start`, `end` float32 seconds, `clip` int32, all (phones,).
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ..speech import phones as inventory
from ..speech.loudness import frame_decibels
from ..speech.phones import Phone
from ..whole_file import whole_file
from .clips import Clips

_CLIPS_A_FILE = 256
_LATE_SECONDS = 0.012
"""The synthesisers' phone times are later than a person's alignment of the same phones, by so much on three readers."""

Hear = Callable[[np.ndarray], np.ndarray]
"""Samples (n,) float32 at 16 kHz -> phonogram (n // 320, P)."""


@dataclass(frozen=True)
class HeardClip:
    """phones: what is spoken; heard: float32 (frames, P); decibels, clean_decibels: float32 (frames,)."""

    phones: list[Phone]
    heard: np.ndarray
    decibels: np.ndarray
    clean_decibels: np.ndarray


def make_heard_clips(
    clips: Clips, count: int, hear: Hear, folder: Path, seed: int, report: Callable[[float, str], None]
) -> None:
    """Writes `count` clips into `folder`, the same for the same seed; files that are there are kept."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, first in enumerate(range(0, count, _CLIPS_A_FILE)):
        path = folder / f"heard-{number:04d}.npz"
        if path.exists():
            continue
        arrays = _heard(clips, range(first, min(first + _CLIPS_A_FILE, count)), hear, seed)
        with whole_file(path) as temporary, temporary.open("wb") as file:
            np.savez(file, **arrays)
        report(min(1.0, (first + _CLIPS_A_FILE) / count), "Hearing the clips")


def is_complete(folder: Path, count: int) -> bool:
    return len(list(folder.glob("heard-*.npz"))) * _CLIPS_A_FILE >= count


def read_heard_clips(folder: Path) -> list[HeardClip]:
    """All clips of a folder."""
    clips = []
    for path in sorted(folder.glob("heard-*.npz")):
        with np.load(path, allow_pickle=False) as data:
            arrays = {name: data[name] for name in data.files}
        edges = np.searchsorted(arrays["clip"], np.arange(len(arrays["heard"]) + 1))
        for number, (first, past) in enumerate(zip(edges[:-1], edges[1:], strict=True)):
            spoken = zip(*(arrays[name][first:past].tolist() for name in ("label", "start", "end")), strict=True)
            clips.append(
                HeardClip(
                    [Phone(inventory.LABELS[label], start, end) for label, start, end in spoken],
                    *(arrays[name][number].astype(np.float32) for name in ("heard", "decibels", "clean_decibels")),
                )
            )
    return clips


def _heard(clips: Clips, numbers: range, hear: Hear, seed: int) -> dict[str, Any]:
    heard, decibels, clean_decibels, spoken = [], [], [], []
    for row, number in enumerate(numbers):
        clip = clips.draw(np.random.default_rng([seed, 2, number]))
        heard.append(hear(clip.samples).astype(np.float16))
        decibels.append(frame_decibels(clip.samples).astype(np.float16))
        clean_decibels.append(frame_decibels(clip.clean).astype(np.float16))
        late = 0.0 if clip.arpabet else _LATE_SECONDS
        spoken += [(row, inventory.INDEX[phone.label], phone.start - late, phone.end - late) for phone in clip.phones]
    columns = zip(*spoken, strict=True) if spoken else ((), (), (), ())
    clip_number, label, start, end = columns
    return {
        "heard": np.stack(heard), "decibels": np.stack(decibels), "clean_decibels": np.stack(clean_decibels),
        "clip": np.asarray(clip_number, np.int32), "label": np.asarray(label, np.uint8),
        "start": np.asarray(start, np.float32), "end": np.asarray(end, np.float32),
    }  # fmt: skip
