"""What is heard beside muscles, and muscles beside each other."""

import pytest

from expclip.core.expression.reading import read_prompts

from .test_reading import shown


@pytest.mark.parametrize(
    "prompt",
    [
        "huge yawn, it's the Duke's poetry",
        "mouth a perfect O, like the picture on a biscuit tin",
        "rolls her eyes, big for the camera",
    ],
)
def test_what_is_heard_does_not_smile_beside_a_yawn(prompt, space):
    assert shown(read_prompts([prompt], space)[0], "mouthSmile") < 0.15


def test_lids_of_a_yawn_yield_to_eyes_that_are_told_to_be_huge(space):
    (reading,) = read_prompts(["mid-yawn, eyes huge"], space)
    assert shown(reading, "eyeWide") > 0.5 > 0.15 > shown(reading, "eyeBlink")
    assert shown(read_prompts(["mid-yawn"], space)[0], "eyeBlink") > 0.5
