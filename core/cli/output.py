"""Where a command's result goes."""

from contextlib import suppress
from pathlib import Path

from ..errors import OutputError
from ..formats import SUFFIXES
from ..whole_file import whole_file


class _Tried(Exception):
    pass


def check_take_place(path: str) -> None:
    """Finds out before the work whether a take can be written there. Raises OutputError."""
    if Path(path).suffix.lower() not in SUFFIXES:
        raise OutputError(f"'{path}' names no take format", f"end it in {', '.join(SUFFIXES)}")
    with suppress(_Tried), whole_file(path):
        raise _Tried  # whole_file leaves nothing behind when its block fails
