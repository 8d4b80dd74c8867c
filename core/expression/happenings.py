"""What happens to somebody, told without a word for the feeling, and what the face shows: corpus/happenings.tsv.

The open TEAD has faces set by hand; these rows, many more, have an emotion and its strength alone. Their faces are
those of the TEAD's rows of that emotion.
"""

import zlib
from csv import QUOTE_NONE, DictReader
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from ...rigs import arkit
from . import tead
from .corpus import FOLDER

TABLE = FOLDER / "happenings.tsv"
NOTHING = "none"
"""The emotion of a row that tells none."""
PLAIN = 3
SHOWN = {1: 0.4, 2: 0.7, 3: 1.0, 4: 1.2, 5: 1.4}
"""How much of a plain face shows at each strength, from a trace to overwhelming."""
_TYPICAL = 0.7
"""Share of an emotion's rows, those nearest to their mean, whose faces stand for it."""
_LEAKING = 0.4
_NOT_TOLD = ("muscles", "negation")


@dataclass(frozen=True)
class Happening:
    """emotions: the one that shows and perhaps one that leaks, none where nothing is felt; strength: 1 to 5."""

    text: str
    emotions: tuple[str, ...]
    strength: int

    @cached_property
    def plain_weights(self) -> np.ndarray:
        """The face at the plain strength: float32 (52,) in ARKit order, the same for the same text."""
        if not self.emotions:
            return np.zeros(arkit.COUNT, np.float32)
        faces = _typical_faces(self.emotions[0])
        face = faces[zlib.crc32(self.text.encode()) % len(faces)]
        if len(self.emotions) > 1:
            leaking = _LEAKING * _typical_faces(self.emotions[1]).mean(0)
            face = np.where(_against(face), face, np.maximum(face, leaking))
        return face

    @property
    def weights(self) -> np.ndarray:
        """float32 (52,) in ARKit order."""
        return np.minimum(self.plain_weights * SHOWN[self.strength], 1.0).astype(np.float32)


@cache
def happenings() -> tuple[Happening, ...]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        rows = list(DictReader(lines, delimiter="\t", quoting=QUOTE_NONE))
    named = (() if row["emotion"] == NOTHING else tuple(row["emotion"].split("+")) for row in rows)
    return tuple(
        Happening(row["text"], emotions, int(row["strength"])) for row, emotions in zip(rows, named, strict=True)
    )


@cache
def _typical_faces(emotion: str) -> np.ndarray:
    """(rows, 52): faces of the TEAD's rows of this emotion alone, those farthest from their mean left away."""
    rows = [row for row in tead.rows() if row.emotions == (emotion,) and row.category not in _NOT_TOLD]
    faces = np.stack([row.weights for row in rows])
    mean = faces.mean(0)
    alike = faces @ mean / np.maximum(np.linalg.norm(faces, axis=1) * np.linalg.norm(mean), 1e-9)
    return faces[np.argsort(-alike, kind="stable")[: max(1, int(_TYPICAL * len(faces)))]]


def _against(face: np.ndarray) -> np.ndarray:
    """(52,) bool: smiles where the face frowns, frowns where it smiles."""
    smiles, frowns = (
        np.array([arkit.INDEX[f"{shape}{side}"] for side in ("Left", "Right")])
        for shape in ("mouthSmile", "mouthFrown")
    )
    against = np.zeros(arkit.COUNT, bool)
    against[smiles], against[frowns] = face[frowns].any(), face[smiles].any()
    return against
