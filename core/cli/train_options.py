"""Options that several parts of `expclip train` have."""

import argparse
from collections.abc import Callable
from pathlib import Path

from ..errors import SettingsError
from .job_options import number


def add_corpora(parser: argparse._ActionsContainer, required: bool = True) -> None:
    parser.add_argument(
        "--corpus", metavar="FOLDER", type=Path, action="append", required=required,
        help="what 'train corpus' or 'train recordings' wrote; may be given several times",
    )


def add_bundle(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", metavar="FOLDER", type=Path, required=True, help="the bundle that gets the part")


def add_minutes(parser: argparse.ArgumentParser, default: float) -> None:
    parser.add_argument(
        "--minutes", metavar="N", type=number, default=default, help="how long to train at most (default: %(default)g)"
    )


def add_common(parser: argparse.ArgumentParser, run: Callable) -> None:
    parser.add_argument("--seed", metavar="N", type=int, default=0, help="for everything random (default: %(default)d)")
    parser.add_argument("--json-progress", action="store_true", help="tell progress as JSON lines on stderr")
    parser.set_defaults(run=run)


def check_amount(name: str, amount: float) -> None:
    """Raises SettingsError for what is no amount."""
    if not 0 < amount < 1e6:
        raise SettingsError(f"The {name} are {amount:g}", "give a number above 0")
