"""expclip retarget: a take in another file format."""

import argparse

from ..formats import read_take, write_take
from ..formats.live_link import TIMECODE_FPS
from .job_options import number
from .output import check_take_place
from .terminal import Terminal

RIGS = ("arkit",)


def add_to(commands: argparse._SubParsersAction) -> None:
    parser = commands.add_parser(
        "retarget", help="a take in, another file format out",
        description="Converts a take between Live Link Face CSV, Audio2Face-style JSON and NPZ.",
    )
    parser.add_argument("take", metavar="TAKE", help="the take to read: .csv, .json or .npz")
    parser.add_argument("--rig", choices=RIGS, default=RIGS[0], help="whose names to write (default: %(default)s)")
    parser.add_argument(
        "--timecode-fps", metavar="N", type=number, default=float(TIMECODE_FPS),
        help="what the frame field of a Live Link Face timecode counts in a second, in TAKE if it is a CSV, else in "
        "FILE (default: %(default)g, as the app does)",
    )
    parser.add_argument("-o", "--output", metavar="FILE", required=True, help="the file to write: .csv, .json or .npz")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, terminal: Terminal) -> None:
    check_take_place(options.output)
    take = read_take(options.take, options.timecode_fps)
    from_csv = options.take.lower().endswith(".csv")
    write_take(take, options.output, TIMECODE_FPS if from_csv else options.timecode_fps)
    terminal.finish(f"{options.output}: {take.frames} frames at {take.fps:g} fps, {take.seconds:.2f} s")
