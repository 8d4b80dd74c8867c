"""Left and right."""

import numpy as np
import pytest

pytest.importorskip("torch")

from expclip.core.expression.grammar.regions import LEFT, MIDLINE, RIGHT
from expclip.core.expression.grammar.sides import lefthand, lefthand_text, swapped
from expclip.core.expression.reading import read_prompts
from expclip.rigs import arkit


def test_the_first_side_becomes_left():
    assert lefthand(["right", "brow", "left", "lid"]) == (["left", "brow", "right", "lid"], True)
    assert lefthand(["left", "brow"]) == (["left", "brow"], False)
    assert lefthand(["both", "brows"]) == (["both", "brows"], False)


def test_turned_eyes_are_mirrored_with_the_rest():
    assert lefthand_text("AU62D+R2C") == ("AU61D+L2C", True)
    assert lefthand_text("AU62") == ("AU62", False)
    assert lefthand_text("eyes: 62, right brow up") == ("eyes: 61, left brow up", True)
    assert lefthand_text("12R + 61") == ("12L + 62", True)


def test_right_and_left_that_are_no_sides():
    assert lefthand_text("angry right now, left eye closed") == ("angry right now, left eye closed", False)


@pytest.mark.parametrize(
    "prompt", ["eyes {} down to her shoes", "brows {} up", "looks {} at him", "eyes fixed {} on the door"]
)
def test_right_as_an_adverb_is_no_side(prompt):
    assert lefthand_text(prompt.format("right")) == (prompt.format("straight"), False)


@pytest.mark.parametrize(
    "prompt", ["corner on the right up", "turns right up the alley", "right brow up", "right up, left down"]
)
def test_right_before_such_words_may_be_a_side(prompt):
    assert lefthand_text(prompt)[1]


def test_the_left_one_is_a_side_and_he_left_is_none():
    assert swapped("right eyebrow up while the left one sits low") == "left eyebrow up while the right one sits low"
    assert swapped("jaw toward his right, right outer brow up") == "jaw toward his left, left outer brow up"
    assert swapped("he left in a hurry") == "he left in a hurry"


PARTS = (
    "{} eyebrow raised",
    "the {} brow lowered",
    "{} eye closed",
    "{} eyelid drooping",
    "the {} one up",
    "{} nostril flared",
    "{} mouth corner up",
    "the corner of the mouth on the {} down",
    "{} cheek puffed",
    "a dimple in the {} cheek",
    "{} upper lip raised",
    "bites the {} side of his lower lip",
    "winks {}",
    "looks to the {}",
    "eyes {}ward",
    "jaw {}",
    "mouth pulled {}",
    "a smile on the {} side only",
    "left alone, {} brow up",
    "the {} half of the face smiles",
    "AU12 on the {} side",
    "12, {} only",
    "the {} brow up, its brother does not budge",
    "{}-sided AU9B",
    "tilts her head to the {}",
    "exits stage {}",
    "glances sadly to the {}",
    "leave the {} alone, both brows up and the {} one higher",
    "something stirs on her {}",
    "{} side angry",
)
BESIDE = ("", "furious, ", "not angry, just tired, ", "slightly amused: ", "first calm, then scared, ")


@pytest.mark.parametrize("beside", BESIDE)
def test_swapping_the_words_swaps_the_face(beside, space):
    texts = [[beside + part.replace("{}", side) for part in PARTS] for side in ("left", "right")]
    for left, right in zip(*(read_prompts(texts_of_side, space) for texts_of_side in texts), strict=True):
        assert np.array_equal(left.weights[list(arkit.MIRROR_INDEX)], right.weights), left.prompt


def test_a_side_that_is_named_shows(space):
    for read in read_prompts([part.replace("{}", "left") for part in PARTS if "left alone" not in part], space):
        assert not np.array_equal(read.weights, read.weights[list(arkit.MIRROR_INDEX)]), read.prompt


@pytest.mark.parametrize(
    ("prompt", "even"),
    [("micro tension under the left eye, lips pressed", False), ("just the left cheek is in on the joke", False),
     ("blow from the left side of the mouth", False), ("left and right cheek both up", True)],
)  # fmt: skip
def test_a_part_of_one_side_takes_more_part_there(prompt, even, space):
    (reading,) = read_prompts([prompt], space)
    weights, mirrored = reading.weights, reading.weights[list(arkit.MIRROR_INDEX)]
    assert weights.any()
    assert np.array_equal(weights, mirrored) == even
    assert even or weights[LEFT & ~MIDLINE].sum() > weights[RIGHT & ~MIDLINE].sum()


@pytest.mark.parametrize("prompt", ["fright", "bright eyes", "downright furious", "an upright piano", "cleft chin"])
def test_words_that_end_like_a_side_have_none(prompt):
    assert lefthand_text(prompt) == (prompt, False)


def test_arkit_names_have_sides():
    assert lefthand_text("mouthSmileRight") == ("mouthSmileLeft", True)
