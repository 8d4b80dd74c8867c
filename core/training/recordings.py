"""Recordings of people with transcripts become shards like the synthetic corpus's, aligned by the model's own hearing.

A folder of recordings has all_transcripts.tsv (file, speaker, language, text); texts that are missing there may stand
in presets/corpus/recording_texts.tsv. Held-out speakers (presets/corpus/held_out_speakers.csv) are in no train shard.
"""

import csv
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..audio import SAMPLE_RATE, open_speech
from ..bundle import Bundle
from ..errors import ExpclipError, MissingPartError
from ..networks import load_encoder
from ..speech import phones as inventory
from ..speech.alignment import Alignment, align
from ..speech.listening import listen
from ..speech.phones import Phone
from ..speech.pronunciation import words_of
from .corpus import SENTENCES
from .shards import write_shard

SHARD_SECONDS = 60.0
_LEAST_EXPLAINED = 0.7
_MOST_MISSING = 0.15
_GAP_SECONDS = (0.0, 0.35)


@dataclass(frozen=True)
class Recording:
    """One clip: its file, who speaks, the language's code and what is said."""

    file: Path
    speaker: str
    language: str
    text: str


def align_recordings(folder: Path, out: Path, bundle: Bundle, report: Callable[[float, str], None]) -> None:
    """Writes train and dev shards of the recordings in `folder` whose transcript fits their sound into `out`.

    English labels are known up to the ARPAbet view, those of other languages as espeak-ng pronounces them. Raises
    MissingPartError where there is no all_transcripts.tsv.
    """
    recordings = read_recordings(folder)
    out.mkdir(parents=True, exist_ok=True)
    held_out = held_out_speakers()
    encoder = load_encoder(bundle)
    piles: dict[str, _Pile] = {}
    fitting = 0
    for number, recording in enumerate(recordings):
        part = held_out.get(recording.speaker, "train")
        report(number / len(recordings), f"{fitting} of {number} recordings fit their text")
        if part == "test":
            continue
        spoken = _spoken(recording, encoder)
        if spoken is None:
            continue
        fitting += 1
        name = f"{part}-{'en' if recording.language == 'en' else 'other'}"
        pile = piles.setdefault(name, _Pile(out, name, arpabet=recording.language == "en"))
        pile.add(recording.speaker, *spoken)
    for pile in piles.values():
        pile.finish()
    report(1.0, f"{fitting} of {len(recordings)} recordings fit their text")


def read_recordings(folder: Path) -> list[Recording]:
    """All clips with a text, those of one speaker behind each other. Raises MissingPartError without a list."""
    table = folder / "all_transcripts.tsv"
    if not table.exists():
        raise MissingPartError(f"There is no all_transcripts.tsv in {folder}", "name the folder of the recordings")
    written = {row["file"]: row["text"] for row in _rows(SENTENCES / "recording_texts.tsv")}
    by_speaker = defaultdict(list)
    for row in _rows(table):
        text = row["text"].strip() or written.get(row["file"], "").strip()
        if text:
            by_speaker[row["speaker"]].append(Recording(folder / row["file"], row["speaker"], row["language"], text))
    return [recording for speaker in sorted(by_speaker) for recording in by_speaker[speaker]]


def held_out_speakers() -> dict[str, str]:
    """Speaker -> "dev" (may be looked at while tuning) or "test" (for the last measurement)."""
    with (SENTENCES / "held_out_speakers.csv").open(encoding="utf-8", newline="") as table:
        return {row["speaker"]: row["part"] for row in csv.DictReader(table)}


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as table:
        lines = (line for line in table if not line.startswith("#"))
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def _spoken(recording: Recording, encoder) -> tuple[np.ndarray, list[Phone]] | None:
    """Samples and phones of a recording; None where sound or text is of no use."""
    try:
        speech = open_speech(recording.file)
        words = words_of(recording.text, recording.language)
    except ExpclipError:
        return None
    log_posteriors = listen(speech, encoder, lambda done, message: None)
    heard = inventory.phones_from_frames(log_posteriors.argmax(-1), 50)
    alignment = align(words, log_posteriors.astype(np.float32), heard)
    if not _is_trusted(alignment):
        return None
    return np.concatenate(list(speech.blocks(SAMPLE_RATE))), alignment.phones


def _is_trusted(alignment: Alignment) -> bool:
    missing = len(alignment.missing) / max(1, len(alignment.words))
    return alignment.fits and alignment.explained >= _LEAST_EXPLAINED and missing <= _MOST_MISSING


class _Pile:
    """Clips that become shards of SHARD_SECONDS, with short gaps between them."""

    def __init__(self, out: Path, name: str, arpabet: bool):
        self.out, self.name, self.arpabet = out, name, arpabet
        self.written = 0
        self._clear()

    def _clear(self) -> None:
        self.sound: list[np.ndarray] = []
        self.phones: list[Phone] = []
        self.speakers: set[str] = set()
        self.seconds = 0.0

    def add(self, speaker: str, samples: np.ndarray, phones: list[Phone]) -> None:
        gap = np.zeros(int(np.random.default_rng(self.written).uniform(*_GAP_SECONDS) * SAMPLE_RATE), np.float32)
        self.sound += [gap, samples]
        self.speakers.add(speaker)
        start = self.seconds + len(gap) / SAMPLE_RATE
        self.phones += [Phone(phone.label, phone.start + start, phone.end + start) for phone in phones]
        self.seconds = start + len(samples) / SAMPLE_RATE
        if self.seconds >= SHARD_SECONDS:
            self.finish()

    def finish(self) -> None:
        """Writes what there is; less than half a shard is left out, for clips are drawn from the middle of shards."""
        if self.seconds >= SHARD_SECONDS / 2:
            write_shard(
                self.out, f"{self.name}-{self.written:04d}", np.concatenate(self.sound), self.phones,
                voice=sorted(self.speakers), recorded=True, arpabet=self.arpabet,
            )  # fmt: skip
            self.written += 1
        self._clear()
