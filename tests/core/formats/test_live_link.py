"""Live Link Face: the app's own recordings and what we write like them."""

import csv
import gzip
import io

import numpy as np
import pytest

from expclip.core.errors import SettingsError, TakeError
from expclip.core.formats import SUFFIXES, live_link, read_take, write_take
from expclip.core.take import Take
from expclip.rigs import arkit


@pytest.fixture(scope="module")
def recordings(shared_data, tmp_path_factory):
    """The app's recordings, unpacked: {name: path}."""
    folder = tmp_path_factory.mktemp("live_link")
    paths = {}
    for source in sorted((shared_data / "live_link_face").glob("*")):
        if source.name.endswith(".csv.gz"):
            paths[source.name[:-7]] = folder / source.name[:-3]
            paths[source.name[:-7]].write_bytes(gzip.decompress(source.read_bytes()))
        elif source.name.startswith("MySlate"):
            paths["slate"] = source
    return paths


def rows_of(path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def edited(path, edit) -> None:
    """Rewrites a CSV through edit(rows), where rows[0] is the header."""
    rows = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()]
    path.write_text("\n".join(",".join(row) for row in edit(rows)) + "\n", encoding="utf-8")


@pytest.fixture
def written(tmp_path):
    """A take of 90 frames at 30 fps with its jaw and smile moving, as CSV."""
    take = Take(np.zeros((90, 52)), 30)
    take.channel("jawOpen")[:] = np.linspace(0, 1, 90)
    take.channel("jawLeft")[:] = 0.2
    take.channel("mouthRight")[:] = 0.3
    write_take(take, tmp_path / "take.csv")
    return tmp_path / "take.csv"


@pytest.mark.parametrize(
    ("name", "fps", "frames"), [("slate", 60, 328), ("alex_rom_3", 30, 4032), ("alex_rom_4", 30, 3810)]
)
def test_a_recording_has_its_rate_and_length(recordings, name, fps, frames):
    take = read_take(recordings[name])
    assert take.fps == fps
    assert take.frames == frames
    assert take.head is None  # 0 throughout in these recordings
    assert take.eyes.shape == (frames, 2, 3)
    assert 0 <= take.weights.min() and take.weights.max() <= 1.06


@pytest.mark.parametrize("name", ["slate", "alex_rom_3", "alex_rom_4"])
@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_recording_comes_back_from_every_format(recordings, tmp_path, name, suffix):
    take = read_take(recordings[name])
    write_take(take, tmp_path / f"take{suffix}")
    again = read_take(tmp_path / f"take{suffix}")
    assert again.fps == take.fps
    np.testing.assert_allclose(again.weights, take.weights, atol=1e-4)
    np.testing.assert_allclose(again.eyes, take.eyes, atol=1e-4)
    column = {name[0].upper() + name[1:]: again.channel(name) for name in arkit.NAMES}
    first = rows_of(recordings[name])[0]
    for side in ("Left", "Right"):
        for part in (f"Jaw{side}", f"Mouth{side}", f"EyeBlink{side}", f"EyeLookIn{side}", f"BrowDown{side}"):
            assert column[part][0] == pytest.approx(float(first[part]), abs=1e-4), part


def test_the_values_of_a_recording_by_hand(recordings):
    take = read_take(recordings["slate"])
    # Line 2 of the file, 00:32:09:07.867.
    first = {
        "eyeBlinkLeft": 0.0491091609,
        "jawLeft": 0.0549999066,
        "jawRight": 0.0,
        "jawOpen": 0.0897284821,
        "mouthLeft": 0.1003431007,
        "mouthRight": 0.0,
        "noseSneerRight": 0.1767807603,
        "tongueOut": 0.0019119763,
    }
    for name, value in first.items():
        assert take.channel(name)[0] == pytest.approx(value, abs=1e-6), name
    np.testing.assert_allclose(
        take.eyes[0],
        [[-0.0278781932, 0.1291915625, -0.0036213147], [0.0437505580, 0.1293067783, 0.0056871092]],
        atol=1e-6,
    )
    # Line 4, 00:32:09:09.868: two frames later.
    assert take.channel("jawLeft")[2] == pytest.approx(0.0303439200, abs=1e-6)
    assert take.channel("mouthLeft")[2] == pytest.approx(0.0546910502, abs=1e-6)


@pytest.mark.parametrize("name", ["slate", "alex_rom_3", "alex_rom_4"])
def test_every_frame_of_a_recording_is_at_its_timecode(recordings, name):
    rows = rows_of(recordings[name])
    take = read_take(recordings[name])
    seconds = []
    for row in rows:
        hours, minutes, whole, sixtieths = row["Timecode"].split(":")
        seconds.append(int(hours) * 3600 + int(minutes) * 60 + int(whole) + float(sixtieths) / 60)
    at = np.array(seconds) - seconds[0]
    for column in ("JawOpen", "MouthRight", "JawLeft", "EyeBlinkRight", "TongueOut"):
        recorded = np.array([float(row[column]) for row in rows])
        expected = np.interp(np.arange(take.frames) / take.fps, at, recorded)
        read = take.channel(column[0].lower() + column[1:])
        steepest = np.abs(np.diff(recorded)).max()
        np.testing.assert_allclose(read, expected, atol=0.03 * steepest + 1e-6)


def test_dropped_frames_are_interpolated(written):
    edited(written, lambda rows: rows[:20] + rows[21:60] + rows[63:])
    take = read_take(written)
    assert (take.fps, take.frames) == (30, 90)
    np.testing.assert_allclose(take.channel("jawOpen"), np.linspace(0, 1, 90), atol=1e-5)


@pytest.mark.parametrize("fps", [24, 25, 29.97, 30, 50, 60])
def test_midnight_may_pass(tmp_path, fps):
    take = Take(np.random.default_rng(1).random((120, 52)), fps)
    write_take(take, tmp_path / "take.csv")

    def to_the_evening(rows):
        for row in rows[1:]:
            hours, minutes, seconds, frame = row[0].split(":")
            total = (int(minutes) * 60 + int(seconds) + 24 * 3600 - 1) % (24 * 3600)
            row[0] = f"{total // 3600:02d}:{total // 60 % 60:02d}:{total % 60:02d}:{frame}"
        return rows

    edited(tmp_path / "take.csv", to_the_evening)
    assert "23:59:59" in (tmp_path / "take.csv").read_text()
    read = read_take(tmp_path / "take.csv")
    assert read.fps == pytest.approx(fps, abs=1e-4)
    np.testing.assert_allclose(read.weights, take.weights, atol=1e-4)


@pytest.mark.parametrize("spelling", [str.lower, str.upper, lambda name: name[0].lower() + name[1:]])
def test_names_are_found_in_any_spelling_and_order(written, spelling):
    expected = read_take(written).weights
    edited(written, lambda rows: [[spelling(name) for name in rows[0]][::-1], *[row[::-1] for row in rows[1:]]])
    np.testing.assert_array_equal(read_take(written).weights, expected)


def test_windows_line_ends_marks_and_blank_lines_are_read(written):
    expected = read_take(written).weights
    text = written.read_text(encoding="utf-8").replace("\n", "\r\n")
    written.write_bytes(b"\xef\xbb\xbf" + text.encode() + b"\r\n\r\n")
    np.testing.assert_array_equal(read_take(written).weights, expected)


def test_what_is_written_has_the_columns_of_the_app(recordings, tmp_path):
    take = Take(np.zeros((2, 52)), 30)
    take.channel("jawLeft")[:] = 0.25
    write_take(take, tmp_path / "take.csv")
    header, *rows = csv.reader(io.StringIO((tmp_path / "take.csv").read_text(encoding="utf-8")))
    assert header == recordings["slate"].read_text(encoding="utf-8").splitlines()[0].split(",")
    assert len(header) == 63
    assert [len(row) for row in rows] == [63, 63]
    assert rows[0][:2] == ["00:00:00:00.000", "61"]
    assert rows[1][0] == "00:00:00:02.000"
    assert float(rows[0][header.index("JawLeft")]) == 0.25
    assert float(rows[0][header.index("JawRight")]) == 0.0
    assert rows[0][-9:] == ["0.0000000000"] * 9


def test_a_file_without_rotations_is_read(written):
    edited(written, lambda rows: [row[:-9] for row in rows])
    take = read_take(written)
    assert take.head is None and take.eyes is None
    assert take.frames == 90


@pytest.mark.parametrize("timecode_fps", [24, 25, 29.97, 30, 48, 60, 100, 120])
@pytest.mark.parametrize("fps", [24, 30, 60])
def test_other_timecodes_are_written_and_read_when_told(tmp_path, timecode_fps, fps):
    take = Take(np.random.default_rng(1).random((4000, 52)), fps)
    write_take(take, tmp_path / "take.csv", timecode_fps=timecode_fps)
    read = read_take(tmp_path / "take.csv", timecode_fps=timecode_fps)
    assert read.fps == pytest.approx(fps, abs=1e-4)
    np.testing.assert_allclose(read.weights, take.weights, atol=1e-4)


def test_a_frame_field_that_cannot_be_sixtieths_is_told(tmp_path):
    take = Take(np.zeros((300, 52)), 30)
    for timecode_fps, told in ((30, "never counts above 29"), (100, "counts frames up to 9")):
        write_take(take, tmp_path / "take.csv", timecode_fps=timecode_fps)
        with pytest.raises(TakeError, match=told) as error:
            read_take(tmp_path / "take.csv")
        assert "--timecode-fps" in error.value.remedy


@pytest.mark.parametrize("timecode_fps", [0, -30, float("nan"), 1e9])
def test_a_senseless_timecode_rate_is_refused(tmp_path, written, timecode_fps):
    with pytest.raises(SettingsError):
        read_take(written, timecode_fps=timecode_fps)
    with pytest.raises(SettingsError):
        write_take(Take(np.zeros((2, 52)), 30), tmp_path / "new.csv", timecode_fps=timecode_fps)
    assert not (tmp_path / "new.csv").exists()


def test_a_single_row_is_read(written):
    edited(written, lambda rows: rows[:2])
    assert read_take(written).frames == 1


def test_timecodes_without_sub_frames_are_read(written):
    edited(written, lambda rows: [rows[0], *[[row[0].split(".")[0], *row[1:]] for row in rows[1:]]])
    take = read_take(written)
    assert (take.fps, take.frames) == (30, 90)


def set_cell(row: int, column: int, value: str):
    def edit(rows):
        rows[row][column] = value
        return rows

    return edit


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (lambda rows: rows[:1], "no frames"),
        (lambda rows: [row[:17] + row[18:] for row in rows], "no column jaw"),
        (lambda rows: [row[1:] for row in rows], "no column Timecode"),
        (lambda rows: [rows[0][:5] + [rows[0][4]] + rows[0][6:], *rows[1:]], "no column eyeLookOutLeft"),
        (lambda rows: [[*rows[0], "JawOpen"], *[[*row, "0"] for row in rows[1:]]], "jawOpen twice"),
        (set_cell(40, 20, "nan"), "no number at 00:00:01:18.000"),
        (set_cell(40, 20, "inf"), "no number"),
        (set_cell(40, 20, "much"), "no CSV of numbers"),
        (set_cell(40, 20, ""), "no CSV of numbers"),
        (set_cell(40, 0, "half past one"), "for a timecode"),
        (set_cell(40, 0, ""), "for a timecode"),
        (set_cell(40, 0, "00:00:01;18.000"), "for a timecode"),
        (set_cell(40, 0, "00:00:00:18.000"), "goes back in time"),
        (set_cell(40, 0, "00:00:01:16.000"), "same timecode"),
        (set_cell(90, 0, "00:50:00:00.000"), "gap of 29"),
        (lambda rows: [*rows[:50], rows[50][:30]], "30 of 63 values in line 51"),
        (lambda rows: [*rows[:50], [*rows[50], "1"], *rows[51:]], "64 of 63 values"),
    ],
)
def test_damaged_files_are_refused(written, edit, told):
    edited(written, edit)
    with pytest.raises(TakeError, match=told) as error:
        read_take(written)
    assert error.value.remedy


def test_columns_are_the_52_and_nine_rotations():
    assert len(live_link.COLUMNS) == len(set(live_link.COLUMNS)) == 63
