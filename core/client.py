"""The worker's client: starts the engine as a child process, asks it, and ends it with deadlines.

Standard library only, because Blender runs it. Nothing here blocks except `wait` and `close`: requests go out
through one thread and replies come in through another.
"""

import os
import queue
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from . import protocol
from .errors import Cancelled, EngineError, ExpclipError, ProtocolError
from .protocol import Failure, Id, Progress, Reply, Request, Result

HELLO_SECONDS = 60.0
"""The longest silence of a worker that loads its models, on a slow disk, before it counts as lost."""
CANCEL_SECONDS = 15.0
"""A job that has not ended so long after its cancellation is ended together with its worker."""
POLITE_SECONDS, TERMINATE_SECONDS, KILL_SECONDS = 1.5, 1.5, 2.0


class WorkerClient:
    """One worker process; it starts with the first request and again with the next one after it was lost.

    command: the argument list that runs `expclip worker`; log_path: the file that takes the worker's stderr.
    `folder` holds the takes, phone lists and movies that the worker writes and is removed by `close`.
    `engine` is the worker's answer to hello (docs/protocol.md), or None until it came.
    """

    def __init__(self, command: Sequence[str], log_path: str | os.PathLike, hello_seconds: float = HELLO_SECONDS):
        self.command = [str(part) for part in command]
        self.log_path = Path(log_path)
        self.hello_seconds = hello_seconds
        self.engine: dict | None = None
        self.folder: Path | None = None
        self._child: _Child | None = None
        self._count = 0
        self._hello: Id | None = None
        self._hello_deadline = 0.0
        self._waiting: dict[Id, str] = {}
        self._cancels: dict[Id, float] = {}
        self._ready: list[Reply] = []

    @property
    def running(self) -> bool:
        return self._child is not None and self._child.process.poll() is None

    @property
    def busy(self) -> bool:
        """Whether a request has not been answered yet."""
        return bool(self._waiting)

    def request(self, kind: str, **params) -> Id:
        """Sends a request, starting the worker if there is none; returns its id. Raises EngineError."""
        if not self.running:
            if self._child is not None:
                self._child.reader.join(POLITE_SECONDS)
                self._ready = self.poll()
                self._drop_child()
            self._start()
        if kind == "hello":
            params = self._hello_params() | params
        elif kind == "animate":
            params = {"out": f"take-{self._count + 1}.npz"} | params
        elif kind == "phones":
            params = {"out": f"phones-{self._count + 1}.json"} | params
        elif kind == "photo":
            params = {"out": f"portrait-{self._count + 1}.mp4"} | params
        return self._send(kind, params)

    def poll(self) -> list[Reply]:
        """Everything that arrived since the last call, at once.

        A lost worker is told once, as a Failure with an EngineError for each request that it left unanswered.
        """
        replies, self._ready = self._ready, []
        child = self._child
        while child is not None and child is self._child:
            try:
                event = child.events.get_nowait()
            except queue.Empty:
                self._check_deadlines()
                break
            self._take_event(event, replies)
        ready, self._ready = self._ready, []
        return replies + ready

    def wait(self, id: Id, on_progress: Callable[[float, str], None] = lambda done, message: None) -> dict:
        """Blocks until the request is answered and returns the result's values; raises the error it failed with."""
        others: list[Reply] = []
        try:
            while True:
                answer = None
                for reply in self.poll():
                    if reply.id != id:
                        others.append(reply)
                    elif isinstance(reply, Progress):
                        on_progress(reply.done, reply.message)
                    else:
                        answer = reply
                match answer:
                    case Result(values=values):
                        return values
                    case Failure(error=error):
                        raise error
                if id not in self._waiting:
                    raise ProtocolError(f"The request {id!r} is not under way", "send it again")
                time.sleep(0.01)
        finally:
            self._ready = others + self._ready

    def cancel(self, id: Id) -> None:
        """Asks the worker to stop a job; it ends as a Failure with Cancelled, whatever the worker does."""
        if id in self._waiting and id not in self._cancels:
            self._cancels[id] = time.monotonic() + CANCEL_SECONDS
            if self._child is not None:
                self._child.send(Request(f"cancel-{id}", "cancel", {"job": id}))

    def close(self) -> None:
        """Ends the worker: a polite request, then terminate, then kill. Open requests end as Cancelled."""
        child, self._child = self._child, None
        if child is not None:
            child.end()
        self._fail_waiting(Cancelled())
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder = None
        self.engine = None

    def _start(self) -> None:
        try:
            if self.folder is None:
                self.folder = Path(tempfile.mkdtemp(prefix="expclip-"))
            self.log_path.parent.mkdir(parents=True, exist_ok=True)
            self._child = _Child(self.command, self.log_path)
        except OSError as error:
            cause = error.strerror or type(error).__name__
            raise EngineError(f"The engine does not start ({cause})", "check or install the engine") from error
        self.engine = None
        self._hello_deadline = time.monotonic() + self.hello_seconds
        self._hello = self._send("hello", self._hello_params())
        del self._waiting[self._hello]

    def _hello_params(self) -> dict:
        return {"protocol": protocol.VERSION, "folder": str(self.folder)}

    def _send(self, kind: str, params: dict) -> Id:
        assert self._child is not None
        self._count += 1
        id = str(self._count)
        self._waiting[id] = kind
        self._child.send(Request(id, kind, params))
        return id

    def _take_event(self, event: "Reply | ExpclipError | None", replies: list[Reply]) -> None:
        if event is None:
            self._drop_child()
        elif isinstance(event, ExpclipError):
            self._end_child(event)
        elif event.id == self._hello:
            self._take_hello(event)
        elif event.id in self._waiting:
            if isinstance(event, Failure | Result):
                kind = self._waiting.pop(event.id)
                self._cancels.pop(event.id, None)
                if kind == "hello" and isinstance(event, Result):
                    self.engine = event.values
            replies.append(event)
        elif event.id is None and isinstance(event, Failure):
            self._end_child(event.error)

    def _take_hello(self, reply: Reply) -> None:
        match reply:
            case Progress():
                self._hello_deadline = time.monotonic() + self.hello_seconds
            case Failure(error=error):
                self._end_child(error)
            case Result(values=values):
                self._hello = None
                self.engine = values
                spoken = values.get("protocol")
                if spoken != protocol.VERSION:
                    self._end_child(ProtocolError(
                        f"The engine speaks version {spoken} of the protocol and this extension version "
                        f"{protocol.VERSION}", "install the engine again from the extension's preferences",
                    ))

    def _check_deadlines(self) -> None:
        now = time.monotonic()
        if self._hello is not None and now > self._hello_deadline:
            self._end_child(EngineError(
                f"The engine did not answer within {self.hello_seconds:g} seconds", "check or install the engine",
            ))
        elif any(now > deadline for deadline in self._cancels.values()):
            self._end_child(EngineError("The engine did not stop in time and was ended", "start the job again"))

    def _drop_child(self) -> None:
        """The child is gone by itself: tells why, as far as its exit status and log do."""
        if self._child is not None:
            cause = self._child.cause_of_death(self.log_path)
            remedy = f"try again, and if it happens again see its log {self.log_path}"
            self._end_child(EngineError(f"The engine ended unexpectedly ({cause})", remedy))

    def _end_child(self, error: ExpclipError) -> None:
        child, self._child = self._child, None
        self._hello = None
        if child is not None:
            child.kill()
        self._fail_waiting(error)

    def _fail_waiting(self, error: ExpclipError) -> None:
        for id in self._waiting:
            self._ready.append(Failure(id, Cancelled() if id in self._cancels else error))
        self._waiting.clear()
        self._cancels.clear()


class _Child:
    """The process with the two threads at its ends; `events` gets its replies, errors, and None when it is gone."""

    def __init__(self, command: list[str], log_path: Path):
        self.events: queue.Queue[Reply | ExpclipError | None] = queue.Queue()
        self._requests: queue.Queue[bytes | None] = queue.Queue()
        with log_path.open("wb") as log:
            # A group of its own: Ctrl-C in the terminal that runs Blender is not meant for the worker.
            self.process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
                start_new_session=os.name == "posix",
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0)
                | getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            )
        self.reader = threading.Thread(target=self._read, name="expclip-replies", daemon=True)
        self.reader.start()
        threading.Thread(target=self._write, name="expclip-requests", daemon=True).start()

    def send(self, request: Request) -> None:
        self._requests.put(protocol.write_request(request))

    def end(self) -> None:
        self.send(Request("shutdown", "shutdown"))
        self._requests.put(None)
        for seconds, harder in ((POLITE_SECONDS, self.process.terminate), (TERMINATE_SECONDS, self.process.kill)):
            try:
                self.process.wait(seconds)
                return
            except subprocess.TimeoutExpired:
                harder()
        self.kill()

    def kill(self) -> None:
        self._requests.put(None)
        self.process.kill()
        try:
            self.process.wait(KILL_SECONDS)
        except subprocess.TimeoutExpired:
            pass  # only a process stuck inside the system's kernel comes here; nothing stronger exists

    def cause_of_death(self, log_path: Path) -> str:
        try:
            code = self.process.wait(POLITE_SECONDS)
        except subprocess.TimeoutExpired:
            return "it closed its output"
        if code < 0:
            return f"signal {-code}"
        words = _last_words(log_path)
        return f"exit status {code}, {words}" if words else f"exit status {code}"

    def _write(self) -> None:
        pipe = self.process.stdin
        assert pipe is not None
        try:
            with pipe:
                while (line := self._requests.get()) is not None:
                    pipe.write(line)
                    pipe.flush()
        except OSError:
            pass  # the worker is gone; the reading end tells it

    def _read(self) -> None:
        pipe = self.process.stdout
        assert pipe is not None
        with pipe:
            while line := pipe.readline(protocol.LINE_LIMIT + 1):
                try:
                    self.events.put(protocol.read_reply(line))
                except ProtocolError:
                    remedy = "install it again, or choose another environment"
                    self.events.put(EngineError("The engine's answer cannot be read", remedy))
        self.events.put(None)


def _last_words(log_path: Path) -> str:
    """The last line of the log that says something, cut to a length that fits into a message."""
    try:
        with log_path.open("rb") as log:
            log.seek(max(0, log_path.stat().st_size - 4096))
            lines = log.read().decode("utf-8", "replace").splitlines()
    except OSError:
        return ""
    lines = [line.strip() for line in lines if line.strip()]
    return lines[-1][:200] if lines else ""
