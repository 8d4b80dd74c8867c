"""Scenes: what signs tell together. What each kind of them tells is judged in test_event_frames."""

import pytest

from expclip.core.expression.grammar.event_words import clauses_of, in_a_row
from expclip.core.expression.grammar.graded import Feels
from expclip.core.expression.grammar.scenes import scenes_in


def scenes_of(text: str) -> list[tuple[Feels, str]]:
    words = in_a_row(clauses_of(text))
    return [(feels, " ".join(words[begin:end])) for feels, (begin, end) in scenes_in(words)]


def test_signs_may_lie_in_any_order_and_in_any_clauses():
    told = scenes_of("two guards at the door, caps off")
    assert ("sadness", 1.15) in {(feels.emotion, feels.degree) for feels, _ in told}
    assert scenes_of("caps off. two guards are at the door")


def test_one_sign_alone_tells_nothing():
    assert not scenes_of("two guards, both young")
    assert not scenes_of("his cap is off")


def test_a_scene_is_told_in_its_clauses_alone():
    words = {words for _, words in scenes_of("it rains. two guards at the door, caps off. the cat sleeps.")}
    assert "two guards at door . caps off" in words


@pytest.mark.parametrize(
    "text",
    [
        "no guards at the door, no caps off",
        "two guards at the door, caps off, in a rehearsal",
        "two guards at the door, caps off: her boy is safe",
        "almost the last lifeboat, and her children aren't in it",
    ],
)
def test_what_is_denied_or_ends_well_is_no_scene(text: str):
    assert not scenes_of(text)


def test_a_scene_that_ends_well_may_say_so():
    told = scenes_of("four days down in that mine, and then the radio: all twelve alive")
    assert "tearfuljoy" in {feels.emotion for feels, _ in told}
    assert not scenes_of("in the movie, four days down in that mine, and then the radio: all twelve alive")
