"""Speech with tracked lips: the take of data/facegood_mandarin that nothing is fitted on, through its draft map."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ...rigs import arkit
from ..speech.loudness import frame_decibels, speech_level
from ..speech.phonogram import FPS as RATE
from .test_sets import SHARED, Clip

HELD_OUT = "1114_2_05"
_BELOW_SPEECH_DECIBELS = 20.0
_BRIDGED_SECONDS = 0.2


@dataclass(frozen=True)
class TrackedClip:
    """clip: the sound, without phones; weights: (frames, 52) as tracked, frame i at i / fps."""

    clip: Clip
    weights: np.ndarray
    fps: float

    def speaking(self) -> np.ndarray:
        """The frames (bool) in which the voice sounds or has paused for less than 0.2 s, by its loudness alone."""
        decibels = frame_decibels(self.clip.samples)
        loud = decibels > speech_level(decibels) - _BELOW_SPEECH_DECIBELS
        reach = int(_BRIDGED_SECONDS * RATE / 2)
        near = np.convolve(loud, np.ones(2 * reach + 1), "same") > 0
        at = np.minimum((np.arange(len(self.weights)) / self.fps * RATE).astype(int), len(near) - 1)
        return near[at]


def tracked_clip(name: str = HELD_OUT, shared: Path = SHARED) -> TrackedClip:
    """One of the pairs. Raises OSError when it is not there."""
    folder = shared / "facegood_mandarin"
    draft = json.loads((folder / "facegood_to_arkit_draft.json").read_text(encoding="utf-8"))
    with np.load(folder / "pairs" / f"{name}.npz", allow_pickle=False) as data:
        captured, fps, names = data["weights"], float(data["fps"]), data["names"].tolist()
    weights = np.zeros((len(captured), arkit.COUNT), np.float32)
    for row in draft["mapping"]:
        for target, gain in row["arkit"].items():
            weights[:, arkit.INDEX[target]] += gain * captured[:, names.index(row["name"])]
    return TrackedClip(Clip(folder / "pairs" / f"{name}.flac", [], "cmn"), np.clip(weights, 0.0, 1.0), fps)
