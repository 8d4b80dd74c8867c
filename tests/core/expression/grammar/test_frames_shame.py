"""Blunders before others, what comes to light, what one has done to another."""

import pytest

from expclip.core.expression.grammar.frames import event_in


@pytest.mark.parametrize(
    ("prompt", "emotion", "least", "most"),
    [
        ("his fly was open during the whole speech", "embarrassment", 0.7, 0.9),
        ("with his fly undone", "embarrassment", 0.7, 0.9),
        ("her trousers split", "embarrassment", 0.9, 1.1),
        ("his trousers split in front of the whole class", "embarrassment", 1.1, 1.3),
        ("called the teacher mum", "embarrassment", 0.7, 0.9),
        ("he scores an own goal", "embarrassment", 0.9, 1.1),
        ("forgot her lines in front of the audience", "embarrassment", 1.1, 1.3),
        ("the microphone was still on", "embarrassment", 0.9, 1.1),
        ("she sent the message to the wrong person", "embarrassment", 0.9, 1.1),
        ("I sent a nude to my boss", "embarrassment", 0.9, 1.3),
        ("he hit reply all", "embarrassment", 0.9, 1.1),
        ("drops the ring at the altar", "embarrassment", 0.9, 1.1),
        ("spills red wine over the bride", "embarrassment", 0.9, 1.1),
        ("her card is declined", "embarrassment", 0.9, 1.1),
        ("toilet paper stuck to her heel", "embarrassment", 0.7, 0.9),
        ("walks into the wrong changing room", "embarrassment", 0.7, 0.9),
        ("spinach between his teeth", "embarrassment", 0.4, 0.6),
        ("pushes a door marked pull", "embarrassment", 0.4, 0.6),
        ("he was caught lying", "shame", 1.0, 1.2),
        ("got caught cheating at cards", "shame", 1.0, 1.2),
        ("he wet himself on stage", "shame", 1.2, 1.3),
        ("stripped of her medals", "shame", 1.0, 1.3),
        ("he gambled away the rent", "shame", 1.0, 1.2),
        ("expelled for cheating", "shame", 1.0, 1.2),
        ("he forgot his daughter's birthday", "guilt", 0.8, 1.0),
        ("she broke her grandmother's vase", "guilt", 0.8, 1.0),
        ("he ran over the neighbour's dog", "guilt", 1.1, 1.3),
        ("he pissed himself laughing", "amusement", 1.0, 1.3),
        ("wet himself with fear", "fear", 1.0, 1.3),
    ],
)
def test_it_shames(prompt, emotion, least, most):
    event = event_in(prompt)
    assert event is not None and event.feels.emotion == emotion and least <= event.feels.degree <= most


@pytest.mark.parametrize(
    "prompt",
    [
        "her eyes fly open", "the doors fly open", "she caught him cheating", "he caught a thief stealing apples",
        "he was not caught lying", "nearly dropped the ring at the altar", "the boxer steps into the ring",
        "scores a goal in the final", "she calls her mother", "sends a letter to the king", "the wind rips the sail",
        "the children laughed at my joke", "he forgot his umbrella", "the zip of the veil is open",
        "he stole from the rich", "he kissed her goodbye at the door",
    ],
)  # fmt: skip
def test_that_does_not(prompt):
    event = event_in(prompt)
    assert event is None or event.feels.emotion not in ("embarrassment", "shame", "guilt")


@pytest.mark.parametrize(
    ("weaker", "stronger"),
    [
        ("spinach between her teeth", "her trousers split"),
        ("his trousers split", "his trousers split in front of the king"),
        ("mispronounced her name", "forgot her lines in front of the crowd"),
        ("he wet himself", "he wet himself in front of the class"),
        ("he forgot his wife's birthday", "he shot the wrong man"),
    ],
)
def test_graver_things_shame_more(weaker, stronger):
    assert event_in(weaker).feels.degree < event_in(stronger).feels.degree


@pytest.mark.parametrize(
    "prompt",
    [
        "her skirt slips down to her ankles in the middle of the toast",
        "the whole stadium heard what he said about the coach",
        "her search history is up on the big screen",
        "throws up all over the wedding cake",
        "calls the queen mummy",
        "made to kneel in the mud before the whole army",
        "the epaulettes are torn off, marched out through the jeering crowd",
        "wets himself on the stage in front of the whole school",
        "booed out of the hall",
        "forced to apologise on his knees in front of the class",
    ],
)
def test_also_told_at_length(prompt):
    event = event_in(prompt)
    assert event is not None and event.feels.emotion in ("embarrassment", "shame") and event.feels.degree >= 1.1


@pytest.mark.parametrize(
    "prompt",
    [
        "her dress flies in the wind on the runway",
        "he proposes in the stadium and she says yes",
        "she sings in front of the whole school",
        "everyone saw the photo of his dog",
        "the king stands on the stage",
        "the whole class heard what he read",
    ],
)
def test_what_only_looks_like_it_is_none(prompt):
    assert event_in(prompt) is None
