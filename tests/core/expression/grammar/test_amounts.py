"""Amounts as users write them."""

import pytest

from expclip.core.expression.grammar.amounts import AMOUNT, says_of_what, share_in


@pytest.mark.parametrize(("said", "share"), [
    ("7", 0.7), ("eleven", 1.1), ("80", 0.8), (".3", 0.3), ("1.0", 1.0), ("nine and a half", 0.95), ("2 of 5", 0.4),
    ("three out of ten", 0.3), ("2 stars", 0.4), ("thirty percent", 0.3), ("three quarters", 0.75), ("1/4", 0.25),
    ("two-thirds", 0.67), ("1 → 5", 0.5), ("from 1 to 3", 0.3), ("in the red", 1.2), ("1.9", 1.3),
])  # fmt: skip
def test_an_amount_is_a_share(said, share):
    amount = AMOUNT.fullmatch(said)
    assert amount and share_in(amount) == pytest.approx(share)


def test_one_is_the_whole_of_a_weight():
    one = AMOUNT.fullmatch("1")
    assert one and (share_in(one), share_in(one, of_one=True)) == (0.1, 1.0)


@pytest.mark.parametrize("said", ["9/11", "730", "15 out of 10"])
def test_other_numbers_are_none(said):
    amount = AMOUNT.fullmatch(said)
    assert amount and share_in(amount) is None


@pytest.mark.parametrize("said", ["AU12", "$40", "5-0", "24fps", "5:30", "3rd"])
def test_numbers_in_other_writings_are_no_amounts(said):
    assert AMOUNT.search(said) is None


def test_some_amounts_say_of_what():
    said = ("30%", "3/5", "0.3", "half", "4 stars", "3", "forty")
    assert [says_of_what(AMOUNT.fullmatch(one)) for one in said] == [True, True, True, True, True, False, False]
