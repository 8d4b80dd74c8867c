"""What there is to be less of."""

import pytest

from expclip.core.expression.grammar.clauses import take_apart


def strengths(prompt: str) -> dict[str, float]:
    segments = take_apart(prompt).segments
    return {hit.feels.emotion: one.strength for one in segments if not one.denied for hit in one.hits}


@pytest.mark.parametrize(("prompt", "emotion"), [
    ("less angry", "anger"), ("make him less sad please", "sadness"), ("she looks less scared today", "fear"),
    ("fewer tears", "sadness"),
])  # fmt: skip
def test_less_of_a_feeling_leaves_some(prompt, emotion):
    assert strengths(prompt) == {emotion: 0.5}


def test_a_bit_less_leaves_more():
    assert 0.5 < strengths("a bit less angry")["anger"] < 1.0


@pytest.mark.parametrize(("prompt", "emotions"), [
    ("less angry, more hurt", {"hurt"}), ("less angry than hurt", {"hurt"}), ("less than thrilled", set()),
    ("less joy and more fear", {"fear"}),
])  # fmt: skip
def test_less_of_one_and_more_of_another_is_the_other(prompt, emotions):
    assert set(strengths(prompt)) == emotions
