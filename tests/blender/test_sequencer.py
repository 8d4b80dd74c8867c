"""Strips in true time; test_the_mix_agrees listens to Blender's own mixdown for what is true."""

import wave

import bpy
import numpy as np
import pytest

from expclip.core.errors import StripError
from expclip.expclip_blender import sequencer


@pytest.fixture
def scene(bpy_context):
    bpy_context.scene.render.fps = 24
    return bpy_context.scene


@pytest.fixture
def strip(scene, sound_file, add_strip):
    """Two seconds from frame 10 on at 24 frames a second: heard in frames 10..57."""
    return add_strip(sound_file)


def line_of(strip, edit, scene=None):
    return sequencer.strip_line(strip, edit, scene or edit)


def test_a_plain_strip(strip, scene):
    line = line_of(strip, scene)
    assert (line.first_frame, line.frame_count, line.start, line.end, line.fps) == (10, 48, 0.0, None, 24.0)


def test_only_what_is_heard(strip, scene):
    strip.frame_offset_start, strip.frame_offset_end = 12, 6
    line = line_of(strip, scene)
    assert (line.first_frame, line.frame_count) == (22, 30)
    assert (line.start, line.end) == (pytest.approx(0.5), pytest.approx(1.75))


def test_a_strip_pulled_open_before_its_sound(strip, scene):
    strip.frame_offset_start = -6
    line = line_of(strip, scene)
    assert (line.first_frame, line.start) == (10, 0.0)


def test_trimmed_content(strip, scene):
    strip.animation_offset_start, strip.animation_offset_end = 5, 7
    line = line_of(strip, scene)
    assert line.first_frame == 10 and line.start == pytest.approx(5 / 24) and line.end == pytest.approx((48 - 7) / 24)


def test_sound_offset(strip, scene):
    if not hasattr(strip, "sound_offset"):
        pytest.skip("strips of this Blender have no sound offset")
    strip.sound_offset = 0.25
    line = line_of(strip, scene)
    assert (line.first_frame, line.start, line.frame_count) == (16, 0.0, 42)
    strip.sound_offset = -0.25
    line = line_of(strip, scene)
    assert (line.first_frame, line.start) == (10, pytest.approx(0.25))


@pytest.mark.parametrize("fps, base, wanted", [(30, 1.001, 30 / 1.001), (24, 1.25, 19.2), (60, 1.0, 60.0)])
def test_frame_rates(scene, sound_file, add_strip, fps, base, wanted):
    scene.render.fps, scene.render.fps_base = fps, base
    strip = add_strip(sound_file)
    strip.frame_offset_start = 15
    line = line_of(strip, scene)
    assert line.fps == pytest.approx(wanted) and line.first_frame == 25
    assert line.start == pytest.approx(15 / wanted)
    assert line.frame_count == strip.frame_final_end - 25


def test_inside_meta_strips(strip, scene):
    editor = scene.sequence_editor
    strips = editor.strips if hasattr(editor, "strips") else editor.sequences
    meta = strips.new_meta(name="Meta", channel=3, frame_start=12)
    strip.move_to_meta(meta)
    meta.frame_start += 100
    first, end = meta.frame_final_start, meta.frame_final_end
    assert strip in sequencer.sound_strips(scene)
    if min(end, strip.frame_final_end) <= max(first, strip.frame_final_start):
        with pytest.raises(StripError, match="Nothing of the strip"):
            line_of(strip, scene)
    meta.frame_final_end = 150
    line = line_of(strip, scene)
    heard = max(meta.frame_final_start, strip.frame_final_start)
    assert line.first_frame == heard and line.start == pytest.approx((heard - strip.frame_start) / 24)
    assert line.first_frame + line.frame_count == min(150, strip.frame_final_end)


def test_another_scene_shares_the_clock_of_seconds(strip, scene):
    shot = bpy.data.scenes.new("Shot")
    shot.render.fps, shot.frame_start = 48, 1001
    strip.frame_offset_start = 2
    line = line_of(strip, scene, shot)
    assert (line.first_frame, line.frame_count, line.fps) == (24, 92, 48.0)
    assert line.start == pytest.approx(2 / 24)


def test_another_scene_with_an_odd_rate_starts_on_a_whole_frame(strip, scene):
    shot = bpy.data.scenes.new("Shot")
    shot.render.fps = 25
    line = line_of(strip, scene, shot)
    assert line.first_frame == 11 and line.fps == 25.0
    assert line.start == pytest.approx(11 / 25 - 10 / 24)


def test_a_scene_strip_leads_to_its_shot(strip, scene):
    shot = bpy.data.scenes.new("Shot")
    shot.render.fps, shot.frame_start, shot.frame_end = 24, 1001, 1100
    editor = scene.sequence_editor
    strips = editor.strips if hasattr(editor, "strips") else editor.sequences
    strips.new_scene(name="shot", scene=shot, channel=4, frame_start=4)
    line = line_of(strip, scene, shot)
    assert (line.first_frame, line.frame_count, line.start) == (1007, 48, 0.0)


def test_a_sound_that_is_gone(strip, scene, sound_file):
    sound_file.unlink()
    with pytest.raises(StripError, match="is gone"):
        line_of(strip, scene)


def test_a_relative_path(strip, scene, sound_file):
    bpy.ops.wm.save_as_mainfile(filepath=str(sound_file.parent / "shot.blend"))
    strip.sound.filepath = "//line.wav"
    assert line_of(strip, scene).sound == str(sound_file)


def test_a_packed_sound(strip, scene, sound_file):
    content = sound_file.read_bytes()
    strip.sound.pack()
    sound_file.unlink()
    with open(line_of(strip, scene).sound, "rb") as unpacked:
        assert unpacked.read() == content


def test_the_active_strip_is_the_default(strip, scene, sound_file, add_strip):
    assert sequencer.find_strip(scene, "") == strip
    other = add_strip(sound_file, frame=200)
    scene.sequence_editor.active_strip = None
    with pytest.raises(StripError, match="No sound strip is chosen"):
        sequencer.find_strip(scene, "")
    scene.sequence_editor.active_strip = other
    assert sequencer.find_strip(scene, "") == other and sequencer.find_strip(scene, strip.name) == strip


def test_strips_that_are_no_sound(scene):
    with pytest.raises(StripError, match="No sound strip"):
        sequencer.find_strip(scene, "")
    editor = scene.sequence_editor_create()
    strips = editor.strips if hasattr(editor, "strips") else editor.sequences
    strips.new_effect(name="Red", type="COLOR", channel=1, frame_start=1, **_length(50))
    with pytest.raises(StripError, match="'Red' is no sound"):
        sequencer.find_strip(scene, "Red")
    with pytest.raises(StripError, match="no strip 'Blue'"):
        sequencer.find_strip(scene, "Blue")


def _length(frames):
    return {"length": frames} if bpy.app.version >= (5, 0) else {"frame_end": 1 + frames}


def test_a_file_without_a_path(scene):
    with pytest.raises(StripError, match="No sound file is chosen"):
        sequencer.file_line("  ", 1, scene)


@pytest.mark.parametrize("change", ["nothing", "trim", "content", "offset", "moved"])
def test_the_mix_agrees(scene, tmp_path, add_strip, change):
    """A click in the file is heard in Blender's mix at the frame that the line's arithmetic says."""
    rate, click = 48000, 1.5
    samples = np.zeros(rate * 2, np.int16)
    samples[int(click * rate):int(click * rate) + 48] = 20000
    with wave.open(str(tmp_path / "click.wav"), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes(samples.tobytes())
    scene.render.fps, scene.render.fps_base, scene.frame_start, scene.frame_end = 30, 1.25, 0, 120
    strip = add_strip(tmp_path / "click.wav")
    match change:
        case "trim":
            strip.frame_offset_start = 14
        case "content":
            strip.animation_offset_start = 5
        case "offset":
            if not hasattr(strip, "sound_offset"):
                pytest.skip("strips of this Blender have no sound offset")
            strip.sound_offset = 0.2
        case "moved":
            strip.frame_start = 33
    line = line_of(strip, scene)
    mix = tmp_path / "mix.wav"
    bpy.ops.sound.mixdown(filepath=str(mix), container="WAV", codec="PCM", format="S16")
    with wave.open(str(mix)) as sound:
        channels, mix_rate = sound.getnchannels(), sound.getframerate()
        heard = np.frombuffer(sound.readframes(sound.getnframes()), np.int16).reshape(-1, channels)[:, 0]
    heard_frame = np.flatnonzero(np.abs(heard) > 3000)[0] / mix_rate * 24
    assert line.first_frame + (click - line.start) * line.fps == pytest.approx(heard_frame, abs=0.1)
