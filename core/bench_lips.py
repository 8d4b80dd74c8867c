"""`dev.py bench lips`: how right the mouth is, side by side with peers, as one table.

Peers: an energy envelope; pocketsphinx's all-phone recognition with a viseme table, as Rhubarb Lip Sync does; our
teacher on the reference's phones, which is the most that our mouth can reach. Progress goes to stderr.
"""

import argparse
import json
import math
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from .errors import ExpclipError
from .lips import rows, silences, test_sets
from .lips.contenders import LANGUAGE, TRANSCRIPT, Allphone, Contender, Envelope, Ours, Teacher, engine_of
from .lips.difficulty import expected_rows
from .lips.geometry import demo_face, measured_face
from .lips.phone_score import score_phones
from .lips.rows import Row
from .lips.test_sets import KEPT, SHARED, Clip
from .lips.tracked import tracked_clip
from .speech.phones import Phone, phones_from_frames

PARTS = ("phones", "lips", "difficulty", "rest", "tracks", "languages", "speed")
THREADS = 2
GEOMETRY = SHARED / "ict_facekit" / "lip_geometry.npz"
_CLIPS_A_LINE = 4
_SECOND = "second annotation"


class LipsBench:
    """The sets and contenders of one run; `tuning` leaves away what nothing may be tuned on."""

    def __init__(self, models: Sequence[Path], tuning: bool, scratch: Path):
        self.tuning, self.scratch = tuning, scratch
        engine = engine_of(models, scratch)
        self.ours, self.directed, self.told = Ours(engine), Ours(engine, TRANSCRIPT), Ours(engine, LANGUAGE)
        self.teacher, self.allphone = Teacher(), Allphone(KEPT)
        self.peers: list[Contender] = [Envelope(), self.allphone, self.ours]
        self._sets: dict[str, list[Clip]] = {}

    def phones(self) -> list[Row]:
        told = []
        for name, clips in self.sets().items():
            heard: dict[str, Sequence[Sequence[Phone]]] = {
                who.name: who.phones(clips) for who in (self.allphone, self.ours, self.directed)
            }
            if name == test_sets.ANNOTATED:
                heard[_SECOND] = test_sets.second_annotation(clips)
            told += rows.phone_rows(name, clips, heard)
        return told

    def lips(self) -> list[Row]:
        told = []
        faces = {"": measured_face(GEOMETRY), ", demo head": demo_face()}
        for name, clips in self.sets().items():
            everybody = (*self.peers, self.directed, self.teacher)
            mouths = {who.name: [who.mouth(clip, rows.FPS) for clip in clips] for who in everybody}
            for face_name, face in faces.items():
                told += rows.contact_rows(name + face_name, clips, mouths, face)
        return told

    def difficulty(self) -> list[Row]:
        face = measured_face(GEOMETRY)
        clips = [clip for name in (test_sets.TUNING, test_sets.LAST) for clip in self.sets().get(name, ())]
        readers = []
        for speaker in sorted({clip.speaker for clip in clips}):
            spoken = [clip for clip in clips if clip.speaker == speaker]
            compared = (self.allphone, self.ours)
            mouths = {who.name: [who.mouth(clip, rows.FPS) for clip in spoken] for who in compared}
            told = rows.phone_rows(speaker, spoken, {who.name: who.phones(spoken) for who in compared})
            readers.append(told + rows.contact_rows(speaker, spoken, mouths, face))
        return expected_rows(readers, self.allphone.name, self.ours.name)

    def rest(self) -> list[Row]:
        face = measured_face(GEOMETRY)
        sounds = silences.silences()
        if not self.tuning:
            learners = self.sets()[test_sets.CHILDREN]
            sounds["real rooms"] = silences.room_tone([(clip.samples, clip.phones) for clip in learners])
        lines = {name: [rows.saved(name, sound, [], self.scratch)] for name, sound in sounds.items()}
        told = rows.rest_rows(lines, self.peers, face)
        return told + rows.gap_rows(self.lines(), self.peers, face)

    def tracks(self) -> list[Row]:
        return [] if self.tuning else rows.track_rows(tracked_clip(), self.peers, measured_face(GEOMETRY))

    def languages(self) -> list[Row]:
        told = []
        for language in test_sets.LANGUAGES:
            clips = test_sets.synthetic(language)
            scores = {
                who.name: score_phones(rows.compared(clips, who.phones(clips)))
                for who in (self.allphone, self.ours, self.told)
            }
            for frames in ("all", "speech"):
                values = {who: getattr(score, f"{frames}_frames")[rows.MOUTH_CLASSES] for who, score in scores.items()}
                wanted = "" if language == "en" else "en - .10"
                what = f"{language}: {rows.MOUTH_CLASSES}, {frames} frames"
                told.append(Row("synthetic voices", what, values, wanted))
        return told

    def speed(self) -> list[Row]:
        clip, _ = self.lines()[0]
        return rows.speed_rows(clip, self.peers, THREADS)

    def sets(self) -> dict[str, list[Clip]]:
        if not self._sets:
            self._sets[test_sets.TUNING] = test_sets.readers(test_sets.TUNING)
            if not self.tuning:
                self._sets[test_sets.LAST] = test_sets.readers(test_sets.LAST)
                self._sets[test_sets.ANNOTATED] = test_sets.annotated()
                self._sets[test_sets.CHILDREN] = test_sets.learners()
        return self._sets

    def lines(self) -> list[tuple[Clip, list[float]]]:
        """Utterances of one reader after another with gaps between them."""
        clips = self.sets()[test_sets.TUNING if self.tuning else test_sets.LAST]
        lines = []
        for first in range(0, len(clips), 2 * _CLIPS_A_LINE):
            chosen = [(clip.samples, clip.phones) for clip in clips[first : first + _CLIPS_A_LINE]]
            samples, phones, gaps = silences.with_gaps(chosen)
            lines.append((rows.saved(f"line-{first:03d}", samples, phones, self.scratch), gaps))
        return lines


def main(arguments: Sequence[str] = ()) -> int:
    options = _options(arguments)
    if not GEOMETRY.exists():
        print(f"The recordings are not in '{SHARED}': only synthetic voices are measured.", file=sys.stderr)
        options.only = ["languages"]
    _use_threads()
    told: list[Row] = []
    try:
        with tempfile.TemporaryDirectory() as scratch:
            bench = LipsBench(options.models, options.tuning, Path(scratch))
            for part in options.only or PARTS:
                start = time.perf_counter()
                told += getattr(bench, part)()
                print(f"Measured {part} in {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)
    except ExpclipError as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps([asdict(row) for row in told]) if options.json else table(told), flush=True)
    return 0


def table(told: Iterable[Row]) -> str:
    """Markdown, one table for each set."""
    lines: list[str] = []
    head: tuple[str, ...] = ()
    for row in told:
        if (row.on, *row.values) != head:
            head = row.on, *row.values
            names = list(row.values)
            lines += ["", f"| {row.on} | " + " | ".join(names) + " | wanted |", "|---|" + "---|" * (len(names) + 1)]
        values = " | ".join(_number(row.values[name]) for name in names)
        lines.append(f"| {row.what} | {values} | {row.wanted} |")
    return "\n".join(lines).strip()


def phones_report(hear: Callable[[Clip], Sequence[Phone] | np.ndarray]) -> str:
    """Phones right on the tuning half of the readers, as a table. `hear` gives a clip's phones, or its posteriors
    or logits (frames, P) at 50 Hz, of which the largest counts."""
    clips = test_sets.readers(test_sets.TUNING)
    heard = []
    for clip in clips:
        told = hear(clip)
        heard.append(phones_from_frames(told.argmax(1), rows.FPS) if isinstance(told, np.ndarray) else list(told))
    return table(rows.phone_rows(test_sets.TUNING, clips, {"heard": heard}))


def _number(value: float) -> str:
    if math.isnan(value):
        return "-"
    if value >= 10:
        return f"{value:.0f}"
    return f"{value:.3f}".replace("0.", ".", 1) if abs(value) < 1 else f"{value:.2f}"


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dev.py bench lips", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", nargs="+", choices=PARTS, help="measure these parts")
    parser.add_argument("--tuning", action="store_true", help="only on what may be tuned on")
    parser.add_argument(
        "--models", nargs="+", type=Path, default=(), metavar="FOLDER",
        help="bundles with other parts than the shipped one",
    )
    parser.add_argument("--json", action="store_true", help="print rows as JSON")
    return parser.parse_args(arguments)


def _use_threads() -> None:
    import torch

    torch.set_num_threads(THREADS)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
