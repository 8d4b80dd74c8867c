"""expclip train average: the mean of two speech encoders of one lineage."""

import argparse
from pathlib import Path

from ..bundle import open_bundle, write_part
from ..errors import ModelError, SettingsError
from .job_options import number
from .terminal import Terminal
from .train_options import add_bundle


def add_to(parts: argparse._SubParsersAction) -> None:
    parser = parts.add_parser(
        "average",
        help="the mean of two speech encoders",
        description="Puts between a bundle's speech encoder and another that was trained on from it, or from which it "
        "was trained on: the mean of the weights hears as well as the better one, each in what it does best.",
    )
    parser.add_argument("other", metavar="OTHER", type=Path, help="the bundle with the other encoder")
    parser.add_argument(
        "--share", metavar="X", type=number, default=0.5, help="of the other, 0 to 1 (default: %(default)g)"
    )
    add_bundle(parser)
    parser.add_argument("--json-progress", action="store_true", help="tell progress as JSON lines on stderr")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, terminal: Terminal) -> None:
    if not 0 <= options.share <= 1:
        raise SettingsError(f"The share is {options.share:g}", "give a number from 0 to 1")
    from ..int8_rows import to_int8_rows
    from ..networks import load_encoder

    mine, other = (load_encoder(open_bundle(folder)) for folder in (options.out, options.other))
    if mine.config != other.config:
        raise ModelError(
            f"The encoders of '{options.out}' and '{options.other}' are built differently",
            "average one with what was trained on from it",
        )
    there = other.state_dict()
    mean = {
        name: tensor.lerp(there[name], options.share) if tensor.is_floating_point() else tensor
        for name, tensor in mine.state_dict().items()
    }
    write_part(options.out, "speech", mine.config.to_json(), to_int8_rows(mean))
    terminal.finish(f"{options.out}: the speech encoder has {options.share:g} of that in {options.other}")
