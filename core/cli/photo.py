"""expclip photo: a portrait talks."""

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from ..errors import SettingsError
from ..formats import read_take
from ..photo.mark import checked_reason
from ..photo.movie import MOVIE_SUFFIX, Making, check_movie_place, write_portrait
from ..photo.portrait import LEAST_SIZE, MOST_SIZE, Frame
from ..take import Take
from .job_options import add_direction_options, add_script_options, add_settings_options, job_of
from .model_option import add_models_option
from .output import check_is_not_source, check_place
from .terminal import Terminal

_ANIMATED = 0.3  # share of the progress that is told for making the take


def add_to(commands: argparse._SubParsersAction) -> None:
    parser = commands.add_parser(
        "photo",
        help="a portrait and a take or speech in, a talking portrait out",
        description="Bends a portrait by a take, or by a voice line and a feeling with the options of animate. The "
        "video tells in its metadata and by a small mark that it is synthetic.",
    )
    parser.add_argument("portrait", metavar="PORTRAIT", help="a picture of a face: jpg, png, webp and others")
    parser.add_argument("take", metavar="TAKE", nargs="?", help="a take: .csv, .json or .npz; or give --speech")
    parser.add_argument("--speech", metavar="FILE", help="a voice line that the take is made from")
    parser.add_argument("--audio", metavar="FILE", help="the sound that goes with the pictures (default: the speech)")
    parser.add_argument(
        "--face", metavar="N", type=int, default=0, help="which face, the largest is 0 (default: %(default)d)"
    )
    parser.add_argument("--closeup", action="store_true", help="show head and shoulders alone")
    parser.add_argument(
        "--size",
        metavar="N",
        type=int,
        help=f"pixels on the longer side (default: the picture's own, between {LEAST_SIZE} and {MOST_SIZE})",
    )
    parser.add_argument(
        "--no-mark", metavar="REASON", help="leave the visible mark away; the reason goes into the metadata"
    )
    add_direction_options(parser)
    add_script_options(parser)
    add_settings_options(parser)
    add_models_option(parser)
    parser.add_argument("--json-progress", action="store_true", help="tell progress as JSON lines on stderr")
    parser.add_argument(
        "-o", "--output", metavar="OUT", required=True, help="the video, .mp4, or numbered pictures: name/%%04d.png"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, terminal: Terminal) -> None:
    if (options.take is None) == (options.speech is None):
        raise SettingsError("The portrait needs either a take or --speech", "give one of them")
    frame = Frame(options.closeup, options.size)
    reason = checked_reason(options.no_mark)
    sources = (options.portrait, options.take, options.speech, options.audio)
    check_movie_place(options.output)
    if options.output.lower().endswith(MOVIE_SUFFIX):
        check_place(options.output)
    for source in filter(None, sources):
        check_is_not_source(options.output, source)
    take = read_take(options.take) if options.speech is None else None

    terminal.progress(0.0, "Reading the portrait")
    from ..engine import chosen_device
    from ..photo.portrait_file import open_portrait
    from ..photo.warp import WarpRenderer

    portrait = open_portrait(Path(options.portrait), options.face, options.models).framed(frame)
    if take is None:
        take = _animated(options, terminal)
    terminal.progress(_ANIMATED, "Preparing the portrait")
    frames = WarpRenderer(portrait, chosen_device(options.device)).frames(take)
    sound = options.audio or options.speech
    making = Making(take.fps, None if sound is None else Path(sound), unmarked=reason)
    count = write_portrait(options.output, _told(frames, take.frames, terminal), making)
    height, width = portrait.pixels.shape[:2]
    terminal.finish(f"{options.output}: {count} frames of {width} x {height} at {take.fps:g} fps, {take.seconds:.2f} s")


def _animated(options: argparse.Namespace, terminal: Terminal) -> Take:
    from ..audio import open_speech

    job = job_of(options, options.speech)
    speech = open_speech(job.speech, job.start, job.end)
    from ..engine import Engine

    take = Engine(options.models).animate_speech(
        job, speech, lambda done, message: terminal.progress(_ANIMATED * done, message)
    )
    for note in take.made_by["notes"]:
        terminal.note(note)
    return take


def _told(frames: Iterable[np.ndarray], count: int, terminal: Terminal) -> Iterator[np.ndarray]:
    for number, picture in enumerate(frames, 1):
        yield picture
        terminal.progress(_ANIMATED + (1 - _ANIMATED) * number / max(count, 1), f"Frame {number} of {count}")
