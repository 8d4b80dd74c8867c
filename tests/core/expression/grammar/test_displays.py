"""Words that grade a display become factors."""

import pytest

from expclip.core.expression.grammar.displays import with_displays


@pytest.mark.parametrize(("prompt", "wanted"), [
    ("a dutiful laugh", "a ×0.60 dutiful laugh"), ("the smile of her life", "the ×1.40 smile"),
    ("a polite little smile", "a ×0.60 polite little smile"), ("a grin you could park a bus in", "a ×1.40 grin"),
    ("his smile, when the ex walks by: polite", "his ×0.60 smile, when the ex walks by"),
    ("his smile, when the bride walks in: the biggest of his life", "his ×1.40 smile, when the bride walks in"),
])  # fmt: skip
def test_a_graded_display(prompt, wanted):
    assert with_displays(prompt) == wanted


@pytest.mark.parametrize("prompt", ["not a polite smile, a real one", "a polite man", "the love of her life"])
def test_what_is_none_stays(prompt):
    assert with_displays(prompt) == prompt
