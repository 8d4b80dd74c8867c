from expclip.core.expression.grammar.frames import event_in
from expclip.core.expression.grammar.spans import joined_by_spans


def test_a_clause_that_tells_only_how_long_joins_its_neighbour():
    assert [*joined_by_spans([["digging", "graves"], ["eleven", "hours", "now"]])] == [
        (0, "digging graves eleven hours now".split())
    ]
    assert [*joined_by_spans([["rain"], ["hour", "nine"], ["still", "digging"]])] == [
        (0, "rain hour nine".split()),
        (1, "hour nine still digging".split()),
    ]


def test_a_clause_that_tells_more_joins_nothing():
    assert not [*joined_by_spans([["digging", "graves"], ["three", "hours", "late"]])]


def test_how_long_may_stand_in_front_or_behind():
    for prompt in ("Hauling coal. Sixteen hours.", "Sixteen hours. Hauling coal.", "Sixteen hours of hauling coal."):
        event = event_in(prompt)
        assert event is not None
        assert event.feels.emotion == "fatigue"
