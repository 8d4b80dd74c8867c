"""The phone inventory: what the speech model hears and the articulation teacher shapes.

The tables beside this file are the data: phones.csv (label, mouth and lip class), symbols.csv (IPA names as
synthesisers write them -> labels) and arpabet.csv (ARPAbet -> label). A label is an IPA class; "sil" is silence.
"""

import csv
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

SILENCE = "sil"
_CEDILLA = "\u0327"
_LENGTH_AND_STRESS = str.maketrans("", "", "ˈˌːˑ:ʲʰʱˠˤᵝʷ̯'-0123456789")


@dataclass(frozen=True)
class Phone:
    """One phone of an utterance: `label` from LABELS, `start` and `end` in seconds."""

    label: str
    start: float
    end: float


def _rows(name: str) -> list[dict[str, str]]:
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


_INVENTORY = _rows("phones.csv")
LABELS: tuple[str, ...] = tuple(row["label"] for row in _INVENTORY)
COUNT = len(LABELS)
INDEX = {label: number for number, label in enumerate(LABELS)}
KIND = {row["label"]: row["kind"] for row in _INVENTORY}
ARPABET = {row["label"]: row["arpabet"] for row in _INVENTORY}
"""The English view: label -> one of 39 lower-case ARPAbet phones without stress, or "sil"."""
MOUTH_CLASS = {row["label"]: row["mouth_class"] for row in _INVENTORY}
"""Label -> one of 12 classes that look alike on the mouth."""
LIP_CLASS = {row["label"]: row["lip_class"] for row in _INVENTORY}
"""Label -> one of 6 classes: sil, pbm, fv, rounded, vowel, consonant."""
_FROM_ARPABET = {row["arpabet"]: row["label"] for row in _rows("arpabet.csv")}
_SYMBOLS = {(row["symbol"], row["language"]): tuple(row["labels"].split()) for row in _rows("symbols.csv")}
_LONGEST_SYMBOL = max(len(symbol) for symbol, _ in _SYMBOLS)


def from_arpabet(name: str) -> str:
    """The label of an ARPAbet phone, stress digits and case ignored. Raises KeyError for an unknown phone."""
    return _FROM_ARPABET[name.lower().rstrip("012")]


@cache
def from_ipa(name: str, language: str = "") -> tuple[str, ...]:
    """The labels that an IPA name stands for: "tɕh" -> ("tʃ",), "iou" -> ("i", "oʊ"); empty for a pause or a modifier.

    `language` is the two- or three-letter code whose own rows of symbols.csv go first. Raises KeyError for a symbol
    that symbols.csv does not know.
    """
    plain = _without_diacritics(name)
    labels: list[str] = []
    position = 0
    while position < len(plain):
        if plain[position] in "h." and position > 0 and KIND.get(labels[-1] if labels else "", "") == "consonant":
            position += 1
            continue
        for length in range(min(_LONGEST_SYMBOL, len(plain) - position), 0, -1):
            symbol = plain[position : position + length]
            found = _SYMBOLS.get((symbol, language)) or _SYMBOLS.get((symbol, ""))
            if found:
                labels += found
                position += length
                break
        else:
            if plain[position] == ".":
                position += 1
                continue
            raise KeyError(f"{plain[position]!r} of {name!r} is not in symbols.csv")
    return tuple(labels)


def _without_diacritics(name: str) -> str:
    decomposed = unicodedata.normalize("NFD", name)
    kept = [mark for mark in decomposed if mark == _CEDILLA or not unicodedata.combining(mark)]
    return unicodedata.normalize("NFC", "".join(kept)).translate(_LENGTH_AND_STRESS).strip("_ ")


def frame_labels(phones: Iterable[Phone], frames: int, fps: float) -> np.ndarray:
    """The inventory number at the middle of each frame: (frames,) int64; silence where no phone is."""
    labels = np.full(frames, INDEX[SILENCE], np.int64)
    for phone in phones:
        first, past = (int(np.ceil(seconds * fps - 0.5)) for seconds in (phone.start, phone.end))
        labels[max(first, 0) : max(past, 0)] = INDEX[phone.label]
    return labels


def phones_from_frames(labels: Sequence[int] | np.ndarray, fps: float) -> list[Phone]:
    """Runs of equal inventory numbers (frames,) as phones, silences too."""
    labels = np.asarray(labels)
    if not len(labels):
        return []
    edges = np.concatenate([[0], np.flatnonzero(np.diff(labels)) + 1, [len(labels)]])
    return [
        Phone(LABELS[labels[first]], float(first / fps), float(past / fps))
        for first, past in zip(edges[:-1], edges[1:], strict=True)
    ]
