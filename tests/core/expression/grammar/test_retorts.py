"""Answers that take back what was asked."""

import pytest

from expclip.core.expression.grammar.clauses import take_apart


def told(prompt: str) -> list[str]:
    segments = take_apart(prompt).segments
    return [f"{'-' if one.denied else ''}{hit.feels.emotion}" for one in segments for hit in one.hits]


@pytest.mark.parametrize(("prompt", "wanted"), [
    ("angry? Him? Don't be silly, he's delighted", ["-anger", "joy"]),
    ("scared? As if. She is bored.", ["-fear", "boredom"]),
    ("is he happy? You must be kidding. Furious.", ["-joy", "anger"]),
    ("proud, my foot", ["-pride"]), ("in love? Yeah right.", ["-love"]),
    ("afraid? oh, not likely. amused", ["-fear", "amusement"]),
    ("angry? lol no. ashamed", ["-anger", "shame"]),
    ("if that's love then I'm a teapot", ["-love"]),
    ("If this is joy I'd hate to see grief. He is sad", ["-joy", "sadness"]),
])  # fmt: skip
def test_a_retort_takes_back(prompt, wanted):
    assert told(prompt) == wanted


@pytest.mark.parametrize(("prompt", "wanted"), [
    ("not sad, quite the opposite", ["-sadness"]), ("terrified, as if it were alive", ["fear"]),
    ("if that's joy, show it", ["joy"]), ("happy? and proud", ["joy", "pride"]),
    ("What on earth?! You must be kidding.", ["surprise"]),
])  # fmt: skip
def test_what_is_no_retort_takes_nothing_back(prompt, wanted):
    assert told(prompt) == wanted
