"""What a command tells while it works, all on stderr: progress, notes and the failure."""

import json
import os
import sys
import time
from contextlib import suppress
from typing import TextIO

from ..errors import ExpclipError

LINE_SECONDS = 10.0
"""Where stderr is no terminal, progress is a line after so long, not a line that is drawn over."""
DRAW_SECONDS = 0.1


class Terminal:
    """as_json: one JSON object a line, as the worker's replies (docs/protocol.md) without their id, and notes."""

    def __init__(self, as_json: bool):
        self._as_json = as_json
        self._draws = not as_json and sys.stderr.isatty()
        self._told = time.monotonic()
        self._drawn = ""

    def progress(self, done: float, message: str) -> None:
        """done from 0 to 1."""
        now = time.monotonic()
        if now - self._told < (DRAW_SECONDS if self._as_json or self._draws else LINE_SECONDS):
            return
        self._told = now
        if self._as_json:
            self._write_json({"kind": "progress", "done": round(done, 4), "message": message})
        elif self._draws:
            line = f"{done:4.0%}  {message}"
            self._write("\r" + line.ljust(len(self._drawn)))
            self._drawn = line
        else:
            self._write(f"{done:4.0%}  {message}\n")

    def note(self, sentence: str) -> None:
        if self._as_json:
            self._write_json({"kind": "note", "message": sentence})
        else:
            self._clear()
            self._write(f"Note: {sentence.rstrip('.')}.\n")

    def finish(self, sentence: str) -> None:
        """The last word of a command that has done its work."""
        if self._as_json:
            self._write_json({"kind": "progress", "done": 1.0, "message": sentence})
        else:
            self._clear()
            self._write(f"{sentence}.\n")

    def fail(self, error: ExpclipError) -> None:
        if self._as_json:
            told = {"code": error.code, "sentence": error.sentence, "remedy": error.remedy}
            self._write_json({"kind": "error", **told})
        else:
            self._clear()
            self._write(f"{error}\n")

    def _write_json(self, data: dict) -> None:
        self._write(json.dumps(data) + "\n")

    def _clear(self) -> None:
        if self._drawn:
            self._write("\r" + " " * len(self._drawn) + "\r")
            self._drawn = ""

    def _write(self, text: str) -> None:
        try:
            sys.stderr.write(text)
            sys.stderr.flush()
        except OSError:  # work is not given up because nobody can be told of it
            lead_nowhere(sys.stderr)


def lead_nowhere(stream: TextIO) -> None:
    """For a stream that cannot be written any more: Python would fail once more when it flushes it at its end."""
    with suppress(OSError, ValueError):  # a stream of tests has no number
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
