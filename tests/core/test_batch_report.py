"""The report survives whatever ends the batch."""

import subprocess
import sys

import pytest

from expclip.core.batch_report import COLUMNS, Report, Row, read_rows
from expclip.core.errors import OutputError


@pytest.fixture
def path(tmp_path):
    return tmp_path / "out" / "report.csv"


def test_rows_come_back_and_stand_once(path):
    report = Report(path, keep=False)
    report.add(Row("a", "failed", reason='the sound, "a.wav",\nis gone'))
    report.add(Row("ü  2", "done", seconds="1.50", notes="x | y", key="k"))
    report.add(Row("a", "done", key="k2"))
    report.close()
    assert read_rows(path) == {"ü  2": Row("ü  2", "done", seconds="1.50", notes="x | y", key="k"),
                               "a": Row("a", "done", key="k2")}
    assert path.read_text(encoding="utf-8").splitlines()[0] == ",".join(COLUMNS)
    assert [entry.name for entry in path.parent.iterdir()] == ["report.csv"]


def test_every_piece_of_a_report_is_read_as_its_whole_rows(path):
    report = Report(path, keep=False)
    rows = [Row(f"line {number}", "failed", reason='says "no",\nand ends', key="k") for number in range(3)]
    for row in rows:
        report.add(row)
    report.close()
    content = path.read_bytes()
    for length in range(len(content) + 1):
        path.write_bytes(content[:length])
        found = read_rows(path)
        assert list(found) == [row.id for row in rows[: content[:length].count(b"\n") - 1]] or not found
    path.write_bytes(content[:-4])
    again = Report(path, keep=True)
    assert list(again.rows) == ["line 0", "line 1"]
    again.add(rows[2])
    again.close()
    assert path.read_bytes() == content


def test_going_on_keeps_and_beginning_forgets(path):
    for keep, known in ((False, []), (True, ["a"]), (False, [])):
        report = Report(path, keep)
        assert list(report.rows) == known
        report.add(Row("a", "done"))
        report.close()


def test_two_batches_cannot_write_one_report(path):
    report = Report(path, keep=False)
    report.add(Row("a", "done"))
    with pytest.raises(OutputError, match="Another batch"):
        Report(path, keep=True)
    report.close()
    Report(path, keep=True).close()


def test_a_killed_batch_leaves_no_lock(path):
    """A process that dies with the lock held: the next one gets it."""
    code = (
        "import os, sys; sys.path.insert(0, sys.argv[1]); import conftest;"
        "from pathlib import Path; from expclip.core.batch_report import Report, Row;"
        "Report(Path(sys.argv[2]), False).add(Row('a', 'done')); os.kill(os.getpid(), 9)"
    )
    tests = str(__import__("pathlib").Path(__file__).resolve().parents[1])
    assert subprocess.run([sys.executable, "-c", code, tests, str(path)]).returncode == -9
    report = Report(path, keep=True)
    assert list(report.rows) == ["a"]
    report.close()


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b"\xff\xfe\x00", b"id,status\nx,done\n"])
def test_another_file_of_that_name_is_not_overwritten_by_going_on(path, content):
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(OutputError):
        Report(path, keep=True)
    assert path.read_bytes() == content


def test_a_folder_that_cannot_be_is_told(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="cannot be written"):
        Report(tmp_path / "file" / "report.csv", keep=False)
