"""What is expected, begun or put on, and is not there in the end."""

import pytest

from expclip.core.expression.grammar.clauses import take_apart


def told(prompt: str) -> list[str]:
    """Emotions of the segments, a denied one with a minus."""
    segments = take_apart(prompt).segments
    return [f"{'-' if one.denied else ''}{hit.feels.emotion}" for one in segments for hit in one.hits]


def absences(prompt: str) -> list[str]:
    return [one.absence for one in take_apart(prompt).segments if one.names]


@pytest.mark.parametrize(("prompt", "wanted"), [
    ("you'd think she'd be sad. She is furious.", ["-sadness", "anger"]),
    ("anybody else would have been terrified, he is bored", ["-fear", "boredom"]),
    ("they braced for anger and found sorrow", ["-anger", "sadness"]),
    ("he ought to be proud. He is ashamed.", ["-pride", "shame"]),
    ("supposed to be sad, she is delighted", ["-sadness", "joy"]),
    ("where another man would have panicked, he is bored", ["-fear", "boredom"]),
    ("most kids would be thrilled; this one is angry", ["-excitement", "anger"]),
    ("my sister would be happy by now, but I'm furious", ["-joy", "anger"]),
    ("you'd expect him to be angry", ["anger"]),
    ("supposed to be terrified, quite anxious", ["fear", "anxiety"]),
    ("I thought he'd be angry and he is furious", ["anger", "anger"]),
])  # fmt: skip
def test_what_is_expected_gives_way_to_what_comes(prompt, wanted):
    assert told(prompt) == wanted


@pytest.mark.parametrize(("prompt", "absence"), [
    ("nearly laughed, then remembered the funeral", "denied"),
    ("began to grin, thought better of it", "attempted"),
    ("started to cry and stopped himself", "attempted"),
    ("nearly laughing, and still nearly laughing", ""),
    ("almost in tears before the exam", ""),
])  # fmt: skip
def test_what_is_nearly_there_may_be_interrupted(prompt, absence):
    assert absences(prompt)[0] == absence


@pytest.mark.parametrize(("prompt", "there"), [
    ("he claims he isn't jealous, but he is", True), ("I'm not jealous! (he is)", True),
    ("she isn't jealous, he is", False), ("he isn't jealous", False),
])  # fmt: skip
def test_what_is_denied_in_words_may_be_true(prompt, there):
    (jealous,) = [one for one in take_apart(prompt).segments if one.hits]
    assert jealous.denied != there


@pytest.mark.parametrize("prompt", [
    "there's no mirth in this smile", "smiles without any warmth", "a grin with no joy in it", "a humourless grin",
])  # fmt: skip
def test_a_hollow_smile_is_worn(prompt):
    (smile,) = [one for one in take_apart(prompt).segments if one.names and not one.denied]
    assert smile.mask == "feigned"


def test_all_but_is_almost_where_nobody_is_left_out():
    assert [one.mask for one in take_apart("all but crying").segments if one.hits] == ["almost"]


def test_a_smile_beside_a_denied_sorrow_is_none():
    assert not any(one.mask for one in take_apart("smiling without any sorrow").segments)


def test_what_one_would_not_say_is_there_a_little():
    litotes, plain = (
        next(one for one in take_apart(prompt).segments if one.hits)
        for prompt in ("I wouldn't say he is angry, but he shut the door", "he is angry")
    )
    assert not litotes.denied and litotes.strength < plain.strength
    assert told("I wouldn't say he is angry") == ["-anger"]
    assert told("I wouldn't say angry. Bored, more like.")[:2] == ["-anger", "boredom"]


@pytest.mark.parametrize(("prompt", "absences_wanted"), [
    ("tries to smile; the mouth won't", ["attempted"]),
    ("he'd love to laugh, but his lips refuse", ["attempted"]),
    ("wants to look happy and his face has other ideas", ["attempted"]),
    ("she cannot quite manage a smile", ["attempted"]),
])  # fmt: skip
def test_an_attempt_that_the_face_refuses(prompt, absences_wanted):
    assert absences(prompt) == absences_wanted


@pytest.mark.parametrize("prompt", [
    "She isn't angry. She is just tired.", "he isn't angry. He is only polite.",
    "I'm not angry, I am just very, very sad",
])  # fmt: skip
def test_what_is_told_on_affirms_nothing(prompt):
    assert told(prompt)[0] == "-anger"


@pytest.mark.parametrize(("prompt", "wanted"), [
    ("she almost laughs, notices the flag at half mast, and cries", ["-amusement", "sadness"]),
    ("she almost laughs, tired and warm", ["amusement", "fatigue"]),
])  # fmt: skip
def test_what_almost_came_is_gone_where_another_face_follows(prompt, wanted):
    assert told(prompt)[:2] == wanted


def test_a_mouth_that_will_not_do_it_ends_an_attempt():
    assert absences("tries to smile and the lips won't play ball") == ["attempted"]


@pytest.mark.parametrize(("prompt", "wanted"), [
    ("nobody is happy, she is", ["joy"]), ("none of them are sad. Otto is", ["sadness"]),
    ("no one ever said he was loved and now somebody has", ["love"]),
    ("nobody is happy, it is raining", ["-joy"]), ("nobody is sad. She is proud", ["-sadness", "pride"]),
])  # fmt: skip
def test_somebody_may_feel_what_nobody_does(prompt, wanted):
    assert told(prompt) == wanted


@pytest.mark.parametrize(("prompt", "wanted"), [
    ("unlike her brother, who is terrified, Ada is amused", ["-fear", "amusement"]),
    ("Unlike his sad sister he is proud", ["-sadness", "pride"]),
    ("in contrast to the happy crowd she is ashamed", ["-joy", "shame"]),
    ("proud, unlike her ashamed mother", ["pride", "-shame"]),
    ("unlike everyone else she isn't afraid", ["-fear"]), ("joy unlike any other", ["joy"]),
    ("her brother, who is terrified", ["fear"]),
])  # fmt: skip
def test_somebody_else_is_only_compared_with(prompt, wanted):
    assert told(prompt) == wanted
