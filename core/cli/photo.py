"""expclip photo: a portrait talks."""

import argparse
from functools import cache
from pathlib import Path

from ..errors import SettingsError
from ..formats import read_take
from ..photo.job import PIRENDERER, RENDERERS, WARP, PortraitJob, Rendering
from ..photo.movie import MOVIE_SUFFIX, check_movie_place
from ..photo.portrait import LEAST_SIZE, MOST_SIZE, Frame
from ..settings import DEFAULT_FPS
from .job_options import add_direction_options, add_script_options, add_settings_options, job_of
from .model_option import add_models_option
from .output import check_is_not_source, check_place
from .sources import look_at_face_picture, open_line
from .terminal import Terminal

_OF_TAKES_TOO = frozenset({"device", "fps"})
"""Options of a line that mean something beside a take: what draws; in Blender the rate that the take is brought to."""


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
    add_portrait_options(parser)
    add_direction_options(parser)
    add_script_options(parser)
    add_settings_options(parser)
    add_models_option(parser)
    parser.add_argument("--json-progress", action="store_true", help="tell progress as JSON lines on stderr")
    parser.add_argument(
        "-o", "--output", metavar="OUT", required=True, help="the video, .mp4, or numbered pictures: name/%%04d.png"
    )
    parser.set_defaults(run=run, fps=None)


def add_portrait_options(parser: argparse.ArgumentParser) -> None:
    """What is shown and how it is drawn; Blender's command line has them too."""
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
    parser.add_argument("--art", metavar="PICTURE", help="a painting or drawing in whose manner the portrait is shown")
    _add_renderer_options(parser)


def _add_renderer_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--renderer", choices=RENDERERS, default=WARP,
        help="warp bends the picture; pirenderer draws 256 x 256 pixels with the weights of --checkpoint "
        "(default: %(default)s)",
    )  # fmt: skip
    parser.add_argument("--checkpoint", metavar="FILE", help="PIRenderer's weights, .pt or .safetensors")
    parser.add_argument("--coefficients", metavar="FILE", help="what 'expclip train coefficients' made, for pirenderer")
    parser.add_argument(
        "--tracked", metavar="FILE",
        help="the portrait's 73 coefficients by your tracker, .npz or .csv (default: told from its landmarks)",
    )  # fmt: skip
    parser.add_argument(
        "--accept-terms", action="store_true",
        help="PIRenderer's public weights are CC BY-NC 4.0, not for commercial use: you keep to that; asked once",
    )  # fmt: skip


def run(options: argparse.Namespace, terminal: Terminal) -> None:
    _fill_fps(options)
    job = portrait_job(options)
    check_movie_place(options.output)
    if options.output.lower().endswith(MOVIE_SUFFIX):
        check_place(options.output)
    for source in job.sources:
        check_is_not_source(options.output, source)
    _look_at_sources(job)
    if job.rendering.renderer == PIRENDERER:
        _show_terms(options, terminal)
    terminal.progress(0.0, "Loading the engine")
    from ..engine import Engine
    from ..photo.pirenderer_weights import MisfitError

    try:
        made = Engine(options.models).photo(job, options.output, terminal.progress)
    except MisfitError as error:
        for line in error.misfit.lines():
            terminal.note(line)
        raise
    for note in made.notes:
        terminal.note(note)
    terminal.finish(
        f"{options.output}: {made.frames} frames of {made.width} x {made.height} at {made.fps:g} fps, "
        f"{made.seconds:.2f} s"
    )


def _look_at_sources(job: PortraitJob) -> None:
    """Raises PictureError, TakeError, SpeechError and what open_line raises."""
    from ..audio import open_speech

    for picture in filter(None, (job.portrait, job.rendering.art)):
        look_at_face_picture(Path(picture))
    if job.take is not None:
        read_take(job.take)
    if job.line is not None:
        open_line(job.line)
    if job.audio is not None:
        open_speech(job.audio)


def accept_terms(options: argparse.Namespace) -> None:
    """Remembers that the user keeps to the terms of PIRenderer's weights, where the options say so."""
    from ..photo.terms import accept

    if options.accept_terms:
        accept()


def _show_terms(options: argparse.Namespace, terminal: Terminal) -> None:
    from ..photo.terms import TERMS, are_accepted

    accept_terms(options)
    if are_accepted():
        terminal.note(TERMS)


def portrait_job(options: argparse.Namespace) -> PortraitJob:
    """The job that the options describe. Raises SettingsError and PromptError."""
    if options.take is not None:
        _check_take_is_made(options)
    return PortraitJob(
        portrait=options.portrait,
        take=options.take,
        line=None if options.speech is None else job_of(options, options.speech),
        audio=options.audio,
        face=options.face,
        frame=Frame(options.closeup, options.size),
        rendering=Rendering(
            renderer=options.renderer,
            device=options.device,
            art=options.art,
            checkpoint=options.checkpoint,
            coefficients=options.coefficients,
            tracked=options.tracked,
        ),
        unmarked=options.no_mark,
    )


def _fill_fps(options: argparse.Namespace) -> None:
    """Raises SettingsError for a rate beside a take, which has its own."""
    if options.take is not None and options.fps is not None:
        raise SettingsError(
            "A take is shown at its own rate, and --fps is given beside it",
            "leave --fps away, or give --speech in the place of the take",
        )
    options.fps = DEFAULT_FPS if options.fps is None else options.fps


def _check_take_is_made(options: argparse.Namespace) -> None:
    """Raises SettingsError for options that say how a take is to be made, beside one that is there already."""
    plain = _line_options()
    told: dict[str, str] = {}
    for action in plain._actions:
        if action.dest not in _OF_TAKES_TOO and getattr(options, action.dest) != plain.get_default(action.dest):
            told.setdefault(action.dest, action.option_strings[0])
    if told:
        raise SettingsError(
            f"A take is shown as it is, and {', '.join(told.values())} would change how one is made",
            "leave that away, or give --speech in the place of the take",
        )


@cache
def _line_options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(add_help=False)
    add_direction_options(parser)
    add_script_options(parser)
    add_settings_options(parser)
    return parser
