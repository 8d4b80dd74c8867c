"""The portrait pass: a job becomes a movie, or numbered pictures."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..formats import read_take
from .job import PortraitJob
from .movie import Making, check_movie_place, write_portrait

if TYPE_CHECKING:
    from ..engine import Engine

Report = Callable[[float, str], None]
_ANIMATED = 0.3  # share of the progress that is told for making the take


@dataclass(frozen=True)
class MadePortrait:
    """What was written: how many frames of which size in pixels, at how many a second; sentences for the user."""

    frames: int
    width: int
    height: int
    fps: float
    notes: tuple[str, ...] = ()

    @property
    def seconds(self) -> float:
        return self.frames / self.fps


def make_portrait(job: PortraitJob, out: str | os.PathLike, engine: Engine, report: Report) -> MadePortrait:
    """Writes the job's frames with their sound as `out`: an .mp4, or numbered pictures such as name/%04d.png.

    Whatever `report` raises stops the job at that frame, and then nothing is written. Raises PictureError, TakeError,
    OutputError, what renderer_for raises, and what Engine.animate raises.
    """
    check_movie_place(os.fspath(out))
    take = None if job.take is None else read_take(job.take)
    report(0.0, "Reading the portrait")
    from .portrait_file import open_portrait

    portrait = open_portrait(Path(job.portrait), job.face, engine.bundle.folder)
    report(0.0, "Preparing the portrait")
    from .drawing import renderer_for

    renderer = renderer_for(
        job, portrait, engine.bundle.folder, lambda done: report(0.0, f"Painting the portrait, {done:.0%}")
    )
    if take is None:
        assert job.line is not None
        take = engine.animate(job.line, lambda done, message: report(_ANIMATED * done, message))
    making = Making(take.fps, unmarked=job.unmarked, told=renderer.told)
    if job.sound is not None:
        sound, start = job.sound
        making = replace(making, sound=Path(sound), start=start)
    count = write_portrait(os.fspath(out), _told(renderer.frames(take), take.frames, report), making)
    notes = (*portrait.notes, *take.made_by.get("notes", ()))
    return MadePortrait(count, renderer.width, renderer.height, take.fps, notes)


def _told(frames: Iterable[np.ndarray], count: int, report: Report) -> Iterator[np.ndarray]:
    for number, picture in enumerate(frames, 1):
        yield picture
        report(_ANIMATED + (1 - _ANIMATED) * number / max(count, 1), f"Frame {number} of {count}")
