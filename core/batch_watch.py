"""Lines that come in while a batch runs: rows appended to its CSV, sounds laid into its folder."""

import time
from collections.abc import Callable, Iterator

from .batch import Listener
from .batch_lines import Line
from .errors import SettingsError

LOOK_SECONDS = 1.0
SETTLED_SECONDS = 2.0
"""A row or sound that has not changed for so long counts as complete."""


def watched(read: Callable[[], list[Line]], listener: Listener) -> Iterator[list[Line]]:
    """Without end: what `read` gives that is new or has changed, in row, sound or list of phones, once it has settled.

    What read raises as SettingsError is told, and mended by the next look that succeeds.
    """
    handed: dict[str, tuple] = {}
    seen: dict[str, tuple[tuple, float]] = {}
    fault, looked = "", float("-inf")
    while True:
        if time.monotonic() - looked < LOOK_SECONDS:
            yield []
            continue
        looked = time.monotonic()
        try:
            lines, told = read(), ""
        except SettingsError as error:
            lines, told = [], str(error)
        if told and told != fault:
            listener.note(told)
        fault = told
        yield [line for line in lines if _has_settled(line, handed, seen, looked)]


def _has_settled(
    line: Line, handed: dict[str, tuple], seen: dict[str, tuple[tuple, float]], now: float
) -> bool:
    stamp = _stamp(line)
    if handed.get(line.id) == stamp:
        return False
    before, since = seen.get(line.id, (None, now))
    if before != stamp:
        seen[line.id] = stamp, now
        return False
    if now - since < SETTLED_SECONDS:
        return False
    handed[line.id] = stamp
    del seen[line.id]
    return True


def _stamp(line: Line) -> tuple:
    """What changes with the row and with its files."""
    files = []
    for path in line.files:
        try:
            status = path.stat()
            files.append((status.st_size, status.st_mtime_ns))
        except OSError:
            files.append((-1, -1))
    return line.job, str(line.fault), *files
