"""Large numbers in digits."""

import pytest

from expclip.core.expression.grammar.sums import sums_said


@pytest.mark.parametrize(
    ("digits", "said"),
    [
        ("a cheque for $1,200,000", "a cheque for $1 million"),
        ("it hits 4,000%", "it hits 4 thousand%"),
        ("80000 pounds", "80 thousand pounds"),
        ("₹10,00,000 credited", "₹10 lakh credited"),
        ("₹7,00,00,000 won", "₹7 crore won"),
    ],
)
def test_sums_are_said_in_words(digits: str, said: str):
    assert sums_said(digits) == said


@pytest.mark.parametrize("told", ["in 1998", "at 10:30", "smile 0.35, frown 0.2", "AU12 at 30%", "1,2,3"])
def test_other_numbers_stay(told: str):
    assert sums_said(told) == told
