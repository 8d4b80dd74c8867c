"""What stands for a feeling where it is told of the face."""

import pytest

from expclip.core.expression.grammar.clauses import take_apart

from ..test_reading import read, shown


@pytest.mark.parametrize(
    ("prompt", "wanted"),
    [("his face is a thundercloud", "browDown"), ("her expression was a sunrise", "mouthSmile")],
)
def test_a_face_may_be_likened_to_things(prompt, wanted, space):
    assert shown(read(prompt, space), wanted) > 0.3


@pytest.mark.parametrize(
    "prompt",
    [
        "he turns to face the thundercloud",
        "knives in the drawer",
        "the boy is dressed up as a knife",
        "the ice under the bridge",
        "sitting on the bench, laughing",
        "crushes the can with a laugh",
    ],
)
def test_figures_and_holding_need_a_face(prompt):
    segments = take_apart(prompt).segments
    assert not any(segment.mask == "held" for segment in segments)
    assert not any(
        hit.feels.emotion in ("anger", "sadness") and not hit.feels.loose for one in segments for hit in one.hits
    )
