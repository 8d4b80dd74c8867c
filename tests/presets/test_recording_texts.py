"""The texts of recordings that come without: one row a clip, plain words, and exactly the clips that need them."""

import csv
import re
from pathlib import Path

import pytest

from expclip.core.training.corpus import SENTENCES
from expclip.core.training.recordings import held_out_speakers

TABLE = SENTENCES / "recording_texts.tsv"
RECORDINGS = Path(__file__).resolve().parents[3] / "shared/data/real_speech"
_SOURCES = {"book", "hypothesis", "slots"}
_WORD = re.compile(r"[a-z]+('[a-z]+)*")


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as table:
        lines = (line for line in table if not line.startswith("#"))
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_each_clip_has_one_row_and_a_text_has_its_source():
    rows = _read(TABLE)
    assert len({row["file"] for row in rows}) == len(rows) > 600
    for row in rows:
        assert bool(row["text"]) == (row["source"] in _SOURCES), row
        assert row["source"] in _SOURCES | {""}, row


def test_texts_are_plain_words_as_spoken():
    for row in _read(TABLE):
        words = row["text"].split()
        assert " ".join(words) == row["text"]
        assert all(_WORD.fullmatch(word) for word in words), row
        assert not {"mr", "mrs", "dr"} & set(words), row


def test_most_clips_have_a_text():
    with_text = [row for row in _read(TABLE) if row["text"]]
    readers = [row for row in with_text if row["file"].startswith("librispeech_samples/")]
    assert len(readers) >= 220 and len(with_text) >= 640


def test_the_rows_are_the_clips_without_text_and_no_held_out_speaker():
    if not (RECORDINGS / "all_transcripts.tsv").exists():
        pytest.skip("the recordings do not lie beside the project")
    clips = {row["file"]: row for row in _read(RECORDINGS / "all_transcripts.tsv")}
    held_out = held_out_speakers()
    for row in _read(TABLE):
        assert not clips[row["file"]]["text"].strip(), row
        assert clips[row["file"]]["speaker"] not in held_out, row
