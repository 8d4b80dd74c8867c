"""The marks of what a text surely tells: disgust is told by the nose and the upper lip, laughter by an open smile.

The face that is worth most (deciding.py) may be that of a neighbour without them: then nobody sees that it is disgust.
"""

from collections.abc import Mapping

import numpy as np

from ...rigs.action_units import weights_from_action_units
from .grammar.graded import likeness

_KINDS = {"disgust": ("disgust", "aversion", "nausea"), "amusement": ("amusement", "mirth", "laughing")}
"""Emotions of the corpus whose marks are those of one feeling."""
_MARKS = {"disgust": {"9": 0.55, "10": 0.45, "4": 0.3}, "amusement": {"6": 0.55, "12": 0.6, "25": 0.5, "26": 0.4}}
"""Action units of each where nothing else is told."""
_SURE = 0.5
"""Share of the emotions from which on the marks show."""
_ALIKE = 0.35
"""Cosine of the face and the marks from which on these join: another face tells something else."""


def with_sure_marks(weights: np.ndarray, emotions: Mapping[str, float]) -> np.ndarray:
    """emotions: name -> share; weights: float32 (52,)."""
    for feeling, kinds in _KINDS.items():
        share = sum(emotions.get(kind, 0.0) for kind in kinds)
        marks = weights_from_action_units(_MARKS[feeling])
        if share >= _SURE and likeness(weights, marks) >= _ALIKE:
            weights = np.maximum(weights, share * marks)
    return weights.astype(np.float32)
