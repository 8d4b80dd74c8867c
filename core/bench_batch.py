"""The throughput of a batch of short lines: engines side by side against one, a thread each; and their memory.

Prints a row for each number of jobs on stdout; docs/batch.md has the figures.
"""

import argparse
import csv
import os
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import soundfile

from .batch import Tally, keep_as_csv, looked_at_once, run_batch
from .batch_jobs import THREAD_VARIABLES, physical_cores
from .batch_lines import Line, read_lines
from .batch_report import Report
from .batch_workers import Workers, worker_command
from .bench import LINE
from .take import Take

WANTED = 0.8
SECONDS = (0.5, 1.5)
PROMPTS = ("holding back tears", "furious", "a warm smile", "")


@dataclass
class Measured:
    """Ends: when each line was through; bytes_at: the engines' resident memory at each tenth of the lines."""

    lines: int
    ends: list[float] = field(default_factory=list)
    bytes_at: list[float] = field(default_factory=list)

    def keep(self, line: Line, take: Take, folder: Path) -> tuple[str, list[str]]:
        kept = keep_as_csv(line, take, folder)
        self.ends.append(time.monotonic())
        if len(self.ends) % max(1, self.lines // 10) == 0:
            self.bytes_at.append(children_bytes())
        return kept

    def rate(self, jobs: int) -> float:
        """Lines a second while all engines are at work: the first and the last of each are left out."""
        first, last = 2 * jobs, len(self.ends) - 1 - jobs
        return (last - first) / (self.ends[last] - self.ends[first])

    def progress(self, done: float, message: str) -> None: ...

    def note(self, sentence: str) -> None: ...


def main(arguments: Sequence[str] = ()) -> int:
    parser = argparse.ArgumentParser(prog="dev.py bench batch", description="Measures the throughput of batches.")
    parser.add_argument("--lines", type=int, default=1000, help="lines of the largest batch (default: %(default)s)")
    parser.add_argument(
        "--jobs", type=int, nargs="+", default=sorted({1, 2, physical_cores()}),
        help="engines side by side, one after another (default: 1, 2 and the physical cores)",
    )
    options = parser.parse_args(arguments)
    most, single, good = max(options.jobs), 0.0, True
    print(f"{'jobs':>4}{'lines':>7}{'lines/s':>9}{'of jobs x single':>18}{'MB at a tenth':>15}{'MB at the end':>15}")
    for jobs in sorted({1, *options.jobs}):
        measured = batch(max(12 * jobs, options.lines * jobs // most), jobs)
        rate = measured.rate(jobs)
        single = single or rate
        share = rate / (jobs * single)
        good &= share >= WANTED or jobs > physical_cores()
        memory = "".join(f"{size / 1e6:15.0f}" for size in (measured.bytes_at[0], measured.bytes_at[-1]))
        print(f"{jobs:4}{measured.lines:7}{rate:9.2f}{share:18.2f}{memory}", flush=True)
    return 0 if good else 1


def batch(lines: int, jobs: int) -> Measured:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        measured = Measured(lines)
        with (
            closing(Report(folder / "out" / "report.csv", keep=False)) as report,
            closing(Workers(worker_command(None), jobs, report.work, dict.fromkeys(THREAD_VARIABLES, "1"))) as workers,
        ):
            source = looked_at_once(read_lines(short_lines(folder, lines), argparse.Namespace(device="cpu")))
            run_batch(source, report, workers, lambda line: line.key(""), measured.keep, measured, Tally())
        return measured


def short_lines(folder: Path, count: int) -> Path:
    """A CSV of pieces of the demo line, each of another length and place."""
    samples, rate = soundfile.read(LINE, dtype="int16")
    random = np.random.default_rng(0)
    with (folder / "lines.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["audio", "prompt"])
        for number in range(count):
            length = int(rate * random.uniform(*SECONDS))
            first = int(random.integers(0, len(samples) - length))
            soundfile.write(folder / f"{number}.wav", samples[first : first + length], rate)
            writer.writerow([f"{number}.wav", PROMPTS[number % len(PROMPTS)]])
    return folder / "lines.csv"


def children_bytes() -> float:
    """Resident memory of this process's children together; 0 on systems without /proc."""
    total = 0.0
    for status in Path("/proc").glob("[0-9]*/status"):
        with suppress(OSError):
            told = dict(line.split(":", 1) for line in status.read_text().splitlines())
            if int(told["PPid"]) == os.getpid() and "VmRSS" in told:
                total += 1024.0 * int(told["VmRSS"].split()[0])
    return total
