"""What a director turns up, down, or back to rest."""

import pytest

from expclip.core.expression.grammar.dials import with_dials


@pytest.mark.parametrize(("prompt", "wanted"), [
    ("dial down the anger", "a bit of anger"), ("tone the smile down", "a bit of smile"),
    ("take the edge off her fear, keep the grin", "a bit of fear, keep the grin"),
    ("reduce the rage by half", "a bit of rage"), ("reduce the joy to 30%", "joy 30%"),
    ("rein in the excitement", "a bit of excitement"), ("scale back her sadness a notch", "a bit of sadness"),
    ("turn the disgust up", "really disgust"), ("crank up the terror!", "really terror!"),
])  # fmt: skip
def test_what_is_dialled_has_its_strength(prompt, wanted):
    assert with_dials(prompt) == wanted


@pytest.mark.parametrize(("prompt", "wanted"), [
    ("bring the brows down to rest, smile", "brows at rest, smile"), ("lids back to normal", "lids at rest"),
    ("lift the mouth corners back to neutral", "mouth corners at rest"), ("kill the brows", "brows at rest"),
    ("reset the brows and lids please", "brows and lids at rest please"),
])  # fmt: skip
def test_parts_are_sent_back_to_rest(prompt, wanted):
    assert with_dials(prompt) == wanted


@pytest.mark.parametrize("prompt", [
    "bring back the smile", "don't turn the anger up", "he pulled the covers up in fear", "lowers the brows in anger",
    "kill the lights, smiling", "lose the brow raise", "soften the eyes", "turns the corners up",
])  # fmt: skip
def test_other_turns_stay(prompt):
    assert with_dials(prompt) == prompt
