"""What a denial leaves behind."""

import numpy as np
import pytest

from expclip.core.expression.grammar.clauses import take_apart
from expclip.core.expression.grammar.graded import feeling_face
from expclip.core.expression.grammar.opposites import is_what_is_denied, opposite_of
from expclip.core.expression.reading import read_prompts
from expclip.rigs import arkit


def shown(prompt: str, space) -> set[str]:
    weights = read_prompts([prompt], space)[0].weights
    return {arkit.sideless(arkit.NAMES[number]) for number in np.flatnonzero(weights >= 0.15)}


@pytest.mark.parametrize(
    ("prompt", "emotion"),
    [
        ("not afraid", "determination"),
        ("no longer afraid", "relief"),
        ("not in pain any more", "relief"),
        ("no longer happy", "sadness"),
        ("tries to be stern and fails", "amusement"),
        ("trying to look calm, failing", "anxiety"),
        ("nobody is bored", "interest"),
    ],
)
def test_how_it_is_denied_tells_what_is_left(prompt, emotion):
    left = opposite_of(take_apart(prompt).segments, [])
    assert left is not None and left[0] == emotion


@pytest.mark.parametrize("prompt", ["neither happy nor sad", "the door", "happy"])
def test_nothing_is_left_of_both_kinds_and_of_no_denial(prompt):
    assert opposite_of(take_apart(prompt).segments, []) is None


def test_a_mouth_that_is_denied_beside_it_leaves_nothing_but_open_eyes_may():
    segments = take_apart("not bored").segments
    assert opposite_of(segments, ["12"]) is None and opposite_of(segments, ["45"]) is not None


def test_what_is_heard_may_be_what_is_denied():
    segments = take_apart("not angry").segments
    assert is_what_is_denied(feeling_face("anger", 0.8), {}, segments)
    assert is_what_is_denied(feeling_face("joy", 0.8), {"anger": 0.5, "joy": 0.4}, segments)
    assert not is_what_is_denied(feeling_face("joy", 0.8), {"joy": 0.5, "anger": 0.4}, segments)


def test_a_smile_that_fails_is_sad(space):
    assert "browInnerUp" in shown("she attempts a smile, without success", space)
    assert "mouthSmile" not in shown("she attempts a smile, without success", space)


def test_a_smile_that_is_asked_for_and_refused_is_serious(space):
    reading = shown("everyone told him to smile with the other boys and he didn't", space)
    assert "mouthPress" in reading and "mouthSmile" not in reading


@pytest.mark.parametrize("prompt", ["he cannot find his glasses", "nobody came to the meeting", "the lift won't stop"])
def test_plain_happenings_deny_no_feeling(prompt, space):
    (reading,) = read_prompts([prompt], space)
    assert not any("denied" in note for note in reading.read_as)


def test_the_eyes_tell_what_is_under_a_feigned_joy(space):
    assert {"mouthSmile", "browInnerUp"} <= shown("forced cheerfulness at the bedside", space)
    assert "browInnerUp" not in shown("a polite smile", space)


@pytest.mark.parametrize(("prompt", "there", "gone"), [
    ("her grin has gone out like a lamp", "browInnerUp", "mouthSmile"),
    ("the opposite of a scowl", "mouthSmile", "browDown"),
    ("the opposite of deadpan", "mouthSmile", "mouthFrown"),
    ("he has stopped hoping, it shows nowhere but in the eyes", "browInnerUp", "mouthFrown"),
])  # fmt: skip
def test_what_is_left_of_a_smile_a_frown_and_a_blank_face(prompt, there, gone, space):
    assert there in shown(prompt, space) and gone not in shown(prompt, space)


def test_what_is_felt_of_what_happens_is_not_what_is_denied(space):
    assert "eyeWide" not in shown("no fear. none. the bull comes and he fixes it with his eyes", space)


def test_who_does_not_wink_does_so_with_neither_eye(space):
    (reading,) = read_prompts(["don't wink, sleepy"], space)
    assert reading.weights[arkit.INDEX["eyeBlinkLeft"]] == reading.weights[arkit.INDEX["eyeBlinkRight"]]


@pytest.mark.parametrize(("prompt", "emotion"), [
    ("He used to light up at her name; tonight, nothing.", "numbness"),
    ("Her name once made him smile. Now: nothing.", "numbness"), ("he used to be scared; now nothing", "relief"),
    ("she is no longer happy", "sadness"),
])  # fmt: skip
def test_where_joy_was_and_nothing_is_the_face_is_empty(prompt, emotion):
    left = opposite_of(take_apart(prompt).segments, [])
    assert left is not None and left[0] == emotion


@pytest.mark.parametrize(("prompt", "wanted"), [
    ("Unafraid, she looks up.", {"browDown", "eyeLookUp"}), ("not happy, looking away", {"mouthFrown", "eyeLookOut"}),
    ("never sad, eyes to the left", {"mouthSmile", "eyeLookOut"}),
    ("without fear, she stares the wolf down", {"browDown"}),
])  # fmt: skip
def test_who_looks_somewhere_still_shows_what_is_left(prompt, wanted, space):
    assert wanted <= shown(prompt, space)


def test_beside_muscles_nothing_is_left(space):
    assert shown("not afraid, lips pressed", space) == {"mouthPress"}
