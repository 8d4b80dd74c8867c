"""Many lines: each becomes a take of its own, on engines that stay warm, with a report of what came of it.

A result is written whole before its row is in the report, and what has a row is done: so a batch that was killed goes
on where it was.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from .batch_lines import Line
from .batch_report import DONE, FAILED, Report, Row
from .batch_workers import Ended, Workers
from .errors import ExpclipError, ModelError, ProtocolError, SettingsError
from .formats import read_take, write_take
from .take import Take

POLL_SECONDS, IDLE_SECONDS = 0.002, 0.05
"""An engine waits so long for its next line at most; a new line so long where no engine is at work."""
TELL_SECONDS = 0.1

Keep = Callable[[Line, Take, Path], tuple[str, list[str]]]
"""Writes a line's take into the folder, where it is whole when this returns; gives the file's name, and notes."""


class Listener(Protocol):
    """Whom a batch tells how far it is, and what is worth knowing; core/cli/terminal.py is one."""

    def progress(self, done: float, message: str) -> None: ...

    def note(self, sentence: str) -> None: ...


@dataclass
class Tally:
    """How far a batch is. ends: what became of each line that is through, by id; sizes: what the others weigh, in
    bytes of their sound, by which the time that is left is told."""

    ends: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, float] = field(default_factory=dict)
    began: float = field(default_factory=time.monotonic)
    _made: float = 0.0

    @property
    def known(self) -> int:
        return len(self.ends.keys() | self.sizes.keys())

    @property
    def failed(self) -> int:
        return sum(status == FAILED for status in self.ends.values())

    def expect(self, line: Line) -> None:
        self.sizes[line.id] = _size(line)

    def end(self, id: str, status: str) -> None:
        self._made += self.sizes.pop(id, 0.0)
        self.ends[id] = status

    def share(self, under_way: Iterable[tuple[Line, float]]) -> float:
        """Of the work of this run, 0..1."""
        made = self._made + sum(done * self.sizes.get(line.id, 0.0) for line, done in under_way)
        whole = self._made + sum(self.sizes.values())
        return made / whole if whole else 1.0

    def told(self, share: float) -> str:
        failed = f", {self.failed} failed" if self.failed else ""
        left = ""
        if 0.0 < share < 1.0:
            left = f", {_spelt((time.monotonic() - self.began) * (1.0 - share) / share)} left"
        return f"{len(self.ends)} of {self.known} lines{failed}{left}"


def run_batch(
    looks: Iterable[list[Line]], report: Report, workers: Workers, key_of: Callable[[Line], str], keep: Keep,
    listener: Listener, tally: Tally,
) -> None:
    """Makes every line that the report does not have as done with the same key and its result in place.

    looks: gives the lines that are new since its last look, empty while there is nothing new and more may come.
    Lines that fail go into the report with their reason. Raises ModelError, EngineError, ProtocolError and
    OutputError, which stand in the way of every line.
    """
    waiting: list[Line] = []
    through: list[Ended] = []
    keys: dict[str, str] = {}
    source, more, told = iter(looks), True, 0.0
    while more or waiting or through or workers.busy:
        if more and not waiting:
            fresh = next(source, None)
            more = fresh is not None
            keys |= _asked(fresh or [], report, key_of, listener, tally)
            waiting = [line for line in fresh or [] if line.id in keys]
        through += workers.ended()
        while waiting and workers.has_free:
            line = waiting.pop(0)
            if line.job is None:
                _enter(_failed_row(line, keys[line.id], line.fault), report, listener, tally)
            else:
                workers.start(line)
        if time.monotonic() - told >= TELL_SECONDS:
            told, share = time.monotonic(), tally.share(workers.under_way())
            listener.progress(share, tally.told(share))
        if through:  # one at a time, for an engine that becomes free meanwhile waits until it is written
            ended = through.pop(0)
            _enter(_row_of(ended, keys[ended.line.id], keep, report), report, listener, tally)
        else:
            time.sleep(POLL_SECONDS if workers.busy else IDLE_SECONDS)


def _asked(
    lines: list[Line], report: Report, key_of: Callable[[Line], str], listener: Listener, tally: Tally
) -> dict[str, str]:
    """The keys, by id, of the lines that are to be made; their old rows leave the report."""
    keys: dict[str, str] = {}
    changed = 0
    for line in lines:
        key, row = key_of(line), report.rows.get(line.id)
        if row is not None and row.status == DONE and row.key == key and (report.path.parent / row.output).is_file():
            tally.end(line.id, DONE)
            continue
        changed += row is not None and row.status == DONE
        keys[line.id] = key
        tally.expect(line)
    if changed:
        listener.note(f"{_counted(changed)} changed, or lost the result, and {_is(changed)} made again")
    report.forget(keys)
    return keys


def _row_of(ended: Ended, key: str, keep: Keep, report: Report) -> Row:
    """Keeps the take of a line that has ended; what stands in the way of this one line is its reason."""
    if ended.error is not None:
        if isinstance(ended.error, ModelError | ProtocolError):
            raise ended.error
        return _failed_row(ended.line, key, ended.error, ended.seconds)
    assert ended.take is not None
    try:
        take = read_take(ended.take)
        output, notes = keep(ended.line, take, report.work)
        report.put(output)
    except ExpclipError as error:
        return _failed_row(ended.line, key, error, ended.seconds)
    finally:
        ended.take.unlink(missing_ok=True)
    closed, closures = take.made_by.get("closures", ("", ""))
    return Row(
        ended.line.id, DONE, seconds=f"{take.seconds:.2f}", work_seconds=f"{ended.seconds:.2f}", closed=str(closed),
        closures=str(closures), output=output, notes=" | ".join(dict.fromkeys(notes)), key=key,
    )


def _failed_row(line: Line, key: str, error: ExpclipError | None, seconds: float = 0.0) -> Row:
    return Row(line.id, FAILED, reason=str(error), work_seconds=f"{seconds:.2f}", key=key)


def _enter(row: Row, report: Report, listener: Listener, tally: Tally) -> None:
    report.add(row)
    tally.end(row.id, row.status)
    for sentence in filter(None, (row.reason, *row.notes.split(" | "))):
        listener.note(f"{row.id}: {sentence}")


def keep_as_csv(line: Line, take: Take, folder: Path) -> tuple[str, list[str]]:
    """Raises OutputError."""
    name = f"{line.id}.csv"
    write_take(take, folder / name)
    return name, take.made_by.get("notes", [])


def looked_at_once(lines: list[Line]) -> Iterator[list[Line]]:
    """Raises SettingsError where there are none."""
    if not lines:
        raise SettingsError("There are no lines to make", "add rows to the CSV, or sounds to the folder")
    return iter([lines])


def _size(line: Line) -> float:
    try:
        return float(max(1, line.files[0].stat().st_size)) if line.files else 1.0
    except OSError:
        return 1.0


def _spelt(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60:02d} min"


def _counted(count: int) -> str:
    return "1 line has" if count == 1 else f"{count} lines have"


def _is(count: int) -> str:
    return "is" if count == 1 else "are"
