"""The open TEAD: texts with emotions, tags, action units and situations (presets/corpus/tead, see its README)."""

import re
from collections.abc import Iterator
from csv import DictReader
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np

from ...rigs.action_units import INTENSITIES, weights_from_action_units
from .corpus import FOLDER

LANGUAGES = ("de", "es", "fr", "hi", "ja", "ko", "pt", "zh")
"""Files of that name are in that language, all others in English."""
MUSCLES = "none"
"""The emotion of a row that tells muscles alone."""
_UNIT = re.compile(r"([LR]?\d+)([A-E])")


@dataclass(frozen=True)
class Row:
    """One text and its face.

    category: its file, such as "idioms"; emotions: the one that shows and the one that leaks, or none for muscles;
    situation: a sentence that fits and names no emotion, "" where the text is one; action_units: "4D+L12B", "" at rest.
    """

    text: str
    category: str
    emotions: tuple[str, ...]
    tags: tuple[str, ...]
    situation: str
    action_units: str

    @property
    def language(self) -> str:
        return self.category if self.category in LANGUAGES else "en"

    @cached_property
    def weights(self) -> np.ndarray:
        """float32 (52,) in ARKit order."""
        units = {unit: INTENSITIES[letter] for unit, letter in _UNIT.findall(self.action_units)}
        return weights_from_action_units(units).astype(np.float32)


@cache
def rows() -> tuple[Row, ...]:
    return tuple(row for path in sorted((FOLDER / "tead").glob("*.tsv")) for row in _read(path))


def _read(path: Path) -> Iterator[Row]:
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    for line in lines:
        cells = dict(zip(header.split("\t"), line.split("\t"), strict=True))
        emotion, situation = cells["emotion"], cells["situation"].strip()
        yield Row(
            text=cells["text"],
            category=path.stem,
            emotions=() if emotion == MUSCLES else tuple(emotion.split("+")),
            tags=tuple(tag.strip() for tag in cells["tags"].split(",")),
            situation="" if situation == "-" else situation,
            action_units="" if cells["aus"] == "-" else cells["aus"],
        )


@cache
def emotion_groups() -> dict[str, str]:
    """The group of every emotion, such as "fear" for "dread"."""
    return {row["emotion"]: row["group"] for row in _groups()}


@cache
def emotion_families() -> dict[str, str]:
    """The family of every emotion, one of Ekman's six as GoEmotions groups its labels, tired or neutral."""
    return {row["emotion"]: row["family"] for row in _groups()}


@cache
def _groups() -> tuple[dict[str, str], ...]:
    with (FOLDER / "emotion_groups.csv").open(encoding="utf-8", newline="") as table:
        return tuple(DictReader(table))
