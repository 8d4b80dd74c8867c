"""How large the whole is to be played becomes a factor of its own clause."""

import pytest

from expclip.core.expression.grammar.played import with_played


@pytest.mark.parametrize(("prompt", "wanted"), [
    ("Anger here, underplayed.", "Anger here, ×0.45."), ("Sad. Keep it tiny.", "Sad, ×0.45."),
    ("anger, chew the scenery", "anger, ×1.40"), ("her fear is an ocean", "her fear, ×1.40"),
    ("her fear is a puddle", "her fear, ×0.45"), ("his delight could fill a stadium", "his delight, ×1.40"),
    ("joy fully charged", "joy, ×1.40"), ("a thimble of pity", "×0.45 pity"),
    ("Smile, please. Bigger.", "Smile, please, ×1.20."),
    ("lower lip juts by the thickness of a coin", "lower lip juts, ×0.45"),
    ("happy, turned down low", "happy, ×0.45"), ("happy, every dial round to the stop", "happy, ×1.40"),
    ("anger, every valve open", "anger, ×1.40"), ("anger, simmering on the lowest flame", "anger, ×0.45"),
    ("suspicious, half of what we did yesterday", "suspicious, ×0.50"),
])  # fmt: skip
def test_notes_about_size(prompt, wanted):
    assert with_played(prompt) == wanted


@pytest.mark.parametrize("prompt", [
    "her eyes go big", "He never chews the scenery; calm", "She grins at a house the size of a matchbox",
    "He smiles, a river behind him", "in first gear on the hill, terrified", "Angry. More coffee, please.",
    "Keep it small.",
])  # fmt: skip
def test_what_is_none_stays(prompt):
    assert with_played(prompt) == prompt
