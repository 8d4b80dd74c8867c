"""What is known of a line's words: kept with strips and files, sent to the engine, and listed as phones."""

import json
from pathlib import Path

import bpy
import pytest

from expclip.core.errors import PhonesError
from expclip.core.script import Script
from expclip.expclip_blender import blender_cli, jobs, phone_lists, properties, scripts
from expclip.rigs import arkit


@pytest.fixture
def face(make_face):
    return make_face("Ada", arkit.NAMES)


@pytest.fixture
def settings(bpy_context, sound_file):
    settings = bpy_context.scene.expclip
    settings.source = "FILE"
    settings.file = str(sound_file)
    return settings


def text_of(*phones: tuple[str, float, float]) -> str:
    return json.dumps([{"phone": phone, "start": start, "end": end} for phone, start, end in phones])


def test_a_transcript_goes_to_the_engine(face, settings):
    settings.script.transcript = "hello there"
    assert jobs.order_from(bpy.context).job.script == Script()
    settings.script.words = "TRANSCRIPT"
    settings.script.language = " de "
    assert jobs.order_from(bpy.context).job.script == Script(transcript="hello there", language="de")
    settings.script.transcript = "  "
    assert jobs.order_from(bpy.context).job.script == Script(language="de")


def test_every_strip_has_its_own(face, settings, add_strip, sound_file):
    strips = [add_strip(sound_file, frame=10), add_strip(sound_file, frame=200)]
    settings.source = "STRIP"
    for strip, words in zip(strips, ("first", "second"), strict=True):
        strip.expclip.words, strip.expclip.transcript = "TRANSCRIPT", words
    for strip, words in zip(strips, ("first", "second"), strict=True):
        settings.strip = strip.name
        assert jobs.order_from(bpy.context).job.script.transcript == words
    assert settings.script.transcript == ""


def test_list_phones_writes_a_text_that_the_mouth_follows(fake_engine, face, settings):
    fake_engine()
    settings.script.words, settings.script.transcript = "TRANSCRIPT", "one two three"
    assert bpy.ops.expclip.list_phones() == {"FINISHED"}
    text, = bpy.data.texts
    assert text.name == "line.wav phones.json"
    assert [entry["phone"] for entry in json.loads(text.as_string())] == ["m", "m", "m"]
    assert (settings.script.words, settings.script.phones, settings.script.language) == ("PHONES", text.name, "en")
    order = jobs.order_from(bpy.context)
    assert order.phones == text.as_string() and order.job.script.transcript is None
    sent = order.params()["phones"]
    assert Path(sent).read_text(encoding="utf-8") == text.as_string()
    assert bpy.ops.expclip.generate() == {"FINISHED"}


def test_listing_again_keeps_what_was_corrected(fake_engine, face, settings):
    fake_engine()
    bpy.ops.expclip.list_phones()
    bpy.data.texts[0].from_string(text_of(("p", 0.0, 1.0)))
    bpy.ops.expclip.list_phones()
    assert len(bpy.data.texts) == 2
    assert bpy.data.texts[0].as_string().strip() == text_of(("p", 0.0, 1.0))


def test_a_strip_s_list(fake_engine, face, settings, add_strip, sound_file):
    fake_engine()
    strip = add_strip(sound_file)
    settings.source, settings.strip = "STRIP", strip.name
    bpy.ops.expclip.list_phones()
    assert strip.expclip.words == "PHONES" and strip.expclip.phones in bpy.data.texts
    assert settings.script.words == "HEARD"


@pytest.mark.parametrize("phones, told", [("", "no list of phones"), ("gone.json", "no text 'gone.json'")])
def test_a_list_that_is_not_there(face, settings, phones, told):
    settings.script.words, settings.script.phones = "PHONES", phones
    with pytest.raises(PhonesError, match=told):
        jobs.order_from(bpy.context)
    assert phone_lists.order_from(bpy.context).job.script == Script()


def test_a_wrong_list_is_told_and_nothing_is_keyed(fake_engine, face, settings):
    fake_engine()
    text = bpy.data.texts.new("mine")
    text.write(text_of(("m", 0.0, 0.5), ("p", 0.2, 0.6)))
    settings.script.words, settings.script.phones = "PHONES", "mine"
    with pytest.raises(RuntimeError, match="before the one before it ends"):
        bpy.ops.expclip.generate()
    assert isinstance(jobs.failure, PhonesError) and not bpy.data.actions


def test_notes_on_the_transcript_are_shown(fake_engine, face, settings):
    fake_engine()
    settings.script.words, settings.script.transcript = "TRANSCRIPT", "gibberish"
    jobs.start(bpy.context).wait()
    assert any("does not fit" in note for note in jobs.finish().notes)


def test_no_strip_no_script(settings):
    settings.source = "STRIP"
    assert properties.kept_script(bpy.context) is None
    assert scripts.script_of(None) == Script() and scripts.phones_of(None) is None


class TestCommandLine:
    def test_a_transcript(self, fake_engine, face, sound_file, tmp_path, capsys):
        fake_engine()
        arguments = ["animate", str(sound_file), "--transcript", "gibberish", "--save", str(tmp_path / "a.blend")]
        assert blender_cli.main(arguments) == 0
        assert "does not fit" in capsys.readouterr().err

    def test_a_phone_list(self, fake_engine, face, sound_file, tmp_path, capsys):
        fake_engine()
        wrong = tmp_path / "wrong.json"
        wrong.write_text(text_of(("m", 0.0, 99.0)))
        arguments = ["animate", str(sound_file), "--phones", str(wrong), "--save", str(tmp_path / "a.blend")]
        assert blender_cli.main(arguments) == 1
        assert "after the end of the line" in capsys.readouterr().err

    def test_what_the_strip_keeps_holds(self, fake_engine, face, add_strip, sound_file, tmp_path, capsys):
        fake_engine()
        strip = add_strip(sound_file)
        strip.expclip.words, strip.expclip.transcript = "TRANSCRIPT", "gibberish"
        save = ["--save", str(tmp_path / "a.blend")]
        assert blender_cli.main(["animate", "--strip", strip.name, *save]) == 0
        assert "does not fit" in capsys.readouterr().err
        assert blender_cli.main(["animate", "--strip", strip.name, "--transcript", "hello", *save]) == 0
        assert "does not fit" not in capsys.readouterr().err

    def test_both_are_wrong_usage(self, face, sound_file, tmp_path):
        arguments = ["animate", str(sound_file), "--transcript", "a", "--phones", "b", "--save", str(tmp_path / "a")]
        assert blender_cli.main(arguments) == 2
