"""What mouths are judged on: recordings and voices that no training hears, each with the phones spoken in them.

The recordings lie in `shared`, beside the project; what is made from them (alignments, synthetic voices) is kept in
`kept`, below train/. Speakers: the ten of LibriSpeech's test part by id, the first five for tuning, the others for
the last figures; of speechocean762 those whose number ends in 7.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np

from ..audio import open_speech, read_all
from ..speech.phones import Phone
from .sphinx import Task, phones_of
from .synthetic_voices import voices_of
from .textgrid import read_annotation

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "data"
KEPT = ROOT / "train" / "bench_lips"
TUNING, LAST, CHILDREN, ANNOTATED = "readers, tuning half", "readers, test half", "learners and children", "annotated"
SYNTHETIC = "synthetic"
LANGUAGES = ("en", "es", "de", "fr", "cmn", "ja", "hi", "ar")
_READERS = 10
_LEARNERS_DIGIT, _LEARNER_CLIPS = 7, 3


@dataclass(frozen=True)
class Clip:
    """path: its sound; phones: the reference, without unjudged `unknown` spans (seconds from and to); text: what is
    said, where it is written down; language: a code of espeak-ng; speaker: a name, where it is known."""

    path: Path
    phones: Sequence[Phone]
    language: str = "en"
    text: str | None = None
    unknown: Sequence[tuple[float, float]] = ()
    speaker: str = ""

    @cached_property
    def samples(self) -> np.ndarray:
        """float32 (n,) at 16 kHz."""
        return read_all(open_speech(self.path))

    @property
    def seconds(self) -> float:
        return len(self.samples) / 16000


def annotated(shared: Path = SHARED) -> list[Clip]:
    """The three clips of data/speech_test with TextGrids (Montreal Forced Aligner)."""
    folder = shared / "speech_test"
    with (folder / "clips.tsv").open(encoding="utf-8", newline="") as table:
        rows = [row for row in csv.DictReader(table, delimiter="\t") if row["textgrid"]]
    clips = []
    for row in rows:
        told = read_annotation(folder / row["textgrid"])
        clips.append(Clip(folder / row["file"], told.phones, text=row["transcript"], unknown=told.unknown))
    return clips


def readers(half: str, shared: Path = SHARED, kept: Path = KEPT) -> list[Clip]:
    """Ten LibriSpeech readers with exact text; `half` is TUNING or LAST. The reference is pocketsphinx's alignment."""
    rows = [row for row in _recordings(shared, "librispeech_samples") if row["text"].strip()]
    speakers = sorted({row["speaker"] for row in rows})
    chosen = speakers[: _READERS // 2] if half == TUNING else speakers[_READERS // 2 :]
    return _aligned([row for row in rows if row["speaker"] in chosen], shared, kept)


def learners(shared: Path = SHARED, kept: Path = KEPT) -> list[Clip]:
    """Speakers of speechocean762 that training leaves out: their mother tongue is Mandarin, half are children."""
    rows = [
        row for row in _recordings(shared, "speechocean762")
        if int(row["speaker"].removeprefix("so")) % 10 == _LEARNERS_DIGIT
    ]  # fmt: skip
    first = [
        row for speaker in sorted({row["speaker"] for row in rows})
        for row in [row for row in rows if row["speaker"] == speaker][:_LEARNER_CLIPS]
    ]  # fmt: skip
    return _aligned(first, shared, kept)


def synthetic(language: str, kept: Path = KEPT) -> list[Clip]:
    """Sentences of one language by espeak-ng's variants that training never hears, with exact phones."""
    folder = kept / "voices"
    return [Clip(path, phones, language, text) for path, phones, text in voices_of(language, folder)]


def second_annotation(clips: Sequence[Clip], kept: Path = KEPT) -> list[list[Phone]]:
    """pocketsphinx's alignment of clips whose text is known: how far apart two references are."""
    found = phones_of([Task(clip.samples, clip.text or "") for clip in clips], kept)
    return [phones or [] for phones in found]


def _aligned(rows: Sequence[dict[str, str]], shared: Path, kept: Path) -> list[Clip]:
    clips = [
        Clip(shared / "real_speech" / row["file"], [], text=row["text"], speaker=row["speaker"]) for row in rows
    ]
    found = phones_of([Task(clip.samples, clip.text) for clip in clips], kept)
    return [replace(clip, phones=phones) for clip, phones in zip(clips, found, strict=True) if phones is not None]


def _recordings(shared: Path, source: str) -> Iterator[dict[str, str]]:
    with (shared / "real_speech" / "all_transcripts.tsv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["file"].startswith(f"{source}/"):
                yield row
