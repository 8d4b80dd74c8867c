"""What later words do to what was told before them."""

import pytest

from expclip.core.expression.grammar.clauses import take_apart

from ..test_reading import read, shown


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
        ("hasn't been this happy in years", ["joy"]),
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


@pytest.mark.parametrize(
    ("prompt", "wanted"),
    [
        ("tries to be strict with the puppy, it does not work", ["-irritation"]),
        ("attempting to look cheerful to no effect", ["-joy"]),
        ("wants to be furious with her, can't pull it off", ["-anger"]),
        ("they told him to be happy in front of the guests and he wasn't", ["-joy"]),
        ("everyone wanted her to laugh with the others, she didn't", ["-amusement"]),
        ("not frightened, curious. Look at that horrifying spider.", ["-fear", "interest"]),
        ("not angry, hurt. But then furious.", ["-anger", "hurt", "anger"]),
        ("not sad, devastated", ["-sadness", "sadness"]),
        ("furious is too strong, he is disappointed", ["-anger", "disappointment"]),
        ("terrified isn't the word, curious is", ["-fear", "interest"]),
    ],
)
def test_attempts_demands_and_words_that_are_judged(prompt, wanted):
    assert told(prompt) == wanted


@pytest.mark.parametrize(
    ("judged", "plain", "stronger"),
    [
        ("hate is too strong a word", "hate", False),
        ("love would be an exaggeration", "love", False),
        ("angry is an understatement", "angry", True),
        ("sad doesn't begin to cover it", "sad", True),
    ],
)
def test_a_judged_word_says_how_much_there_is(judged, plain, stronger):
    judged_one, plain_one = (next(one for one in take_apart(text).segments if one.hits) for text in (judged, plain))
    assert not judged_one.denied and (judged_one.strength > plain_one.strength) == stronger


@pytest.mark.parametrize("prompt", ["the pain is too strong", "the rope is too strong for her, terrified"])
def test_what_is_strong_is_no_judged_word(prompt):
    assert all(one.strength >= 1.0 and not one.denied for one in take_apart(prompt).segments if one.hits)


@pytest.mark.parametrize(
    "prompt", ["a grin, pasted on", "smile glued on for the guests", "smiles, a bit too brightly", "a smile, for show"]
)
def test_how_a_smile_is_worn_may_follow(prompt):
    assert any(one.mask == "feigned" and one.telling for one in take_apart(prompt).segments)


@pytest.mark.parametrize(
    ("prompt", "denied"), [("eyes smile, mouth doesn't", False), ("Anna smiles, Tom doesn't", True)]
)
def test_what_a_part_of_the_face_does_not_do_another_may(prompt, denied):
    assert any(one.denied and "smile" in "".join(one.words) for one in take_apart(prompt).segments) == denied


def test_a_smile_that_is_asked_for_in_company_is_refused():
    segments = take_apart("they asked the bride to smile with the other guests and she didn't").segments
    assert segments[0].absence == "refused" and segments[0].is_gone


@pytest.mark.parametrize(
    "prompt",
    ["pretends he's happy. he is not.", "acts like she's thrilled. she isn't", "pretends to be delighted. He isn't."],
)
def test_a_pretence_that_is_denied_is_worn_all_the_same(prompt, space):
    assert shown(read(prompt, space), "mouthSmile") > 0.3


@pytest.mark.parametrize("prompt", ["he is happy. he is not.", "everyone is thrilled. she isn't"])
def test_a_feeling_that_is_denied_is_not(prompt, space):
    assert shown(read(prompt, space), "mouthSmile") < 0.15
