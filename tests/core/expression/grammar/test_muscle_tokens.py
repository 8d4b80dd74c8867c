"""How far the words of a segment say that muscles go, and which of two parts is told of."""

import pytest

from expclip.core.expression.reading import read_prompts

from ..test_reading import shown
from .test_muscles import shapes


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
        ("eyes a bit wide", "eyes enormous", "eyeWide"),
        ("eyes wide", "eyes enormous", "eyeWide"),
        ("eyes narrowed", "eyes narrowed to slits", "eyeSquint"),
        ("a smile", "A SMILE!!!", "mouthSmile"),
        ("glares", "glares, glares, glares", "browDown"),
        ("a wee smirk", "a smirk", "mouthSmile"),
        ("a smirk", "an enormous, gloating smirk", "mouthSmile"),
        ("a tiny, sad smile", "a sad smile", "mouthSmile"),
        ("a smile", "a gigantic smile", "mouthSmile"),
        ("a mini glare", "a glare", "browDown"),
        ("a grimace", "a terrible grimace", "mouthStretch"),
        ("eyes left", "eyes hard left, all the way", "eyeLookOut"),
    ],
)
def test_how_far_a_muscle_goes(weaker, stronger, shape, space):
    less, more = read_prompts([weaker, stronger], space)
    assert shown(less, shape) + 0.05 < shown(more, shape)


def test_a_corner_alone_keeps_its_side():
    assert "mouthFrownLeft" in shapes("mouth pulled down at its left corner")
    assert "mouthFrownRight" not in shapes("mouth pulled down at its left corner")


@pytest.mark.parametrize(
    "prompt",
    [
        "lifts the lid on the pot",
        "the jaws close over his leg",
        "the mouth of the cave",
        "shadows open in the eye of the storm",
        "the jaws of the trap snap",
        "the lid off the jar",
        "the blinking cursor",
        "a yawning chasm",
        "the kettle whistles",
        "the wifi hiccups",
        "the old engine coughs",
        "she's just lifted the lid",
        "the grinning gnome",
        "the smile on the pumpkin",
    ],
)
def test_parts_of_things_do_not_move_a_face(prompt):
    assert not shapes(prompt)


def test_parts_of_a_face_still_do():
    assert all(map(shapes, ("lids drooping", "jaws clenched", "the lid of his left eye droops", "coughs on the bus")))


def test_each_other_is_no_side(space):
    (reading,) = read_prompts(["We hold each other and smile."], space)
    assert shown(reading, "mouthSmileLeft") == shown(reading, "mouthSmileRight") > 0.3
