"""What is told of others, and denied of who is shown."""

import pytest

from expclip.core.expression.grammar.clauses import take_apart


def told(prompt: str) -> list[str]:
    segments = take_apart(prompt).segments
    return [f"{'-' if one.denied else ''}{hit.feels.emotion}" for one in segments for hit in one.hits]


@pytest.mark.parametrize(("prompt", "wanted"), [
    ("everyone's laughing. She's not laughing", ["-amusement", "-amusement"]),
    ("he is afraid, she isn't afraid", ["-fear", "-fear"]),
    ("They were all proud. Otto was never proud.", ["-pride", "-pride"]),
    ("first sad, now not sad", ["-sadness", "-sadness"]),
])  # fmt: skip
def test_the_later_denial_counts(prompt, wanted):
    assert told(prompt) == wanted


@pytest.mark.parametrize(("prompt", "wanted"), [
    ("happy, but not too happy", ["joy", "-joy"]), ("afraid, but not afraid enough to run", ["fear", "-fear"]),
    ("sad but not crying", ["sadness", "-sadness"]), ("amused, not laughing", ["amusement", "-amusement"]),
    ("he is proud (he is not proud)", ["pride", "-pride"]),
    ("not sad. Sad", ["-sadness", "sadness"]),
])  # fmt: skip
def test_what_is_denied_of_degree_or_by_another_word_stays(prompt, wanted):
    assert told(prompt) == wanted


def test_a_part_that_does_not_join_in_takes_nothing_away():
    segments = take_apart("smiles with her mouth, doesn't smile with her eyes").segments
    assert any("smiles" in one.words and not one.denied for one in segments)


@pytest.mark.parametrize("prompt", [
    "you were supposed to smile but don't smile", "it was meant to be a grin but don't grin now",
])  # fmt: skip
def test_what_was_to_come_is_denied_in_its_own_clause(prompt):
    assert all(one.denied for one in take_apart(prompt).segments if one.names)
