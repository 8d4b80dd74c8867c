"""Who does not even flinch."""

import pytest

from ..test_reading import read


@pytest.mark.parametrize("prompt", [
    "a gun goes off beside him and he doesn't even flinch", "a shot rings out and she does not even blink",
])  # fmt: skip
def test_the_face_stays_still(prompt, space):
    assert read(prompt, space).weights.max() < 0.15


@pytest.mark.parametrize("prompt", ["furious, she doesn't even blink", "a gun goes off beside him and he flinches"])
def test_what_is_felt_shows(prompt, space):
    assert read(prompt, space).weights.max() > 0.3
