"""Words that close a direction."""

import numpy as np
import pytest

pytest.importorskip("torch")

from expclip.core.expression.grammar.closing import without_closing
from expclip.core.expression.reading import read_prompts


@pytest.mark.parametrize(
    ("prompt", "rest"),
    [
        ("brows down, and that's all", "brows down,"),
        ("wink. That's it, nothing else, thanks!", "wink."),
        ("that's all he ever says", "that's all he ever says"),
        ("that's it, he has won", "that's it, he has won"),
    ],
)
def test_they_stand_at_the_end(prompt, rest):
    left, closed = without_closing(prompt)
    assert left.strip() == rest and closed == (rest != prompt)


@pytest.mark.parametrize(
    "closing", [". Literally all I need, please.", ", no other movement", "; everything else at rest"]
)
def test_nothing_is_added_to_what_is_closed(closing, space):
    alone, closed = read_prompts(["left nostril flares", f"left nostril flares{closing}"], space)
    assert np.array_equal(alone.weights, closed.weights)


def test_a_rest_that_feels_is_no_close(space):
    (reading,) = read_prompts(["left eye winks, the rest of the face stays furious"], space)
    assert reading.weights.sum() > 2.0
