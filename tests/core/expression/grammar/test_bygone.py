"""What was felt before is not felt now."""

import pytest

from expclip.core.expression.grammar.clauses import take_apart


def told(prompt: str) -> list[str]:
    """Emotions of the segments, an absent one with a minus."""
    segments = take_apart(prompt).segments
    return [f"{'-' if one.denied else ''}{hit.feels.emotion}" for one in segments for hit in one.hits]


@pytest.mark.parametrize(("prompt", "wanted"), [
    ("was angry, now he is calm", ["-anger", "serenity"]),
    ("Until yesterday he was in love with her. Today he looks at her and feels only revulsion.", ["-love", "disgust"]),
    ("Last year she was terrified of him. Today she laughs at him.", ["-fear", "amusement"]),
    ("Yesterday he was furious; today he's amused.", ["-anger", "amusement"]),
    ("He was sad until noon, tonight he is thrilled", ["-sadness", "excitement"]),
])  # fmt: skip
def test_what_was_is_over_today(prompt, wanted):
    assert told(prompt) == wanted


@pytest.mark.parametrize(("prompt", "wanted"), [
    ("today was awful, he was crushed", ["sadness"]), ("tonight she was sad and tired", ["sadness", "fatigue"]),
    ("he was surprised and delighted today", ["surprise", "joy"]), ("She was nervous. Today is better.", ["anxiety"]),
    ("he was sad, nothing helped", ["sadness"]),
])  # fmt: skip
def test_what_was_felt_today_is_felt(prompt, wanted):
    assert [one for one in wanted if one not in told(prompt)] == []


@pytest.mark.parametrize("prompt", [
    "Her name once made him smile. Now, not a thing.", "she used to laugh at his jokes. Now: nothing.",
    "He used to light up at her name; tonight, nothing.",
])  # fmt: skip
def test_where_there_is_nothing_now_it_has_ended(prompt):
    assert "ended" in [one.absence for one in take_apart(prompt).segments if one.names or one.hits]
