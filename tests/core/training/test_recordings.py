"""Recordings are aligned by the models that ship: what fits its text becomes shards, what does not is left out."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("espeakng_loader")

from expclip.core.bundle import open_bundle
from expclip.core.errors import MissingPartError
from expclip.core.speech import phones
from expclip.core.training.recordings import align_recordings, held_out_speakers, read_recordings
from expclip.core.training.shards import read_shards

DEMO = Path(__file__).resolve().parents[3] / "presets" / "demo"


@pytest.fixture(scope="module")
def recordings(tmp_path_factory):
    """The demo line four times with its text, once with another one, and once by somebody who is held out."""
    folder = tmp_path_factory.mktemp("recordings")
    text = " ".join((DEMO / "line.txt").read_text(encoding="utf-8").split())
    wrong = "seventeen purple elephants were juggling oranges under the old bridge while nobody watched them at all"
    held_out = next(speaker for speaker, part in held_out_speakers().items() if part == "test")
    rows = [(f"{number}.flac", "somebody", text) for number in range(4)]
    rows += [("wrong.flac", "somebody", wrong), ("held.flac", held_out, text), ("none.flac", "somebody", "")]
    for file, _, _ in rows:
        shutil.copy(DEMO / "line.flac", folder / file)
    lines = ["file\tspeaker\tlanguage\ttext", *(f"{file}\t{speaker}\ten\t{said}" for file, speaker, said in rows)]
    (folder / "all_transcripts.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def test_what_fits_its_text_becomes_a_shard(recordings, tmp_path):
    out = tmp_path / "not" / "yet"
    align_recordings(recordings, out, open_bundle(None), lambda done, told: None)
    (shard,) = read_shards(out, "train")
    assert shard.is_recorded and shard.arpabet and shard.voice == ("somebody",)
    assert 4 * 9.2 < shard.seconds < 4 * 9.2 + 4 * 0.4
    heard = phones.frame_labels(shard.phones(), int(shard.seconds * 50), 50)
    sound = shard.sound()[: len(heard) * 320].reshape(-1, 320)
    assert np.mean(sound[heard > 0] ** 2) > 30 * np.mean(sound[heard == 0] ** 2)
    truth = [phones.ARPABET[label] for label in _true_labels()]
    found = [phones.ARPABET[phone.label] for phone in shard.phones(0.0, shard.seconds / 4)]
    assert len(set(truth) & set(found)) > 0.85 * len(set(truth))


def test_people_are_apart(recordings):
    found = read_recordings(recordings)
    assert len(found) == 6 and [row.speaker for row in found] == sorted(row.speaker for row in found)
    assert set(held_out_speakers().values()) == {"dev", "test"}


def test_without_a_list_it_is_told(tmp_path):
    with pytest.raises(MissingPartError, match=r"all_transcripts\.tsv"):
        read_recordings(tmp_path)


def _true_labels():
    rows = json.loads((DEMO / "phones.json").read_text(encoding="utf-8"))
    names = [row["phone"] if isinstance(row, dict) else row[0] for row in rows]
    return [name if name in phones.INDEX else phones.from_arpabet(name) for name in names if name != "sil"]
