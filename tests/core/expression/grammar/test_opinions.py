"""Who thinks something of a thing muses on nothing."""

import pytest

from expclip.core.expression.grammar.clauses import take_apart


def emotions(prompt: str) -> set[str]:
    return {hit.feels.emotion for one in take_apart(prompt).segments for hit in one.hits}


@pytest.mark.parametrize(("prompt", "wanted"), [
    ("Beth thinks it's hilarious", "amusement"), ("she thought the whole thing was disgusting", "disgust"),
    ("he thinks this is boring", "boredom"), ("thought that he was so boring", "boredom"),
])  # fmt: skip
def test_an_opinion_is_no_contemplation(prompt, wanted):
    assert emotions(prompt) == {wanted}


@pytest.mark.parametrize("prompt", ["thinks about how sad it is", "he thinks it over", "she thinks it's raining"])
def test_musing_stays(prompt):
    assert "contemplation" in emotions(prompt)
