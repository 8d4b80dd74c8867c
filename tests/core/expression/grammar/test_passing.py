"""What fades is absent, what does not fade is there."""

import pytest

from expclip.core.expression.grammar.clauses import take_apart

from ..test_reading import read, shown


def told(prompt: str) -> list[str]:
    """Emotions of the segments, an ended one with a minus."""
    segments = take_apart(prompt).segments
    return [f"{'-' if one.absence == 'ended' else ''}{hit.feels.emotion}" for one in segments for hit in one.hits]


@pytest.mark.parametrize(("prompt", "wanted"), [
    ("the panic has worn off", ["-fear"]), ("his laughter has died", ["-amusement"]),
    ("the pride goes out of her", ["-pride"]), ("the grief has finally lifted", ["-sadness"]),
    ("the delight leaks out of his face", ["-joy"]), ("her anger's long gone", ["-anger"]),
    ("the terror in her voice slowly recedes", ["-fear"]), ("you can see the hope leave him", ["-hope"]),
    ("the joy that lit her face fades", ["-joy"]), ("the shame passed, the anger did not", ["-shame", "anger"]),
])  # fmt: skip
def test_what_goes_away_is_not_felt(prompt, wanted):
    assert told(prompt) == wanted


@pytest.mark.parametrize(("prompt", "wanted"), [
    ("her joy? Gone.", ["-joy"]), ("the rage: evaporated", ["-anger"]),
    ("his pride, or what he called so, has crumbled", ["-pride"]),
])  # fmt: skip
def test_a_clause_of_its_own_says_that_it_is_gone(prompt, wanted):
    assert told(prompt) == wanted


@pytest.mark.parametrize(("prompt", "wanted"), [
    ("the grief hasn't faded", ["sadness"]), ("his anger never fades", ["anger"]),
    ("the fear isn't gone", ["fear"]), ("won't let go of her anger", ["anger"]),
    ("can't shake off the fear", ["fear"]),
])  # fmt: skip
def test_what_does_not_go_away_is_felt(prompt, wanted):
    assert told(prompt) == wanted


@pytest.mark.parametrize(("prompt", "wanted"), [
    ("laughs so hard her glasses fall off", ["amusement"]), ("a pain inhibitor vanished", ["pain"]),
    ("terrified, the alarm goes off", ["fear"]), ("his dog has died", ["sadness"]),
    ("the anger fades, the hurt doesn't", ["-anger", "hurt"]),
])  # fmt: skip
def test_what_another_thing_does_takes_no_feeling_away(prompt, wanted):
    assert told(prompt) == wanted


@pytest.mark.parametrize(("prompt", "wanted"), [
    ("The fright is over, big exhale", ["-fear", "relief"]),
    ("fury spent, only sorrow remaining", ["-anger", "sadness"]),
    ("her grief is over now", ["-sadness"]), ("the terror is behind them", ["-fear"]),
    ("all his anger used up", ["-anger"]),
    ("her joy is a thing of the past", ["-joy"]), ("the panic has run its course", ["-fear"]),
    ("his rage has burned itself out", ["-anger"]), ("the excitement came to an end", ["-excitement"]),
    ("gone is the joy", ["-joy"]), ("gone are the days of his laughter", ["-amusement"]),
    ("his tears have dried", ["-sadness"]), ("years since she last laughed", ["-amusement"]),
    ("she has forgotten how to be happy", ["-joy"]),
])  # fmt: skip
def test_what_is_over_is_not_felt(prompt, wanted):
    assert told(prompt) == wanted


@pytest.mark.parametrize(("prompt", "wanted"), [
    ("joy over the news", ["joy"]), ("grief over her dog", ["sadness"]), ("her joy is all over her face", ["joy"]),
    ("his terror was behind the door", ["fear"]), ("her love has to go to war", ["love"]),
    ("laughing his head off", ["amusement"]), ("panic_flee", ["fear", "fear"]), ("he is gone, she weeps", ["sadness"]),
    ("crying so hard her tears dry on her cheeks", ["sadness", "sadness"]),
])  # fmt: skip
def test_what_is_over_something_is_felt(prompt, wanted):
    assert told(prompt) == wanted


@pytest.mark.parametrize("prompt", [
    "the grin has to go completely", "smile off",
    "the smile needs to go", "the smile must come off", "that smirk should be removed",
    "I want the smile gone", "the client wants her grin gone",
])  # fmt: skip
def test_what_is_sent_away_rests(prompt):
    assert [one.absence for one in take_apart(prompt).segments if one.names] == ["denied"]


@pytest.mark.parametrize("prompt", [
    "the smile can go wider", "never once did he let the grin slip", "she won't let the smile fade",
    "without letting the grin drop", "he refuses to let the smile die", "never did her smile fade",
    "her joy hasn't lessened", "his grin didn't waver", "the anger has not reduced even one percent",
])  # fmt: skip
def test_what_is_not_let_go_stays(prompt):
    assert [one.absence for one in take_apart(prompt).segments if one.names] == [""]


@pytest.mark.parametrize("prompt", ["he lets the smile slip", "she let her grin fade", "no smile stays on her lips"])
def test_what_is_let_go_is_gone(prompt):
    assert [one.denied for one in take_apart(prompt).segments if one.names] == [True]


@pytest.mark.parametrize("prompt", ["The smile freezes, goes out.", "her grin wobbles, gone", "the smile shatters"])
def test_what_falters_first_goes_too(prompt, space):
    assert shown(read(prompt, space), "mouthSmile") < 0.15


@pytest.mark.parametrize("prompt", ["the smile freezes", "a smile breaks across her face"])
def test_what_freezes_or_breaks_out_stays(prompt, space):
    assert shown(read(prompt, space), "mouthSmile") > 0.3


def test_shivering_that_is_over_is_no_fear(space):
    assert shown(read("the shivering's over, he's warm; he's smiling up at the snow", space), "browDown") < 0.1
