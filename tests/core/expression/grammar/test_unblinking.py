import pytest

from expclip.core.expression.grammar.unblinking import is_unblinking


@pytest.mark.parametrize("prompt", [
    "staring, without blinking", "Unblinking, cold fury", "furious; she doesn't blink", "he doesn’t   blink once",
    "starrt ihn an, ohne zu blinzeln", "la mirada fija, sin pestañear", "triste, sans ciller", "目不转睛地看着他",
    "まばたきもせず見つめる", "अपलक देखता हुआ", "눈 하나 깜빡하지 않고", "encara sem piscar",
])  # fmt: skip
def test_who_does_not_blink_is_told(prompt):
    assert is_unblinking(prompt)


@pytest.mark.parametrize("prompt", [
    "blinking back tears", "she can't stop blinking", "startled, blinking", "in the blink of an eye", "joyful",
    "it happened without a blinking light", "stunned (blinks)", "",
])  # fmt: skip
def test_others_blink(prompt):
    assert not is_unblinking(prompt)
