"""Runs checks and pytest suites side by side and sums them up; `dev.py test` says which. Standard library only."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SUITE_MINUTES = 20


def run(checks: dict[str, list], suites: dict[str, list], environ: dict[str, str]) -> tuple[bool, tuple[int, int, int]]:
    """Runs commands by name; `suites` are pytest runs. Returns whether all is good, and passed, failed, skipped."""
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        reports = {name: Path(folder) / f"{number}.xml" for number, name in enumerate(suites)}
        work = dict(checks)
        for name, command in suites.items():
            work[name] = [*command, "-q", "-ra", f"--junit-xml={reports[name]}"]
        good = all(list(pool.map(lambda name: _told_run(name, work[name], environ), work)))
        counts = [_count(report) for report in reports.values()]
    passed, failed, skipped = (sum(count[kind] for count in counts) for kind in range(3))
    return good and failed == 0, (passed, failed, skipped)


def end(child: subprocess.Popen) -> None:
    """Ends a child that has a session of its own, with all that it started."""
    try:
        if os.name == "posix":
            os.killpg(child.pid, signal.SIGKILL)
        else:
            child.kill()
    except (ProcessLookupError, PermissionError):
        pass


def _told_run(name: str, command: list, environ: dict[str, str]) -> bool:
    """Its output comes in one piece at its end, because others run beside it."""
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    start = time.monotonic()
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output:
        child = subprocess.Popen(
            [str(part) for part in command], cwd=ROOT, env={**os.environ, **threads, **environ},
            stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, start_new_session=os.name == "posix",
        )
        try:
            code = child.wait(60 * SUITE_MINUTES)
            verdict = "good" if code == 0 else f"failed (exit status {code})"
        except subprocess.TimeoutExpired:
            code, verdict = 1, f"ended after {SUITE_MINUTES} minutes"
        finally:
            end(child)
        output.seek(0)
        text = output.read().strip()
    print(f"== {name}: {verdict}, {time.monotonic() - start:.0f} s" + (f"\n{text}" if text else ""), flush=True)
    return code == 0


def _count(report: Path) -> tuple[int, int, int]:
    """Passed, failed and skipped tests of one pytest run; a run that left no whole report counts as one failure."""
    try:
        suites = ElementTree.parse(report).getroot().iter("testsuite")
    except (OSError, ElementTree.ParseError):
        return 0, 1, 0
    total = failed = skipped = 0
    for suite in suites:
        total += int(suite.get("tests", 0))
        failed += int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        skipped += int(suite.get("skipped", 0))
    return total - failed - skipped, failed, skipped
