"""Numbers in words."""

import re

import pytest

from expclip.core.expression.grammar.numerals import SPELT, number_of


@pytest.mark.parametrize(
    ("words", "number"),
    [("six", 6), ("sixteen", 16), ("Sixty", 60), ("sixty-six", 66), ("twenty one", 21), ("ten", 10)],
)
def test_numbers(words, number):
    assert re.fullmatch(SPELT, words, re.IGNORECASE) and number_of(words) == number


@pytest.mark.parametrize("words", ["sixteen-one", "zero", "once", "twenty ten"])
def test_other_words_are_none(words):
    assert not re.fullmatch(SPELT, words)
