"""expclip batch: a CSV of voice lines, or a folder of sounds, becomes as many takes."""

import argparse
import re
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import ExpclipError, SettingsError
from .job_options import add_language_option, add_settings_options
from .model_option import add_models_option
from .terminal import Terminal

if TYPE_CHECKING:
    from ..batch import Tally
    from ..batch_lines import Line
    from ..batch_report import Report

_RANGE = re.compile(r"(\d+)-(\d+)")
INTERRUPTED = 130


def add_to(commands: argparse._SubParsersAction) -> None:
    parser = commands.add_parser(
        "batch", help="many lines in, a take each and a report out",
        description="Makes a take of every line, several at a time, and a report with one row a line. Exit status 1 "
        "when a line failed.",
    )
    add_lines_options(parser)
    parser.add_argument("--jobs", metavar="N", type=count, help="lines at a time (default: a physical core each)")
    add_language_option(parser)
    add_settings_options(parser)
    add_models_option(parser)
    parser.add_argument("--watch", action="store_true", help="go on with lines that are added, until Ctrl-C")
    parser.add_argument("--json-progress", action="store_true", help="tell progress as JSON lines on stderr")
    parser.set_defaults(run=run)


def add_lines_options(parser: argparse.ArgumentParser) -> None:
    """What Blender's batch has too."""
    parser.add_argument(
        "lines", metavar="LINES",
        help="a CSV with the columns audio, id (optional), prompt and any option of animate; or a folder of sounds, "
        "NAME.txt beside NAME.wav tells its words and NAME.prompt.txt its feeling",
    )
    parser.add_argument("--out", metavar="FOLDER", required=True, help="where results and report.csv go")
    parser.add_argument(
        "--resume", action="store_true", help="go on where an earlier batch ended; what is done stays as it is"
    )
    parser.add_argument(
        "--lines", metavar="A-B", dest="part", type=_part,
        help="only these rows of LINES, for a task of a render farm; the report is then report_A-B.csv",
    )


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    from ..batch import Tally, keep_as_csv, looked_at_once, run_batch
    from ..batch_jobs import jobs_here, threads_for
    from ..batch_report import Report
    from ..batch_watch import watched
    from ..batch_workers import Workers, worker_command
    from ..bundle import open_bundle
    from ..version import version

    lines = read_chosen(options)
    jobs = options.jobs or jobs_here(options.device)
    if not options.watch:
        jobs = min(jobs, len(lines) or 1)
    looks = watched(lambda: read_chosen(options), terminal) if options.watch else looked_at_once(lines)
    made_with = f"{version()} {open_bundle(options.models).id}"
    tally = Tally()
    with closing(Report(report_path(options), options.resume)) as report:
        workers = Workers(worker_command(options.models), jobs, report.work, threads_for(jobs))
        try:
            with closing(workers):
                run_batch(looks, report, workers, lambda line: line.key(made_with), keep_as_csv, terminal, tally)
        except BaseException as end:
            if isinstance(end, Exception):
                raise
            if not options.watch:  # which has no other end
                remedy = f"go on with --resume, '{report.path}' has {len(tally.ends)} of {tally.known} lines"
                terminal.fail(ExpclipError("The batch was stopped", remedy))
                return getattr(end, "status", INTERRUPTED)
        return told(tally, report, terminal)


def read_chosen(options: argparse.Namespace) -> "list[Line]":
    """The lines that the options ask for. Raises SettingsError."""
    from ..batch_folder import read_folder
    from ..batch_lines import read_lines

    source = Path(options.lines)
    lines = read_folder(source, options) if source.is_dir() else read_lines(source, options)
    if options.part is None:
        return lines
    first, last = options.part
    chosen = [line for line in lines if first <= line.number <= last]
    if not chosen:
        raise SettingsError(f"'{source}' has {len(lines)} lines, none from {first} to {last}", "choose others")
    return chosen


def report_path(options: argparse.Namespace) -> Path:
    part = "" if options.part is None else f"_{options.part[0]}-{options.part[1]}"
    return Path(options.out) / f"report{part}.csv"


def told(tally: "Tally", report: "Report", terminal: Terminal) -> int:
    """Tells how the batch ended, and returns its exit status."""
    rows = [report.rows[id] for id in tally.ends]
    closed, closures = (sum(int(getattr(row, name) or 0) for row in rows) for name in ("closed", "closures"))
    failed = f", {tally.failed} failed" if tally.failed else ""
    lips = f", {closed} of {closures} p b m closed" if closures else ""
    terminal.finish(f"{report.path}: {len(rows) - tally.failed} of {len(rows)} lines done{failed}{lips}")
    return int(bool(tally.failed))


def count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 256:
        raise argparse.ArgumentTypeError(f"'{text}' is no number from 1 to 256")
    return int(text)


def _part(text: str) -> tuple[int, int]:
    match = _RANGE.fullmatch(text)
    if match is None or int(match[1]) > int(match[2]) or int(match[1]) == 0:
        raise argparse.ArgumentTypeError(f"'{text}' is not of the form 101-200")
    return int(match[1]), int(match[2])
