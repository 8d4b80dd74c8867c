"""`blender -b FILE.blend --command expclip photo PORTRAIT ...`: the job of the Bake Portrait button."""

import argparse
import dataclasses
import math
from pathlib import Path

import bpy

from ..core.cli.job_options import add_direction_options, add_script_options, add_settings_options
from ..core.cli.output import check_is_not_source, check_place
from ..core.cli.photo import accept_terms, add_portrait_options, portrait_job
from ..core.errors import OutputError
from ..core.formats import read_take, write_take
from ..core.photo.job import PortraitJob
from ..core.photo.movie import MOVIE_SUFFIX
from . import line_options, photo_order, properties, sequencer
from .photo_order import PortraitOrder
from .sequencer import VoiceLine


def add_to(commands: argparse._SubParsersAction) -> None:
    wanted = commands.add_parser(
        "photo",
        help="bake a portrait that talks into the sequencer",
        description="Bake a portrait that says a voice line, or moves by a take, into a movie, and lay that over the "
        "line in the sequencer.",
    )
    wanted.add_argument("portrait", metavar="PORTRAIT", help="a picture of a face: jpg, png, webp and others")
    moved_by = wanted.add_mutually_exclusive_group(required=True)
    moved_by.add_argument("take", metavar="TAKE", nargs="?", help="a take: .csv, .json or .npz")
    moved_by.add_argument("--speech", metavar="FILE", help="a sound file")
    moved_by.add_argument("--strip", metavar="NAME", help="a sound strip of the sequencer")
    add_portrait_options(wanted)
    add_direction_options(wanted)
    add_script_options(wanted)
    add_settings_options(wanted, default_fps=None)
    wanted.add_argument("--frame", type=int, metavar="N", help="where FILE or TAKE begins (default: the scene's start)")
    wanted.add_argument("--plane", action="store_true", help="also show the movie on an image plane in the scene")
    wanted.add_argument("-o", "--output", metavar="OUT.mp4", required=True, help="the movie to write")
    wanted.add_argument("--save", metavar="FILE", required=True, help="the .blend file to write")


def order_from(options: argparse.Namespace) -> PortraitOrder:
    """What the options ask for. Raises ExpclipError."""
    out = Path(options.output).absolute()
    if out.suffix.lower() != MOVIE_SUFFIX:
        raise OutputError(f"'{options.output}' names no movie", f"end it in {MOVIE_SUFFIX}")
    scene, edit = bpy.context.scene, properties.edit_scene(bpy.context)
    accept_terms(options)
    if options.take is not None:
        line, job, phones = _take_line(options, edit), _take_job(options, edit), None
    else:
        line = line_options.line_of(options, edit, edit)
        spoken, phones = line_options.job_of_line(options, line, edit)
        job = dataclasses.replace(portrait_job(_by_speech(options, line)), line=spoken)
    check_place(str(out))
    for source in job.sources:
        check_is_not_source(str(out), source)
    plane = photo_order.plane_place(line, edit, scene) if options.plane else None
    return PortraitOrder(line, options.strip, job, edit.session_uid, out, plane, phones)


def _by_speech(options: argparse.Namespace, line: VoiceLine) -> argparse.Namespace:
    return argparse.Namespace(**{**vars(options), "speech": line.sound})


def _take_line(options: argparse.Namespace, edit: bpy.types.Scene) -> VoiceLine:
    path, fps = Path(options.take).absolute(), sequencer.scene_fps(edit)
    return VoiceLine(
        source=sequencer.file_source(str(path)), label=path.name, sound="", start=0.0, end=None, fps=fps,
        first_frame=line_options.first_frame(options, edit), frame_count=None,
    )  # fmt: skip


def _take_job(options: argparse.Namespace, edit: bpy.types.Scene) -> PortraitJob:
    """Of the take on the frames of the scene. Raises TakeError and SettingsError."""
    fps = sequencer.scene_fps(edit)
    line_options.check_fps(options, fps)
    options.fps = fps
    job, take = portrait_job(options), read_take(options.take)
    if math.isclose(take.fps, fps, rel_tol=1e-4):
        return job
    resampled = Path(bpy.app.tempdir) / "expclip-portrait.npz"
    write_take(take.resampled(fps), resampled)
    return dataclasses.replace(job, take=str(resampled))
