"""A result file is written whole or not at all."""

import errno
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from .errors import OutputError

_PREFIX = ".expclip-"
_TEMPORARY = re.compile(re.escape(_PREFIX) + r"[0-9a-f]{8}(\.|$)")
_FORGOTTEN_SECONDS = 24 * 3600.0

_CAUSES = {
    errno.ENOSPC: ("the disk is full", "free some space or choose another folder"),
    errno.EDQUOT: ("your share of the disk is used up", "free some space or choose another folder"),
    errno.EFBIG: ("the file is too large for this disk", "choose a folder on another disk"),
    errno.EROFS: ("the disk is read-only", "choose another folder"),
    errno.EACCES: ("writing there is not allowed", "choose another folder, or close the program that holds the file"),
    errno.EPERM: ("writing there is not allowed", "choose another folder, or close the program that holds the file"),
    errno.ENAMETOOLONG: ("its name is too long", "choose a shorter name"),
    errno.ENOENT: ("the folder does not exist", "make the folder first or choose another one"),
    errno.ENOTDIR: ("a part of the path is a file", "choose a folder"),
    errno.EIO: ("the disk reports an error", "choose a folder on another disk"),
}


@contextmanager
def whole_file(path: str | os.PathLike) -> Iterator[Path]:
    """As passing_file, and the result is on the disk when the block has ended, whatever happens to the power."""
    with passing_file(path) as temporary:
        yield temporary
        _flush_to_disk(temporary)


@contextmanager
def passing_file(path: str | os.PathLike) -> Iterator[Path]:
    """Gives a temporary path in the same folder, with the same suffix; it becomes `path` when the block ends well.

    For what another process reads at once: to wait for the disk would take longer than to write.

    What a killed process has left in the folder is removed when it is a day old.
    When the block raises, whatever it raises, the temporary file is removed and an earlier file at `path` stays as it
    was. That the place can be written to is found out on entering, before any work is done.
    Raises OutputError: folder missing or unwritable, name too long, a folder or a device in the place, disk full
    (also when the block itself raises such an OSError).
    """
    try:
        target = Path(os.path.realpath(path))  # a link is followed, not replaced
        temporary = target.with_name(f"{_PREFIX}{secrets.token_hex(4)}{target.suffix}")
        _check_place(target)
        _remove_forgotten(target.parent)
        os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
    except (OSError, ValueError) as error:
        raise _told(path, error) from error
    try:
        yield temporary
        os.replace(temporary, target)
    except OSError as error:
        if error.errno in _CAUSES and _concerns_output(error, temporary, target):
            raise _told(path, error) from error
        raise
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def passing_folder(parent: Path) -> Iterator[Path]:
    """Gives a temporary folder in `parent`, which is gone when the block ends, however it ends; whoever wants a file of
    it moves it away before. Raises OutputError."""
    try:
        temporary = parent / f"{_PREFIX}{secrets.token_hex(4)}"
        _remove_forgotten(parent)
        temporary.mkdir()
    except OSError as error:
        raise _told(parent, error) from error
    try:
        yield temporary
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _remove_forgotten(folder: Path) -> None:
    """Removes what runs that were killed have left there; nobody works a day on a file without writing to it."""
    with suppress(OSError):  # whoever may not read the folder may still write into it
        for left in folder.glob(f"{_PREFIX}*"):
            if _TEMPORARY.match(left.name) and time.time() - left.stat().st_mtime > _FORGOTTEN_SECONDS:
                shutil.rmtree(left) if left.is_dir() else left.unlink()


def _check_place(target: Path) -> None:
    try:
        target.lstat()
    except FileNotFoundError:
        return
    if target.is_dir():
        raise OutputError(f"'{target}' is a folder", "add the name of the file")
    if not target.is_file():
        raise OutputError(f"'{target}' is not a file", "give the name of an ordinary file")


def _flush_to_disk(temporary: Path) -> None:
    with temporary.open("r+b") as file:
        os.fsync(file.fileno())


def _concerns_output(error: OSError, temporary: Path, target: Path) -> bool:
    """Whether an OSError is about the result, rather than about something else that the block read or wrote."""
    return error.filename is None or Path(os.fsdecode(error.filename)) in (temporary, target)


def _told(path: str | os.PathLike, error: OSError | ValueError) -> OutputError:
    number = error.errno if isinstance(error, OSError) else None
    cause, remedy = _CAUSES.get(number or 0, (str(error), "choose another name or folder"))
    return OutputError(f"'{os.fspath(path)}' cannot be written, {cause}", remedy)
