"""Nearest texts by shared words."""

import numpy as np

from expclip.core.expression.neighbours import Neighbours, plain_entry
from expclip.rigs import arkit


def face(name: str, weight: float = 1.0) -> np.ndarray:
    weights = np.zeros(arkit.COUNT, np.float32)
    weights[arkit.INDEX[name]] = weight
    return weights


def index() -> Neighbours:
    return Neighbours(
        [
            (["furious", "stare"], face("browDownLeft"), "rage"),
            (["gentle", "smile"], face("mouthSmileLeft"), "joy"),
            (["pressed", "lips"], face("mouthPressLeft"), ""),
        ]
    )


def test_the_same_words_are_nearest():
    near = index().near(["gentle", "smile"])
    assert near.nearest > 0.99 and near.emotions["joy"] > 0.99
    assert np.allclose(near.face, face("mouthSmileLeft"), atol=1e-3)


def test_related_words_are_found():
    near = index().near(["furiously"])
    assert 0.1 < near.nearest < 1.0 and max(near.emotions, key=near.emotions.__getitem__) == "rage"


def test_strange_words_lower_the_nearness():
    assert index().near(["gentle", "smile", "blorf", "xqzt"]).nearest < index().near(["gentle", "smile"]).nearest


def test_nothing_shared_is_no_face():
    near = index().near(["blorf"])
    assert near.nearest == 0.0 and not near.face.any()


def test_a_mixture_keeps_its_strength():
    near = index().near(["furious", "lips"])
    assert np.linalg.norm(near.face) > 0.95


def test_an_entry_is_plain_and_lefthand():
    words, weights = plain_entry("slightly raised right brow", face("browOuterUpRight", 0.4))
    assert words == ["raised", "left", "brow"]
    assert np.allclose(weights, face("browOuterUpLeft", 1.0))
