"""The word for a feeling or a muscle beside a place of the prompt."""

import pytest

from expclip.core.expression.grammar.named_beside import named_before, named_behind


@pytest.mark.parametrize(("prompt", "named"), [
    ("his anger", "anger"), ("a dog, jaw open", "jaw open"), ("brow raise left", "brow raise left"),
    ("mouthSmileLeft", "mouthSmileLeft"), ("AU12", "AU12"), ("risorius", "risorius"),
    ("his zygomaticus major", "zygomaticus major"),
])  # fmt: skip
def test_what_is_named_before(prompt, named):
    found = named_before(prompt, 0, len(prompt))
    assert found and prompt[found.begin : found.end] == named


@pytest.mark.parametrize("prompt", ["an angry man", "the table", "", "anger, a table"])
def test_nothing_is_named_before(prompt):
    assert named_before(prompt, 0, len(prompt)) is None


def test_what_stands_alone_in_its_clause():
    alone = [named_before(prompt, 0, len(prompt)) for prompt in ("give her anger", "the boss sees anger")]
    assert [one.alone for one in alone if one] == [True, False]


@pytest.mark.parametrize(("prompt", "named"), [
    ("rage now", "rage"), ("left brow raised", "left brow raised"), ("big smile", "big smile"), ("class laughs", ""),
    ("dogs", ""),
])  # fmt: skip
def test_what_is_named_behind(prompt, named):
    found = named_behind(prompt, 0)
    assert (prompt[found.begin : found.end] if found else "") == named
