"""Fine shades of emotions, each in several wordings that one face would answer: corpus/nuances.tsv.

They teach the text encoder that words which share nothing may feel alike, and are not remembered as neighbours.
"""

from csv import QUOTE_NONE, DictReader
from dataclasses import dataclass
from functools import cache

from .corpus import FOLDER
from .happenings import Happening

TABLE = FOLDER / "nuances.tsv"
BETWEEN = " | "


@dataclass(frozen=True)
class Nuance:
    """strength: 1 to 5; wordings: two to seven texts, mostly six, that feel alike and share few words."""

    emotion: str
    strength: int
    wordings: tuple[str, ...]

    @property
    def told(self) -> tuple[Happening, ...]:
        """Each wording with its face."""
        return tuple(Happening(wording, (self.emotion,), self.strength) for wording in self.wordings)


@cache
def nuances() -> tuple[Nuance, ...]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        rows = DictReader(lines, delimiter="\t", quoting=QUOTE_NONE)
        return tuple(
            Nuance(row["emotion"], int(row["strength"]), tuple(row["wordings"].split(BETWEEN))) for row in rows
        )
