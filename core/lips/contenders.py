"""Who is judged, side by side: peers that everybody can build, our engine, and our teacher on the true phones.

Each gives phones (where it hears any) and a mouth: weights (frames, 52), frame i at i / fps seconds, as a take has it.
"""

import json
import shutil
from collections.abc import Sequence
from dataclasses import fields
from functools import cached_property
from pathlib import Path
from typing import Protocol

import numpy as np

from ...rigs import arkit
from ..animation.articulation import articulate, effort_of
from ..audio import open_speech
from ..bundle import CONFIG, SHIPPED, open_bundle, seal
from ..engine import Engine
from ..job import AnimateJob
from ..networks import load_encoder
from ..settings import AnimateSettings
from ..speech.listening import listen
from ..speech.loudness import frame_decibels
from ..speech.phones import SILENCE, Phone, phones_from_frames
from ..speech.phonogram import FPS as RATE
from ..take import frame_count
from .envelope import envelope_mouth
from .sphinx import Task, heard, phones_of
from .test_sets import Clip
from .visemes import viseme_mouth


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
    """Our engine, from the sound alone."""

    name = "ours"

    def __init__(self, models: Path | None, scratch: Path):
        self.folder = models or SHIPPED
        self.scratch = scratch

    def phones(self, clips: Sequence[Clip]) -> list[list[Phone]]:
        return [phones_from_frames(self.log_posteriors(clip).argmax(1), RATE) for clip in clips]

    def log_posteriors(self, clip: Clip) -> np.ndarray:
        return listen(open_speech(clip.path), self._encoder, _nothing)

    def mouth(self, clip: Clip, fps: float) -> np.ndarray:
        job = AnimateJob(str(clip.path), settings=AnimateSettings(fps=fps, device="cpu"))
        return self._engine.animate(job, _nothing).weights

    def work(self, clip: Clip) -> None:
        self.mouth(clip, RATE)

    @cached_property
    def _encoder(self):
        return load_encoder(open_bundle(self.folder))

    @cached_property
    def _engine(self) -> Engine:
        return Engine(completed(self.folder, self.scratch))


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


def completed(folder: Path, scratch: Path) -> Path:
    """A bundle that has all parts: `folder`, or a copy below `scratch` that has from the shipped one what it lacks."""
    config = dict(open_bundle(folder).config)
    shipped = open_bundle().config
    if shipped.keys() <= config.keys():
        return folder
    whole = scratch / "bundle"
    shutil.rmtree(whole, ignore_errors=True)
    shutil.copytree(SHIPPED, whole)
    for path in folder.glob("*.safetensors"):
        shutil.copy2(path, whole)
    (whole / CONFIG).write_text(json.dumps(dict(shipped) | config), encoding="utf-8")
    seal(whole)
    return whole


def takes_transcripts() -> bool:
    return any(field.name == "transcript" for field in fields(AnimateJob))


def _seconds(clip: Clip, fps: float) -> np.ndarray:
    return np.arange(frame_count(clip.seconds, fps)) / fps


def _nothing(done: float, message: str) -> None:
    pass
