"""Phonograms as they come in use: exact ones with edges a little off, and ones that a worse ear would have heard."""

from collections.abc import Sequence

import numpy as np

from ..speech import phones as inventory
from ..speech.phones import Phone
from ..speech.phonogram import FPS, phonogram_of
from .heard_clips import HeardClip

_EDGE_SECONDS = 0.012
_DELETED = 0.04
_DOUBTED = 0.45
_ROOM = 1e-3


def confusions(clips: Sequence[HeardClip]) -> np.ndarray:
    """What is heard instead of each phone, measured: (P, P), rows sum to 1, nothing on the diagonal."""
    heard = np.full((inventory.COUNT, inventory.COUNT), _ROOM)
    for clip in clips:
        np.add.at(heard, inventory.frame_labels(clip.phones, len(clip.heard), FPS), clip.heard)
    np.fill_diagonal(heard, 0.0)
    return heard / heard.sum(1, keepdims=True)


def jittered(phones: Sequence[Phone], random: np.random.Generator) -> list[Phone]:
    """The same phones with every edge a little off; neighbours that touch stay in touch."""
    moved: dict[float, float] = {}
    for phone in phones:
        for edge in (phone.start, phone.end):
            moved.setdefault(round(edge, 3), edge + float(random.normal(0.0, _EDGE_SECONDS)))
    shifted = [Phone(p.label, moved[round(p.start, 3)], moved[round(p.end, 3)]) for p in phones]
    return [phone for phone in shifted if phone.end - phone.start > 0.004]


def misheard(
    phones: Sequence[Phone], frames: int, instead: np.ndarray, random: np.random.Generator
) -> np.ndarray:
    """A phonogram (frames, P) that leaves phones out, doubts others in favour of what `instead` (see confusions) says,
    and blurs the edges."""
    kept: list[Phone] = []
    for phone in jittered(phones, random):
        if kept and random.random() < _DELETED and phone.start - kept[-1].end < 0.01:
            kept[-1] = Phone(kept[-1].label, kept[-1].start, phone.end)
        else:
            kept.append(phone)
    phonogram = phonogram_of(kept, frames)
    for phone in kept:
        if random.random() >= _DOUBTED:
            continue
        label = inventory.INDEX[phone.label]
        other = int(random.choice(inventory.COUNT, p=instead[label]))
        inside = slice(max(0, int(phone.start * FPS)), max(0, int(np.ceil(phone.end * FPS))))
        share = random.random() * phonogram[inside, label]
        phonogram[inside, label] -= share
        phonogram[inside, other] += share
    blur = random.uniform(0.0, 0.3)
    padded = np.pad(phonogram, ((1, 1), (0, 0)), mode="edge")
    return ((1 - 2 * blur) * phonogram + blur * (padded[:-2] + padded[2:])).astype(np.float32)
