"""Words that are written short."""

import pytest

from expclip.core.expression.grammar.shorthand import written_out


@pytest.mark.parametrize(
    ("prompt", "wanted"),
    [
        ("taunts him w/ her tongue", "taunts him with her tongue"),
        ("smiles w/teeth", "smiles with teeth"),
        ("grins w/o joy", "grins without joy"),
        ("W/O a word", "without a word"),
        ("shouts n stamps", "shouts and stamps"),
        ("sad b/c he left", "sad because he left"),
        ('mouths "wow!" at her', "mouths wow at her"),
        ("mouthing 'no'", "mouthing no"),
    ],
)
def test_they_are_written_out(prompt, wanted):
    assert written_out(prompt) == wanted


@pytest.mark.parametrize(
    "prompt",
    ["w/e, fine", "the w and the o", "sw/out of order", 'says "wow"', "mouths 'I love you'", "angry :/", "http://w/x"],
)
def test_others_stay(prompt):
    assert written_out(prompt) == prompt
