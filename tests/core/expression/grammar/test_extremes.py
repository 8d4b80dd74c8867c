"""How far something goes by what comes of it, or by what it cannot outdo."""

import pytest

from expclip.core.expression.grammar.extremes import with_extremes


@pytest.mark.parametrize(("prompt", "wanted"), [
    ("tongue out as far as ever it will go", "tongue out far to the max"),
    ("eyes open as wide as possible, jaw slack", "eyes open wide to the max, jaw slack"),
    ("purses the lips as tight as she can and squints", "purses the lips tight to the max and squints"),
    ("brows lowered till they nearly cover the eyes", "brows lowered to the max"),
    ("grins so wide the cheeks ache", "grins so wide to the max"),
    ("squints so hard that there's hardly any eye left", "squints so hard to the max"),
    ("corners pulled up until the teeth show", "corners pulled up to the max, the teeth show"),
    ("mouth open far enough to swallow a melon", "mouth open far to the max"),
    ("frowns with all his might", "frowns to the max"), ("yawns like a hippo", "yawns to the max"),
    ("lips stuck out so far a bird could perch there", "lips stuck out far to the max"),
    ("nostrils flared like a racehorse's", "nostrils flared ×1.30"),
    ("mouth open enough to swallow a grapefruit", "mouth open to the max"),
])  # fmt: skip
def test_what_goes_as_far_as_it_can_is_said_so(prompt, wanted):
    assert with_extremes(prompt) == wanted


@pytest.mark.parametrize("prompt", [
    "as far as I can tell, he frowns", "smiles until he sees the dog", "frowns until the phone rings",
    "smiles until her eyes meet his", "eyes not as wide as they'll go", "pushes with all his might",
    "waits until his eyes water", "drives until the car breaks down", "as soon as he can, he smiles",
    "lips apart just wide enough to see the teeth", "old enough to see the difference", "dances like a hippo",
    "lips parted like a child's", "eyes like a cat",
])  # fmt: skip
def test_other_ends_and_comparisons_stay(prompt):
    assert with_extremes(prompt) == prompt
