"""expclip perform: a face in a video becomes a take."""

import argparse
from pathlib import Path

from .job_options import number
from .model_option import add_models_option
from .output import check_take_place
from .sources import look_at_face_picture, look_at_face_video
from .terminal import Terminal


def add_to(commands: argparse._SubParsersAction) -> None:
    parser = commands.add_parser(
        "perform",
        help="a face in a video becomes a take",
        description="Reads the face in a video, or in a folder of numbered pictures, frame by frame: blendshapes, head "
        "and eyes. The take drives a character as it is, or another line as its --style.",
    )
    parser.add_argument("video", metavar="VIDEO", type=Path, help="the video, or a folder of pictures")
    parser.add_argument(
        "--face", metavar="N", type=int, default=0, help="0 for the largest in the first frame, then smaller ones"
    )
    parser.add_argument(
        "--neutral", metavar="FILE", type=Path, help="a picture of the same person at rest, which sharpens the reading"
    )
    parser.add_argument(
        "--fps", metavar="N", type=number, help="frames a second (default: the video's; 30 for pictures)"
    )
    add_models_option(parser)
    parser.add_argument("--json-progress", action="store_true", help="tell progress as JSON lines on stderr")
    parser.add_argument("-o", "--output", metavar="TAKE", required=True, help="the file to write: .csv, .json or .npz")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, terminal: Terminal) -> None:
    check_take_place(options.output)
    look_at_face_video(options.video)
    if options.neutral is not None:
        look_at_face_picture(options.neutral)
    terminal.progress(0.0, "Loading the networks of faces")
    from ..formats import write_take
    from ..image.performance import PerformanceSettings, perform
    from ..image.reading import face_reader

    settings = PerformanceSettings(options.fps, options.face, options.neutral)
    take = perform(options.video, face_reader(options.models), settings, terminal.progress)
    write_take(take, options.output)
    for note in take.made_by["notes"]:
        terminal.note(note[0].upper() + note[1:])
    lost = take.made_by["frames_without_face"]
    told = f", the face was lost in {lost} frames" if lost else ""
    terminal.finish(
        f"{options.output}: {take.frames} frames at {take.fps:g} fps, {take.seconds:.2f} s, "
        f"by the mesh of {take.made_by['mesh']}{told}"
    )
