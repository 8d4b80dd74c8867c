"""Words that do something only where something holds."""

import pytest

from expclip.core.expression.reading import read_prompts

from ..test_reading import read, shown


def test_only_the_lips_is_not_the_lips_only_just_parted(space):
    assert "only the lower face" in read_prompts(["just the lips pressed"], space)[0].read_as
    assert "only the lower face" not in read_prompts(["the lips just parted"], space)[0].read_as


@pytest.mark.parametrize(
    "prompt",
    [
        "The contempt breaks and below appears a naked terror.",
        "the smile cracks and fear shows underneath",
        "her calm cracks and underneath is panic",
    ],
)
def test_what_comes_to_light_is_above_and_no_cover(prompt, space):
    reading = read(prompt, space)
    assert shown(reading, "eyeWide") > 0.3
    assert shown(reading, "mouthSmile") < 0.15


def test_what_lies_under_a_smile_leaves_it_there(space):
    reading = read("fear under a smile", space)
    assert shown(reading, "mouthSmile") > 0.3
    assert shown(reading, "eyeWide") > 0.3
