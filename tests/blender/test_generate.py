"""Generate, Generate again, Remove: the operators in real Blender with the fake worker."""

import bpy
import numpy as np
import pytest

from expclip.core.formats import read_take
from expclip.core.settings import LIFE_PARTS, LifeStrengths
from expclip.expclip_blender import actions, jobs, keyframes
from expclip.rigs import arkit


def curve_keys(face, name):
    """(frames, values) of the keys of one shape key in the assigned Action."""
    curve = actions.curves(face.data.shape_keys).find(f'key_blocks["{name}"].value')
    keys = np.empty(len(curve.keyframe_points) * 2, np.float32)
    curve.keyframe_points.foreach_get("co", keys)
    return keys[::2], keys[1::2]


def scene_state():
    """All that a failed Generate could have changed: data blocks, animation, sliders."""
    keys = bpy.data.shape_keys
    return (
        sorted(action.name for action in bpy.data.actions),
        [(key.name, key.animation_data is None, [block.value for block in key.key_blocks]) for key in keys],
    )


@pytest.fixture
def face(make_face):
    return make_face("Ada", arkit.NAMES)


@pytest.fixture
def settings(bpy_context, sound_file):
    settings = bpy_context.scene.expclip
    settings.source = "FILE"
    settings.file = str(sound_file)
    settings.file_frame = 5
    bpy_context.scene.render.fps = 24
    return settings


@pytest.fixture
def takes(monkeypatch):
    """Every take that jobs read, in order."""
    read = []

    def keep(path):
        read.append(read_take(path))
        return read[-1]

    monkeypatch.setattr(jobs, "read_take", keep)
    return read


def test_every_frame_of_every_key_is_the_takes(fake_engine, face, settings, takes):
    fake_engine()
    settings.prompt = "a warm smile"
    assert bpy.ops.expclip.generate() == {"FINISHED"}
    take, = takes
    assert take.frames == 48 and take.channel("mouthSmileLeft").max() > 0.5
    for name in arkit.NAMES:
        frames, values = curve_keys(face, name)
        assert frames.tolist() == list(range(5, 53))
        np.testing.assert_array_equal(values, take.channel(name))


def test_the_face_moves(fake_engine, face, settings, takes, bpy_context):
    fake_engine()
    bpy.ops.expclip.generate()
    for frame in (5, 20, 52):
        bpy_context.scene.frame_set(frame)
        assert face.data.shape_keys.key_blocks["jawOpen"].value == pytest.approx(takes[0].channel("jawOpen")[frame - 5])


def test_one_owned_action_with_a_name_one_knows(fake_engine, face, settings):
    fake_engine()
    bpy.ops.expclip.generate()
    action, = bpy.data.actions
    assert action.name == "ExpCLIP Ada" and face.data.shape_keys.animation_data.action == action


def test_generate_again_replaces_its_own_keys(fake_engine, face, settings, takes):
    fake_engine()
    bpy.ops.expclip.generate()
    settings.file_frame, settings.prompt = 100, "sad"
    bpy.ops.expclip.generate()
    frames, values = curve_keys(face, "browInnerUp")
    assert frames.tolist() == list(range(100, 148))
    np.testing.assert_array_equal(values, takes[1].channel("browInnerUp"))
    assert len(bpy.data.actions) == 1


def test_another_line_keeps_the_first(fake_engine, face, settings, takes, tmp_path):
    from .conftest import write_wave

    fake_engine()
    bpy.ops.expclip.generate()
    write_wave(tmp_path / "second.wav", 1.0)
    settings.file, settings.file_frame, settings.prompt = str(tmp_path / "second.wav"), 60, "sad"
    bpy.ops.expclip.generate()
    frames, values = curve_keys(face, "jawOpen")
    assert frames.tolist() == [*range(5, 53), *range(60, 84)]
    np.testing.assert_array_equal(values, np.concatenate([take.channel("jawOpen") for take in takes]))
    bpy.ops.expclip.remove()
    assert curve_keys(face, "jawOpen")[0].tolist() == list(range(5, 53))


def test_a_preset(fake_engine, face, settings, takes):
    fake_engine()
    settings.feeling, settings.preset = "PRESET", "joy"
    order = jobs.order_from(bpy.context)
    assert [(wanted.kind, wanted.value) for wanted in order.job.track.directions] == [("preset", "joy")]
    assert bpy.ops.expclip.generate() == {"FINISHED"}


def test_a_character_with_some_of_the_keys_is_done_with_a_note(fake_engine, make_face, settings, takes):
    from expclip.expclip_blender import character

    face = make_face("Some", arkit.NAMES[:47])
    fake_engine()
    assert bpy.ops.expclip.generate() == {"FINISHED"}
    line, = keyframes.keyed_lines(character.open_character(face, bpy.context.scene))
    assert line.shapes == 47 and any("47 of 52 shape keys of ARKit" in note for note in line.notes)
    for name in arkit.NAMES[:47]:
        np.testing.assert_array_equal(curve_keys(face, name)[1], takes[0].channel(name))


def test_sliders_scale(fake_engine, face, settings, takes):
    fake_engine()
    settings.prompt, settings.lips, settings.expression = "a warm smile", 0.0, 0.5
    bpy.ops.expclip.generate()
    assert curve_keys(face, "jawOpen")[1].max() == 0
    assert curve_keys(face, "mouthSmileLeft")[1].max() == pytest.approx(0.3)
    settings.expression, settings.lips = 0.0, 1.0
    bpy.ops.expclip.generate()
    assert curve_keys(face, "mouthSmileLeft")[1].max() == 0
    assert curve_keys(face, "jawOpen")[1].max() > 0.2


def test_every_slider_reaches_the_engine(face, settings):
    settings.expression, settings.lips, settings.life, settings.follow_voice = 0.75, 1.25, 0.5, 0.25
    ordered = jobs.order_from(bpy.context).job.settings
    assert (ordered.intensity, ordered.lips, ordered.life, ordered.follow_voice) == (0.75, 1.25, 0.5, 0.25)
    assert ordered.life_parts == LifeStrengths()
    for number, part in enumerate(LIFE_PARTS):
        setattr(settings.life_parts, part, number / 4)
    assert jobs.order_from(bpy.context).job.settings.life_parts == LifeStrengths(0.0, 0.25, 0.5, 0.75, 1.0)


def test_remove_leaves_nothing(fake_engine, face, settings):
    face.data.shape_keys.key_blocks["jawOpen"].value = 0.125
    before = scene_state()
    fake_engine()
    bpy.ops.expclip.generate()
    bpy.context.scene.frame_set(20)
    assert bpy.ops.expclip.remove() == {"FINISHED"}
    assert scene_state() == before
    assert bpy.ops.expclip.remove() == {"CANCELLED"}


def test_one_undo_step(fake_engine, face, settings):
    fake_engine()
    before = scene_state()
    bpy.ops.ed.undo_push(message="Before")
    bpy.ops.expclip.generate("EXEC_DEFAULT", True)
    assert len(bpy.data.actions) == 1
    bpy.ops.ed.undo()
    assert scene_state() == before
    bpy.ops.ed.redo()
    assert len(bpy.data.actions) == 1 and len(curve_keys(bpy.data.objects["Ada"], "jawOpen")[0]) == 48


def test_what_was_not_understood_is_told(fake_engine, face, settings):
    from expclip.expclip_blender import character

    fake_engine()
    settings.prompt = "gibberish"
    bpy.ops.expclip.generate()
    line, = keyframes.keyed_lines(character.open_character(face, bpy.context.scene))
    assert any("not understood" in note for note in line.notes)
    assert (line.first, line.last, line.shapes) == (5, 52, 52)


@pytest.mark.parametrize("behaviour, cause", [
    ("dies", "The engine ended unexpectedly"),
    ("babbles", "cannot be read"),
    ("old", "version"),
    ("unready", "damaged"),
])
def test_a_lost_engine_leaves_the_scene_as_it_was(fake_engine, face, settings, behaviour, cause):
    before = scene_state()
    fake_engine(behaviour)
    with pytest.raises(RuntimeError, match=cause):
        bpy.ops.expclip.generate()
    assert scene_state() == before
    assert jobs.running is None and cause in str(jobs.failure)
    fake_engine()
    assert bpy.ops.expclip.generate() == {"FINISHED"}
    assert jobs.failure is None


def test_no_engine(face, settings, monkeypatch):
    monkeypatch.delenv("EXPCLIP_ENGINE_PYTHON", raising=False)
    with pytest.raises(RuntimeError, match="The engine is not installed"):
        bpy.ops.expclip.generate()


def test_speech_that_is_gone(fake_engine, face, settings):
    fake_engine()
    settings.file = "/nowhere/line.wav"
    before = scene_state()
    with pytest.raises(RuntimeError, match="does not exist"):
        bpy.ops.expclip.generate()
    assert scene_state() == before


def test_no_character(fake_engine, settings):
    fake_engine()
    with pytest.raises(RuntimeError, match="no character"):
        bpy.ops.expclip.generate()


def test_a_linked_character(fake_engine, linked, settings):
    fake_engine()
    bpy.context.scene.collection.children.link(linked)
    before = scene_state()
    with pytest.raises(RuntimeError, match="make a library override"):
        bpy.ops.expclip.generate()
    assert scene_state() == before


def test_a_strip_whose_sound_is_gone(fake_engine, face, settings, sound_file, add_strip):
    fake_engine()
    settings.source = "STRIP"
    add_strip(sound_file)
    assert bpy.ops.expclip.generate() == {"FINISHED"}
    sound_file.unlink()
    before = scene_state()
    with pytest.raises(RuntimeError, match="is gone: find it"):
        bpy.ops.expclip.generate()
    assert scene_state() == before
    assert bpy.ops.expclip.remove() == {"FINISHED"} and not bpy.data.actions


def test_a_character_that_is_removed_during_the_job(fake_engine, face, settings):
    fake_engine()
    job = jobs.start(bpy.context)
    bpy.data.objects.remove(face)
    job.wait()
    with pytest.raises(Exception, match="was removed meanwhile"):
        jobs.finish()
    assert not bpy.data.actions


def test_undo_during_the_job(fake_engine, face, settings):
    fake_engine()
    bpy.ops.ed.undo_push(message="Before")
    bpy.context.scene.frame_end = 77
    bpy.ops.ed.undo_push(message="Something else")
    job = jobs.start(bpy.context)
    bpy.ops.ed.undo()
    job.wait()
    jobs.finish()
    assert len(curve_keys(bpy.data.objects["Ada"], "jawOpen")[0]) == 48


def test_polling_as_the_window_does(fake_engine, face, settings):
    import time

    fake_engine()
    job = jobs.start(bpy.context)
    assert not bpy.ops.expclip.generate.poll() and bpy.ops.expclip.cancel.poll()
    deadline = time.monotonic() + 60
    while not job.poll():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    jobs.finish()
    assert len(curve_keys(face, "jawOpen")[0]) == 48


def test_cancel(fake_engine, face, settings):
    before = scene_state()
    fake_engine()
    job = jobs.start(bpy.context)
    assert bpy.ops.expclip.cancel() == {"FINISHED"} and job.cancelling
    job.wait()
    with pytest.raises(Exception, match="cancelled"):
        jobs.finish()
    assert scene_state() == before


def test_a_file_opened_during_the_job_ends_it(fake_engine, face, settings):
    fake_engine("hangs")
    jobs.start(bpy.context)
    bpy.ops.wm.read_homefile(use_factory_startup=True, use_empty=True)
    assert jobs.running is None
