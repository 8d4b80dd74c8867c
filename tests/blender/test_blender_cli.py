"""`blender --command expclip`: its handler in real Blender with the fake worker."""

import bpy
import pytest

from expclip.expclip_blender import blender_cli
from expclip.rigs import arkit


@pytest.fixture
def face(make_face):
    return make_face("Ada", arkit.NAMES)


def keyed_frames(path, name="Ada"):
    """Frames of jawOpen's keys in a saved file, read back by Blender."""
    bpy.ops.wm.open_mainfile(filepath=str(path))
    from expclip.expclip_blender import actions

    curve = actions.curves(bpy.data.objects[name].data.shape_keys).find('key_blocks["jawOpen"].value')
    return [int(point.co.x) for point in curve.keyframe_points]


def test_keys_a_speech_file_and_saves(fake_engine, face, sound_file, tmp_path, capsys):
    fake_engine()
    bpy.context.scene.render.fps = 24
    saved = tmp_path / "спасено one.blend"
    saved.write_bytes(b"an older file")
    arguments = ["animate", str(sound_file), "--prompt", "a warm smile", "--frame", "11", "--save", str(saved)]
    assert blender_cli.main(arguments) == 0
    out, err = capsys.readouterr()
    assert "ExpCLIP: " in err and "ExpCLIP: " not in out
    assert "frame 11 to 58" in out and str(saved) in out
    assert sorted(path.name for path in tmp_path.glob("*.blend*")) == [saved.name]
    assert keyed_frames(saved) == list(range(11, 59))


def test_keys_a_strip(fake_engine, face, add_strip, sound_file, tmp_path):
    fake_engine()
    bpy.context.scene.render.fps = 24
    strip = add_strip(sound_file, frame=31)
    saved = tmp_path / "a.blend"
    assert blender_cli.main(["animate", "--strip", strip.name, "--object", "Ada", "--save", str(saved)]) == 0
    assert keyed_frames(saved)[0] == 31


def test_says_that_a_prompt_was_not_understood(fake_engine, face, sound_file, tmp_path, capsys):
    fake_engine()
    arguments = ["animate", str(sound_file), "--prompt", "gibberish", "--save", str(tmp_path / "a.blend")]
    assert blender_cli.main(arguments) == 0
    assert "not understood" in capsys.readouterr().err


@pytest.mark.parametrize("behaviour, arguments, sentence", [
    ("well", ["gone.wav"], "does not exist"),
    ("well", ["{sound}", "--object", "Nobody"], "no object 'Nobody'"),
    ("well", ["--strip", "Nothing"], "no strip 'Nothing'"),
    ("well", ["{sound}", "--intensity", "nan"], "intensity is nan"),
    ("well", ["{sound}", "--prompt", " "], "prompt is empty"),
    ("well", ["{sound}", "--device", "abacus"], "'abacus' is unknown"),
    ("well", ["{sound}", "--fps", "60"], "the scene's 24 a second"),
    ("dies", ["{sound}"], "ended unexpectedly"),
    ("unready", ["{sound}"], "damaged"),
])
def test_a_failure_is_one_sentence_and_leaves_no_file(
    fake_engine, face, sound_file, tmp_path, capsys, behaviour, arguments, sentence
):
    fake_engine(behaviour)
    saved = tmp_path / "a.blend"
    filled = [argument.format(sound=sound_file) for argument in arguments]
    assert blender_cli.main(["animate", *filled, "--save", str(saved)]) == 1
    told = capsys.readouterr().err.strip().splitlines()[-1]
    assert sentence in told and told.endswith(".")
    assert not saved.exists() and not list(tmp_path.glob(".*"))
    assert face.data.shape_keys.animation_data is None


def test_an_unwritable_result_is_told(fake_engine, face, sound_file, tmp_path, capsys):
    fake_engine()
    assert blender_cli.main(["animate", str(sound_file), "--save", str(tmp_path / "no" / "a.blend")]) == 1
    assert "does not exist" in capsys.readouterr().err


def test_no_engine_is_told(face, sound_file, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("EXPCLIP_ENGINE_PYTHON", str(tmp_path / "none"))
    assert blender_cli.main(["animate", str(sound_file), "--save", str(tmp_path / "a.blend")]) == 1
    assert "There is no Python" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [
    [], ["sing"], ["animate"], ["animate", "a.wav"], ["animate", "a.wav", "--strip", "b", "--save", "c"],
    ["animate", "a.wav", "--prompt", "a", "--preset", "b", "--save", "c"],
])
def test_wrong_usage_exits_with_2(bpy_context, arguments, capsys):
    assert blender_cli.main(arguments) == 2
    assert "usage" in capsys.readouterr().err


def test_help_names_every_option(bpy_context, capsys):
    assert blender_cli.main(["animate", "--help"]) == 0
    shown = capsys.readouterr().out
    for option in ("--strip", "--prompt", "--preset", "--intensity", "--lips", "--object", "--save"):
        assert option in shown

