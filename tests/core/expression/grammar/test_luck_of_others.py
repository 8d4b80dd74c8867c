"""Luck of others, and luck that turns, is not enjoyed; what it feels like instead, if anything, is one of several."""

import pytest

from expclip.core.expression.grammar.frames import event_in

NO_LUCK = {"disappointment", "jealousy", "embarrassment", "anger", "sadness"}


@pytest.mark.parametrize("prompt", [
    "his rival wins the election", "the other team scored", "beaten by the boss", "the neighbour won the lottery",
    "scored an own goal", "passed over for promotion", "her ex got married",
    "he won the lottery and then lost the ticket",
    "second place again", "the killer was found not guilty", "gave birth to a stillborn",
    "my colleague got the promotion",
])  # fmt: skip
def test_luck_of_others_and_luck_that_turns_is_not_enjoyed(prompt):
    event = event_in(prompt)
    assert event is None or event.feels.emotion in NO_LUCK
