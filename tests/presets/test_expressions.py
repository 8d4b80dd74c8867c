"""The named expressions."""

import numpy as np
import pytest

from expclip.presets import expressions
from expclip.rigs import arkit


@pytest.mark.parametrize("name", expressions.NAMES)
def test_each_is_a_face_with_a_line_and_a_source(name):
    face, entry = expressions.load(name), expressions.EXPRESSIONS[name]
    assert face.dtype == np.float32 and face.shape == (arkit.COUNT,)
    assert 0.0 <= face.min() and face.max() <= 1.0 and face.any() == (name != "neutral")
    assert entry.tells and entry.source
    assert all(0.0 < activation <= 1.0 for activation in entry.action_units.values())


def test_there_are_enough_and_no_two_are_alike():
    faces = np.stack([expressions.load(name) for name in expressions.NAMES])
    apart = np.abs(faces[:, None] - faces[None]).max(-1) + np.eye(len(faces))
    assert len(faces) >= 24 and apart.min() > 0.15


def test_speech_can_go_on_under_all_of_them():
    """A preset is worn by a speaking mouth: only the widest ones open the jaw themselves."""
    wide = {name for name in expressions.NAMES if expressions.load(name)[arkit.INDEX["jawOpen"]] > 0.45}
    assert wide <= {"laugh", "surprise", "terror"}


def test_names_are_found_as_people_write_them():
    assert np.array_equal(expressions.load("Gentle smile"), expressions.load("gentle-smile"))
    assert np.array_equal(expressions.load("BRAVE_SMILE"), expressions.load("brave-smile"))


def test_an_unknown_name_is_a_key_error():
    with pytest.raises(KeyError):
        expressions.load("blorf")
