"""Who is judged, side by side: peers that everybody can build, our engine, and our teacher on the true phones.

Each gives phones (where it hears any) and a mouth: weights (frames, 52), frame i at i / fps seconds, as a take has it.
"""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from ...rigs import arkit
from ..animation.articulation import articulate, effort_of
from ..bundle import CONFIG, SHIPPED, open_bundle, seal
from ..engine import Engine
from ..job import AnimateJob, PhonesJob
from ..script import Script
from ..settings import AnimateSettings
from ..speech.loudness import frame_decibels
from ..speech.phones import SILENCE, Phone
from ..speech.phonogram import FPS as RATE
from ..take import frame_count
from .envelope import envelope_mouth
from .sphinx import Task, heard, phones_of
from .test_sets import Clip
from .visemes import viseme_mouth

SOUND, LANGUAGE, TRANSCRIPT = "sound", "language", "transcript"


class Contender(Protocol):
    """name: as in the table. phones: None for one that hears none. work: one mouth made anew, to be timed."""

    @property
    def name(self) -> str: ...

    def phones(self, clips: Sequence[Clip]) -> list[list[Phone]] | None: ...

    def mouth(self, clip: Clip, fps: float) -> np.ndarray: ...

    def work(self, clip: Clip) -> None: ...


class Envelope:
    """An energy envelope: no phones, the jaw follows the loudness."""

    name = "envelope"

    def phones(self, clips: Sequence[Clip]) -> None:
        return None

    def mouth(self, clip: Clip, fps: float) -> np.ndarray:
        model = envelope_mouth(clip.samples)
        at, model_at = _seconds(clip, fps), (np.arange(len(model)) + 0.5) / RATE
        weights = np.zeros((len(at), arkit.COUNT), np.float32)
        jaw = arkit.INDEX["jawOpen"]
        weights[:, jaw] = np.interp(at, model_at, model[:, jaw])
        return weights

    def work(self, clip: Clip) -> None:
        self.mouth(clip, RATE)


class Allphone:
    """pocketsphinx's all-phone recognition with a viseme table: what Rhubarb Lip Sync does."""

    name = "allphone"

    def __init__(self, kept: Path):
        self.kept = kept

    def phones(self, clips: Sequence[Clip]) -> list[list[Phone]]:
        return [phones or [] for phones in phones_of([Task(clip.samples) for clip in clips], self.kept)]

    def mouth(self, clip: Clip, fps: float) -> np.ndarray:
        return viseme_mouth(self.phones([clip])[0], _seconds(clip, fps))

    def work(self, clip: Clip) -> None:
        viseme_mouth(heard(Task(clip.samples)) or [], _seconds(clip, RATE))


class Teacher:
    """Our articulation on the reference's phones: the most that our mouth can reach."""

    name = "teacher"

    def phones(self, clips: Sequence[Clip]) -> list[list[Phone]]:
        return [list(clip.phones) for clip in clips]

    def mouth(self, clip: Clip, fps: float) -> np.ndarray:
        return taught_mouth(clip, clip.phones, fps)

    def work(self, clip: Clip) -> None:
        self.mouth(clip, RATE)


class Ours:
    """Our engine. From the sound alone; with `by` TRANSCRIPT also from what is said, where that is written down; with
    LANGUAGE from the sound in a language that is told."""

    def __init__(self, engine: Engine, by: str = SOUND):
        self.engine, self.by = engine, by
        self.name = "ours" if by == SOUND else f"ours, {by} told"

    def phones(self, clips: Sequence[Clip]) -> list[list[Phone]]:
        jobs = [PhonesJob(str(clip.path), script=self._script(clip)) for clip in clips]
        return [self.engine.phones(job, _nothing).phones for job in jobs]

    def mouth(self, clip: Clip, fps: float) -> np.ndarray:
        settings = AnimateSettings(fps=fps, device="cpu")
        job = AnimateJob(str(clip.path), settings=settings, script=self._script(clip))
        return self.engine.animate(job, _nothing).weights

    def work(self, clip: Clip) -> None:
        self.mouth(clip, RATE)

    def _script(self, clip: Clip) -> Script:
        if self.by == TRANSCRIPT:
            return Script(transcript=clip.text, language=clip.language)
        return Script(language=clip.language) if self.by == LANGUAGE else Script()


def taught_mouth(clip: Clip, phones: Sequence[Phone], fps: float) -> np.ndarray:
    """The teacher's mouth for these phones, its effort from the clip's loudness."""
    decibels = frame_decibels(clip.samples)
    model_at, at = (np.arange(len(decibels)) + 0.5) / RATE, _seconds(clip, fps)
    speaking = np.zeros(len(decibels), bool)
    for phone in phones:
        if phone.label != SILENCE:
            speaking[(model_at >= phone.start) & (model_at < phone.end)] = True
    effort = np.interp(at, model_at, effort_of(decibels, speaking, RATE))
    return articulate(phones, at, effort).weights


def engine_of(folders: Sequence[Path], scratch: Path) -> Engine:
    """The engine of the shipped bundle, or of a copy of it below `scratch` with the parts that other folders have."""
    if not folders:
        return Engine()
    whole = scratch / "bundle"
    shutil.copytree(SHIPPED, whole)
    config = dict(open_bundle().config)
    for folder in folders:
        config |= open_bundle(folder).config
        for path in folder.glob("*.safetensors"):
            shutil.copy2(path, whole)
    (whole / CONFIG).write_text(json.dumps(config), encoding="utf-8")
    seal(whole)
    return Engine(whole)


def _seconds(clip: Clip, fps: float) -> np.ndarray:
    return np.arange(frame_count(clip.seconds, fps)) / fps


def _nothing(done: float, message: str) -> None:
    pass
