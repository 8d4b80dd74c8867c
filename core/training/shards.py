"""Shards: FLAC sound with the phones spoken in it, what every training of the speech side reads.

A corpus folder holds train-NAME.flac / .npz ... and dev-NAME.flac / .npz ...; dev voices are never heard in training.
In an .npz: `label` (phones,) uint8 inventory numbers, `start`, `end` (phones,) float32 seconds in the shard,
`voice` (clips,) and `clip_start` (clips,) seconds, and the marks `arpabet` and `recorded` where they hold. What no
phone covers is silence.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import MissingPartError
from ..speech import phones as inventory

SAMPLE_RATE = 16000


@dataclass(frozen=True)
class Shard:
    """pcm: int16 (n,) mono at 16 kHz; label, start, end: the phones, see the module's text.

    arpabet: the labels come from a dictionary of ARPAbet phones, so that only the English view of them is known;
    is_recorded: people speak.
    """

    pcm: np.ndarray
    label: np.ndarray
    start: np.ndarray
    end: np.ndarray
    voice: tuple[str, ...]
    arpabet: bool = False
    is_recorded: bool = False

    @property
    def seconds(self) -> float:
        return len(self.pcm) / SAMPLE_RATE

    def sound(self, first: int = 0, past: int | None = None) -> np.ndarray:
        """Samples first..past as float32 in -1..1."""
        return self.pcm[first:past].astype(np.float32) / 32768.0

    def phones(self, first: float = 0.0, last: float = np.inf) -> list[inventory.Phone]:
        """The phones that touch first..last seconds, times counted from `first`."""
        inside = np.flatnonzero((self.end > first) & (self.start < last))
        return [
            inventory.Phone(inventory.LABELS[self.label[i]], float(self.start[i] - first), float(self.end[i] - first))
            for i in inside
        ]


def read_shards(folder: Path, part: str) -> list[Shard]:
    """The shards of `part` ("train" or "dev") that are complete. Raises MissingPartError when there is none."""
    import soundfile

    shards = []
    for path in sorted(folder.glob(f"{part}-*.npz")):
        pcm, _ = soundfile.read(path.with_suffix(".flac"), dtype="int16")
        with np.load(path, allow_pickle=False) as data:
            marks = [name in data and bool(data[name]) for name in ("arpabet", "recorded")]
            shards.append(Shard(pcm, data["label"], data["start"], data["end"], tuple(data["voice"].tolist()), *marks))
    if not shards:
        raise MissingPartError(f"There is no {part} speech in {folder}", "make it with 'expclip train corpus'")
    return shards


def write_shard(
    folder: Path, name: str, samples: np.ndarray, phones: Sequence[inventory.Phone], **more: object
) -> None:
    """Writes float32 samples (n,) and the phones in them; `more` are further arrays and marks of the .npz.

    The .npz comes last and whole, so that a shard with one is complete.
    """
    import soundfile

    spoken = [phone for phone in phones if phone.label != inventory.SILENCE]
    temporary = folder / f".{name}.part"
    with temporary.open("wb") as file:
        soundfile.write(file, samples, SAMPLE_RATE, format="FLAC", subtype="PCM_16")
    os.replace(temporary, folder / f"{name}.flac")
    with temporary.open("wb") as file:
        arrays: dict[str, Any] = {
            "label": np.array([inventory.INDEX[phone.label] for phone in spoken], np.uint8),
            "start": np.array([phone.start for phone in spoken], np.float32),
            "end": np.array([phone.end for phone in spoken], np.float32),
        }
        arrays |= {key: np.asarray(value) for key, value in more.items()}
        np.savez(file, allow_pickle=False, **arrays)
    os.replace(temporary, folder / f"{name}.npz")
