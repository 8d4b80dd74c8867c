"""Where a clause is parted, and what its segments are then."""

import pytest

from expclip.core.expression.grammar.parting import segments_of
from expclip.core.expression.grammar.segments import Clause, Segment


def parted(said: str, before: str = "") -> list[Segment]:
    return list(segments_of(Clause(said.split()), Clause(before.split())))


def test_a_denial_holds_to_the_next_turn():
    assert [one.absence for one in parted("not angry but tired") if one.hits] == ["denied", ""]


@pytest.mark.parametrize("said", ["more hurt than angry", "too tired to be angry"])
def test_what_is_compared_away_is_denied(said):
    assert [one.denied for one in parted(said) if one.hits] == [False, True]


def test_not_now_needs_something_before_it():
    assert [one.verdict for one in parted("not anymore", "she smiled")][-1] == "denied"
