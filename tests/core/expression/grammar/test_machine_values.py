"""Values as machines write them."""

import pytest

from expclip.core.expression.grammar.machine_values import with_machine_values


@pytest.mark.parametrize(("prompt", "wanted"), [
    ("{disgust: 0.15f}", "{disgust: 0.15}"), ("fear: 0xF0", "fear: 240/255"), ("smile at -12 dB", "smile at 25%"),
    ('{"emotion": "joy", "value": 0.2}', "joy: 0.2"), ('<emotion name="anger" intensity="1"/>', "anger: 1.0"),
    ("setBlendShape('jawOpen', 0.1);", "jawOpen 0.1"), ("rage, velocity 90", "rage, 90/127"),
    ("smile: 10-20%", "smile: 15%"), ("Pain: II/V", "Pain: 2/5"), ("anger knob at nine o'clock", "anger knob at 20%"),
    ("tier II of X rage", "tier 2/10 rage"), ("disgust, tier IV", "disgust, tier 4/5"),
    ("smileL 0.2", "smile left 0.2"),
    ("Joy: 1. Everything else zero.", "Joy: 1.0. nothing else."), ("joy 1, fear 0.2", "joy 1.0, fear 0.2"),
])  # fmt: skip
def test_values_are_written_as_words_and_numbers(prompt, wanted):
    assert with_machine_values(prompt).strip() == wanted


@pytest.mark.parametrize("prompt", [
    "mov ax, 0x4C", '{"user": "bob", "value": 3}', "she smiles at nine o'clock", "he smiles at 0 dB noise",
    "Louis XIV smiles", "roadR 2", "joy 1", "all the rest is silence",
])  # fmt: skip
def test_other_values_stay(prompt):
    assert with_machine_values(prompt) == prompt
