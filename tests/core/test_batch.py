"""A batch: every line once, whatever happens to it."""

import csv
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from expclip.core.batch import Tally, keep_as_csv, looked_at_once, run_batch
from expclip.core.batch_lines import read_lines
from expclip.core.batch_report import Report, read_rows
from expclip.core.batch_watch import watched
from expclip.core.batch_workers import Workers
from expclip.core.errors import EngineError, ModelError, ProtocolError
from expclip.core.formats import read_take

from .conftest import write_wav

TESTS = Path(__file__).resolve().parents[1]
FAKE = [sys.executable, str(TESTS / "fake_worker.py"), "--seconds", "0.05"]


class Heard:
    def __init__(self):
        self.notes = []

    def progress(self, done, message):
        assert 0.0 <= done <= 1.0 and " lines" in message

    def note(self, sentence):
        self.notes.append(sentence)


@pytest.fixture
def batch(tmp_path):
    """batch(rows, behaviour="well", resume=False, jobs=2) -> (report rows, notes) after a batch on fake workers."""
    out = tmp_path / "out"

    def run(rows, behaviour="well", resume=False, jobs=2, looks=None):
        lines = read_lines(lines_file(tmp_path, rows))
        heard, report = Heard(), Report(out / "report.csv", resume)
        workers = Workers([*FAKE, "--behaviour", behaviour, "worker"], jobs, report.work, {"OMP_NUM_THREADS": "1"})
        try:
            run_batch(
                looks or looked_at_once(lines), report, workers, lambda line: line.key("m"), keep_as_csv, heard, Tally()
            )
        finally:
            workers.close()
            report.close()
        return read_rows(out / "report.csv"), heard.notes

    return run


def lines_file(folder, rows):
    path = folder / "lines.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["id", "audio", "prompt", "fps"])
        writer.writeheader()
        writer.writerows(rows)
    return path


def sounds(folder, count, seconds=0.5):
    rows = []
    for number in range(count):
        write_wav(folder / f"{number}.wav", [0.1 * (number % 3)] * int(16000 * seconds))
        rows.append({"id": f"line_{number}", "audio": f"{number}.wav", "prompt": "a warm smile"})
    return rows


def test_each_line_becomes_a_take_and_a_row(batch, tmp_path):
    rows = sounds(tmp_path, 5)
    rows[1] |= {"fps": "60"}
    rows[2] |= {"audio": "gone.wav"}
    rows[3] |= {"fps": "many"}
    rows[4] |= {"prompt": "gibberish"}
    report, notes = batch(rows)
    assert [report[f"line_{number}"].status for number in range(5)] == ["done", "done", "failed", "failed", "done"]
    assert read_take(tmp_path / "out" / "line_0.csv").fps == 30
    assert read_take(tmp_path / "out" / report["line_1"].output).fps == 60
    assert report["line_0"].seconds == "0.50"
    assert "does not exist" in report["line_2"].reason and report["line_2"].reason in " ".join(notes)
    assert "'many' is no number" in report["line_3"].reason
    assert "not understood" in report["line_4"].notes and "not understood" in " ".join(notes)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "line_0.csv", "line_1.csv", "line_4.csv", "report.csv",
    ]


def test_going_on_makes_what_is_missing_failed_or_changed(batch, tmp_path):
    rows = sounds(tmp_path, 5)
    rows[4] |= {"audio": "later.wav"}
    batch(rows)
    before = stamps(tmp_path / "out")
    write_wav(tmp_path / "later.wav", [0.1] * 8000)
    write_wav(tmp_path / "1.wav", [0.3] * 9000)
    rows[2] |= {"prompt": "gibberish"}
    (tmp_path / "out" / "line_3.csv").unlink()
    report, notes = batch(rows, resume=True)
    assert {row.status for row in report.values()} == {"done"} and len(report) == 5
    after = stamps(tmp_path / "out")
    assert {name for name in after if after[name] != before.get(name)} == {
        "line_1.csv", "line_2.csv", "line_3.csv", "line_4.csv", "report.csv",
    }
    assert any(note.startswith("3 lines have changed") for note in notes)
    assert batch(rows, resume=True)[1] == []
    assert stamps(tmp_path / "out")["line_2.csv"] == after["line_2.csv"]


def stamps(folder):
    return {path.name: path.stat().st_mtime_ns for path in folder.iterdir() if path.is_file()}


def test_a_line_that_ends_its_engine_twice_has_failed(batch, tmp_path):
    report, _ = batch(sounds(tmp_path, 2), behaviour="dies")
    assert {row.status for row in report.values()} == {"failed"}
    assert "ended unexpectedly" in report["line_0"].reason


@pytest.mark.parametrize("behaviour, error, told", [
    ("unready", ModelError, "damaged"), ("babbles", EngineError, "cannot be read"), ("old", ProtocolError, "version"),
])
def test_an_engine_that_does_not_work_ends_the_batch(batch, tmp_path, behaviour, error, told):
    with pytest.raises(error, match=told):
        batch(sounds(tmp_path, 3), behaviour=behaviour)
    assert read_rows(tmp_path / "out" / "report.csv") == {}


def test_what_comes_later_is_watched_for(batch, tmp_path, monkeypatch):
    monkeypatch.setattr("expclip.core.batch_watch.LOOK_SECONDS", 0.05)
    monkeypatch.setattr("expclip.core.batch_watch.SETTLED_SECONDS", 0.2)
    rows, heard, seen = sounds(tmp_path, 3), Heard(), []

    def until_all_are_done():
        """A mistake in the CSV, its repair with a new row, and then that row's sound."""
        looks = watched(lambda: read_lines(tmp_path / "lines.csv"), heard)
        end = time.monotonic() + 120
        while time.monotonic() < end and ("new", "done") not in (known := statuses(tmp_path / "out" / "report.csv")):
            if len(known) == 3 and not seen:
                seen.append((tmp_path / "lines.csv").write_text("sound\n"))
            if heard.notes and len(seen) == 1:
                seen.append(lines_file(tmp_path, [*rows, {"id": "new", "audio": "new.wav"}]))
            if ("new", "failed") in known and len(seen) == 2:
                seen.append(write_wav(tmp_path / "new.wav", [0.1] * 8000))
            yield next(looks)

    report, notes = batch(rows, looks=until_all_are_done())
    assert sorted(report) == ["line_0", "line_1", "line_2", "new"]
    assert {row.status for row in report.values()} == {"done"}
    assert ["no column 'sound'" in note for note in heard.notes] == [True]
    assert ["new.wav' does not exist" in note for note in notes] == [True]


def statuses(report):
    return [(row.id, row.status) for row in read_rows(report).values()]


BATCH_ON_FAKES = """
import json, sys
sys.path.insert(0, sys.argv[1])
import conftest
from pathlib import Path
from expclip.core.batch import Tally, keep_as_csv, looked_at_once, run_batch
from expclip.core.batch_lines import read_lines
from expclip.core.batch_report import Report
from expclip.core.batch_workers import Workers
from expclip.core.cli.terminal import Terminal
folder = Path(sys.argv[2])
report = Report(folder / "out" / "report.csv", True)
workers = Workers(json.loads(sys.argv[3]), 3, report.work, {})
lines = read_lines(folder / "lines.csv")
run_batch(looked_at_once(lines), report, workers, lambda line: line.key("m"), keep_as_csv, Terminal(False), Tally())
workers.close()
report.close()
"""


@pytest.mark.skipif(os.name != "posix", reason="kills process groups")
def test_a_thousand_lines_killed_ten_times_and_resumed_are_there_once(tmp_path):
    rows = sounds(tmp_path, 1000)
    lines_file(tmp_path, rows)
    chance, kills, end = random.Random(4), 0, time.monotonic() + 240
    quick = [*FAKE, "--seconds", "0", "worker"]
    command = [sys.executable, "-c", BATCH_ON_FAKES, str(TESTS), str(tmp_path), json.dumps(quick)]
    while time.monotonic() < end:
        child = subprocess.Popen(command, start_new_session=True)
        until = lines_in(tmp_path) + chance.randrange(90)
        if kills < 10:
            while lines_in(tmp_path) <= until and child.poll() is None:
                time.sleep(0.005)
            time.sleep(chance.uniform(0, 0.05))
            os.killpg(child.pid, signal.SIGKILL)
            kills += 1
        elif child.wait() == 0:
            break
    assert kills == 10
    with (tmp_path / "out" / "report.csv").open(newline="") as file:
        report = list(csv.DictReader(file))
    assert sorted(row["id"] for row in report) == sorted(row["id"] for row in rows)
    assert {row["status"] for row in report} == {"done"}
    for row in rows:
        assert read_take(tmp_path / "out" / f"{row['id']}.csv").frames == 15
    assert not [path for path in (tmp_path / "out").iterdir() if path.name.startswith(".")]


def lines_in(folder):
    report = folder / "out" / "report.csv"
    return report.read_bytes().count(b"\n") if report.exists() else 1


def test_the_command_makes_takes_with_the_engine(run, spoken_line, tmp_path):
    lines = tmp_path / "lines.csv"
    lines.write_text(
        f"audio,prompt,fps\n{spoken_line},holding back tears,24\n{spoken_line},,\nnone.wav,,\n", encoding="utf-8"
    )
    status, out, err = run("batch", lines, "--out", tmp_path / "out", "--jobs", 1, "--lips", 0.5, "--device", "cpu")
    assert (status, out) == (1, "")
    assert "2 of 3 lines done, 1 failed" in err and "none.wav' does not exist" in err
    report = read_rows(tmp_path / "out" / "report.csv")
    assert read_take(tmp_path / "out" / "1.csv").frames == 36
    assert report["1"].closed != "" and int(report["1"].closed) <= int(report["1"].closures)
    before = stamps(tmp_path / "out")
    status, _, err = run("batch", lines, "--out", tmp_path / "out", "--resume", "--lips", 0.5, "--device", "cpu",
                         "--lines", "1-2", "--json-progress")
    assert status == 0 and json.loads(err.splitlines()[-1])["done"] == 1.0
    assert (tmp_path / "out" / "report_1-2.csv").is_file()
    assert stamps(tmp_path / "out")["report.csv"] == before["report.csv"]


def test_ctrl_c_is_the_end_of_watching_and_a_stop_otherwise(run, tmp_path, monkeypatch):
    def stop():
        raise KeyboardInterrupt

    def interrupted(*_):
        return (stop() for _ in range(1))

    monkeypatch.setattr("expclip.core.batch_watch.watched", interrupted)
    monkeypatch.setattr("expclip.core.batch.looked_at_once", interrupted)
    (tmp_path / "lines.csv").write_text("audio\na.wav\n")
    arguments = ["batch", tmp_path / "lines.csv", "--out", tmp_path / "out"]
    status, _, err = run(*arguments, "--watch")
    assert status == 0 and "0 of 0 lines done" in err
    status, _, err = run(*arguments)
    assert status == 130 and "go on with --resume" in err
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["report.csv"]


@pytest.mark.parametrize("empty", ["lines.csv", "sounds"])
def test_nothing_to_make_is_refused(run, tmp_path, empty):
    (tmp_path / "lines.csv").write_text("audio,prompt\n")
    (tmp_path / "sounds").mkdir()
    status, _, err = run("batch", tmp_path / empty, "--out", tmp_path / "out")
    assert status == 1 and "There are no lines to make" in err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("arguments, status, told", [
    (["none.csv", "--out", "out"], 1, "cannot be read"),
    (["lines.csv"], 2, "--out"),
    (["lines.csv", "--out", "out", "--jobs", "0"], 2, "1 to 256"),
    (["lines.csv", "--out", "out", "--lines", "5"], 2, "101-200"),
    (["lines.csv", "--out", "out", "--lines", "5-6"], 1, "none from 5 to 6"),
])
def test_wrong_usage_and_wrong_files_are_told(run, tmp_path, monkeypatch, arguments, status, told):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lines.csv").write_text("audio\na.wav\n")
    ended, _, err = run("batch", *arguments)
    assert ended == status and told in err
    assert not (tmp_path / "out").exists()
