"""What is denied of a thing."""

import pytest

from expclip.core.expression.grammar.clauses import take_apart


def felt(prompt: str) -> set[str]:
    return {hit.feels.emotion for one in take_apart(prompt).segments if not one.denied for hit in one.hits}


@pytest.mark.parametrize("prompt", ["the joke wasn't funny", "his pun isn't amusing", "the joke did not land"])
def test_a_thing_is_not_felt_of_which_something_is_denied(prompt):
    assert "amusement" not in felt(prompt)


@pytest.mark.parametrize(("prompt", "emotion"), [
    ("laughing at the joke, not listening", "amusement"), ("joking and not tired", "amusement"),
    ("pleased that she wasn't late", "joy"),
])  # fmt: skip
def test_who_feels_keeps_the_feeling(prompt, emotion):
    assert emotion in felt(prompt)
