"""Scales that are named once."""

import pytest

from expclip.core.expression.grammar.scales_of import with_scales_of


@pytest.mark.parametrize(("prompt", "wanted"), [
    ("On a fear scale of ten, she is at nine and a half", "fear 95%"),
    ("on a scale from 1 to 10 his anger is a 2", "his anger is 20%"),
    ("terror at 3 on a 10 point scale", "terror 30%"), ("proud on a scale of 1-5: 4", "proud 80%"),
    ("On the pain scale she says two.", "pain 20%, ."), ("On the pain scale she says ten, then eleven", "pain 110%"),
    ("On a 1-5, her anger is a 2", "her anger is 40%"),
])  # fmt: skip
def test_a_number_is_part_of_the_scale(prompt, wanted):
    assert " ".join(with_scales_of(prompt).split()).strip(" ,") == wanted


@pytest.mark.parametrize(
    "prompt",
    [
        "smiles on a scale never seen",
        "a scale of a fish",
        "is 9 on the kitchen scale",
        "on the fear scale nothing happened at two",
        "on a 1-5 vote they lost",
    ],
)
def test_other_scales_stay(prompt):
    assert with_scales_of(prompt) == prompt
