"""What later words do to what was told before them."""

import pytest

from expclip.core.expression.clauses import take_apart


def told(prompt: str) -> list[str]:
    """Emotions of the segments, a denied one with a minus."""
    segments = take_apart(prompt).segments
    return [f"{'-' if one.denied else ''}{hit.feels.emotion}" for one in segments for hit in one.hits]


@pytest.mark.parametrize(
    ("prompt", "wanted"),
    [
        ("everyone else is laughing, she isn't", ["-amusement"]),
        ("the whole room laughs, Tom doesn't", ["-amusement"]),
        ("happy? hardly", ["-joy"]),
        ("angry? no. tired.", ["-anger", "fatigue"]),
        ("everybody cries except her", ["-sadness"]),
        ("terrified. no! no!", ["fear"]),
        ("the anger drains away", ["-anger"]),
        ("loses all her joy", ["-joy"]),
        ("happy that he is gone", ["joy"]),
        ("more amused than annoyed", ["amusement", "-irritation"]),
        ("rather than cry she laughs", ["-sadness", "amusement"]),
        ("not so much angry as hurt", ["-anger", "hurt"]),
        ("trying to look stern, failing", ["-irritation"]),
        ("fails to look surprised", ["-surprise"]),
        ("unable to hide his joy", ["joy"]),
        ("too tired to be angry", ["fatigue", "-anger"]),
        ("was angry, now he is calm", ["-anger", "serenity"]),
        ("was angry and still is", ["anger"]),
        ("the opposite of happy", ["-joy"]),
        ("never been sadder", ["sadness"]),
    ],
)
def test_later_words_take_back(prompt, wanted):
    assert told(prompt) == wanted


def test_a_mask_that_fails_is_gone():
    holding, failing = (
        take_apart(prompt).segments for prompt in ("tries not to laugh", "tries not to laugh and fails")
    )
    assert holding[0].mask == "held" and not any(one.mask for one in failing)


@pytest.mark.parametrize(
    ("weaker", "stronger"),
    [("happy, barely", "happy"), ("sobs quietly", "sobs"), ("sad", "sad, terribly"), ("almost angry", "angry")],
)
def test_strength_may_follow(weaker, stronger):
    weak, strong = (next(one for one in take_apart(text).segments if one.hits) for text in (weaker, stronger))
    assert weak.strength < strong.strength
