"""expclip doctor: whether the engine can work here, and what to do when it cannot."""

import argparse

from .model_option import add_models_option
from .terminal import Terminal


def add_to(commands: argparse._SubParsersAction) -> None:
    parser = commands.add_parser(
        "doctor", help="check the installation",
        description="Checks Python, torch, the device, the models and the optional parts. "
        "Exit status 1 when the engine cannot work.",
    )
    add_models_option(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    from ..doctor import examine

    cannot_work = False
    for finding in examine(options.models):
        cannot_work |= finding.is_fatal
        mark = "FAIL" if finding.is_fatal else "note" if finding.remedy else "ok"
        remedy = f": {finding.remedy}" if finding.remedy else ""
        print(f"{mark:5} {finding.subject}: {finding.state}{remedy}", flush=True)
    return int(cannot_work)
