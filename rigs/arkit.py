"""The 52 ARKit blendshapes in the order of Apple's documentation; the channel order of every array in this project.

Source: Apple, ARFaceAnchor.BlendShapeLocation (the rows of arkit.csv).
"""

import csv
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Blendshape:
    """One ARKit blendshape; `mirror` is its left/right counterpart, or its own name on the midline."""

    name: str
    region: str
    mirror: str
    motion: str
    source: str


def _read_table() -> tuple[Blendshape, ...]:
    with (Path(__file__).parent / "arkit.csv").open(encoding="utf-8", newline="") as table:
        return tuple(Blendshape(**row) for row in csv.DictReader(table))


BLENDSHAPES = _read_table()
NAMES = tuple(shape.name for shape in BLENDSHAPES)
COUNT = len(NAMES)
INDEX = {name: channel for channel, name in enumerate(NAMES)}
REGIONS = {
    region: tuple(shape.name for shape in BLENDSHAPES if shape.region == region)
    for region in dict.fromkeys(shape.region for shape in BLENDSHAPES)
}
MIRROR_INDEX = tuple(INDEX[shape.mirror] for shape in BLENDSHAPES)
"""weights[..., MIRROR_INDEX] swaps the character's left and right."""


def sideless(name: str) -> str:
    """ "browDown" of "browDownLeft"."""
    return name.removesuffix("Left").removesuffix("Right")
