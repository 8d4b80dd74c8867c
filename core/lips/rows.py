"""The rows of the bench: what is measured on which set, for each contender."""

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from ..audio import SAMPLE_RATE
from ..speech.phones import Phone
from . import contacts, phone_score, rest, silences, tracks
from .contenders import Contender
from .geometry import Face
from .test_sets import Clip
from .tracked import TrackedClip

FPS = 50.0
"""Frames a second of the takes whose contacts are judged; tracked takes are judged at their own rate."""
MOUTH_CLASSES = "12 mouth classes"
PHONES_WANTED = {
    ("39 phones", "all"): ">= .76", ("39 phones", "speech"): ">= .60",
    (MOUTH_CLASSES, "all"): ">= .80", (MOUTH_CLASSES, "speech"): ">= .67",
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """values: by contender's name; `wanted` is what ours has to reach from sound alone."""

    on: str
    what: str
    values: Mapping[str, float]
    wanted: str = ""


def phone_rows(on: str, clips: Sequence[Clip], heard: Mapping[str, Sequence[Sequence[Phone]]]) -> list[Row]:
    """heard: by contender's name, the phones of each clip."""
    scores = {name: phone_score.score_phones(compared(clips, lists)) for name, lists in heard.items()}
    rows = []
    for view in phone_score.VIEWS:
        for frames in ("all", "speech"):
            values = {name: getattr(score, f"{frames}_frames")[view] for name, score in scores.items()}
            rows.append(Row(on, f"{view}, {frames} frames", values, PHONES_WANTED.get((view, frames), "")))
    rows.append(Row(on, "phone error rate", {name: score.error_rate for name, score in scores.items()}, "<= .36"))
    for lips, told in (("pbm", "p b m"), ("fv", "f v")):
        rows.append(Row(on, f"{told}: frames found", {name: score.found[lips] for name, score in scores.items()}))
        rows.append(Row(on, f"{told}: frames right", {name: score.meant[lips] for name, score in scores.items()}))
    return rows


def compared(clips: Sequence[Clip], heard: Sequence[Sequence[Phone]]) -> list[phone_score.Compared]:
    return [
        phone_score.Compared(clip.phones, phones, clip.seconds, clip.unknown)
        for clip, phones in zip(clips, heard, strict=True)
    ]


def contact_rows(on: str, clips: Sequence[Clip], mouths: Mapping[str, Sequence[np.ndarray]], face: Face) -> list[Row]:
    """mouths: by contender's name, weights at FPS of each clip."""
    scores = {
        name: contacts.score_contacts(
            contacts.Spoken(clip.phones, face.lips(weights, FPS)) for clip, weights in zip(clips, lists, strict=True)
        )
        for name, lists in mouths.items()
    }

    def row(what: str, value: Callable[[contacts.ContactScore], float], wanted: str = "") -> Row:
        return Row(on, what, {name: value(score) for name, score in scores.items()}, wanted)

    told = [
        row("p b m closed", lambda score: score.closed, ">= .94"),
        row("p b m closed, net of other consonants", lambda score: score.net, ">= .70"),
        row("p b m lower than other consonants (AUC)", lambda score: score.closure_auc, ">= .92"),
        row("f v at the teeth (AUC)", lambda score: score.teeth_auc, ">= .92"),
        row("rounding (AUC)", lambda score: score.rounding_auc, ">= .92"),
        row("p b m judged", lambda score: float(score.closures)),
    ]
    return [row for row in told if not all(math.isnan(value) for value in row.values.values())]


def rest_rows(lines: Mapping[str, Sequence[Clip]], contenders: Sequence[Contender], face: Face) -> list[Row]:
    """lines: by name, sounds in which nobody speaks."""
    rows = []
    for name, clips in lines.items():
        scores = {}
        for contender in contenders:
            parts = [face.lips(contender.mouth(clip, FPS), FPS) for clip in clips]
            scores[contender.name] = rest.score_rest([(lips, np.ones(len(lips.columns), bool)) for lips in parts])
        rows += _rest_pair(name, scores)
    return rows


def gap_rows(lines: Sequence[tuple[Clip, Sequence[float]]], contenders: Sequence[Contender], face: Face) -> list[Row]:
    """lines: utterances with gaps between them, and the seconds at which each gap begins."""
    scores = {}
    for contender in contenders:
        parts = []
        for clip, gaps in lines:
            lips = face.lips(contender.mouth(clip, FPS), FPS)
            silent = [rest.silent_frames(lips, clip.phones, gap, gap + silences.GAP_SECONDS) for gap in gaps]
            parts.append((lips, np.any(silent, axis=0)))
        scores[contender.name] = rest.score_rest(parts)
    return _rest_pair("gaps of 1 s", scores)


def _rest_pair(name: str, scores: Mapping[str, rest.RestScore]) -> list[Row]:
    return [
        Row("nobody speaks", f"{name}: lips closed", {who: score.closed for who, score in scores.items()}, ">= .99"),
        Row("nobody speaks", f"{name}: jitter a second", {who: score.jitter for who, score in scores.items()}, "< .05"),
    ]


def track_rows(tracked: TrackedClip, contenders: Sequence[Contender], face: Face) -> list[Row]:
    speaking, theirs = tracked.speaking(), face.lips(tracked.weights, tracked.fps)
    scores = {
        contender.name: tracks.score_track(
            face.lips(contender.mouth(tracked.clip, tracked.fps), tracked.fps), theirs, speaking
        )
        for contender in contenders
    }
    told = (
        ("lag, s", "lag_seconds", "-.034 .. .034"), ("correlation of the gap", "gap", ">= .56"),
        ("correlation of the width", "width", ">= .50"), ("amplitude, ratio", "amplitude", ".7 .. 1.3"),
        ("jerk, ratio", "jerk", ".7 .. 1.2"),
    )  # fmt: skip
    on = tracked.clip.path.stem
    return [
        Row(on, what, {name: getattr(score, field) for name, score in scores.items()}, wanted)
        for what, field, wanted in told
    ]


def speed_rows(clip: Clip, contenders: Sequence[Contender], threads: int) -> list[Row]:
    """Seconds of work for a second of speech, models loaded, nothing remembered; the processor's own seconds do not
    count what other programs take."""
    clock, processor = {}, {}
    for contender in contenders:
        contender.work(clip)
        start, begun = time.perf_counter(), time.process_time()
        contender.work(clip)
        clock[contender.name] = (time.perf_counter() - start) / clip.seconds
        processor[contender.name] = (time.process_time() - begun) / clip.seconds
    on = f"{clip.seconds:.0f} s of speech, {threads} threads"
    return [Row(on, "real-time factor", clock), Row(on, "processor seconds a second", processor)]


def saved(name: str, samples: np.ndarray, phones: Sequence[Phone], folder: Path) -> Clip:
    """Samples as a clip with a file, which is what an engine animates."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.flac"
    soundfile.write(path, samples, SAMPLE_RATE, subtype="PCM_24")
    return Clip(path, list(phones))
