"""The report of a batch: a CSV with one row a line, appended when the line's result lies there whole.

A process that is killed at any moment leaves each finished line in it once: a row goes in with one write, a piece of a
row is dropped on opening, and a result without its row is made again. Who works on a report holds its lock.
"""

import csv
import io
import os
import shutil
import sys
from collections.abc import Container, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import BinaryIO

from .errors import OutputError
from .whole_file import whole_file

DONE, FAILED = "done", "failed"
NAME = "report.csv"


@dataclass(frozen=True)
class Row:
    """reason: why the line failed; seconds: of sound; work_seconds: from order to take; closed of closures: p b m of
    40 ms or more whose lips met, and all of them; output: the result's name in the folder; notes: joined by " | ";
    key: see batch_lines.Line.key."""

    id: str
    status: str
    reason: str = ""
    seconds: str = ""
    work_seconds: str = ""
    closed: str = ""
    closures: str = ""
    output: str = ""
    notes: str = ""
    key: str = ""


COLUMNS = tuple(field.name for field in fields(Row))


class Report:
    """An open report. `rows`: what is in it, by id; `work`: a folder for what is under way, removed on closing.

    A kill leaves pieces in `work` alone.
    """

    def __init__(self, path: Path, keep: bool):
        """Begins a report, or with `keep` goes on with the one that is there. Raises OutputError, also where another
        batch is at work on it."""
        self.path = path
        self.work = path.with_name(f".{path.stem}.work")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self.work.mkdir(exist_ok=True)
            lock = _locked(self.work / "lock")
        except OSError as error:
            cause = (error.strerror or str(error)).lower()
            raise OutputError(f"'{path.parent}' cannot be written, {cause}", "choose another folder") from error
        if lock is None:
            raise OutputError(f"Another batch is at work on '{path}'", "wait for its end, or choose another folder")
        self._lock = lock
        try:
            self.rows: dict[str, Row] = read_rows(path) if keep else {}
            self._rewrite()
        except BaseException:
            self.close()
            raise

    def forget(self, ids: Container[str]) -> None:
        """Takes rows out, of lines that are to be made again."""
        kept = {id: row for id, row in self.rows.items() if id not in ids}
        if len(kept) < len(self.rows):
            self.rows = kept
            self._rewrite()

    def add(self, row: Row) -> None:
        """Appends a row, or puts it in the place of the line's earlier one."""
        self.forget({row.id})
        self.rows[row.id] = row
        try:
            descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND)
            try:
                os.write(descriptor, _encoded([row]))
            finally:
                os.close(descriptor)
        except OSError as error:
            raise OutputError(
                f"'{self.path}' cannot be written, {error.strerror}", "mend that and go on with --resume"
            ) from error

    def put(self, name: str) -> None:
        """Moves a whole result from `work` to its place beside the report, or in a folder there. Raises OutputError."""
        place = self.path.parent / name
        try:
            place.parent.mkdir(exist_ok=True)
            os.replace(self.work / name, place)
        except OSError as error:
            cause = (error.strerror or str(error)).lower()
            raise OutputError(f"'{place}' cannot be written, {cause}", "move away what is there") from error

    def close(self) -> None:
        if sys.platform == "win32":  # where an open file cannot be removed
            self._lock.close()
        shutil.rmtree(self.work, ignore_errors=True)
        self._lock.close()

    def _rewrite(self) -> None:
        with whole_file(self.work / self.path.name) as temporary:
            temporary.write_bytes(",".join(COLUMNS).encode() + b"\n" + _encoded(self.rows.values()))
        self.put(self.path.name)


def read_rows(path: Path) -> dict[str, Row]:
    """The whole rows of a report, by id; none where there is no report. Raises OutputError for another kind of file."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            text = file.read()
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise OutputError(f"The report '{path}' cannot be read, {error}", "move it away") from error
    whole = text[: text.rfind("\n") + 1]
    reader = csv.DictReader(io.StringIO(whole, newline=""))
    if tuple(reader.fieldnames or COLUMNS) != COLUMNS:
        raise OutputError(f"'{path}' is no report of this version's batch", "move it away, or choose another folder")
    rows = (Row(**row) for row in reader if None not in row and None not in row.values())
    return {row.id: row for row in rows}


def _encoded(rows: Iterable[Row]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    for row in rows:
        # One line each, so that a piece of a row is known by its missing end.
        writer.writerow(value.replace("\r", " ").replace("\n", " ") for value in asdict(row).values())
    return text.getvalue().encode("utf-8", "backslashreplace")  # names of files need not be valid text


def _locked(path: Path) -> BinaryIO | None:
    """The file, locked until it is closed or this process is gone; None where another process has it."""
    file = path.open("ab")
    with suppress(OSError):
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return file
    file.close()
    return None
