"""What is set between commas or dashes, or in front, and tells what became of somebody."""

import pytest

from expclip.core.expression.grammar.frame_patterns import INSERTIONS


@pytest.mark.parametrize(
    ("told", "joined"),
    [
        ("her husband, dead ten years, is buying bread", "her husband dead ten years is buying bread"),
        ("her husband — dead ten years — is buying bread", "her husband dead ten years is buying bread"),
        ("her mum, whom everyone thought drowned, waves", "her mum whom everyone thought drowned waves"),
        ("blind since birth, he sees her", "blind since birth he sees her"),
        ("first, her cousin, cremated in 1998, rings", "first, her cousin cremated in 1998 rings"),
    ],
)
def test_a_clause_goes_on_behind_an_insertion(told: str, joined: str):
    assert " ".join(INSERTIONS.joined(told).split()) == joined


@pytest.mark.parametrize(
    "told",
    [
        "his father, dead ten years, and his mother",
        "he is dead, she says, and weeps",
        "red, dead, the rose",
        "she smiles, nods, waves",
        "her husband, dead ten years",
        "the bill is 1,000 for the dead, 2,000 for the living",
    ],
)
def test_other_commas_stay(told: str):
    assert INSERTIONS.joined(told) == told
