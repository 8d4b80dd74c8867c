"""Keys as they are written: what stays, what goes, and what is noted."""

import bpy
import numpy as np
import pytest

from expclip.core.errors import StripError
from expclip.core.take import Take
from expclip.expclip_blender import actions, character, keyframes
from expclip.expclip_blender.sequencer import VoiceLine
from expclip.rigs import arkit


def line(source="file:a", first=1, count=None):
    return VoiceLine(source, source, "a.wav", 0.0, None, 24.0, first, count)


def take(frames, level=0.5):
    return Take(np.full((frames, arkit.COUNT), level, np.float32), 24.0)


@pytest.fixture
def face(make_face):
    return character.open_character(make_face("Ada", ["jawOpen", "mouthClose"]), bpy.context.scene)


def jaw(face):
    return actions.curves(face.owners[0]).find('key_blocks["jawOpen"].value')


def keys_of(face):
    return [(point.co[0], round(point.co[1], 6)) for point in jaw(face).keyframe_points]


def spans(face):
    return [(known.source, known.first, known.last) for known in keyframes.keyed_lines(face)]


def test_keys_are_linear_and_their_handles_sit_on_the_curve(face):
    keyframes.key_take(face, take(5), line(), [])
    for point in jaw(face).keyframe_points:
        assert point.interpolation == "LINEAR" and point.handle_left[1] == point.handle_right[1] == 0.5
        assert point.handle_left[0] < point.co[0] < point.handle_right[0]


def test_only_what_is_heard_is_keyed(face):
    keyframes.key_take(face, take(50), line(count=20), [])
    assert len(keys_of(face)) == 20
    with pytest.raises(StripError, match="Nothing of"):
        keyframes.key_take(face, take(5), line(count=0), [])


def test_a_line_laid_over_another_covers_it(face):
    keyframes.key_take(face, take(20, 0.25), line("file:a", 1), [])
    keyframes.key_take(face, take(5, 0.75), line("file:b", 8), [])
    assert spans(face) == [("file:a", 1, 7), ("file:a", 13, 20), ("file:b", 8, 12)]
    assert [value for _, value in keys_of(face)] == [0.25] * 7 + [0.75] * 5 + [0.25] * 8
    assert keyframes.remove_line(face, "file:a")
    assert spans(face) == [("file:b", 8, 12)] and len(keys_of(face)) == 5
    assert not keyframes.remove_line(face, "file:a")
    assert keyframes.remove_line(face, "file:b") and not bpy.data.actions


def test_keys_that_the_user_shaped_in_another_line_stay(face):
    keyframes.key_take(face, take(5), line("file:a", 1), [])
    shaped = jaw(face).keyframe_points[2]
    shaped.interpolation, shaped.handle_left_type, shaped.handle_right_type = "BEZIER", "FREE", "FREE"
    shaped.handle_left, shaped.handle_right, shaped.type = (2.5, 0.75), (3.25, 0.125), "EXTREME"
    keyframes.key_take(face, take(5), line("file:b", 50), [])
    kept = jaw(face).keyframe_points[2]
    assert (kept.interpolation, kept.handle_left_type, kept.type) == ("BEZIER", "FREE", "EXTREME")
    assert tuple(kept.handle_left) == (2.5, 0.75) and tuple(kept.handle_right) == (3.25, 0.125)
    assert len(keys_of(face)) == 10


def test_a_shorter_take_leaves_no_keys_of_the_longer(face):
    keyframes.key_take(face, take(30), line(first=10), [])
    keyframes.key_take(face, take(4, 0.25), line(first=20), [])
    assert keys_of(face) == [(20, 0.25), (21, 0.25), (22, 0.25), (23, 0.25)]


def test_an_odd_length_is_noted(face):
    assert keyframes.key_take(face, take(48), line(count=49), []).notes == [
        "2 of 52 shape keys of ARKit were found, the others stay still"
    ]
    assert "retimed" in keyframes.key_take(face, take(48), line(count=96), []).notes[1]


def test_a_key_with_quotes_in_its_name(make_face):
    odd = make_face('Ada "the" face', ['Face".jawOpen'])
    keyframes.key_take(character.open_character(odd, bpy.context.scene), take(3), line(), [])
    bpy.context.scene.frame_set(2)
    assert odd.data.shape_keys.key_blocks[1].value == pytest.approx(0.5)
