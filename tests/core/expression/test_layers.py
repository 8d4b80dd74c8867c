"""Feelings as layers: smiles that are no pleasure, brows beside pleasure, what is feigned beside what is felt."""

import pytest

from .test_reading import read, shown

SHOWN, RESTS = 0.15, 0.1


@pytest.mark.parametrize(
    ("prompt", "wanted"),
    [
        ("tired, hungry, and now also cross", "browDown"),
        ("hungry and sad", "mouthFrown"),
        ("insane with grief", "browInnerUp"),
        ("drunk and furious", "browDown"),
        ("embarrassed and in pain", "browDown"),
        ("oof ouch my shin", "noseSneer"),
    ],
)
def test_a_smile_that_is_no_pleasure_rests_beside_what_nobody_smiles_at(prompt, wanted, space):
    reading = read(prompt, space)
    assert shown(reading, "mouthSmile") < RESTS
    assert shown(reading, wanted) > SHOWN


@pytest.mark.parametrize("prompt", ["hungry", "drunk", "embarrassed", "drunk and happy", "angry but amused"])
def test_it_stays_alone_and_beside_pleasure(prompt, space):
    assert shown(read(prompt, space), "mouthSmile") > SHOWN


@pytest.mark.parametrize(
    "prompt",
    ["hopeful and nervous", "thinking happily of him", "content, lost in thought", "relieved after the effort"],
)
def test_brows_are_not_lowered_beside_pleasure(prompt, space):
    reading = read(prompt, space)
    assert shown(reading, "browDown") < RESTS
    assert shown(reading, "mouthSmile") > SHOWN


@pytest.mark.parametrize("prompt", ["nervous", "determined and happy", "lost in thought"])
def test_they_are_without_it_and_where_something_is_willed(prompt, space):
    assert shown(read(prompt, space), "browDown") > SHOWN


@pytest.mark.parametrize(
    ("prompt", "above"),
    [
        ("he pretends to be bored though he's dying to know what's in the letter", "browInnerUp"),
        ("feigns boredom; inside she is thrilled", "browOuterUp"),
        ("fakes indifference, dying to ask", "browInnerUp"),
    ],
)
def test_who_plays_bored_keeps_a_still_mouth_below_what_is_felt(prompt, above, space):
    reading = read(prompt, space)
    assert shown(reading, above) > SHOWN
    assert shown(reading, "mouthFrown") < RESTS


@pytest.mark.parametrize("prompt", ["pretends to be bored", "puts on a bored face so he won't see how keen she is"])
def test_boredom_is_on_the_lids_where_nothing_else_shows(prompt, space):
    assert shown(read(prompt, space), "eyeBlink") > SHOWN


def test_what_is_feigned_sits_on_the_mouth_beside_what_is_felt(space):
    reading = read("she pretends to be sad, secretly pleased", space)
    assert shown(reading, "mouthFrown") > SHOWN
    assert shown(reading, "cheekSquint") > SHOWN
    assert shown(reading, "browInnerUp") < RESTS
