"""What a game writes in figures, in words."""

import pytest

from expclip.core.expression.grammar.bars import figures_said


@pytest.mark.parametrize(("text", "said"), [
    ("-480 hp", "loses much health"), ("pebble, -1 hp", "pebble, loses little health"),
    ("dmg=12", "loses some health"), ("1.2k damage", "loses much health"),
    ("burning: -120 per second", "loses much health per second"),
    ("hp 2/100", "hp nearly gone"), ("stamina 0%", "stamina empty"), ("sanity: 30", "sanity low"),
    ("morale at 50%", "morale half full"), ("health bar: 96%", "health nearly full"),
])  # fmt: skip
def test_figures_of_a_game_are_said(text, said):
    assert figures_said(text) == said


@pytest.mark.parametrize("text", [
    "fear 30%", "hope 20%", "12 health street", "a -5 degree morning", "smile 3/10", "hp: 120", "room 480",
])  # fmt: skip
def test_other_figures_stay(text):
    assert figures_said(text) == text
