"""What happens is no feeling of the face."""

import pytest

from expclip.core.expression.grammar.clauses import take_apart
from expclip.core.expression.grammar.phrases import spellings
from expclip.core.expression.grammar.vocabulary import bare
from expclip.core.expression.grammar.wording import TABLE


def felt(prompt: str) -> list[str]:
    return [hit.feels.emotion for segment in take_apart(prompt).segments for hit in segment.hits]


@pytest.mark.parametrize(
    "prompt",
    [
        "the elevator cable snaps",
        "the rope bridge has just snapped",
        "falls off the wall and snaps her shin",
        "the beam comes down on his leg and snaps it",
        "snaps off the aerial",
        "his phone buzzes twice",
        "the kettle screams",
        "the brakes shriek",
        "the old engine wheezes",
        "the wind howls",
        "the screen suddenly freezes",
        "the lift jolts",
        "the whole stage lights up",
        "a bone snapped in two",
        "the branch he is sitting on snaps",
        "the ladder she was standing on groans",
        "his car breaks down on the motorway",
        "the stew hits the ceiling",
        "the wifi dies",
    ],
)
def test_what_a_thing_does_or_suffers_is_no_feeling(prompt):
    assert felt(prompt) == []


@pytest.mark.parametrize(
    ("prompt", "emotion"),
    [
        ("she snaps at the waiter", "irritation"),
        ("he just snapped", "irritation"),
        ("buzzing with joy", "joy"),
        ("the boy screams", "fear"),
        ("her face lights up", "joy"),
        ("she freezes on the phone", "coldness"),
        ("on the bus, screaming", "fear"),
        ("he wheezes over the keyboard", "amusement"),
        ("sits in the car sobbing", "sadness"),
        ("the man in the car laughs", "amusement"),
        ("he broke down at the gate", "sadness"),
        ("she hits the ceiling", "anger"),
    ],
)
def test_what_somebody_does_is_one(prompt, emotion):
    assert emotion in felt(prompt)


@pytest.mark.parametrize(
    "prompt",
    [
        "what happened to the bus",
        "she squeezes the lime",
        "two dozen eggs",
        "the aspirin in the drawer",
        "a stunt double",
        "the smuggler counts crates",
        "a Victorian house",
        "the admiral signs",
        "accustomed to the noise",
        "the fleet leaves",
        "a teaspoon of sugar",
        "the psychologist takes notes",
        "the severed finger",
        "a shock absorber",
        "an abandoned factory",
        "the sleeping bag",
        "they have broken in",
        "he broke down the door",
        "has just drunk some",
        "the patient in bed nine",
        "the prize she had stopped hoping for",
        "a steel door",
        "swallows a mouthful of soup",
        "lemon zest",
        "they left it in a bin for a laugh",
        "the orchard she had given up for dead",
        "her seedling has put out one new leaf",
        "you could hear the snap from the grandstand",
        "a nosy neighbour next door",
        "fell at the last fence",
        "the lolly on the pavement",
    ],
)
def test_words_of_another_sense_tell_no_feeling(prompt):
    assert felt(prompt) == []
    assert not any(segment.mask for segment in take_apart(prompt).segments)


@pytest.mark.parametrize(
    ("prompt", "emotion"),
    [
        ("happily", "joy"),
        ("squeeing", "excitement"),
        ("stunned", "surprise"),
        ("steely", "determination"),
        ("eyes of steel", "determination"),
        ("dozing", "sleepiness"),
        ("fleeing", "fear"),
        ("he is drunk", "drunkenness"),
        ("she breaks down", "sadness"),
        ("abandoned by his father", "hurt"),
        ("shocked", "surprise"),
        ("a patient look", "serenity"),
        ("she has stopped hoping", "hope"),
        ("admiring", "admiration"),
        ("psychotic", "madness"),
        ("brace for impact", "determination"),
        ("put out by the delay", "irritation"),
        ("she has given up", "resignation"),
        ("at last", "relief"),
    ],
)
def test_their_neighbours_still_do(prompt, emotion):
    assert emotion in felt(prompt)


def test_no_word_of_another_sense_shrinks_to_a_common_one():
    listed = list(spellings(TABLE["other_senses"]["words"]))
    assert len(listed) > 300
    assert not [phrase for phrase in listed if len(phrase.split()) > 1 and len(bare(phrase).split()) == 1]


def test_something_swallowed_is_not_held_in_and_a_laugh_is():
    assert [segment.mask for segment in take_apart("swallows a laugh").segments] == ["held"]
