"""What happens to whom: how events are found and which one decides. What the frames of each kind tell is judged in
test_event_frames."""

import pytest

from expclip.core.expression.grammar.frames import event_in


@pytest.mark.parametrize(
    "prompt",
    [
        "her sister nearly died",
        "grandma nearly passed away",
        "if her sister dies",
        "Nobody died.",
        "she dreamt that her sister died",
        "no wolf bit him",
    ],
)
def test_what_does_not_happen_is_no_event(prompt: str):
    assert event_in(prompt) is None


def test_an_event_beside_which_much_is_told_does_not_decide():
    assert event_in("his father died") is not None
    assert event_in("his father died, so the house is quiet, the doors stay open and the shouting has an end") is None


def test_an_event_ends_with_its_clause():
    assert event_in("He is killed. Brother and sister dance.") is None


def test_an_event_reaches_into_the_next_clause_where_its_pattern_says_so():
    event = event_in("The cable breaks. Thirty floors.")
    assert event.words == "cable breaks thirty floors"
    assert event_in("The cable breaks in the film. Thirty floors.") is None


def test_what_is_unreal_is_so_in_its_clause():
    assert event_in("If only. The rope snaps.").feels.emotion == "fear"


def test_a_pattern_may_end_with_the_clause():
    assert event_in("her son is missing").feels.emotion == "fear"
    assert event_in("The baby is missing, and it is dark.").words == "baby missing"
    assert event_in("her son is missing a tooth") is None


@pytest.mark.parametrize(
    ("prompt", "emotion"),
    [
        ("she broke her grandmother's vase", "guilt"),
        ("stabbed in the back by his best friend", "hurt"),
        ("a stranger spits in her face", "anger"),
        ("a rat runs over her foot", "disgust"),
        ("a snake crawls over her foot", "fear"),
        ("crosses the finish line first", "joy"),
        ("the noise turns out to be a cat", "relief"),
        ("his mother passed away", "sadness"),
        ("the killer was acquitted", "anger"),
    ],
)
def test_of_the_kinds_of_events_that_share_words_one_is_meant(prompt: str, emotion: str):
    assert event_in(prompt).feels.emotion == emotion


def test_the_event_is_told_in_its_words():
    assert event_in("A drunk driver has killed her little sister.").words == "killed little sister"


def test_an_event_has_the_words_of_all_that_feel_like_it():
    words = event_in("the rope snaps and the engine is on fire").words
    assert words.startswith("rope snaps") and words.endswith("engine on fire")


@pytest.mark.parametrize(
    ("prompt", "words"), [("the engine's on fire", "engine on fire"), ("wolf's breath", "wolf's breath")]
)
def test_a_contracted_verb_is_no_owner(prompt: str, words: str):
    assert event_in(prompt).words == words


def test_an_event_may_cross_what_is_set_between_commas():
    assert event_in("her husband, dead ten years, is buying bread").words == "husband dead ten years buying"
