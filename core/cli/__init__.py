"""The command line `expclip`: one module a command. What a command needs is imported when it runs."""

import argparse
import errno
import os
import signal
import sys
import threading
from collections.abc import Sequence

from ..errors import ExpclipError, OutputError
from . import animate, batch, doctor, express, find, models, perform, phones, photo, retarget, train, worker
from .terminal import Terminal, lead_nowhere

COMMANDS = (animate, batch, phones, express, find, perform, photo, retarget, train, models, doctor, worker)
DEBUG_VARIABLE = "EXPCLIP_DEBUG"
DONE, FAILED = 0, 1


class _Interrupted(BaseException):
    """The system or the user ends the program: it leaves as from an exception, so that nothing half-written stays."""

    def __init__(self, number: int):
        self.status = 128 + number


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit status; wrong usage leaves through SystemExit with status 2."""
    # torch's threads spin while they wait: beside a busy Blender, with as many threads as cores, a job took ten times
    # as long as with threads that sleep. The variable is read when torch is loaded.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    _open_closed_streams()
    _speak_utf8()
    options = _parser().parse_args(arguments)
    terminal = Terminal(as_json=getattr(options, "json_progress", False))
    try:
        _hear_signals()
        status = options.run(options, terminal) or DONE
        sys.stdout.flush()
        return status
    except ExpclipError as error:
        failure = error
    except (KeyboardInterrupt, _Interrupted) as end:
        remedy = getattr(end, "__notes__", ["nothing was written, start again when you like"])[0]
        terminal.fail(ExpclipError("Interrupted", remedy))
        return getattr(end, "status", 128 + signal.SIGINT)
    except BrokenPipeError:
        lead_nowhere(sys.stdout)  # whoever read the output has seen enough
        return FAILED
    except MemoryError:
        failure = ExpclipError("The memory is not enough", "close other programs, or give shorter speech")
    except Exception as error:
        if isinstance(error, OSError) and error.errno == errno.ENOSPC and error.filename is None:
            lead_nowhere(sys.stdout)
            terminal.fail(OutputError("The output cannot be written, the disk is full", "free some space"))
            return FAILED
        if DEBUG_VARIABLE in os.environ:
            raise
        cause = f"{type(error).__name__}: {error}"[:300]
        failure = ExpclipError(f"ExpCLIP failed ({cause})", f"report it, with what {DEBUG_VARIABLE}=1 shows")
    terminal.fail(failure)
    return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="expclip",
        description="A voice line and a sentence about feeling become 52 ARKit blendshapes on every frame.",
        epilog="Results go to stdout or the file, progress to stderr. "
        "Exit status: 0 done, 1 a failure told in one sentence, 2 wrong usage.",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and exit")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.add_to(commands)
    return parser


class _Version(argparse.Action):
    """Reads the version only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from ..version import version

        print(f"expclip {version()}")
        parser.exit()


def _hear_signals() -> None:
    """SIGTERM and SIGHUP as Ctrl-C, where nobody else handles or ignores them."""
    if threading.current_thread() is not threading.main_thread():
        return
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _interrupt)


def _interrupt(number: int, _frame: object) -> None:
    raise _Interrupted(number)


def _open_closed_streams() -> None:
    """A stream that the caller has closed (2>&-) goes nowhere; else the next file that is opened takes its number."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.open(os.devnull, os.O_RDWR), mode))


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # Names that are no valid text come out escaped, which in JSON is the character itself.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
