"""FACS notation."""

import pytest

from expclip.core.expression.facs import PLAIN_INTENSITY, read_facs


@pytest.mark.parametrize(
    ("prompt", "wanted"),
    [
        ("AU4+24", {"4": PLAIN_INTENSITY, "24": PLAIN_INTENSITY}),
        ("au 1 + 2 + AU5B", {"1": PLAIN_INTENSITY, "2": PLAIN_INTENSITY, "5": 0.35}),
        ("AU L12E", {"L12": 1.0}),
        ("AU06+R14c", {"6": PLAIN_INTENSITY, "R14": 0.55}),
        ("12345", {}),
        ("take 4+24 again", {}),
    ],
)
def test_units_are_read(prompt, wanted):
    assert read_facs(prompt)[0] == wanted


def test_the_rest_of_the_prompt_remains():
    units, rest, told = read_facs("AU4 and slightly sad")
    assert units and rest.strip(" ;").split() == ["and", "slightly", "sad"] and told == ("AU 4: brow lowerer",)


@pytest.mark.parametrize("prompt", ["AU99", "AU30"])
def test_a_unit_that_moves_nothing_or_needs_a_side_is_told(prompt):
    units, _, told = read_facs(prompt)
    assert not units and told[0].startswith("ignored")
