"""The installation of the engine: child processes that make an environment, watched by a thread. No bpy.

Poll it from a timer, or wait for it where no timers tick. Until its last step nothing that worked before is touched.
"""

import os
import queue
import re
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from ..core.errors import Cancelled, EngineError, ExpclipError
from . import environment

PYTHONS = ((3, 11), (3, 14))
"""The engine's libraries have wheels for Python from the first on, below the second."""


@dataclass(frozen=True)
class Plan:
    """What to install and from where.

    own: the folder below which the environment is made; wheels: a folder of wheels, then nothing else is asked;
    index: address of one more package index; python: the Python that the environment is made of.
    """

    own: Path
    requirements: Path = environment.REQUIREMENTS
    wheels: Path | None = None
    index: str = ""
    python: Path = Path(sys.executable)

    def needs_network(self) -> bool:
        return self.wheels is None

    def check(self, online: bool) -> None:
        """Raises EngineError where the plan cannot work; `online` is Blender's permission to use the network."""
        if self.needs_network() and not online:
            raise EngineError(
                "Blender may not go online",
                "allow online access in Blender's system preferences, or choose a folder of wheels",
            )
        if self.wheels is not None and not any(self.wheels.glob("*.whl")):
            raise EngineError(
                f"There are no wheels in '{self.wheels}'",
                "fill a folder with 'pip download -r core/requirements.txt' on a machine with a network",
            )

    def pip_arguments(self) -> list[str]:
        """What follows `python` to fill the environment.

        Wheels only: building a library from source would need a compiler, and runs code of its own.
        """
        arguments = ["-I", "-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--progress-bar=off"]
        arguments += ["--only-binary=:all:", "-r", str(self.requirements)]
        if self.wheels is not None:
            arguments += ["--no-index", f"--find-links={self.wheels}"]
        elif self.index.strip():
            arguments.append(f"--extra-index-url={self.index.strip()}")
        return arguments


@dataclass(frozen=True)
class Step:
    """`done` runs from 0 to 1."""

    done: float
    message: str


class Installation:
    """A running installation. Ends as `finished`, with `error` None or the reason why nothing was installed."""

    def __init__(self, plan: Plan, online: bool):
        plan.check(online)
        self.plan = plan
        self.log_path = plan.own / "install.log"
        self.error: ExpclipError | None = None
        self.last_step = Step(0.0, "Starting")
        self._steps: queue.Queue[Step] = queue.Queue()
        self._cancelled = threading.Event()
        self._child: subprocess.Popen | None = None
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="expclip-install", daemon=True)
        self._thread.start()

    @property
    def finished(self) -> bool:
        return not self._thread.is_alive()

    def poll(self) -> list[Step]:
        """The steps since the last call, at once."""
        steps = []
        while not self._steps.empty():
            steps.append(self._steps.get_nowait())
        return steps

    def join(self, seconds: float | None = None) -> None:
        """Blocks until it is finished, or so long."""
        self._thread.join(seconds)

    def cancel(self) -> None:
        """Ends the child process; the thread then removes what it had made."""
        self._cancelled.set()
        with self._lock:
            if self._child is not None:
                _kill(self._child)

    def _run(self) -> None:
        folder = None
        try:
            folder = environment.fresh_folder(self.plan.own)
            self._install(folder)
            return
        except ExpclipError as error:
            self.error = error
        except OSError as error:
            self.error = EngineError(
                f"The engine cannot be installed ({error.strerror or error})", "free space and try again"
            )
        if self._cancelled.is_set():
            self.error = Cancelled()
        if folder is not None:
            self._put(1.0, "Removing what was installed")
            try:
                environment.remove_folder(folder)
            except ExpclipError as error:
                self.error = error

    def _install(self, folder: Path) -> None:
        python = environment.in_environment(folder)
        with self.log_path.open("w", encoding="utf-8") as log:
            self._put(0.0, "Checking Blender's Python")
            self._check_python(log)
            self._put(0.02, "Making an environment")
            self._child_run([self.plan.python, "-I", "-m", "venv", folder], log)
            self._child_run([python, *self.plan.pip_arguments()], log, _PipProgress(self._put, self.plan.requirements))
        environment.make_current(self.plan.own, folder, self.plan.requirements)
        self._put(1.0, "The engine is installed")

    def _check_python(self, log) -> None:
        question = "import sys, venv, ensurepip; print(*sys.version_info[:2])"
        remedy = "choose an environment that exists, made with Python 3.11 to 3.13"
        lines: list[str] = []
        try:
            self._child_run([self.plan.python, "-I", "-c", question], log, lines.append)
        except EngineError as error:
            raise EngineError("Blender's Python lacks venv or ensurepip", remedy) from error
        version = tuple(int(part) for part in lines[-1].split())
        if not PYTHONS[0] <= version < PYTHONS[1]:
            raise EngineError(f"The engine does not run on Python {version[0]}.{version[1]}", remedy)

    def _child_run(self, command: list, log, take_line=lambda line: None) -> None:
        """Runs one step and hands on its output line by line. Raises EngineError, or Cancelled."""
        with self._lock:
            if self._cancelled.is_set():
                raise Cancelled
            self._child = subprocess.Popen(
                [str(part) for part in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT, text=True, encoding="utf-8", errors="replace",
                start_new_session=os.name == "posix", creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        lines = []
        assert self._child.stdout is not None
        with self._child.stdout as output:
            for line in output:
                log.write(line)
                lines.append(line.strip())
                take_line(line.strip())
        code = self._child.wait()
        with self._lock:
            self._child = None
        if self._cancelled.is_set():
            raise Cancelled
        if code != 0:
            raise EngineError(
                f"The engine cannot be installed ({_cause(lines, code)})", f"mend that, or look into '{self.log_path}'"
            )

    def _put(self, done: float, message: str) -> None:
        self.last_step = Step(done, message)
        self._steps.put(self.last_step)


class _PipProgress:
    """Turns pip's lines into steps. pip tells no total: five packages for each pin are a fair guess."""

    VENV_DONE, COLLECT_DONE = 0.08, 0.8

    def __init__(self, put, requirements: Path):
        pins = [line for line in requirements.read_text(encoding="utf-8").splitlines() if "==" in line]
        self._expected = 5 * len(pins)
        self._collected = 0
        self._put = put
        put(self.VENV_DONE, "Looking for the packages")

    def __call__(self, line: str) -> None:
        share = min(1.0, self._collected / max(1, self._expected))
        done = self.VENV_DONE + (self.COLLECT_DONE - self.VENV_DONE) * share
        if match := re.match(r"Collecting ([\w.-]+)", line):
            self._collected += 1
            self._put(done, f"Getting {match[1]}")
        elif match := re.match(r"Downloading (?:\S+/)?([\w.]+)-\S+ \(([^)]+)\)", line):
            self._put(done, f"Downloading {match[1]} ({match[2]})")
        elif line.startswith("Installing collected packages"):
            self._put(self.COLLECT_DONE, "Unpacking the packages")


def _cause(lines: list[str], code: int) -> str:
    """The line of the output that says why, cut to a length that fits into a sentence."""
    errors = [line for line in lines if line.lower().startswith("error")]
    line = (errors or list(filter(None, lines)) or [f"exit status {code}"])[-1]
    return re.sub(r"^ERROR:\s*", "", line)[:160].rstrip(". ")


def _kill(child: subprocess.Popen) -> None:
    try:
        if os.name == "posix":
            os.killpg(child.pid, signal.SIGKILL)
        else:
            child.kill()
    except ProcessLookupError:
        pass
