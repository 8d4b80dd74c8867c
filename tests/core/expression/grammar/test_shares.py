"""Numbers that say how much."""

import pytest

from expclip.core.expression.grammar.shares import factor_of, share_beside, share_of, with_percentages


def test_percentages_and_decimals_are_shares():
    assert [share_of(word) for word in ("30%", "100%", ".25", "0.8", "1.0", "3", "30")] == [
        pytest.approx(0.3), 1.0, 0.25, 0.8, 1.0, None, None,
    ]  # fmt: skip


def test_factors_are_written_with_a_cross():
    assert [factor_of(word) for word in ("×0.50", "×2.00", "x2", "2")] == [0.5, 2.0, None, None]


@pytest.mark.parametrize(
    ("words", "share"),
    [
        ("70% angry", 0.7),
        ("angry at 40%", 0.4),
        ("angry intensity 0.8", 0.8),
        ("angry low", 0.35),
        ("angry about 20%", 0.2),
        ("angry maybe a 20%", 0.2),
        ("angry 20% please", 0.2),
        ("angry 110%", 1.1),
        ("angry orc at 10% health", 1.0),
    ],
)
def test_a_number_beside_a_feeling_is_its_share(words, share):
    said = words.split()
    at = said.index("angry")
    assert share_beside(said, at, at + 1) == pytest.approx(share)


@pytest.mark.parametrize(
    ("said", "percentage"),
    [
        ("angry, 9/10", "angry, 90%"),
        ("fear two out of ten", "fear 20%"),
        ("9/11", "9/11"),
        ("1/100", "1%"),
        ("brows up ten percent", "brows up 10%"),
        ("Twenty-five per cent", "25%"),
        ("80 percent", "80%"),
        ("a hundred and ten percent", "100%"),
        ("one in ten", "one in ten"),
    ],
)
def test_scales_are_percentages(said, percentage):
    assert with_percentages(said) == percentage
