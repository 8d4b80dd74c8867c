"""The lines of a batch: a CSV with a row a line, whose columns are the options of `expclip animate`."""

import argparse
import csv
import difflib
import hashlib
import io
import json
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NoReturn

from .cli.job_options import add_direction_options, add_script_options, add_settings_options, job_of
from .direction import FILE_KINDS
from .errors import ExpclipError, SettingsError
from .job import AnimateJob

ID, AUDIO, DIRECT = "id", "audio", "direct"
FILE_COLUMNS = frozenset({"phones", "style", "image", "image_neutral"})
"""Columns that name files: relative ones are relative to the CSV, as `audio` is."""
SEPARATOR = "|"
"""Between several directions of a `direct` cell."""
RESERVED = re.compile(r"report(_\d+-\d+)?", re.IGNORECASE)
"""What the results of a batch may not be called: its reports are."""

_LONGEST_ID = 120
_FORBIDDEN = '<>:"/\\|?*'
_ID = re.compile(rf"[^\x00-\x1f\x7f{re.escape(_FORBIDDEN)}]+")
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_DELIMITERS = ",;\t"


@dataclass(frozen=True)
class Line:
    """One row: what it is called, and its job, or why it can be none."""

    id: str
    number: int
    job: AnimateJob | None
    fault: ExpclipError | None = None

    @property
    def files(self) -> tuple[Path, ...]:
        """What the take is made from, the sound first."""
        if self.job is None:
            return ()
        directions = (name for direction in self.job.track.directions for name in direction.files)
        return tuple(Path(name) for name in (self.job.speech, self.job.script.phones, *directions) if name)

    def key(self, made_with: str) -> str:
        """The same for the same settings, the same content of the files, and the same `made_with`: what of the engine
        changes its takes. Folders may be renamed."""
        content = {} if self.job is None else self.job.to_json()
        content["speech"] = content["phones"] = None
        content["directions"] = [
            {**direction, "value": None, "neutral": None} if direction.get("kind") in FILE_KINDS else direction
            for direction in content.get("directions", ())
        ]
        told = json.dumps([made_with, content, [_digest(path) for path in self.files]], sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()[:16]


def read_lines(path: Path, settings: argparse.Namespace | None = None) -> list[Line]:
    """The rows of a CSV in UTF-8, separated by commas, semicolons or tabs; empty rows are passed over.

    settings: values of add_settings_options for rows that do not say otherwise.
    A row that cannot be a job, or whose id can be no file's name, is a Line with a fault. Raises SettingsError for a
    file that cannot be read, a column that is missing or unknown, and an id that stands there twice: the second take
    would be written over the first.
    """
    header, *rows = _rows(path) or [[]]
    columns = _columns(header, path)
    lines = [
        _line(number, columns, row, path.parent, settings)
        for number, row in enumerate((row for row in rows if any(cell.strip() for cell in row)), 1)
    ]
    seen: dict[str, Line] = {}
    for line in lines:
        other = seen.setdefault(line.id.casefold(), line)
        if other is not line:
            raise SettingsError(
                f"The lines {other.number} and {line.number} of '{path}' are both called '{line.id}'",
                "give each line an id of its own, or leave the column away",
            )
    return lines


def check_id(id: str, line: int | None = None) -> None:
    """Raises SettingsError where not every system takes a file that is called so; line: whose id it is."""
    told = f"'{id[:40]}{'...' if len(id) > 40 else ''}'" + ("" if line is None else f", the id of line {line},")
    if len(id) > _LONGEST_ID:
        raise SettingsError(f"{told} is too long for a file's name", f"give up to {_LONGEST_ID} characters")
    if RESERVED.fullmatch(id):
        raise SettingsError(f"{told} is the name of the batch's own report", "choose another one")
    if _DEVICES.fullmatch(id):
        raise SettingsError(f"{told} is the name of a device on Windows", "choose another one")
    if not _ID.fullmatch(id) or ".." in id or id.startswith(".") or id.endswith((".", " ")):
        raise SettingsError(
            f"{told} can be no file's name",
            f"leave {' '.join(_FORBIDDEN)} away, and dots at its ends and side by side",
        )


def made_line(id: str, number: int, cells: dict[str, str], settings: argparse.Namespace | None = None) -> Line:
    """A line from its cells, `audio` among them; files by paths that need no folder. Empty cells count as absent."""
    try:
        options = _options([f"--{name.replace('_', '-')}={value}" for name, value in _given(cells)], settings)
        return Line(id, number, job_of(options, cells[AUDIO]))
    except ExpclipError as error:
        return Line(id, number, None, error)


def _given(cells: dict[str, str]) -> list[tuple[str, str]]:
    given = []
    for name, value in cells.items():
        if name not in (ID, AUDIO) and value:
            parts = value.split(SEPARATOR) if name == DIRECT else [value]
            given += [(name, part.strip()) for part in parts if part.strip()]
    return given


def _line(
    number: int, columns: Sequence[str], row: Sequence[str], folder: Path, settings: argparse.Namespace | None
) -> Line:
    cells = dict(zip(columns, (cell.strip() for cell in row), strict=False))
    id = cells.get(ID) or str(number)
    try:
        check_id(id, number)
    except SettingsError as error:
        return Line(id, number, None, error)
    if len(row) > len(columns) and any(cell.strip() for cell in row[len(columns) :]):
        fault = SettingsError(
            f"Line {number} has {len(row)} cells for {len(columns)} columns", "quote cells that hold separators"
        )
        return Line(id, number, None, fault)
    if not cells.get(AUDIO):
        return Line(id, number, None, SettingsError(f"Line {number} names no sound", "fill in its column 'audio'"))
    for name in (AUDIO, *FILE_COLUMNS):
        if cells.get(name):
            cells[name] = str(folder / cells[name])
    return made_line(id, number, cells, settings)


def _columns(header: Sequence[str], path: Path) -> list[str]:
    columns = [name.strip().lower().replace("-", "_").replace(" ", "_") for name in header]
    while columns and not columns[-1]:
        columns.pop()
    known = [ID, AUDIO, *_option_names()]
    for name in columns:
        if name not in known:
            near = difflib.get_close_matches(name, known, 1, 0.5)
            remedy = f"did you mean '{near[0]}'" if near else f"use {', '.join(known)}"
            raise SettingsError(f"There is no column '{name}' for a batch, in '{path}'", remedy)
        if columns.count(name) > 1:
            raise SettingsError(f"'{path}' has the column '{name}' twice", "remove one of them")
    if AUDIO not in columns:
        raise SettingsError(f"'{path}' has no column '{AUDIO}'", "name the sound of each line in it")
    return columns


def _rows(path: Path) -> list[list[str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        first = text.partition("\n")[0]
        delimiter = max(_DELIMITERS, key=first.count)
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except UnicodeDecodeError as error:
        raise SettingsError(f"'{path}' is no text in UTF-8", "save it as CSV in UTF-8") from error
    except csv.Error as error:
        raise SettingsError(f"'{path}' is no CSV, {error}", "export it again") from error
    except OSError as error:
        cause = (error.strerror or str(error)).lower()
        raise SettingsError(f"'{path}' cannot be read, {cause}", "check its name and folder") from error


class _RowParser(argparse.ArgumentParser):
    """Takes a row's cells as options; what is wrong with them is the row's fault, not the program's usage."""

    def error(self, message: str) -> NoReturn:
        raise SettingsError(message.removeprefix("argument ").replace("\n", " "), "correct the line")


@cache
def _parser() -> _RowParser:
    parser = _RowParser(add_help=False, allow_abbrev=False)
    add_direction_options(parser)
    add_script_options(parser)
    add_settings_options(parser)
    return parser


def _option_names() -> list[str]:
    """The options of a job that take a value, as columns are called."""
    actions = (action for action in _parser()._actions if action.option_strings and action.nargs is None)
    return [action.option_strings[0].removeprefix("--").replace("-", "_") for action in actions]


def _options(arguments: list[str], settings: argparse.Namespace | None) -> argparse.Namespace:
    return _parser().parse_args(arguments, argparse.Namespace(**vars(settings or argparse.Namespace())))


def _digest(path: Path) -> str:
    """Of a file's bytes; of nothing where it cannot be read, which the job will tell."""
    with suppress(OSError), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
    return ""
