"""Where a command's result goes."""

from contextlib import suppress
from pathlib import Path

from ..errors import OutputError
from ..formats import SUFFIXES
from ..whole_file import whole_file


class _Tried(Exception):
    pass


def check_is_not_source(path: str, source: str) -> None:
    """Raises OutputError where the result would take the place of what it is made from."""
    with suppress(OSError, ValueError):
        if Path(path).samefile(source):
            raise OutputError(f"'{path}' is what the result is made from", "choose another name")


def check_take_place(path: str) -> None:
    """Finds out before the work whether a take can be written there. Raises OutputError."""
    if Path(path).suffix.lower() not in SUFFIXES:
        raise OutputError(f"'{path}' names no take format", f"end it in {', '.join(SUFFIXES)}")
    check_place(path)


def check_place(path: str) -> None:
    """Finds out before the work whether a file can be written there. Raises OutputError."""
    with suppress(_Tried), whole_file(path):
        raise _Tried  # whole_file leaves nothing behind when its block fails
