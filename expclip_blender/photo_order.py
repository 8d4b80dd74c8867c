"""Bake Portrait: what is asked of the engine, and the movie that comes of it brought into the file."""

import math
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import bpy

from ..core.errors import OutputError, PictureError, SettingsError, StripError
from ..core.photo.job import PortraitJob
from ..core.whole_file import whole_file
from . import jobs, photo_plane, photo_settings, photo_strip, properties, scripts, sequencer
from .sequencer import VoiceLine

_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')


@dataclass(frozen=True)
class PlanePlace:
    """The scene of the image plane and its frame that shows the movie's first picture."""

    scene_uid: int
    first_frame: int


@dataclass(frozen=True)
class BakedPortrait:
    """movie: the file; the frames of the sequencer that show it, the last included; sentences for the user."""

    movie: str
    first: int
    last: int
    notes: tuple[str, ...]


@dataclass(frozen=True)
class PortraitOrder:
    """A portrait in full. line: the voice, in frames of the sequencer's scene; voice: the name of its strip, or None
    for a line that is no strip; phones: the text of the phone list that the mouth follows, or None; movie: where the
    movie is to be; plane: where it is to be shown in a scene, or None."""

    line: VoiceLine
    voice: str | None
    job: PortraitJob
    edit_uid: int
    movie: Path
    plane: PlanePlace | None = None
    phones: str | None = None
    kind = "photo"

    def params(self) -> dict:
        params = self.job.to_json()
        if self.job.line is not None:
            params["line"] = jobs.animate_params(self.job.line, self.phones)
        return params

    def carry_out(self, values: dict) -> BakedPortrait:
        """Keeps the movie and lays its strip. Raises OutputError, and StripError for a scene that is gone."""
        edit = jobs.by_uid(bpy.data.scenes, self.edit_uid)
        stage = None if self.plane is None else jobs.by_uid(bpy.data.scenes, self.plane.scene_uid)
        if edit is None or (self.plane is not None and stage is None):
            raise StripError("The scene of the portrait was removed meanwhile", "undo that, then bake again")
        shown = photo_plane.open_movie(values["movie"])
        try:
            _copy(Path(values["movie"]), self.movie)
        except OutputError:
            bpy.data.images.remove(shown)
            raise
        path, label = _stored(self.movie), self.movie.stem
        strip = photo_strip.lay(edit, path, label, self.line, self.voice)
        if self.voice is None and self.job.sound is not None:
            photo_strip.lay_sound(edit, path, label, self.line)
        if self.plane is None:
            bpy.data.images.remove(shown)
        else:
            shown.filepath = path
            photo_plane.place(stage, shown, label, self.plane.first_frame, self.line.source)
        return BakedPortrait(
            str(self.movie), self.line.first_frame, strip.frame_final_end - 1, tuple(values.get("notes", ()))
        )


def order_from(context: bpy.types.Context) -> PortraitOrder:
    """What the panel asks for.

    Raises PictureError, StripError, SpeechError, SettingsError, PhonesError, OutputError.
    """
    portrait = photo_settings.portrait_of(context.scene)
    if not portrait.picture.strip():
        raise PictureError("No portrait is chosen", "choose a picture of a face from the front")
    picture = Path(bpy.path.abspath(portrait.picture))
    if not picture.is_file():
        raise PictureError(f"The portrait '{picture}' does not exist", "check its name and folder")
    edit = properties.edit_scene(context)
    line = properties.voice_line(context, edit)
    job = PortraitJob(
        portrait=str(picture),
        line=jobs.animate_job(context, line),
        face=portrait.face,
        frame=photo_settings.frame_of(portrait),
        rendering=photo_settings.rendering_of(portrait),
        unmarked=photo_settings.unmarked(portrait),
    )
    settings = properties.settings_of(context.scene)
    voice = None if settings.source == "FILE" else sequencer.find_strip(edit, settings.strip).name
    return PortraitOrder(
        line,
        voice,
        job,
        edit.session_uid,
        movie=_free(_folder(portrait) / f"{_NOT_IN_NAMES.sub('_', Path(line.label).stem)} {picture.stem}.mp4"),
        plane=plane_place(line, edit, context.scene) if portrait.plane else None,
        phones=scripts.phones_of(properties.kept_script(context)),
    )


def plane_place(line: VoiceLine, edit: bpy.types.Scene, scene: bpy.types.Scene) -> PlanePlace:
    """Where a plane in `scene` shows a movie that the sequencer of `edit` shows from the line's first frame on.

    Raises SettingsError where the scenes count other frames: Blender shows a picture of a texture's movie a frame.
    """
    end = line.first_frame + (line.frame_count or 1)
    frames = sequencer.frame_map(sequencer.StripTime(line.fps, 0.0, line.first_frame, end), edit, scene)
    if not math.isclose(frames.rate, 1.0, rel_tol=1e-4):
        raise SettingsError(
            f"The scene '{scene.name}' has other frames a second than the sequencer of '{edit.name}'",
            "give both one frame rate, or bake without the image plane",
        )
    return PlanePlace(scene.session_uid, round(frames.character_frame(line.first_frame)))


def _folder(portrait: photo_settings.ExpclipPortrait) -> Path:
    """Raises OutputError."""
    chosen = portrait.folder.strip() or "//"
    if chosen.startswith("//") and not bpy.data.filepath:
        raise OutputError("The .blend file is not saved yet, so the movie has no folder", "save it, or choose a folder")
    folder = Path(bpy.path.abspath(chosen))
    if not folder.is_dir():
        raise OutputError(f"The folder '{folder}' does not exist", "make it, or choose another one")
    return folder


def _free(wanted: Path) -> Path:
    """The path, or one beside it with a number: an earlier movie stays."""
    free, number = wanted, 1
    while free.exists():
        number += 1
        free = wanted.with_stem(f"{wanted.stem} {number}")
    return free


def _copy(made: Path, wanted: Path) -> None:
    """Raises OutputError."""
    with whole_file(wanted) as temporary:
        try:
            shutil.copyfile(made, temporary)
        except FileNotFoundError as error:
            raise OutputError("The engine's movie is gone", "bake the portrait again") from error


def _stored(path: Path) -> str:
    """As Blender stores it: beside a saved file by its relative name, so that both may move together."""
    if not (bpy.data.filepath and bpy.context.preferences.filepaths.use_relative_paths):
        return str(path)
    try:
        return bpy.path.relpath(str(path))
    except ValueError:  # on another drive
        return str(path)
