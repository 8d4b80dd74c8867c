import csv

import numpy as np
import pytest

from expclip.core.speech import phones
from expclip.core.speech.phones import Phone, frame_labels, from_arpabet, from_ipa, phones_from_frames


def test_every_label_has_its_classes():
    assert len(set(phones.LABELS)) == phones.COUNT
    assert phones.LABELS[0] == phones.SILENCE
    assert len(set(phones.MOUTH_CLASS.values())) == 12
    assert set(phones.LIP_CLASS.values()) == {"sil", "pbm", "fv", "rounded", "vowel", "consonant"}
    assert len(set(phones.ARPABET.values())) == 40


def test_arpabet_there_and_back(root):
    with (root / "core/speech/arpabet.csv").open(encoding="utf-8") as table:
        core = [row["arpabet"] for row in csv.DictReader(table) if row["core"] == "yes"]
    assert len(core) == 39
    for name in core:
        assert phones.ARPABET[from_arpabet(name)] == name
    assert from_arpabet("AA1") == "ɑ"
    assert from_arpabet("pau") == "sil"


@pytest.mark.parametrize("table", ["phones.csv", "symbols.csv", "arpabet.csv"])
def test_every_row_has_a_source(root, table):
    with (root / "core/speech" / table).open(encoding="utf-8") as file:
        assert all(row["source"] for row in csv.DictReader(file))


def test_every_symbol_leads_to_labels():
    for labels in phones._SYMBOLS.values():
        assert labels and all(label in phones.INDEX for label in labels)


@pytest.mark.parametrize(
    ("name", "language", "labels"),
    [
        ("ˈoʊ", "en", ("oʊ",)), ("tɕh", "cmn", ("tʃ",)), ("ˈiou", "cmn", ("i", "oʊ")), ("ɔːɹ", "en", ("ɔ", "ɹ")),
        ("a", "en", ("æ",)), ("a", "es", ("a",)), ("ɐ̃ʊ̃", "pt", ("ə", "ʊ")), ("ç", "de", ("x",)),
        ("ts.h", "cmn", ("tʃ",)), ("dʲ", "ru", ("d",)), ("", "", ()), ("ʲ", "ru", ()),
    ],
)  # fmt: skip
def test_ipa_names_of_synthesisers(name, language, labels):
    assert from_ipa(name, language) == labels


def test_unknown_symbol_is_told():
    with pytest.raises(KeyError, match="symbols.csv"):
        from_ipa("☃")


def test_frames_are_read_at_their_middle():
    line = [Phone("p", 0.02, 0.05), Phone("a", 0.05, 0.08)]
    labels = [phones.LABELS[number] for number in frame_labels(line, 5, 50)]
    assert labels == ["sil", "p", "a", "a", "sil"]


def test_runs_of_frames_become_phones():
    numbers = np.array([phones.INDEX[label] for label in ("sil", "p", "p", "a")])
    assert phones_from_frames(numbers, 50) == [Phone("sil", 0.0, 0.02), Phone("p", 0.02, 0.06), Phone("a", 0.06, 0.08)]
    assert phones_from_frames([], 50) == []
