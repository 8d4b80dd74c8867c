"""Where in a clause another acts, and up to where."""

import pytest

from expclip.core.expression.grammar.deeds_of_others import PlacedClause, deeds_of_others


def deeds(said: str, before: str = "") -> list[str]:
    words = said.split()
    found = deeds_of_others(PlacedClause(words, before.split(), [*before.split(), *words]))
    return [" ".join(words[deed.begin : deed.end]) for deed in found]


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("her boss yells at her", ["her boss yells at her"]),
        ("she hears him laugh", ["laugh"]),
        ("furious at the guy who laughed at her", ["laughed at her"]),
        ("she glares at whoever laughed", ["laughed"]),
        ("she smiles at whoever she loves", []),
        ("she laughs at her own joke", []),
    ],
)
def test_deeds(said, wanted):
    assert deeds(said) == wanted
