"""Graded words and the faces of feelings."""

from collections import Counter

import numpy as np
import pytest

from expclip.core.expression.grammar.clauses import take_apart
from expclip.core.expression.grammar.graded import (
    EMOTIONS,
    STRONGEST,
    WEAKEST,
    feeling_face,
    formed_words,
    graded_words,
)
from expclip.core.expression.grammar.phrases import Phrases
from expclip.core.expression.grammar.vocabulary import bare
from expclip.core.expression.reading import read_prompts
from expclip.core.prompts.scores import groups
from expclip.rigs import arkit

from ..test_reading import read, shown


def test_there_are_many_words_with_degrees_in_bounds():
    words = list(graded_words())
    assert len(words) > 1500
    assert all(word and 0.3 <= feels.degree <= STRONGEST for word, feels in words)


def test_no_phrase_stands_twice_and_none_shrinks_to_a_common_word():
    words = Counter(word for word, _ in graded_words())
    assert not [word for word, count in words.items() if count > 1]
    shrunk = {word for word in words if len(word.split()) > 1 and len(bare(word).split()) == 1}
    assert {word for word in shrunk if bare(word) not in words} <= {"the willies"}


@pytest.mark.parametrize("emotion", EMOTIONS)
def test_a_face_grows_with_its_degree(emotion):
    faces = [feeling_face(emotion, degree) for degree in (WEAKEST, 0.5, 1.0, STRONGEST)]
    sums = [float(face.sum()) for face in faces]
    assert faces[0].dtype == np.float32 and faces[0].shape == (arkit.COUNT,)
    assert sums == sorted(sums) and sums[0] > 0 and max(face.max() for face in faces) <= 1.0


def test_a_raging_mouth_opens_and_a_quiet_anger_presses():
    rage, anger = feeling_face("anger", STRONGEST), feeling_face("anger", 0.9)
    press, jaw = arkit.INDEX["mouthPressLeft"], arkit.INDEX["jawOpen"]
    assert rage[press] < 0.15 < anger[press] and rage[jaw] > 0.3 > anger[jaw]


def test_the_bench_knows_most_emotions():
    assert len(set(EMOTIONS) & set(groups())) > 0.9 * len(EMOTIONS)


def test_the_longest_phrase_wins_and_stems_match():
    phrases = Phrases([("out of", 1), ("out of breath", 2), ("smil*", 3), ("smile", 4)])
    assert phrases.longest(["out", "of", "breath"], 0) == (3, [2])
    assert phrases.longest(["out", "of", "here"], 0) == (2, [1])
    assert phrases.longest(["smiling"], 0) == (1, [3]) and phrases.longest(["smile"], 0)[1] == [4, 3]
    assert phrases.longest(["here"], 0) == (0, [])


@pytest.mark.parametrize("emotion", ["pride", "joy", "anger", "fear", "sadness"])
def test_what_is_beyond_the_plain_feeling_can_be_seen(emotion):
    plain, most = feeling_face(emotion, 0.8), feeling_face(emotion, STRONGEST)
    assert float(most.sum()) > 1.25 * float(plain.sum())


def named(prompt: str) -> set[str]:
    return {hit.feels.emotion for one in take_apart(prompt).segments for hit in one.hits if not hit.feels.loose}


@pytest.mark.parametrize(
    ("prompt", "emotion"),
    [
        ("says it glumly", "sadness"),
        ("with wariness", "skepticism"),
        ("shirtily", "irritation"),
        ("with edginess", "anxiety"),
        ("choleric, cholerically", "anger"),
        ("pulls herself together", "determination"),
        ("they are beside themselves with worry", "anxiety"),
        ("she pinches herself", "surprise"),
        ("a snigger", "amusement"),
        ("chortled", "amusement"),
        ("having a proper blub", "sadness"),
        ("snivelling", "sadness"),
        ("tutted", "irritation"),
        ("tsks", "irritation"),
        ("clicks his tongue", "irritation"),
        ("had it with him", "irritation"),
        ("knickers in a twist", "irritation"),
        ("does my head in", "irritation"),
        ("chucks a wobbly", "anger"),
        ("takes offence", "anger"),
        ("malding", "anger"),
        ("cut to the quick", "hurt"),
        ("left on read", "hurt"),
        ("bricks it", "fear"),
        ("shitting himself", "fear"),
        ("in a tizz", "anxiety"),
        ("am I bovvered tho", "boredom"),
        ("doesn't give a toss", "boredom"),
        ("trodden in something", "disgust"),
        ("dry-heaves", "disgust"),
        ("grosses me out", "disgust"),
        ("eepy", "sleepiness"),
        ("a dull ache in the molar", "pain"),
        ("snorts in derision", "contempt"),
        ("ebullient", "joy"),
        ("hit 100k subs", "joy"),
        ("in hysterics", "amusement"),
        ("crazy about her", "love"),
        ("drives her mad", "irritation"),
        ("makes them sick", "disgust"),
        ("gets me down", "sadness"),
    ],
)
def test_words_and_what_is_formed_of_them_name_one_feeling(prompt, emotion):
    assert named(prompt) == {emotion}


@pytest.mark.parametrize(
    "prompt",
    [
        "the committee is made up of farmers",
        "floored the accelerator",
        "floored with oak",
        "caustic soda under the sink",
        "staunch the flow",
        "tears up the contract",
        "tearing up the old carpet",
        "effervescent tablets",
        "a buoyant market",
        "in a mood for pizza",
        "nap time at the nursery",
        "the floorboards groan",
        "pigs and horses: the horse snorts",
        "pigeons coo on the sill",
        "lost lunch money",
        "tosses cookies into the tin",
        "takes Mick to the airport",
        "bricks it up again",
        "a paper cut-out",
        "touchy subject",
        "dull paint",
        "lips pressed firmly",
        "a lovely day",
        "simply put",
        "typing furiously",
        "about to hurl the javelin",
        "ticks the box off the list",
        "gets the box down from the shelf",
    ],
)
def test_what_only_sounds_like_a_feeling(prompt):
    assert not named(prompt)


def test_formed_words_are_not_listed_ones():
    listed = {word for word, _ in graded_words()}
    formed = {word for word, _ in formed_words()}
    assert {"glumly", "wariness"} <= formed and not formed & (listed | {"firmly", "lovely", "sorely"})


def test_a_slight_pain_is_less_than_a_plain_one():
    degree = dict(graded_words())
    assert degree["dull ache*"].degree < degree["paper cut"].degree < degree["painful*"].degree


@pytest.mark.parametrize(
    ("prompt", "wanted", "resting"),
    [
        ("surprised in a good way", "mouthSmile", "mouthFrown"),
        ("shocked in the best way possible", "mouthSmile", "mouthFrown"),
        ("what a nice surprise", "mouthSmile", "mouthFrown"),
        ("not this guy again", "browDown", "mouthSmile"),
        ("recoils from the smell of the fridge", "noseSneer", "eyeWide"),
        ("dying to know who it was", "browInnerUp", "eyeBlink"),
        ("locked tf in", "browDown", "mouthSmile"),
        ("a finger squeeze on the trigger, calm", "eyeBlink", "cheekSquint"),
        ("surprised, and not in a good way", "eyeWide", "mouthSmile"),
        ("not smiling again", "", "mouthSmile"),
        ("dying in a ditch", "eyeBlink", "eyeWide"),
    ],
)
def test_phrases_that_feel_something_else_than_their_words(prompt, wanted, resting, space):
    reading = read(prompt, space)
    assert not wanted or shown(reading, wanted) > 0.15
    assert shown(reading, resting) < 0.15


@pytest.mark.parametrize(
    ("series", "shape"),
    [
        (("a touch worried", "worried", "worried sick"), "browInnerUp"),
        (("tired", "exhausted", "dead on her feet"), "eyeBlink"),
        (("a single tear", "tears", "cried her eyes out"), "mouthFrown"),
        (("a sting", "hurts", "hurts like hell"), "browDown"),
        (("marginally happy", "happy", "happy as can be"), "mouthSmile"),
        (("teeny fear", "fear", "colossal fear"), "eyeWide"),
        (("sad", "sad, so sad, so very sad"), "mouthFrown"),
        (("scared", "scared scared scared"), "eyeWide"),
        (("minimally angry", "reasonably angry", "angry", "monumentally angry"), "browDown"),
    ],
)
def test_words_of_degree_grade_a_feeling(series, shape, space):
    weights = [
        reading.weights[arkit.INDEX.get(shape, arkit.INDEX.get(f"{shape}Left"))]
        for reading in read_prompts(series, space)
    ]
    assert all(less + 0.02 < more for less, more in zip(weights, weights[1:], strict=False)), weights
