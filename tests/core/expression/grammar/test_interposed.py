"""Words that strengthen a saying from within."""

import pytest

from expclip.core.expression.grammar.interposed import with_amplifiers_before


@pytest.mark.parametrize(("said", "ordered"), [
    ("in absolute stitches", "absolute in stitches"), ("over the bloody moon", "bloody over the moon"),
    ("chuffed to absolute bits", "absolute chuffed to bits"),
])  # fmt: skip
def test_an_amplifier_stands_before_its_saying(said, ordered):
    assert with_amplifiers_before(said.split()) == ordered.split()


@pytest.mark.parametrize("said", ["absolutely livid", "not absolutely sure", "the very crows left", "a total of nine"])
def test_other_words_stay_where_they_are(said):
    assert with_amplifiers_before(said.split()) == said.split()
