"""A result is written whole or not at all, and what stops it is told."""

import errno
import os
import time
from pathlib import Path

import pytest

from expclip.core.errors import OutputError
from expclip.core.whole_file import passing_folder, whole_file


def test_the_file_appears_only_at_the_end(tmp_path):
    target = tmp_path / "名前 with spaces.csv"
    with whole_file(target) as temporary:
        temporary.write_text("all of it")
        assert not target.exists()
        assert temporary.parent == tmp_path
        assert temporary.suffix == ".csv"
    assert target.read_text() == "all of it"
    assert os.listdir(tmp_path) == [target.name]


@pytest.mark.parametrize("failure", [RuntimeError, KeyboardInterrupt, FileNotFoundError])
def test_a_failure_leaves_the_earlier_file_and_nothing_else(tmp_path, failure):
    target = tmp_path / "take.csv"
    target.write_text("earlier")
    with pytest.raises(failure), whole_file(target) as temporary:
        temporary.write_text("half")
        raise failure("an error of the block's own")
    assert target.read_text() == "earlier"
    assert os.listdir(tmp_path) == ["take.csv"]


def test_an_earlier_file_is_replaced(tmp_path):
    target = tmp_path / "take.csv"
    target.write_text("earlier and longer")
    with whole_file(target) as temporary:
        temporary.write_text("new")
    assert target.read_text() == "new"


@pytest.mark.parametrize(
    ("place", "cause"),
    [
        ("missing/take.csv", "does not exist"),
        ("folder", "is a folder"),
        ("file/take.csv", "a part of the path is a file"),
        ("x" * 300 + ".csv", "too long"),
        ("nul\0.csv", "null"),
    ],
)
def test_a_place_that_cannot_hold_a_file_is_told_before_the_work(tmp_path, place, cause):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match=cause), whole_file(tmp_path / place):
        pytest.fail("the block was entered")
    assert sorted(os.listdir(tmp_path)) == ["file", "folder"]


@pytest.mark.skipif(not Path("/dev/null").is_char_device(), reason="no devices as files here")
def test_a_device_is_not_replaced():
    with pytest.raises(OutputError, match="is not a file"), whole_file("/dev/null"):
        pytest.fail("the block was entered")
    assert Path("/dev/null").is_char_device()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_an_unwritable_folder_is_told(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError, match="not allowed"), whole_file(tmp_path / "take.csv"):
        pytest.fail("the block was entered")


@pytest.mark.parametrize(
    ("number", "cause"), [(errno.EACCES, "not allowed"), (errno.EROFS, "read-only"), (errno.ENOSPC, "disk is full")]
)
def test_what_the_system_refuses_on_entering_is_told(tmp_path, monkeypatch, number, cause):
    def refuse(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(OutputError, match=cause) as told, whole_file(tmp_path / "take.csv"):
        pytest.fail("the block was entered")
    assert told.value.remedy
    assert os.listdir(tmp_path) == []


def test_a_disk_that_fills_up_is_told_and_leaves_nothing(tmp_path):
    target = tmp_path / "take.csv"
    with pytest.raises(OutputError, match="the disk is full"), whole_file(target) as temporary:
        temporary.write_text("half")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert os.listdir(tmp_path) == []


def test_a_replacement_that_is_refused_is_told_and_leaves_nothing(tmp_path, monkeypatch):
    def refuse(source, target):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(source), None, str(target))

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(OutputError, match="close the program"), whole_file(tmp_path / "take.csv") as temporary:
        temporary.write_text("all")
    assert os.listdir(tmp_path) == []


def test_an_input_that_is_missing_inside_the_block_is_not_called_an_output(tmp_path):
    with pytest.raises(FileNotFoundError), whole_file(tmp_path / "take.csv"):
        (tmp_path / "no such input").read_text()


def test_a_link_is_followed(tmp_path):
    real = tmp_path / "real.csv"
    real.write_text("earlier")
    link = tmp_path / "link.csv"
    try:
        link.symlink_to(real)
    except OSError:
        pytest.skip("no links on this system")
    with whole_file(link) as temporary:
        temporary.write_text("new")
    assert link.is_symlink()
    assert real.read_text() == "new"


def test_what_killed_runs_left_is_removed_after_a_day(tmp_path):
    names = (".expclip-0123abcd.mp4", ".expclip-0123abcd", ".expclip-mine.mp4", ".other-0123abcd.mp4", "line.mp4")
    for name in names:
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (time.time() - 25 * 3600,) * 2)
    (tmp_path / ".expclip-89abcdef.mp4").touch()
    with whole_file(tmp_path / "a.csv") as temporary:
        assert temporary.name.startswith(".expclip-") and temporary.suffix == ".csv"
        temporary.write_text("whole")
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {".expclip-mine.mp4", ".other-0123abcd.mp4", "line.mp4", ".expclip-89abcdef.mp4", "a.csv"}


def test_a_passing_folder_goes_however_its_block_ends(tmp_path):
    old = tmp_path / ".expclip-00112233"
    old.mkdir()
    (old / "0001.png").touch()
    os.utime(old, (time.time() - 25 * 3600,) * 2)
    with pytest.raises(KeyError), passing_folder(tmp_path) as temporary:
        (temporary / "0001.png").touch()
        raise KeyError
    assert not list(tmp_path.iterdir())


def test_a_passing_folder_that_cannot_be_made_is_told(tmp_path):
    with pytest.raises(OutputError, match="make the folder first"), passing_folder(tmp_path / "missing"):
        pass
