"""Many lines, or a folder of takes, onto one character: a .blend file for each, or one with an Action for each."""

import argparse
import hashlib
import math
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import bpy

from ..core.batch import Tally, looked_at_once, run_batch
from ..core.batch_jobs import jobs_here, threads_for
from ..core.batch_lines import Line, check_id
from ..core.batch_report import DONE, FAILED, Report, Row
from ..core.batch_workers import Workers
from ..core.bundle import open_bundle
from ..core.cli.batch import add_lines_options, count, read_chosen, report_path, told
from ..core.cli.job_options import add_language_option, add_settings_options
from ..core.cli.terminal import Terminal
from ..core.errors import ExpclipError, TakeError
from ..core.formats import SUFFIXES, read_take
from ..core.take import Take
from ..core.version import version
from . import action_files, character, engine, keyframes, sequencer
from .blend_file import save
from .sequencer import VoiceLine

ALL_IN_ONE, PARTS = "takes.blend", "actions"
"""What `--one-file` writes: the file, and the folder with each line's Actions, of which it is put together."""


def add_to(commands: argparse._SubParsersAction) -> None:
    batch = commands.add_parser(
        "batch", help="key a character to many voice lines, one file each",
        description="Keys a character to each line of a CSV, saves a .blend for each, and tells of each in report.csv.",
    )
    add_lines_options(batch)
    batch.add_argument("--jobs", metavar="N", type=count, help="engines at a time (default: a physical core each)")
    add_language_option(batch)
    add_settings_options(batch, default_fps=None)
    takes = commands.add_parser(
        "retarget", help="key a character to a folder of takes, one file each",
        description="Keys a character to each take of a folder, saves a .blend for each, and tells of each in "
        "report.csv.",
    )
    takes.add_argument("takes", metavar="TAKES", help="a folder of .csv, .json and .npz takes, or one take")
    takes.add_argument("--out", metavar="FOLDER", required=True, help="where results and report.csv go")
    takes.add_argument("--resume", action="store_true", help="go on where an earlier run ended")
    takes.set_defaults(part=None)
    for parser in (batch, takes):
        parser.add_argument("--object", metavar="NAME", help="the face's mesh (default: the one that is found)")
        parser.add_argument("--frame", type=int, metavar="N", help="where lines begin (default: the scene's start)")
        parser.add_argument(
            "--one-file", action="store_true",
            help=f"{ALL_IN_ONE} with an Action for each line, none assigned, instead of a file for each; each line's "
            f"Actions alone are in the folder {PARTS}",
        )


@dataclass(frozen=True)
class Stage:
    """Where lines are keyed: the face in its scene, and what of the file the results depend on."""

    face: bpy.types.Object
    scene: bpy.types.Scene
    first_frame: int
    one_file: bool

    @property
    def fps(self) -> float:
        return sequencer.scene_fps(self.scene)

    @property
    def made_with(self) -> str:
        path = Path(bpy.data.filepath)
        stamp = path.stat().st_mtime_ns if path.is_file() else 0
        return f"{version()} {path.name} {stamp} {self.face.name} {self.first_frame} {self.fps:g} {self.one_file}"

    def keep(self, line: Line, take: Take, folder: Path) -> tuple[str, list[str]]:
        """Keys the take on the character, which had nothing of ours before and has nothing of it afterwards, and
        saves that, in one file its Actions alone. Raises CharacterError and OutputError."""
        if not math.isclose(take.fps, self.fps, rel_tol=1e-4):
            take = take.resampled(self.fps)
        place = VoiceLine(
            source=f"batch:{line.id}", label=line.id, sound="", start=0.0, end=None, fps=self.fps,
            first_frame=self.first_frame, frame_count=None,
        )
        face = character.open_character(self.face, self.scene)
        keyframes.remove_all(face)
        try:
            keyed = keyframes.key_take(face, take, place, list(take.made_by.get("notes", ())))
            name = f"{PARTS}/{line.id}.blend" if self.one_file else f"{line.id}.blend"
            if self.one_file:
                action_files.write(line.id, folder / name)
            else:
                save(str(folder / name))
        finally:
            keyframes.remove_all(face)
        return name, keyed.notes

    def finish(self, report: Report) -> None:
        """Puts one file together of what the report has as done, where one file is wanted and there is something to
        put into it. Raises OutputError."""
        outputs = [row.output for row in report.rows.values() if row.output.startswith(f"{PARTS}/")]
        parts = [report.path.parent / output for output in outputs]
        if not (self.one_file and parts):
            return
        with action_files.opened(part for part in parts if part.is_file()):
            part = report.path.stem.removeprefix("report")
            save(str(report.path.with_name(f"{Path(ALL_IN_ONE).stem}{part}.blend")))


def stage_of(options: argparse.Namespace, face: bpy.types.Object) -> Stage:
    """Raises CharacterError for a face that cannot be keyed."""
    scene = character.scene_of(face, bpy.context.scene)
    character.open_character(face, scene)
    first = scene.frame_start if options.frame is None else options.frame
    return Stage(face, scene, first, options.one_file)


def batch(options: argparse.Namespace, face: bpy.types.Object) -> int:
    """Returns the exit status. Raises ExpclipError for what stands in the way of every line."""
    stage = stage_of(options, face)
    options.fps = options.fps or stage.fps
    lines = read_chosen(options)
    looks, command = looked_at_once(lines), engine.engine_command()
    made_with = f"{stage.made_with} {open_bundle().id}"
    jobs = min(options.jobs or jobs_here(options.device), len(lines))
    terminal, tally = Terminal(as_json=False), Tally()
    with (
        closing(Report(report_path(options), options.resume)) as report,
        closing(Workers(command, jobs, report.work, threads_for(jobs))) as workers,
    ):
        run_batch(looks, report, workers, lambda line: line.key(made_with), stage.keep, terminal, tally)
        stage.finish(report)
        return told(tally, report, terminal)


def retarget(options: argparse.Namespace, face: bpy.types.Object) -> int:
    """Returns the exit status. Raises ExpclipError for what stands in the way of every take."""
    stage = stage_of(options, face)
    terminal, tally = Terminal(as_json=False), Tally()
    paths = takes_in(Path(options.takes))
    with closing(Report(report_path(options), options.resume)) as report:
        for number, path in enumerate(paths, 1):
            row = _kept_take(path, number, stage, report)
            if row != report.rows.get(row.id):
                report.add(row)
            for sentence in filter(None, (row.reason, *row.notes.split(" | "))):
                terminal.note(f"{row.id}: {sentence}")
            tally.end(row.id, row.status)
            terminal.progress(number / len(paths), f"{number} of {len(paths)} takes")
        stage.finish(report)
        return told(tally, report, terminal)


def takes_in(folder: Path) -> list[Path]:
    """The takes of a folder, without reports of batches. Raises TakeError where there is none, or two of one name."""
    try:
        files = sorted(folder.iterdir()) if folder.is_dir() else [folder]
    except OSError as error:
        raise TakeError(f"The folder '{folder}' cannot be read, {error.strerror}", "check its name") from error
    paths = [
        path for path in files
        if path.suffix.lower() in SUFFIXES and not path.name.startswith((".", "report.", "report_"))
    ]
    if not paths:
        raise TakeError(f"There is no take in '{folder}'", f"choose a folder of {', '.join(SUFFIXES)} files")
    seen: dict[str, Path] = {}
    for path in paths:
        if seen.setdefault(path.stem.casefold(), path) is not path:
            raise TakeError(f"There are two takes '{path.stem}' in '{folder}'", "rename or remove one of them")
    return paths


def _kept_take(path: Path, number: int, stage: Stage, report: Report) -> Row:
    """The take's row: the one that it has where it is done, else of what comes of keying it now."""
    began = time.monotonic()
    try:
        check_id(path.stem)
        key = hashlib.sha256(stage.made_with.encode() + path.read_bytes()).hexdigest()[:16]
        row = report.rows.get(path.stem)
        if row is not None and (row.status, row.key) == (DONE, key) and (report.path.parent / row.output).is_file():
            return row
        take = read_take(path)
        output, notes = stage.keep(Line(path.stem, number, None), take, report.work)
        report.put(output)
    except OSError as error:
        return Row(path.stem, FAILED, reason=f"'{path}' cannot be read, {error.strerror}: check its rights.")
    except ExpclipError as error:
        return Row(path.stem, FAILED, reason=str(error))
    return Row(
        path.stem, DONE, seconds=f"{take.seconds:.2f}", work_seconds=f"{time.monotonic() - began:.2f}",
        output=output, notes=" | ".join(dict.fromkeys(notes)), key=key,
    )
