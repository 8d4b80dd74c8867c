from expclip.core.expression.grammar.frames import event_in
from expclip.core.expression.grammar.spans import with_spans


def test_a_clause_that_tells_only_how_long_joins_its_neighbours():
    behind = with_spans([["digging", "graves"], ["eleven", "hours", "now"]])
    assert behind[0] == "digging graves eleven hours now".split()
    assert with_spans([["hour", "nine"], ["still", "digging"]])[0] == "hour nine still digging".split()


def test_the_clauses_themselves_stay():
    clauses = [["son", "missing"], ["three", "days"]]
    assert with_spans(clauses)[1:] == clauses


def test_a_clause_that_tells_more_joins_nothing():
    clauses = [["digging", "graves"], ["three", "hours", "late"]]
    assert with_spans(clauses) == clauses


def test_how_long_may_stand_in_front_or_behind():
    for prompt in ("Hauling coal. Sixteen hours.", "Sixteen hours. Hauling coal.", "Sixteen hours of hauling coal."):
        event = event_in(prompt)
        assert event is not None
        assert event.feels.emotion == "fatigue"
