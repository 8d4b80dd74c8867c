"""How far the words of a segment say that muscles go, and which of two parts is told of."""

import pytest

from expclip.core.expression.reading import read_prompts

from .test_muscles import shapes
from .test_reading import shown


@pytest.mark.parametrize(
    ("weaker", "stronger", "shape"),
    [
        ("eyebrows up ten percent", "eyebrows up", "browOuterUp"),
        ("eyebrows up", "eyebrows up to the hairline", "browOuterUp"),
        ("brows raised", "brows raised to the ceiling", "browOuterUp"),
        ("brows up", "brows up, all the way", "browOuterUp"),
        ("cheeks puffed a touch", "cheeks puffed", "cheekPuff"),
        ("cheeks puffed", "cheeks blown out like a trumpet player", "cheekPuff"),
        ("eyes wide", "eyes like dinner plates", "eyeWide"),
        ("lips just pursed", "lips pursed", "mouthPucker"),
        ("lips pursed", "a cartoon pucker", "mouthPucker"),
        ("mouth open", "mouth open to the limit", "jawOpen"),
        ("jaw hanging", "jaw down to his chest", "jawOpen"),
        ("glances down", "eyes cast straight down to her shoes", "eyeLookDown"),
        ("eyes left", "eyes hard left, all the way", "eyeLookOut"),
    ],
)
def test_how_far_a_muscle_goes(weaker, stronger, shape, space):
    less, more = read_prompts([weaker, stronger], space)
    assert shown(less, shape) + 0.05 < shown(more, shape)


def test_a_corner_alone_keeps_its_side():
    assert "mouthFrownLeft" in shapes("mouth pulled down at its left corner")
    assert "mouthFrownRight" not in shapes("mouth pulled down at its left corner")
