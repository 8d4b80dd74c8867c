"""Degrees that are drawn."""

import pytest

from expclip.core.expression.grammar.gauges import with_gauges


@pytest.mark.parametrize(("prompt", "wanted"), [
    ("★★☆☆☆ annoyed", "40% annoyed"), ("anger [##--------]", "anger 20%"), ("happy ▓▓░░", "happy 50%"),
    ("⭐⭐⭐ joy", "60% joy"), ("disgust ●●●●○", "disgust 80%"),
    ("frown 1★", "frown 20%"), ("4.5 ★ smile", "90% smile"), ("happy+++", "happy ×1.36"),
])  # fmt: skip
def test_bars_and_stars_are_percentages(prompt, wanted):
    assert " ".join(with_gauges(prompt).split()) == wanted


@pytest.mark.parametrize("prompt", ["smile [on the left]", "AU12 [x]", "C++ code", "AU1+2", "a ● on her nose"])
def test_other_signs_stay(prompt):
    assert with_gauges(prompt) == prompt
