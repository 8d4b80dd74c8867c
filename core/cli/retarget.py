"""expclip retarget: a take for another rig, or in another file format."""

import argparse
from pathlib import Path

from ...rigs.rig_map import NAMES
from ..formats import read_take, write_take
from ..formats.live_link import TIMECODE_FPS
from ..retarget import MAP_SUFFIX, TABLE_SUFFIX, is_curve_table, rig_map_of, write_retargeted
from .job_options import number
from .output import check_is_not_source, check_take_place
from .terminal import Terminal

PLAIN = "arkit"
"""The rig whose files are takes: Live Link Face CSV with all its columns."""
STILL = 0.05
"""A blendshape that stays below this is not missed on a rig that cannot show it."""


def add_to(commands: argparse._SubParsersAction) -> None:
    parser = commands.add_parser(
        "retarget", help="a take for another rig, or in another file format",
        description="Writes a take with the channels of a rig, as CSV, JSON or NPZ; for ARKit, the default, as Live "
        "Link Face CSV, Audio2Face-style JSON or NPZ.",
    )
    parser.add_argument("take", metavar="TAKE", help="the take to read: .csv, .json or .npz")
    parser.add_argument(
        "--rig", metavar="NAME", type=_rig, default=PLAIN,
        help=f"{', '.join(NAMES)}, or the path of a map file in {MAP_SUFFIX} (default: %(default)s)",
    )
    parser.add_argument(
        "--timecode-fps", metavar="N", type=number, default=float(TIMECODE_FPS),
        help="what the frame field of a Live Link Face timecode counts in a second, in TAKE if it is a CSV, else in "
        "FILE (default: %(default)g, as the app does)",
    )
    parser.add_argument(
        "-o", "--output", metavar="FILE", required=True,
        help=f"the file to write: .csv, .json or .npz; {TABLE_SUFFIX} is a Curve Table for Unreal",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, terminal: Terminal) -> None:
    check_take_place(options.output)
    check_is_not_source(options.output, options.take)
    rig_map = rig_map_of(options.rig)
    take = read_take(options.take, options.timecode_fps)
    from_csv = options.take.lower().endswith(".csv")
    timecode_fps = TIMECODE_FPS if from_csv else options.timecode_fps
    told = f"{take.frames} frames at {take.fps:g} fps, {take.seconds:.2f} s"
    if options.rig == PLAIN and not is_curve_table(options.output):
        write_take(take, options.output, timecode_fps)
    else:
        curves = write_retargeted(take, rig_map, options.output, timecode_fps)
        told += f", {len(curves.channels)} curves of {rig_map.title}"
        moving = [name for name in rig_map.without if take.channel(name).max() > STILL]
        if moving:
            terminal.note(f"{rig_map.title} cannot show {', '.join(moving)}")
    terminal.finish(f"{options.output}: {told}")


def _rig(text: str) -> str:
    """A name, or what looks like a path; that a file is there shows when it is read."""
    if text in NAMES or Path(text).suffix.lower() == MAP_SUFFIX:
        return text
    raise argparse.ArgumentTypeError(f"'{text}' is none of {', '.join(NAMES)}, and no map file in {MAP_SUFFIX}")
