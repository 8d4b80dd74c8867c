"""Denials that tell more than that something is not there."""

import pytest

from expclip.core.expression.grammar.clauses import take_apart


def words_told(prompt: str) -> list[str]:
    return [" ".join(one.words) for one in take_apart(prompt).segments if one.words and not one.denied]


def absences(prompt: str) -> list[str]:
    return [one.absence for one in take_apart(prompt).segments if one.names]


@pytest.mark.parametrize("prompt", [
    "couldn't bring herself to look at the screen", "without once meeting the coach's gaze",
    "never made eye contact", "no eye contact at all", "does not dare look him in the face",
])  # fmt: skip
def test_who_does_not_look_looks_away(prompt):
    assert "looks away" in words_told(prompt)


@pytest.mark.parametrize("prompt", [
    "nobody looks at the clock", "don't look at me like that", "doesn't look at all well", "we look at the clock",
])  # fmt: skip
def test_who_is_not_there_looks_nowhere(prompt):
    assert "looks away" not in words_told(prompt)


@pytest.mark.parametrize("prompt", [
    "doesn't look at the clock. She looks at him.", "don't look at him, look straight at the door",
])  # fmt: skip
def test_who_looks_elsewhere_does_not_look_away(prompt):
    assert "looks away" not in words_told(prompt)


@pytest.mark.parametrize("prompt", [
    "she doesn't look at him; he looks at her", "looks away, glancing at her watch",
    "won't look at it, breaks eye contact",
])  # fmt: skip
def test_what_others_look_at_and_what_is_told_so_stays(prompt):
    assert "looks away" in words_told(prompt)


def test_eyes_that_are_not_taken_off_it_look_at_it():
    assert "looks at the floor" in words_told("can't lift her gaze from the floor")


@pytest.mark.parametrize(("prompt", "absence"), [
    ("never had the nurse met a man so furious", ""),
    ("I haven't seen a dog this sad in years", ""),
    ("no one ever looked less happy", "denied"),
    ("he never saw the sad film", "denied"),
])  # fmt: skip
def test_what_was_never_seen_so_is_there(prompt, absence):
    assert absences(prompt) == [absence]


@pytest.mark.parametrize(("prompt", "absence"), [
    ("nobody in the ward can get her to smile", "missing"),
    ("not even the puppy drew a grin from him", "missing"),
    ("nobody in the ward smiled", "denied"),
    ("can't get a breath for laughing", ""),
])  # fmt: skip
def test_whom_nobody_makes_smile_misses_it(prompt, absence):
    assert absences(prompt) == [absence]
