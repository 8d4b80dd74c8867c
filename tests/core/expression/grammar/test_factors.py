"""Factors for what is told."""

import pytest

from expclip.core.expression.grammar.factors import with_factors


@pytest.mark.parametrize(("prompt", "wanted"), [
    ("surprised x0.5", "surprised ×0.50"), ("brow furrow x2", "brow furrow ×2.00"), ("half as angry", "×0.50 angry"),
    ("brow raise +20%", "brow raise ×1.20"), ("sneer −40%", "sneer ×0.60"), ("anger, one notch more", "anger, ×1.20"),
    ("smile two notches less", "smile ×0.60"), ("twenty percent more anger", "×1.20 anger"),
    ("3x less angry", "×0.33 angry"), ("smile half as wide", "smile ×0.50"),
])  # fmt: skip
def test_what_is_multiplied(prompt, wanted):
    assert " ".join(with_factors(prompt).split()) == wanted


@pytest.mark.parametrize("prompt", [
    "she smiles 3 times", "20% more cheese, happy", "twice the money, happy", "sad x", "half the class laughs",
    "double trouble, amused", "twice divorced, sad", "2x4 in hand, grinning", "half asleep, smiling",
])  # fmt: skip
def test_other_numbers_stay(prompt):
    assert with_factors(prompt) == prompt
