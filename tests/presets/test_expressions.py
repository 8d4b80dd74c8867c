"""The named expressions."""

import re

import numpy as np
import pytest

from expclip.presets import expressions
from expclip.rigs import arkit


@pytest.mark.parametrize("name", expressions.NAMES)
def test_each_is_a_face_with_a_line_and_a_source(name):
    face, entry = expressions.load(name), expressions.EXPRESSIONS[name]
    assert face.dtype == np.float32 and face.shape == (arkit.COUNT,)
    assert 0.0 <= face.min() and face.max() <= 1.0 and face.any() == (name != "neutral")
    assert 10 <= len(entry.tells) <= 80 and not entry.tells.endswith(".") and entry.source
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name)
    assert all(0.0 < activation <= 1.0 for activation in entry.action_units.values())


def test_there_are_enough_and_no_two_are_alike():
    faces = np.stack([expressions.load(name) for name in expressions.NAMES])
    apart = np.abs(faces[:, None] - faces[None]).max(-1) + np.eye(len(faces))
    assert len(faces) >= 60 and apart.min() > 0.15
    assert len({entry.tells for entry in expressions.EXPRESSIONS.values()}) == len(faces)


@pytest.mark.parametrize("shape, names", [
    ("mouthSmileLeft", ("gentle-smile", "joy", "grin")), ("mouthFrownLeft", ("wistful", "sadness", "sobbing")),
    ("noseSneerLeft", ("irritation", "anger", "rage")), ("eyeWideLeft", ("anxiety", "dread", "terror")),
    ("noseSneerLeft", ("disdain", "disgust")), ("eyeBlinkLeft", ("tired", "sleepy", "asleep")),
])
def test_grades_of_a_feeling_grow(shape, names):
    strengths = [float(expressions.load(name)[arkit.INDEX[shape]]) for name in names]
    assert strengths == sorted(set(strengths))


@pytest.mark.parametrize("name, strong, weak", [
    ("wink", "eyeBlinkLeft", "eyeBlinkRight"), ("snarl", "mouthUpperUpLeft", "mouthUpperUpRight"),
    ("raised-brow", "browOuterUpLeft", "browOuterUpRight"), ("contempt", "mouthDimpleRight", "mouthDimpleLeft"),
    ("smug", "mouthDimpleLeft", None), ("joy", "mouthSmileLeft", None), ("anger", "browDownLeft", None),
])
def test_sides_are_the_characters_own(name, strong, weak):
    """Where there is no weak side, both sides do the same."""
    face = expressions.load(name)
    if weak is None:
        np.testing.assert_array_equal(face, face[list(arkit.MIRROR_INDEX)])
    else:
        assert face[arkit.INDEX[strong]] > face[arkit.INDEX[weak]] + 0.5


def test_speech_can_go_on_under_all_of_them():
    """A preset is worn by a speaking mouth: only the widest ones open the jaw themselves."""
    wide = {name for name in expressions.NAMES if expressions.load(name)[arkit.INDEX["jawOpen"]] > 0.45}
    assert wide <= {"laugh", "surprise", "terror", "battle-cry", "yawn"}


def test_names_are_found_as_people_write_them():
    assert np.array_equal(expressions.load("Gentle smile"), expressions.load("gentle-smile"))
    assert np.array_equal(expressions.load("BRAVE_SMILE"), expressions.load("brave-smile"))


def test_an_unknown_name_is_a_key_error():
    with pytest.raises(KeyError):
        expressions.load("blorf")
