"""From the rows of a CSV, or the sounds of a folder, to jobs."""

import argparse

import pytest

from expclip.core.batch_folder import read_folder
from expclip.core.batch_lines import read_lines
from expclip.core.errors import SettingsError


@pytest.fixture
def lines_file(tmp_path):
    def write(text, encoding="utf-8"):
        path = tmp_path / "lines.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return write


def test_columns_are_the_options_of_animate(lines_file, tmp_path):
    [line] = read_lines(lines_file(
        "id,audio,prompt,direct,intensity,fps,language,transcript,life,seed\n"
        'q1,wav/a b.wav,"sad, then angry",0-1: calm | 1.5-: -furious,0.5,30000/1001,en-gb,Hello there,0,7\n'
    ))
    assert line.id == "q1" and line.fault is None
    assert line.job.speech == str(tmp_path / "wav" / "a b.wav")
    assert [(part.value, part.start, part.end) for part in line.job.track.directions] == [
        ("sad, then angry", 0.0, None), ("calm", 0.0, 1.0), ("-furious", 1.5, None),
    ]
    assert line.job.settings.fps == pytest.approx(29.97, abs=1e-3)
    assert (line.job.settings.intensity, line.job.settings.life, line.job.settings.seed) == (0.5, 0.0, 7)
    assert (line.job.script.transcript, line.job.script.language) == ("Hello there", "en-gb")


def test_names_of_files_are_relative_to_the_csv_and_absolute_ones_stay(lines_file, tmp_path):
    one, two = read_lines(lines_file("audio,phones\na.wav,lists/a.json\n/x/b.wav,\n"))
    assert one.files == (tmp_path / "a.wav", tmp_path / "lists" / "a.json")
    assert str(two.files[0]) == "/x/b.wav" and two.job.script.phones is None


def test_without_ids_a_line_is_called_by_its_number_and_empty_rows_do_not_count(lines_file):
    lines = read_lines(lines_file("audio,prompt\n\na.wav,\n , \nb.wav,sad\n"))
    assert [(line.id, line.number) for line in lines] == [("1", 1), ("2", 2)]
    assert lines[0].job.track.directions == ()


@pytest.mark.parametrize("text", [
    "audio;prompt\na.wav;sad, but brave\n", "\ufeffaudio\tprompt\r\na.wav\tsad, but brave\r\n",
    'Audio,Prompt\na.wav,"sad, but brave"', "audio,prompt,,\na.wav,\"sad, but brave\",,\n",
])
def test_what_spreadsheets_write_is_read(lines_file, text):
    [line] = read_lines(lines_file(text))
    assert line.job.track.directions[0].value == "sad, but brave"


def test_settings_of_the_command_hold_where_a_row_says_nothing(lines_file):
    path = lines_file("audio,fps,prompt\na.wav,,sad\nb.wav,50,\n")
    one, two = read_lines(path, argparse.Namespace(fps=24.0, lips=0.5))
    assert (one.job.settings.fps, one.job.settings.lips) == (24.0, 0.5)
    assert (two.job.settings.fps, two.job.settings.lips) == (50.0, 0.5)


@pytest.mark.parametrize("text, sentence, remedy", [
    ("audio,intensty\na.wav,1\n", "no column 'intensty'", "'intensity'"),
    ("audio,follow voice,colour\na.wav,1,2\n", "no column", ""),
    ("audio,colour\na.wav,2\n", "no column 'colour'", "audio"),
    ("prompt\nsad\n", "no column 'audio'", "sound"),
    ("", "no column 'audio'", "sound"),
    ("audio,audio\na,b\n", "'audio' twice", "remove"),
    ("id,audio\na,x.wav\nA,y.wav\n", "lines 1 and 2", "id of its own"),
    ("id,audio\n2,x.wav\n,y.wav\n", "lines 1 and 2", "id of its own"),
    ('audio,prompt\na.wav,"never closed\n', "no CSV", "export"),
])
def test_a_file_that_cannot_be_meant_is_refused(lines_file, text, sentence, remedy):
    with pytest.raises(SettingsError) as error:
        read_lines(lines_file(text))
    assert sentence in error.value.sentence and remedy in error.value.remedy


@pytest.mark.parametrize("id, sentence", [
    ("../a", "can be no file's name"), ("a..b", "can be no file's name"), ("sub/a", "can be no file's name"),
    ("c:a", "can be no file's name"), ("a.", "can be no file's name"), ("CON", "a device on Windows"),
    ("report", "the batch's own report"), ("a" * 121, "too long"),
])
def test_an_id_that_no_file_may_have_fails_alone_and_tells_its_line(lines_file, id, sentence):
    good, bad, unnamed = read_lines(lines_file(f"id,audio\nq1,a.wav\n{id},b.wav\n,c.wav\n"))
    assert (bad.id, bad.job) == (id, None) and "the id of line 2," in str(bad.fault) and sentence in str(bad.fault)
    assert good.job is not None and unnamed.job is not None


def test_ids_are_of_any_language(lines_file):
    [line] = read_lines(lines_file("id,audio\nSzene 3 Übung (neu),a.wav\n"))
    assert (line.id, line.fault) == ("Szene 3 Übung (neu)", None)


def test_other_encodings_and_missing_files_are_refused(lines_file, tmp_path):
    with pytest.raises(SettingsError, match="UTF-8"):
        read_lines(lines_file("audio,prompt\na.wav,fâché\n", "latin-1"))
    with pytest.raises(SettingsError, match="cannot be read"):
        read_lines(tmp_path / "none.csv")


@pytest.mark.parametrize("cells, sentence", [
    ("a.wav,abc,", "'abc' is no number"), ("a.wav,9,", "intensity is 9"), (",1,", "names no sound"),
    ("a.wav,1,0-1 sad", "0.0-2.5"), ("a.wav,1,0-1: sad,more", "4 cells for 3 columns"),
])
def test_a_row_that_can_be_no_job_is_at_fault_alone(lines_file, cells, sentence):
    bad, good = read_lines(lines_file(f"audio,intensity,direct\n{cells}\nb.wav,1,\n"))
    assert bad.job is None and sentence in str(bad.fault)
    assert good.job is not None


def test_a_key_follows_content_not_names(lines_file, tmp_path):
    (tmp_path / "a.wav").write_bytes(b"one")
    (tmp_path / "b.wav").write_bytes(b"one")
    (tmp_path / "c.wav").write_bytes(b"two")
    a, b, c, d = read_lines(lines_file("audio,prompt\na.wav,sad\nb.wav,sad\nc.wav,sad\na.wav,glad\n"))
    assert a.key("m") == b.key("m")
    assert len({line.key(made) for line, made in ((a, "m"), (c, "m"), (d, "m"), (a, "n"))}) == 4


def test_a_folder_gives_its_sounds_with_their_words_and_feelings(tmp_path):
    for name in ("b 2.WAV", "a.flac", ".hidden.wav", "notes.md"):
        (tmp_path / name).touch()
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper" / "c.wav").touch()
    (tmp_path / "a.txt").write_text("\ufeffHello there\n", encoding="utf-8")
    (tmp_path / "a.prompt.txt").write_text("holding back tears\n")
    one, two = read_folder(tmp_path, argparse.Namespace(fps=24.0))
    assert (one.id, one.job.script.transcript, one.job.settings.fps) == ("a", "Hello there", 24.0)
    assert one.job.track.directions[0].value == "holding back tears"
    assert (two.id, two.job.script.transcript, two.job.track.directions) == ("b 2", None, ())


def test_a_sound_whose_name_no_take_may_have_fails_alone(tmp_path):
    for name in ("a..b.wav", "c.wav", "report.wav"):
        (tmp_path / name).touch()
    bad, good, reserved = read_folder(tmp_path)
    assert "no file's name" in str(bad.fault) and good.fault is None and "own report" in str(reserved.fault)


def test_two_sounds_of_one_name_are_refused(tmp_path):
    for name in ("a.wav", "A.mp3"):
        (tmp_path / name).touch()
    with pytest.raises(SettingsError, match="would both become"):
        read_folder(tmp_path)


def test_pictures_and_takes_are_files_of_a_line(lines_file, tmp_path):
    image, take = read_lines(lines_file("audio,image,style\na.wav,faces/b.png,\nc.wav,,d.csv\n"))
    assert image.files == (tmp_path / "a.wav", tmp_path / "faces" / "b.png")
    (sharper,) = read_lines(lines_file("audio,image,image face,image neutral\na.wav,b.png,1,rest.png\n"))
    assert sharper.files == (tmp_path / "a.wav", tmp_path / "b.png", tmp_path / "rest.png")
    assert sharper.job.track.directions[0].face == 1
    assert take.files == (tmp_path / "c.wav", tmp_path / "d.csv")
    before = take.key("m")
    (tmp_path / "d.csv").write_text("another take")
    assert take.key("m") != before
    both, = read_lines(lines_file("audio,image,prompt\na.wav,b.png,sad\n"))
    assert "not allowed with" in str(both.fault)
