"""Finds the presets and takes whose expression is most like a sentence, by their places in the ExpCLIP space."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from ..presets import expressions
from .bundle import Bundle
from .errors import PromptError, TakeError
from .expression.reading import read_prompts
from .expression.space import ExpressionSpace
from .expression.style import take_face


@dataclass(frozen=True)
class Found:
    """kind: "preset" or "take"; name: the preset's, or the take's path; likeness: 0 to 1, the same expression at the
    same strength; tells: what a preset looks like."""

    kind: str
    name: str
    likeness: float
    tells: str = ""

    def to_json(self) -> dict:
        return asdict(self) | {"likeness": round(self.likeness, 4)}


def find(
    text: str, space: ExpressionSpace, bundle: Bundle, takes: Sequence[Path] = ()
) -> tuple[list[Found], tuple[str, ...]]:
    """All presets and takes, the likest first, and notes on files that were passed over.

    Raises PromptError for a text that is not understood, and MissingPartError where there are takes and the bundle
    cannot read the style of a motion.
    """
    (reading,) = read_prompts([text], space)
    if reading.confidence == 0.0:
        raise PromptError(f"The text '{text[:60]}' was not understood", "describe a feeling or a face")
    found = [Found("preset", name, 0.0, expression.tells) for name, expression in expressions.EXPRESSIONS.items()]
    faces = [expressions.load(preset.name) for preset in found]
    notes = []
    for path in takes:
        try:
            faces.append(take_face(path, bundle))
        except TakeError as error:
            notes.append(f"Passed over: {error.sentence}")
        else:
            found.append(Found("take", str(path), 0.0))
    likeness = likenesses(reading.embedding, space.embed(np.stack(faces)))
    ranked = [Found(one.kind, one.name, float(like), one.tells) for one, like in zip(found, likeness, strict=True)]
    return sorted(ranked, key=lambda one: (-one.likeness, one.name)), tuple(notes)


def likenesses(wanted: np.ndarray, there: np.ndarray) -> np.ndarray:
    """An embedding (DIM,) and others (n, DIM) -> (n,) 0 to 1: their distance as a share of the most it could be at
    their lengths. The angle alone would call a smirk and a laugh the same."""
    apart = np.linalg.norm(there - wanted, axis=1)
    return 1.0 - apart / np.maximum(np.linalg.norm(there, axis=1) + np.linalg.norm(wanted), 1e-6)
