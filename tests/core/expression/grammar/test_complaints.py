"""Complaints about a face, beside the wish for another."""

import pytest

from expclip.core.expression.grammar.complaints import with_complaints


@pytest.mark.parametrize(("prompt", "wanted"), [
    ("she keeps looking surprised, please relax the brows", "she keeps looking not surprised, please relax the brows"),
    ("it still looks scared. I want calm", "it still looks not scared. I want calm"),
    ("face reads as angry, want it calm", "face reads as not angry, want it calm"),
    ("too angry, make it mild annoyance", "not angry, make it mild annoyance"),
    ("I'd like bittersweet; that's too sad", "I'd like bittersweet; that's not sad"),
    ("I asked for amused and you gave me smug", "I asked for amused and you gave me not smug"),
    ("asked for a smile, got a grin", "asked for a smile, got not a grin"),
])  # fmt: skip
def test_what_is_complained_of_is_denied(prompt, wanted):
    assert with_complaints(prompt) == wanted


@pytest.mark.parametrize("prompt", [
    "he keeps smiling at her", "she still looks happy. Nobody wants her to leave", "too tired to be angry, please",
    "he keeps looking away, angry; make it quick", "it is not disgust that I want, it is fear. Again, please.",
    "way too happy for a funeral", "she asked for a smile and he got one",
])  # fmt: skip
def test_without_a_wish_nothing_is_denied(prompt):
    assert with_complaints(prompt) == prompt
