"""Blender's own command line: `blender -b FILE.blend --command expclip animate ... --save RESULT.blend`.

`animate` is the job of the Generate button, with the options of `expclip animate`; batch.py has `batch` and `retarget`,
photo_cli.py has `photo`.
"""

import argparse
import contextlib
import sys
from collections.abc import Sequence
from typing import Any

import bpy

from ..core.cli.job_options import add_direction_options, add_script_options, add_settings_options
from ..core.errors import CharacterError, ExpclipError
from . import batch, character, engine, jobs, line_options, photo_cli, properties
from .blend_file import save
from .keyframes import KeyedLine

NAME = "expclip"
DONE, FAILED, WRONG_USAGE = 0, 1, 2

_handle = None


def register() -> None:
    global _handle
    _handle = bpy.utils.register_cli_command(NAME, main)


def unregister() -> None:
    global _handle
    bpy.utils.unregister_cli_command(_handle)
    _handle = None


def main(arguments: Sequence[str]) -> int:
    """Runs one command and returns the exit status: 0 done, 1 a failure told in one sentence, 2 wrong usage."""
    try:
        options = parser().parse_args(list(arguments))
    except SystemExit as ended:
        return int(ended.code or DONE)
    try:
        return options.run(options)
    except ExpclipError as error:
        print(error, file=sys.stderr, flush=True)
        return FAILED
    finally:
        engine.stop()


def _animate(options: argparse.Namespace) -> int:
    keyed = animate(options)
    save(options.save)
    for note in keyed.notes:
        print(f"{note}.", file=sys.stderr)
    print(f"'{keyed.label}' is keyed from frame {keyed.first} to {keyed.last}, saved as {options.save}", flush=True)
    return DONE


def _batch(options: argparse.Namespace) -> int:
    return batch.batch(options, _object(options.object))


def _retarget(options: argparse.Namespace) -> int:
    return batch.retarget(options, _object(options.object))


def _photo(options: argparse.Namespace) -> int:
    baked = _done(photo_cli.order_from(options))
    save(options.save)
    for note in baked.notes:
        print(f"{note}.", file=sys.stderr)
    print(f"'{baked.movie}' is laid from frame {baked.first} to {baked.last}, saved as {options.save}", flush=True)
    return DONE


def animate(options: argparse.Namespace) -> KeyedLine:
    """Keys the chosen character in the open file. Raises ExpclipError, and then nothing is keyed."""
    return _done(_order(options))


def _done(order: jobs.Ordered) -> Any:
    """What comes of an order; how far it is goes to stderr. Raises ExpclipError."""
    job = jobs.Job(order, engine.client())
    with contextlib.redirect_stdout(sys.stderr):
        job.wait()
    return job.carry_out()


def _order(options: argparse.Namespace) -> jobs.Order:
    context = bpy.context
    obj = _object(options.object)
    scene = character.scene_of(obj, context.scene)
    face = character.open_character(obj, scene)
    edit = properties.edit_scene(context)
    line = line_options.line_of(options, edit, scene)
    job, phones = line_options.job_of_line(options, line, edit)
    return jobs.Order(line, job, obj.session_uid, face.name, scene.session_uid, phones)


def _object(name: str | None) -> bpy.types.Object:
    if name is None:
        found = properties.character_object(bpy.context)
        if found is None:
            raise CharacterError("There is no character with ARKit shape keys", "name one with --object")
        return found
    if name not in bpy.data.objects:
        raise CharacterError(f"There is no object '{name}'", "give the name of the face's mesh")
    return bpy.data.objects[name]


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="blender -b FILE.blend --command expclip", description="Animate faces to voice lines, in Blender."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    wanted = commands.add_parser(
        "animate", help="key a character's face to a voice line", description="Key a character's face to a voice line.",
    )
    speech = wanted.add_mutually_exclusive_group(required=True)
    speech.add_argument("speech", nargs="?", metavar="SPEECH", help="a sound file")
    speech.add_argument("--strip", metavar="NAME", help="a sound strip of the sequencer")
    add_direction_options(wanted)
    add_script_options(wanted)
    add_settings_options(wanted, default_fps=None)
    wanted.add_argument("--frame", type=int, metavar="N", help="where SPEECH begins (default: the scene's start)")
    wanted.add_argument("--object", metavar="NAME", help="the face's mesh (default: the one that is found)")
    wanted.add_argument("--save", metavar="FILE", required=True, help="the .blend file to write")
    batch.add_to(commands)
    photo_cli.add_to(commands)
    for name, run in (("animate", _animate), ("batch", _batch), ("retarget", _retarget), ("photo", _photo)):
        commands.choices[name].set_defaults(run=run)
    return parser
