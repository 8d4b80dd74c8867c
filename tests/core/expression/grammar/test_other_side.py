"""One side set against the other."""

import pytest

from expclip.core.expression.reading import read_prompts
from expclip.rigs import arkit


@pytest.mark.parametrize(("prompt", "shut", "open_"), [
    ("the left eye doesn't close, only the right one does", "eyeBlinkRight", "eyeBlinkLeft"),
    ("the right eye doesn't wink, the left one does", "eyeBlinkLeft", "eyeBlinkRight"),
    ("the right eye closes, the left one doesn't", "eyeBlinkRight", "eyeBlinkLeft"),
])  # fmt: skip
def test_the_other_side_does_it(prompt, shut, open_, space):
    (face,) = read_prompts([prompt], space)
    assert face.weights[arkit.INDEX[shut]] > 0.5 and face.weights[arkit.INDEX[open_]] < 0.1
