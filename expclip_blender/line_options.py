"""The voice line, and how it is to be spoken, that options of Blender's command line describe."""

import argparse
import dataclasses
import math

import bpy

from ..core.cli.job_options import job_of
from ..core.errors import SettingsError
from ..core.job import AnimateJob
from ..core.script import Script
from . import scripts, sequencer
from .sequencer import VoiceLine


def line_of(options: argparse.Namespace, edit: bpy.types.Scene, scene: bpy.types.Scene) -> VoiceLine:
    """options.speech from options.frame of `scene` on, or options.strip of the sequencer of `edit`.

    Raises StripError and SpeechError.
    """
    if options.speech is not None:
        return sequencer.file_line(options.speech, first_frame(options, scene), scene)
    return sequencer.strip_line(sequencer.find_strip(edit, options.strip), edit, scene)


def first_frame(options: argparse.Namespace, scene: bpy.types.Scene) -> int:
    return scene.frame_start if options.frame is None else options.frame


def job_of_line(options: argparse.Namespace, line: VoiceLine, edit: bpy.types.Scene) -> tuple[AnimateJob, str | None]:
    """The line's job, and the text of its phone list or None. What the strip keeps of its words holds if no others are
    given.

    Raises SettingsError, PromptError and PhonesError.
    """
    check_fps(options, line.fps)
    options.fps = line.fps
    job = dataclasses.replace(job_of(options, line.sound), start=line.start, end=line.end)
    if options.speech is not None or job.script != Script():
        return job, None
    kept = scripts.of_strip(edit, options.strip)
    return dataclasses.replace(job, script=scripts.script_of(kept)), scripts.phones_of(kept)


def check_fps(options: argparse.Namespace, scene_fps: float) -> None:
    """Raises SettingsError for another rate than the scene's."""
    if options.fps is not None and not math.isclose(options.fps, scene_fps, rel_tol=1e-3):
        raise SettingsError(
            f"The frames are the scene's {scene_fps:g} a second", "leave --fps away or change the scene's rate"
        )
