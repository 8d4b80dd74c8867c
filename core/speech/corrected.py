"""Phone lists that people corrected: what they left as it was heard stays as it was heard."""

from collections.abc import Sequence

import numpy as np

from .decoding import Heard
from .phone_file import is_english
from .phones import ARPABET, INDEX, SILENCE, Phone, frame_labels
from .phonogram import FPS, phonogram_of

_SAME_SECONDS = 0.0105
"""Edges are written in milliseconds; somebody who moves one moves it further."""
_LEAST_KEPT = 0.75
"""Of the list's phones, in a correction of what was heard. A transcript's alignment keeps .1 to .7."""


def corrected_phonogram(phones: Sequence[Phone], heard: Heard, frames: int) -> np.ndarray:
    """A list's phonogram, float32 (frames, P): phones that the line was heard with, and their times, keep the shares
    that were heard, faint ones too; changed ones are exact, and so is all of a list that is no correction of it."""
    exact = phonogram_of(phones, frames)
    known = {_written(phone, heard.language): phone for phone in heard.phones}
    kept = [phone for phone in phones if _is_same(phone, known.get(_written(phone, heard.language)))]
    if _spoken(kept) < _LEAST_KEPT * _spoken(phones):
        return exact
    for phone in kept:
        inside = slice(round(phone.start * FPS), min(frames, round(phone.end * FPS)))
        exact[inside] = heard.phonogram[inside]
    return exact


def unwritten_seconds(phones: Sequence[Phone], heard: Heard) -> float:
    """How long speech is heard while a list is silent."""
    frames = max((round(phone.end * FPS) for phone in (*phones, *heard.phones)), default=0)
    speaking, written = (frame_labels(each, frames, FPS) != INDEX[SILENCE] for each in (heard.phones, phones))
    return float((speaking & ~written).sum()) / FPS


def _written(phone: Phone, language: str) -> tuple[str, int]:
    """The name in a list and the frame in which it begins."""
    return ARPABET[phone.label] if is_english(language) else phone.label, round(phone.start * FPS)


def _is_same(phone: Phone, heard: Phone | None) -> bool:
    return (
        heard is not None
        and abs(phone.start - heard.start) < _SAME_SECONDS
        and abs(phone.end - heard.end) < _SAME_SECONDS
    )


def _spoken(phones: Sequence[Phone]) -> int:
    return sum(phone.label != SILENCE for phone in phones)
