"""Nuances: wordings that one face answers."""

import numpy as np

from expclip.core.expression import tead
from expclip.core.expression.nuances import Nuance, nuances


def test_every_emotion_has_many():
    counts = {emotion: sum(nuance.emotion == emotion for nuance in nuances()) for emotion in tead.emotion_groups()}
    assert min(counts.values()) >= 40
    assert sum(len(nuance.wordings) for nuance in nuances()) > 45_000


def test_its_wordings_have_faces_of_its_emotion_and_strength():
    weak, strong = (Nuance("grief", strength, ("lost to the world", "undone")).told for strength in (1, 5))
    assert [one.text for one in weak] == ["lost to the world", "undone"]
    assert all(one.weights.sum() < other.weights.sum() for one, other in zip(weak, strong, strict=True))
    assert all(np.all(one.plain_weights == other.plain_weights) for one, other in zip(weak, strong, strict=True))
