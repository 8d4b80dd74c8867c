"""How far a part of the face goes, measured."""

import pytest

from expclip.core.expression.grammar.distances import with_distances


@pytest.mark.parametrize(("prompt", "wanted"), [
    ("drop the jaw 40 mm", "drop the jaw 100%"), ("drop the jaw 5 mm", "drop the jaw 12%"),
    ("raise the brows 3mm", "raise the brows 20%"), ("brows up by half a centimetre", "brows up 33%"),
    ("jaw open 5°", "jaw open 20%"), ("jaw open, 4mm", "jaw open, 10%"),
    ("upper lids lowered by 1.5 cm", "upper lids lowered 100%"),
])  # fmt: skip
def test_a_measure_is_a_percentage_of_the_way(prompt, wanted):
    assert with_distances(prompt) == wanted


@pytest.mark.parametrize("prompt", [
    "a 12 mm lens, she smiles", "angry about the 40 mm gap", "she smiles, it's 30 degrees outside",
    "turns her head 30 degrees", "smiling, 10 cm taller than him",
])  # fmt: skip
def test_other_measures_stay(prompt):
    assert with_distances(prompt) == prompt
