"""expclip train: makes the models again, from what ships and from synthetic speech."""

import argparse
from pathlib import Path

from .job_options import number
from .terminal import Terminal


def add_to(commands: argparse._SubParsersAction) -> None:
    parser = commands.add_parser(
        "train", help="make the models again",
        description="Makes a corpus of synthetic speech and trains the models of a bundle, one after another.",
    )
    parts = parser.add_subparsers(title="parts", metavar="PART", required=True)
    _add_corpus(parts)


def _add_corpus(parts: argparse._SubParsersAction) -> None:
    parser = parts.add_parser(
        "corpus", help="synthetic speech with exact phone times",
        description="Writes synthetic speech with exact phone times; goes on where it was interrupted.",
    )
    parser.add_argument("--out", metavar="FOLDER", type=Path, required=True, help="the corpus")
    parser.add_argument("--hours", metavar="N", type=number, default=8.0, help="how much (default: %(default)g)")
    _add_common(parser)
    parser.set_defaults(run=run_corpus)


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seed", metavar="N", type=int, default=0, help="for everything random (default: %(default)d)")
    parser.add_argument("--json-progress", action="store_true", help="tell progress as JSON lines on stderr")


def run_corpus(options: argparse.Namespace, terminal: Terminal) -> None:
    from ..training.corpus import make_corpus

    make_corpus(options.out, options.hours, options.seed, terminal.progress)
    terminal.finish(f"{options.out} is ready")
