"""expclip animate: a voice line becomes a take file."""

import argparse

from ..formats import write_take
from .job_options import add_direction_options, add_script_options, add_settings_options, job_of
from .model_option import add_models_option
from .output import check_is_not_source, check_take_place
from .sources import open_line
from .terminal import Terminal


def add_to(commands: argparse._SubParsersAction) -> None:
    parser = commands.add_parser(
        "animate", help="speech and feeling in, a take out",
        description="Turns a voice line into 52 ARKit blendshape weights on every frame.",
    )
    parser.add_argument("speech", metavar="SPEECH", help="sound file: wav, flac, ogg, mp3; video with PyAV")
    add_direction_options(parser)
    add_script_options(parser)
    add_settings_options(parser)
    add_models_option(parser)
    parser.add_argument("--json-progress", action="store_true", help="tell progress as JSON lines on stderr")
    parser.add_argument(
        "-o", "--output", metavar="TAKE", required=True,
        help="the take: .csv (Live Link Face), .json (Audio2Face style) or .npz",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, terminal: Terminal) -> None:
    job = job_of(options, options.speech)
    check_take_place(options.output)
    for source in filter(None, (options.speech, options.phones, options.image, options.image_neutral, options.style)):
        check_is_not_source(options.output, source)
    speech = open_line(job)
    terminal.progress(0.0, "Loading the engine")
    from ..engine import Engine

    take = Engine(options.models).animate_speech(job, speech, terminal.progress)
    write_take(take, options.output)
    for note in take.made_by["notes"]:
        terminal.note(note)
    terminal.finish(f"{options.output}: {take.frames} frames at {take.fps:g} fps, {take.seconds:.2f} s")
