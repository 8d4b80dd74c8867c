"""ARKit names in a prompt."""

import pytest

from expclip.core.expression.grammar.arkit_names import PLAIN_SHAPE, read_shapes


@pytest.mark.parametrize(
    ("prompt", "wanted"),
    [
        ("jawOpen 0.3", {"jawOpen": 0.3}),
        ("browDown_R at 40%", {"browDownRight": 0.4}),
        ("mouthSmile", {"mouthSmileLeft": PLAIN_SHAPE, "mouthSmileRight": PLAIN_SHAPE}),
        ("a jaw open in awe", {}),
        ("drop the jaw 5", {}),
    ],
)
def test_names_and_their_weights(prompt, wanted):
    weights, rest, _ = read_shapes(prompt)
    assert weights == pytest.approx(wanted) and (wanted or rest == prompt)
