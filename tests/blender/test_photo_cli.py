"""`blender --command expclip photo` in real Blender with the fake worker."""

import bpy
import numpy as np
import pytest

from expclip.core.formats import write_take
from expclip.core.take import Take
from expclip.expclip_blender import blender_cli, photo_cli, sequencer
from expclip.rigs import arkit


@pytest.fixture
def portrait(bpy_context, tmp_path):
    bpy_context.scene.render.fps = 24
    picture = tmp_path / "Zoë.png"
    picture.write_bytes(b"stands for a picture")
    return str(picture)


@pytest.fixture
def places(tmp_path):
    """The options that name results, and where those are."""
    movie, saved = tmp_path / "out one.mp4", tmp_path / "спасено.blend"
    return ["-o", str(movie), "--save", str(saved)], movie, saved


def laid(saved):
    """The movie strips of a saved file."""
    bpy.ops.wm.open_mainfile(filepath=str(saved))
    return [strip for strip in sequencer.every_strip(bpy.context.scene) if strip.type == "MOVIE"]


def test_a_speech_file(fake_engine, portrait, sound_file, places, capsys):
    fake_engine()
    options, movie, saved = places
    movie.write_bytes(b"an older movie")
    wanted = ["photo", portrait, "--speech", str(sound_file), "--prompt", "sad", "--frame", "11", "--plane", *options]
    assert blender_cli.main(wanted) == 0
    out, err = capsys.readouterr()
    assert "ExpCLIP: " in err and "is laid from frame 11 to 58" in out
    assert movie.read_bytes().count(b"FRAME") == 48
    (strip,) = laid(saved)
    assert (strip.frame_final_start, strip.frame_final_end) == (11, 59) and strip.elements[0].orig_width == 64
    (plane,) = (obj for obj in bpy.context.scene.objects if obj.type == "MESH")
    (image,) = bpy.data.images
    assert plane.data.materials and image.size[:] == (64, 64)


def test_a_strip_with_words_that_it_keeps(fake_engine, portrait, add_strip, sound_file, places):
    strip = add_strip(sound_file, frame=31)
    strip.expclip.words, strip.expclip.transcript = "TRANSCRIPT", "hello there"
    options, _, saved = places
    wanted = ["photo", portrait, "--strip", strip.name, "--closeup", "--size", "720", *options]
    order = photo_cli.order_from(blender_cli.parser().parse_args(wanted))
    assert order.job.line.script.transcript == "hello there" and order.voice == strip.name
    assert (order.job.frame.closeup, order.job.frame.size) == (True, 720)
    fake_engine()
    assert blender_cli.main(wanted) == 0
    (movie,) = laid(saved)
    assert (movie.frame_final_start, movie.channel) == (31, 2)


def test_a_take_at_another_rate(fake_engine, portrait, places, tmp_path):
    path = tmp_path / "take.npz"
    write_take(Take(np.zeros((60, arkit.COUNT), np.float32), 60.0), path)
    fake_engine()
    options, _, saved = places
    assert blender_cli.main(["photo", portrait, str(path), *options]) == 0
    (movie,) = laid(saved)
    assert (movie.frame_final_start, movie.frame_final_duration) == (1, 24)
    assert not sequencer.sound_strips(bpy.context.scene)


@pytest.mark.parametrize("behaviour, arguments, told", [
    ("well", ["gone.png", "--speech", "{sound}", "-o", "{folder}/a.mp4"], "no picture that can be read"),
    ("well", ["{portrait}", "--speech", "gone.wav", "-o", "{folder}/a.mp4"], "does not exist"),
    ("well", ["{portrait}", "gone.csv", "-o", "{folder}/a.mp4"], "does not exist"),
    ("well", ["{portrait}", "--speech", "{sound}", "-o", "{folder}/%04d.png"], "names no movie"),
    ("well", ["{portrait}", "--speech", "{sound}", "-o", "{folder}/no/a.mp4"], "does not exist"),
    ("well", ["{portrait}", "--speech", "{sound}", "--no-mark", " ", "-o", "{folder}/a.mp4"], "is empty"),
    ("well", ["{portrait}", "--speech", "{sound}", "--fps", "60", "-o", "{folder}/a.mp4"], "24 a second"),
    ("well", ["{portrait}", "--strip", "Nothing", "-o", "{folder}/a.mp4"], "no strip 'Nothing'"),
    ("dies", ["{portrait}", "--speech", "{sound}", "-o", "{folder}/a.mp4"], "ended unexpectedly"),
])
def test_a_failure_is_one_sentence_and_leaves_no_file(
    fake_engine, portrait, sound_file, tmp_path, capsys, behaviour, arguments, told
):
    fake_engine(behaviour)
    before = sorted(tmp_path.rglob("*"))
    filled = [argument.format(portrait=portrait, sound=sound_file, folder=tmp_path) for argument in arguments]
    assert blender_cli.main(["photo", *filled, "--save", str(tmp_path / "a.blend")]) == 1
    last = capsys.readouterr().err.strip().splitlines()[-1]
    assert told in last and last.endswith(".")
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("arguments", [
    ["a.png"], ["a.png", "--speech", "a.wav", "-o", "a.mp4"], ["a.png", "--speech", "a.wav", "--save", "a.blend"],
    ["a.png", "--speech", "a.wav", "--strip", "a", "-o", "a.mp4", "--save", "a.blend"],
    ["a.png", "a.csv", "--speech", "a.wav", "-o", "a.mp4", "--save", "a.blend"],
])
def test_wrong_usage(bpy_context, arguments, capsys):
    assert blender_cli.main(["photo", *arguments]) == 2
    assert "usage" in capsys.readouterr().err
