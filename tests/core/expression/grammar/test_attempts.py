"""Whose attempt fails."""

import pytest

from expclip.core.expression.grammar.clauses import take_apart


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


@pytest.mark.parametrize("prompt", [
    "He's trying, and failing, not to yawn", "trying (and failing) not to cry",
    "he tries, unsuccessfully, to hide a grin", "fighting (and losing) not to cry",
    "struggling, without success, to hide her disgust",
])  # fmt: skip
def test_what_is_held_in_breaks_out_where_the_failure_is_told_first(prompt):
    assert {one.mask for one in take_apart(prompt).segments} == {""}


@pytest.mark.parametrize(("prompt", "wanted"), [
    ("trying, and failing, to look calm", "attempted"), ("trying, for her sake, to look happy", ""),
])  # fmt: skip
def test_what_is_tried_does_not_come_about_where_the_failure_is_told_first(prompt, wanted):
    assert absence(prompt) == wanted


def test_what_is_held_in_stays_so_where_a_thing_fails():
    assert "held" in [one.mask for one in take_apart("the engine, failing, makes him try not to cry").segments]
