"""The worker: an engine that answers JSON Lines on stdin with JSON Lines on stdout (docs/protocol.md).

Jobs run one after another in the main thread; a second thread reads, so that a cancel is heard during a job.
"""

import os
import platform
import queue
import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from . import protocol
from .errors import Cancelled, ExpclipError, OutputError, ProtocolError
from .formats import pass_take
from .job import AnimateJob, PhonesJob
from .photo.job import PortraitJob
from .protocol import BadLine, Failure, Id, Progress, Reply, Request, Result
from .speech.phone_file import write_phones
from .worker_engine import Report, Serves

PROGRESS_SECONDS = 0.1
"""No two progress replies of a job are closer than this."""
LINGER_SECONDS = 5.0
"""How long a job may take to notice that stdin has closed; then the process ends in the middle of it."""


class Worker:
    """Serves one client. `make_engine` is called with the first request that needs the engine.

    `client_gone` is set when the requests have ended.
    """

    def __init__(self, make_engine: Callable[[], Serves], replies: BinaryIO):
        self._make_engine = make_engine
        self._engine: Serves | None = None
        self._replies = replies
        self._sending = threading.Lock()
        self._requests: queue.Queue[Request | None] = queue.Queue()
        self._open: set[Id] = set()
        self._cancelled: set[Id] = set()
        self._ending = threading.Event()
        self.client_gone = threading.Event()
        self._folder: Path | None = None

    def serve(self, requests: BinaryIO) -> None:
        """Answers until shutdown or the end of `requests`."""
        threading.Thread(target=self._read, args=(requests,), name="expclip-requests", daemon=True).start()
        while (request := self._requests.get()) is not None:
            self._answer(request)
            if request.kind == "shutdown":
                return

    def _read(self, requests: BinaryIO) -> None:
        try:
            self._read_requests(requests)
        finally:
            self._ending.set()
            self._requests.put(None)
            self.client_gone.set()

    def _read_requests(self, requests: BinaryIO) -> None:
        while line := requests.readline(protocol.LINE_LIMIT + 1):
            rest = line
            while len(rest) > protocol.LINE_LIMIT and not rest.endswith(b"\n"):  # what is too long is passed over
                rest = requests.readline(protocol.LINE_LIMIT + 1)
            if not line.strip() and len(line) <= protocol.LINE_LIMIT:
                continue
            try:
                request = protocol.read_request(line)
            except BadLine as error:
                self._send(Failure(error.id, error))
                continue
            if request.kind == "cancel":
                self._cancel(request)
                continue
            if request.kind == "shutdown":
                self._ending.set()
            self._open.add(request.id)
            self._requests.put(request)

    def _cancel(self, request: Request) -> None:
        job = request.params.get("job")
        if known := isinstance(job, str | int) and job in self._open:
            self._cancelled.add(job)
        self._send(Result(request.id, {"cancelled": known}))

    def _answer(self, request: Request) -> None:
        try:
            values = self._values(request)
        except ExpclipError as error:
            reply: Reply = Failure(request.id, error)
        except Exception as error:
            traceback.print_exc()
            cause = f"{type(error).__name__}: {error}"[:300]
            remedy = "the log has the details; report it if it happens again"
            reply = Failure(request.id, ExpclipError(f"The engine failed ({cause})", remedy))
        else:
            reply = Result(request.id, values)
        self._open.discard(request.id)
        self._cancelled.discard(request.id)
        self._send(reply)

    def _values(self, request: Request) -> dict:
        report = self._reporter(request.id)
        match request.kind:
            case "hello":
                return self._hello(request.params, report)
            case "animate":
                return self._animate(request.params, report)
            case "phones":
                return self._phones(request.params, report)
            case "express":
                return self._express(request.params)
            case "photo":
                return self._photo(request.params, report)
            case "shutdown":
                return {}
        raise ProtocolError(f"There is no request '{request.kind}'", "see docs/protocol.md")

    def _reporter(self, id: Id) -> Report:
        last = -PROGRESS_SECONDS

        def report(done: float, message: str) -> None:
            nonlocal last
            if id in self._cancelled or self._ending.is_set():
                raise Cancelled
            now = time.monotonic()
            if now - last >= PROGRESS_SECONDS:
                last = now
                self._send(Progress(id, round(min(max(done, 0.0), 1.0), 4), message))

        return report

    def _hello(self, params: dict, report: Report) -> dict:
        wanted = params.get("protocol")
        if wanted != protocol.VERSION:
            raise ProtocolError(
                f"The client speaks version {wanted} of the protocol and this engine version {protocol.VERSION}",
                "install the extension and the engine in the same version",
            )
        folder = params.get("folder")
        if folder is not None:
            if not isinstance(folder, str) or not folder or not Path(folder).is_dir():
                raise ProtocolError("The client's folder does not exist", "name an existing folder as 'folder'")
            self._folder = Path(folder).resolve()
        values = {
            "protocol": protocol.VERSION,
            "python": platform.python_version(),
            "requests": ["hello", "animate", "phones", "express", "photo", "cancel", "shutdown"],
            "problem": None,
        }
        report(0.0, "Loading the engine")
        try:
            return values | self._ready_engine().describe()
        except ExpclipError as error:
            # The protocol works, only the engine behind it does not: the client shows why.
            values["problem"] = {"code": error.code, "sentence": error.sentence, "remedy": error.remedy}
            return values

    def _animate(self, params: dict, report: Report) -> dict:
        out = self._result_file(params.get("out"), ".npz")
        job = AnimateJob.from_json({name: value for name, value in params.items() if name != "out"})
        report(0.0, "Loading the engine")
        take = self._ready_engine().animate(job, report)
        pass_take(take, out)
        return {
            "take": str(out),
            "frames": take.frames,
            "fps": take.fps,
            "seconds": take.seconds,
            "notes": list(take.made_by.get("notes", ())),
        }

    def _phones(self, params: dict, report: Report) -> dict:
        out = self._result_file(params.get("out"), ".json")
        job = PhonesJob.from_json({name: value for name, value in params.items() if name != "out"})
        report(0.0, "Loading the engine")
        said = self._ready_engine().phones(job, report)
        write_phones(said.phones, said.language, out)
        return {
            "phones": str(out), "count": len(said.phones), "language": said.language, "notes": list(said.notes),
        }

    def _express(self, params: dict) -> dict:
        prompts = params.get("prompts")
        if not isinstance(prompts, list) or not all(isinstance(prompt, str) for prompt in prompts):
            raise ProtocolError("An express request has no prompts", "give a list of texts as 'prompts'")
        return {"readings": self._ready_engine().express(prompts)}

    def _photo(self, params: dict, report: Report) -> dict:
        out = self._result_file(params.get("out"), ".mp4")
        job = PortraitJob.from_json({name: value for name, value in params.items() if name != "out"})
        report(0.0, "Loading the engine")
        made = self._ready_engine().photo(job, out, report)
        return {
            "movie": str(out),
            "frames": made.frames,
            "width": made.width,
            "height": made.height,
            "fps": made.fps,
            "seconds": made.frames / made.fps,
            "notes": list(made.notes),
        }

    def _ready_engine(self) -> Serves:
        if self._engine is None:
            self._engine = self._make_engine()
        return self._engine

    def _result_file(self, name: object, suffix: str) -> Path:
        if self._folder is None:
            raise ProtocolError("The client has named no folder for results", "send it with hello as 'folder'")
        if not isinstance(name, str) or not name or "\0" in name:
            raise ProtocolError("The request names no file for its result", "give a name as 'out'")
        try:
            path = (self._folder / name).resolve()
        except (OSError, RuntimeError, ValueError) as error:  # a link to itself, a name that is no text
            raise OutputError(f"{name!a} cannot be written", "give a plain name as 'out'") from error
        if path.parent != self._folder or path.suffix.lower() != suffix:
            raise OutputError(f"'{name}' is no {suffix} file in the client's folder", "give a plain name as 'out'")
        return path

    def _send(self, reply: Reply) -> None:
        with self._sending:
            try:
                self._replies.write(protocol.write_reply(reply))
                self._replies.flush()
            except OSError:
                self._ending.set()  # nobody listens any more


def serve_stdio(make_engine: Callable[[], Serves]) -> None:
    """Serves the client at the other end of stdin and stdout; whatever else is printed goes to the log."""
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    # Libraries must find neither pipe. Python also aborts when it ends while a thread reads sys.stdin itself.
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    worker = Worker(make_engine, replies)
    threading.Thread(target=_leave_with_client, args=(worker,), name="expclip-end", daemon=True).start()
    worker.serve(requests)


def _leave_with_client(worker: Worker) -> None:
    worker.client_gone.wait()
    time.sleep(LINGER_SECONDS)
    os._exit(1)
