"""The engines of a batch: worker processes that stay warm from line to line."""

import os
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .batch_lines import Line
from .client import WorkerClient
from .errors import Cancelled, EngineError, ExpclipError
from .protocol import Failure, Id, Progress, Result

START = Path(__file__).with_name("start.py")
HELLO_SECONDS = 300.0
"""Many engines that load at once on a busy machine take their time, and nobody sits before a panel."""
TRIES = 2
"""A line whose engine was lost is given to another one before it counts as failed."""


@dataclass(frozen=True)
class Ended:
    """A line that is through: the take's file in the workers' folder, or the error it failed with."""

    line: Line
    seconds: float
    take: Path | None = None
    error: ExpclipError | None = None


@dataclass
class _Desk:
    """A worker and the line on it; `began` is when the worker took it up, its models loaded."""

    client: WorkerClient
    line: Line | None = None
    request: Id | None = None
    began: float | None = None
    tries: int = 0
    done: float = 0.0


class Workers:
    """`jobs` worker processes, started as they are needed; each works in a folder of its own below `folder`.

    environ: variables for them, such as their share of the threads.
    """

    def __init__(self, command: Sequence[str], jobs: int, folder: Path, environ: dict[str, str]):
        self._environ = environ
        self._desks = []
        for number in range(1, jobs + 1):
            client = WorkerClient(command, folder / f"engine{number}.log", HELLO_SECONDS)
            client.folder = folder / f"engine{number}"
            client.folder.mkdir(parents=True, exist_ok=True)
            self._desks.append(_Desk(client))

    @property
    def busy(self) -> int:
        return sum(desk.line is not None for desk in self._desks)

    @property
    def has_free(self) -> bool:
        return self.busy < len(self._desks)

    def under_way(self) -> list[tuple[Line, float]]:
        """The lines that are worked on, and how much of each is done, 0..1."""
        return [(desk.line, desk.done) for desk in self._desks if desk.line is not None]

    def start(self, line: Line) -> None:
        """Gives a line with a job to a free worker. Raises EngineError where it does not start."""
        desk = next(desk for desk in self._desks if desk.line is None)
        desk.line, desk.tries = line, 0
        self._send(desk)

    def ended(self) -> list[Ended]:
        """The lines that have ended since the last call; never waits. Raises EngineError for engines that do not
        start."""
        return [ended for desk in self._desks if desk.line is not None if (ended := self._ended(desk)) is not None]

    def close(self) -> None:
        with ThreadPoolExecutor(len(self._desks)) as pool:
            list(pool.map(lambda desk: desk.client.close(), self._desks))

    def _send(self, desk: _Desk) -> None:
        assert desk.line is not None and desk.line.job is not None
        desk.tries += 1
        desk.done = 0.0
        desk.began = None
        with _variables(self._environ):
            desk.request = desk.client.request("animate", **desk.line.job.to_json())

    def _ended(self, desk: _Desk) -> Ended | None:
        for reply in desk.client.poll():
            now = time.monotonic()
            seconds = 0.0 if desk.began is None else now - desk.began
            match reply:
                case Progress(id=desk.request, done=done):
                    desk.done = done
                    desk.began = desk.began or now
                case Result(id=desk.request, values=values):
                    return self._leave(desk, seconds, take=Path(values["take"]))
                case Failure(id=desk.request, error=error) if isinstance(error, EngineError) and desk.tries < TRIES:
                    self._send(desk)
                case Failure(id=desk.request, error=error) if isinstance(error, EngineError) and desk.began is None:
                    raise error  # it does not even start: no line would fare better
                case Failure(id=desk.request, error=error) if not isinstance(error, Cancelled):
                    return self._leave(desk, seconds, error=error)
        return None

    def _leave(
        self, desk: _Desk, seconds: float, take: Path | None = None, error: ExpclipError | None = None
    ) -> Ended:
        assert desk.line is not None
        ended = Ended(desk.line, seconds, take, error)
        desk.line = desk.request = None
        return ended


def worker_command(models: str | None) -> list[str]:
    """The argument list of a worker that runs in this Python, with these models."""
    command = [sys.executable, "-I", str(START), "worker"]
    return command if models is None else [*command, "--models", os.path.abspath(models)]


@contextmanager
def _variables(environ: dict[str, str]):
    """Sets variables of the environment for the block: a client's worker inherits them."""
    before = {name: os.environ.get(name) for name in environ}
    os.environ.update(environ)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
