"""Bake Portrait in real Blender with the fake worker: its movies are grey, a shade lighter on each frame."""

import bpy
import numpy as np
import pytest

from expclip.core.errors import Cancelled, ExpclipError
from expclip.expclip_blender import jobs, photo_order, photo_plane, sequencer

SHADE = 4
"""Of 255, as tests/fake_worker.py has it."""


@pytest.fixture
def portrait(bpy_context, tmp_path):
    """The panel's settings, in a saved file, with a portrait and a voice file of two seconds at 24 frames a second."""
    bpy.ops.wm.save_as_mainfile(filepath=str(tmp_path / "shot 语.blend"))
    bpy_context.scene.render.fps = 24
    picture = tmp_path / "Zoë.png"
    picture.write_bytes(b"stands for a picture")
    settings = bpy_context.scene.expclip_portrait
    settings.picture = str(picture)
    return settings


@pytest.fixture
def by_file(bpy_context, sound_file):
    settings = bpy_context.scene.expclip
    settings.source, settings.file, settings.file_frame = "FILE", str(sound_file), 5


def movies(scene=None):
    return [strip for strip in sequencer.every_strip(scene or bpy.context.scene) if strip.type == "MOVIE"]


def state():
    """All that a failed bake could have changed."""
    return (
        [(strip.name, strip.type) for scene in bpy.data.scenes for strip in sequencer.every_strip(scene)],
        [len(data) for data in (bpy.data.objects, bpy.data.meshes, bpy.data.materials, bpy.data.images)],
    )


def shade_at(frame, tmp_path):
    """How light the scene's picture is on a frame, 0..255 of the movie's own scale."""
    scene = bpy.context.scene
    scene.view_settings.view_transform = "Standard"
    scene.render.resolution_x = scene.render.resolution_y = 16
    scene.render.image_settings.file_format = "PNG"
    scene.render.filepath = str(tmp_path / "shown.png")
    scene.frame_set(frame)
    bpy.ops.render.render(write_still=True)
    image = bpy.data.images.load(scene.render.filepath, check_existing=False)
    pixels = np.empty(len(image.pixels), np.float32)
    image.pixels.foreach_get(pixels)
    bpy.data.images.remove(image)
    return float(pixels.reshape(16, 16, 4)[4:12, 4:12, :3].mean()) * (235 - 16) + 16


def test_the_movie_lies_over_the_voice(fake_engine, portrait, add_strip, sound_file, tmp_path):
    fake_engine()
    voice = add_strip(sound_file, frame=31)
    channel = voice.channel
    assert bpy.ops.expclip.bake_portrait() == {"FINISHED"}
    (movie,) = movies()
    assert (movie.frame_final_start, movie.frame_final_end, movie.channel) == (31, 79, channel + 1)
    assert movie.filepath == "//line Zoë.mp4" and (tmp_path / "line Zoë.mp4").is_file()
    (sound,) = sequencer.sound_strips(bpy.context.scene)
    assert sound.name == voice.name and not sound.mute
    assert sequencer.active_sound_strip(bpy.context.scene) == voice
    for frame in (41, 61):
        assert shade_at(frame, tmp_path) == pytest.approx(SHADE * (frame - 31), abs=2)


def test_a_trimmed_strip_shows_its_own_part(fake_engine, portrait, add_strip, sound_file):
    strip = add_strip(sound_file, frame=31)
    strip.frame_offset_start, strip.frame_offset_end = 12, 6
    order = photo_order.order_from(bpy.context)
    assert order.job.sound == (str(sound_file), 0.5) and order.job.line.end == pytest.approx(1.75)
    assert order.job.line.settings.fps == 24
    fake_engine()
    bpy.ops.expclip.bake_portrait()
    (movie,) = movies()
    assert (movie.frame_final_start, movie.frame_final_end) == (43, 73)


def test_the_strip_ends_with_the_voice(fake_engine, portrait, add_strip, sound_file):
    """Two seconds are 59.94 frames here, and the movie has 60 pictures."""
    bpy.context.scene.render.fps, bpy.context.scene.render.fps_base = 30, 1.001
    voice = add_strip(sound_file, frame=31)
    fake_engine()
    bpy.ops.expclip.bake_portrait()
    (movie,) = movies()
    assert movie.frame_final_end == voice.frame_final_end and movie.frame_duration in (60, 61)


def test_a_channel_that_is_free(fake_engine, portrait, add_strip, sound_file):
    fake_engine()
    add_strip(sound_file, frame=31)
    strips = sequencer.strips_of(bpy.context.scene.sequence_editor)
    for channel, start in ((2, 70), (3, 500)):
        if "length" in strips.bl_rna.functions["new_effect"].parameters:  # from Blender 5.0 on
            strips.new_effect(name="c", type="COLOR", channel=channel, frame_start=start, length=30)
        else:
            strips.new_effect(name="c", type="COLOR", channel=channel, frame_start=start, frame_end=start + 30)
    bpy.ops.expclip.bake_portrait()
    (movie,) = movies()
    assert movie.channel == 3


def test_baked_again_the_strip_is_another_and_the_earlier_movie_stays(fake_engine, portrait, by_file, tmp_path):
    fake_engine()
    portrait.plane = True
    bpy.ops.expclip.bake_portrait()
    (plane,) = bpy.context.scene.objects
    plane.location = (1, 2, 3)
    bpy.ops.expclip.bake_portrait()
    (movie,) = movies()
    assert movie.filepath == "//line Zoë 2.mp4" and (tmp_path / "line Zoë.mp4").is_file()
    assert list(bpy.context.scene.objects) == [plane] and plane.location[:] == (1, 2, 3)
    assert [image.filepath for image in bpy.data.images] == ["//line Zoë 2.mp4"]
    assert len(bpy.data.meshes) == len(bpy.data.materials) == 1


def test_another_line_keeps_the_first(fake_engine, portrait, by_file, tmp_path):
    from .conftest import write_wave

    fake_engine()
    bpy.ops.expclip.bake_portrait()
    write_wave(tmp_path / "second.wav", 1.0)
    settings = bpy.context.scene.expclip
    settings.file, settings.file_frame = str(tmp_path / "second.wav"), 80
    bpy.ops.expclip.bake_portrait()
    assert sorted((movie.frame_final_start, movie.frame_final_end) for movie in movies()) == [(5, 53), (80, 104)]


def test_a_line_without_a_strip_brings_its_sound_if_blender_has_any(portrait, by_file, sound_file, tmp_path):
    """The fake worker's movies are silent: here a wave file stands for one with sound."""
    from expclip.expclip_blender import photo_strip

    scene = bpy.context.scene
    strips = sequencer.strips_of(scene.sequence_editor_create())
    picture = bpy.data.images.new("a", 8, 8)
    picture.filepath_raw, picture.file_format = str(tmp_path / "a.png"), "PNG"
    picture.save()
    strips.new_image(name="a", filepath=str(tmp_path / "a.png"), channel=1, frame_start=5)
    photo_strip.lay_sound(scene, str(sound_file), "line", sequencer.file_line(str(sound_file), 5, scene))
    try:
        strips.new_sound(name="probe", filepath=str(sound_file), channel=9, frame_start=1)
    except RuntimeError:
        pytest.skip(f"Blender {bpy.app.version_string} of this environment is built without sound")
    laid = [strip for strip in sequencer.sound_strips(scene) if strip.get(photo_strip.MARK)]
    assert [(strip.frame_final_start, strip.channel) for strip in laid] == [(5, 2)]


def test_the_plane_shows_the_movie_in_time(fake_engine, portrait, by_file, tmp_path):
    fake_engine()
    portrait.plane = True
    bpy.context.scene.cursor.location = (0, 5, 0)
    bpy.ops.expclip.bake_portrait()
    scene = bpy.context.scene
    (plane,) = scene.objects
    assert plane.location[:] == (0, 5, 0) and tuple(round(side, 3) for side in plane.dimensions) == (1, 0, 1)
    camera = bpy.data.objects.new("Camera", bpy.data.cameras.new("Camera"))
    scene.collection.objects.link(camera)
    scene.camera = camera
    camera.location, camera.rotation_euler = (0, 4, photo_plane.HEIGHT / 2), (np.pi / 2, 0, 0)
    scene.render.use_sequencer = False
    scene.render.engine, scene.cycles.samples, scene.cycles.device = "CYCLES", 1, "CPU"
    for frame in (15, 35):
        assert shade_at(frame, tmp_path) == pytest.approx(SHADE * (frame - 5), abs=3)


def test_a_plane_needs_the_frames_of_the_sequencer(portrait, by_file):
    portrait.plane = True
    other = bpy.data.scenes.new("Cut")
    other.render.fps = 30
    bpy.context.scene.expclip.edit_scene = other
    with pytest.raises(ExpclipError, match="other frames a second"):
        photo_order.order_from(bpy.context)
    other.render.fps = 24
    assert photo_order.order_from(bpy.context).plane.first_frame == 5


def test_the_sequencer_of_another_scene_that_shows_this_one(fake_engine, portrait, add_strip, sound_file):
    """An edit of shots: the strip is laid there, the plane stands in the shot, on the shot's frames."""
    shot, cut = bpy.context.scene, bpy.data.scenes.new("Cut")
    cut.render.fps = 24
    add_strip(sound_file, scene=cut, frame=101)
    strips = sequencer.strips_of(cut.sequence_editor)
    strips.new_scene(name="shot", scene=shot, channel=3, frame_start=91)
    shot.expclip.edit_scene, portrait.plane = cut, True
    fake_engine()
    bpy.ops.expclip.bake_portrait()
    assert not movies(shot)
    (movie,) = movies(cut)
    assert (movie.frame_final_start, movie.channel) == (101, 2)
    (plane,) = shot.objects
    texture = next(node for node in plane.data.materials[0].node_tree.nodes if node.type == "TEX_IMAGE")
    assert texture.image_user.frame_start == 101 - 91 + shot.frame_start


def test_a_voice_inside_a_meta_strip(fake_engine, portrait, add_strip, sound_file):
    voice = add_strip(sound_file, frame=31)
    meta = sequencer.strips_of(bpy.context.scene.sequence_editor).new_meta(name="Meta", channel=5, frame_start=31)
    voice.move_to_meta(meta)
    bpy.context.scene.expclip.strip = voice.name
    fake_engine()
    bpy.ops.expclip.bake_portrait()
    (movie,) = movies()
    assert (movie.frame_final_start, movie.channel, movie.parent_meta()) == (31, 6, None)


def test_one_undo_step(fake_engine, portrait, by_file, tmp_path):
    fake_engine()
    portrait.plane = True
    before = state()
    bpy.ops.ed.undo_push(message="Before")
    bpy.ops.expclip.bake_portrait("EXEC_DEFAULT", True)
    after = state()
    assert after != before
    bpy.ops.ed.undo()
    assert state() == before
    bpy.ops.ed.redo()
    assert state() == after


def test_options_reach_the_engine(portrait, by_file, tmp_path):
    portrait.face, portrait.closeup, portrait.size = 1, True, 720
    portrait.mark, portrait.reason = False, "a film that says so in its titles"
    portrait.art = "//art.png"
    bpy.context.scene.expclip.prompt = "sad"
    job = photo_order.order_from(bpy.context).job
    assert (job.face, job.frame.closeup, job.frame.size) == (1, True, 720)
    assert job.unmarked == "a film that says so in its titles" and job.rendering.art == str(tmp_path / "art.png")
    assert [direction.value for direction in job.line.track.directions] == ["sad"]
    portrait.size = 0
    assert photo_order.order_from(bpy.context).job.frame.size is None


def test_phones_that_were_corrected_move_the_mouth(portrait, by_file, fake_engine):
    text = bpy.data.texts.new("line phones.json")
    text.write('[{"phone": "nonsense", "start": 0, "end": 1}]')
    script = bpy.context.scene.expclip.script
    script.words, script.phones = "PHONES", text.name
    fake_engine()
    with pytest.raises(RuntimeError, match="nonsense"):
        bpy.ops.expclip.bake_portrait()


@pytest.mark.parametrize(
    "wrong, told",
    [
        ({"picture": ""}, "No portrait is chosen"),
        ({"picture": "/nowhere/face.png"}, "does not exist"),
        ({"mark": False}, "off without a reason"),
        ({"size": 9}, "The size is 9 pixels"),
        ({"folder": "//nowhere"}, "does not exist"),
        ({"renderer": "pirenderer"}, "weights of its own"),
    ],
)
def test_what_cannot_be_is_told_before_the_work(fake_engine, portrait, by_file, wrong, told):
    fake_engine()
    for name, value in wrong.items():
        setattr(portrait, name, value)
    with pytest.raises(ExpclipError, match=told):
        photo_order.order_from(bpy.context)
    assert not bpy.ops.expclip.bake_portrait.poll()


def test_a_file_that_is_not_saved_has_no_folder(bpy_context, by_file, tmp_path, fake_engine):
    fake_engine()
    settings = bpy_context.scene.expclip_portrait
    settings.picture = str(tmp_path / "face.png")
    (tmp_path / "face.png").write_bytes(b"stands for a picture")
    with pytest.raises(ExpclipError, match="not saved yet"):
        photo_order.order_from(bpy.context)
    settings.folder = str(tmp_path)
    assert bpy.ops.expclip.bake_portrait() == {"FINISHED"}
    (movie,) = movies()
    assert movie.filepath == str(tmp_path / "line face.mp4")


@pytest.mark.parametrize("behaviour", ["dies", "unready", "babbles"])
def test_a_lost_engine_leaves_everything_as_it_was(fake_engine, portrait, by_file, tmp_path, behaviour):
    before, files = state(), sorted(tmp_path.iterdir())
    fake_engine(behaviour)
    with pytest.raises(RuntimeError):
        bpy.ops.expclip.bake_portrait()
    assert state() == before and sorted(tmp_path.iterdir()) == files
    assert jobs.asked is photo_order.order_from and jobs.failure is not None


def test_cancelled(fake_engine, portrait, by_file, tmp_path):
    before, files = state(), sorted(tmp_path.iterdir())
    fake_engine()
    job = jobs.start(bpy.context, photo_order.order_from)
    job.cancel()
    job.wait()
    with pytest.raises(Cancelled):
        jobs.finish()
    assert state() == before and sorted(tmp_path.iterdir()) == files


def test_a_movie_that_blender_cannot_open_leaves_nothing(portrait, by_file, tmp_path):
    before, files = state(), sorted(tmp_path.iterdir())
    broken = tmp_path / "broken" / "a.mp4"
    broken.parent.mkdir()
    broken.write_bytes(b"no movie")
    portrait.plane = True
    with pytest.raises(ExpclipError, match="bake the portrait again"):
        photo_order.order_from(bpy.context).carry_out({"movie": str(broken)})
    assert state() == before and sorted(tmp_path.iterdir()) == sorted([*files, broken.parent])


def test_a_scene_that_is_removed_during_the_job(fake_engine, portrait, by_file, tmp_path):
    other = bpy.data.scenes.new("Cut")
    other.render.fps = 24
    bpy.context.scene.expclip.edit_scene = other
    fake_engine()
    job = jobs.start(bpy.context, photo_order.order_from)
    bpy.data.scenes.remove(other)
    job.wait()
    with pytest.raises(ExpclipError, match="was removed meanwhile"):
        jobs.finish()
    assert not list(tmp_path.glob("*.mp4"))
