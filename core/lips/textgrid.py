"""Praat TextGrids as aligners write them: words and ARPAbet phones with times."""

import re
from dataclasses import dataclass
from pathlib import Path

from ..speech.phones import SILENCE, Phone, from_arpabet

UNKNOWN = "spn"
_INTERVAL = re.compile(r'(-?[\d.]+)\s+(-?[\d.]+)\s+"((?:[^"]|"")*)"')
_LABELS = re.compile(r"\b(?:xmin|xmax|text|mark|name|class|size|intervals?|item)\b\s*(?:\[\d*\])?\s*:?\s*=?")


@dataclass(frozen=True)
class Annotation:
    """phones: in order, silences ("", sp, sil) too; unknown: seconds from and to of noises that are no phones and of
    words without a pronunciation ("spn"): nobody knows what the mouth did there."""

    phones: list[Phone]
    unknown: list[tuple[float, float]]


def read_annotation(path: Path, tier: str = "phones") -> Annotation:
    """One interval tier of ARPAbet phones. Long and short form of the format.

    Raises ValueError when there is no such tier, KeyError for a phone that is not ARPAbet.
    """
    plain = _LABELS.sub(" ", path.read_text(encoding="utf-8"))
    tiers = re.split(r'"IntervalTier"', plain)[1:]
    for text in tiers:
        name, _, rest = text.strip().partition("\n")
        if name.strip().strip('"') == tier:
            found = [(name.strip(), float(a), float(b)) for a, b, name in _INTERVAL.findall(_without_head(rest))]
            return Annotation(
                phones=[Phone(from_arpabet(name) if name else SILENCE, a, b) for name, a, b in found],
                unknown=[(a, b) for name, a, b in found if name == UNKNOWN],
            )
    raise ValueError(f"'{path}' has no tier '{tier}'")


def _without_head(tier: str) -> str:
    """Leaves out the tier's own first and last second and the number of its intervals."""
    return "\n".join(tier.strip().split("\n")[3:])

