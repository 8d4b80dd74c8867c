"""Whose attempt fails."""

import pytest

from expclip.core.expression.clauses import take_apart


def absence(prompt: str) -> str:
    return next(one.absence for one in take_apart(prompt).segments if one.names)


@pytest.mark.parametrize(("prompt", "wanted"), [
    ("tries to stay happy, the heater does not work", ""), ("wants to be brave, the engine won't obey", ""),
    ("trying to be proud, but the printer isn't working", ""),
    ("tries to be brave, her voice won't obey", "attempted"), ("tries to be happy, it isn't working", "attempted"),
    ("trying to be brave, the mask does not work", "attempted"),
])  # fmt: skip
def test_an_attempt_fails_where_who_tries_does(prompt, wanted):
    assert absence(prompt) == wanted


@pytest.mark.parametrize(("prompt", "mask"), [
    ("tries not to laugh and can't", ""), ("trying not to cry but couldn't", ""),
    ("tries not to laugh and doesn't", "held"), ("tries not to laugh", "held"),
])  # fmt: skip
def test_what_cannot_be_held_in_breaks_out(prompt, mask):
    assert take_apart(prompt).segments[0].mask == mask
