"""What follows from a feeling."""

import pytest

from expclip.core.expression.grammar.clauses import take_apart


def told(prompt: str) -> list[tuple[str, bool, float]]:
    segments = take_apart(prompt).segments
    return [(hit.feels.emotion, one.denied, round(one.strength, 2)) for one in segments for hit in one.hits]


@pytest.mark.parametrize(("prompt", "emotion"), [
    ("in such a fury that the crows have left the tree", "anger"), ("so scared that he can't move", "fear"),
    ("so happy that all her worries fade", "joy"), ("too proud to speak", "pride"),
    ("so sad that nobody dares to leave", "sadness"),
])  # fmt: skip
def test_what_follows_strengthens_and_takes_nothing_away(prompt, emotion):
    (first, *_) = told(prompt)
    assert first[:2] == (emotion, False) and first[2] >= 1.35


@pytest.mark.parametrize(("prompt", "strength"), [
    ("so scared", 1.15), ("too proud", 1.15), ("scared that he left", 1.0),
])  # fmt: skip
def test_where_nothing_follows_it_is_as_strong_as_it_says(prompt, strength):
    assert told(prompt)[0][2] == strength


def test_a_feeling_that_fades_still_does():
    assert told("the joy that she felt fades")[0][1]
