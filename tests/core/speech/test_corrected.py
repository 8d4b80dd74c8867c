from dataclasses import replace

import numpy as np
import pytest

from expclip.core.speech.corrected import corrected_phonogram, unwritten_seconds
from expclip.core.speech.decoding import Heard
from expclip.core.speech.phones import ARPABET, COUNT, INDEX, Phone
from expclip.core.speech.phonogram import phonogram_of

LABELS = ("sil", "h", "ɛ", "l", "oʊ", "m", "aɪ", "f", "ɹ", "sil")
PHONES = [Phone(label, 0.1 * place, 0.1 * (place + 1)) for place, label in enumerate(LABELS)]
FRAMES = 50


@pytest.fixture
def heard():
    """In every frame somebody doubts: a tenth of each phone's share lies elsewhere."""
    phonogram = 0.9 * phonogram_of(PHONES, FRAMES)
    phonogram[:, INDEX["ŋ"]] += 0.1
    return Heard(PHONES, phonogram, "en")


def test_the_list_as_it_was_heard_gives_what_was_heard(heard):
    assert np.array_equal(corrected_phonogram(PHONES, heard, FRAMES), heard.phonogram)


def test_a_list_names_phones_as_english_does(heard):
    """ARPAbet writes one name for the ɛ and the e of other languages."""
    other = replace(heard, phones=[replace(phone, label="e") if phone.label == "ɛ" else phone for phone in PHONES])
    same = ARPABET["e"] == ARPABET["ɛ"]
    assert np.array_equal(corrected_phonogram(PHONES, other, FRAMES), heard.phonogram) == same
    assert not np.array_equal(corrected_phonogram(PHONES, replace(other, language="fr"), FRAMES), heard.phonogram)


def test_a_corrected_phone_changes_its_own_frames_alone(heard):
    corrected = [replace(phone, label="n") if phone.label == "m" else phone for phone in PHONES]
    got = corrected_phonogram(corrected, heard, FRAMES)
    changed = np.flatnonzero((got != heard.phonogram).any(1))
    assert changed.tolist() == list(range(25, 30))
    assert (got[25:30, INDEX["n"]] == 1.0).all()


def test_a_moved_edge_changes_both_its_phones(heard):
    moved = [*PHONES]
    moved[3], moved[4] = replace(PHONES[3], end=0.44), replace(PHONES[4], start=0.44)
    changed = np.flatnonzero((corrected_phonogram(moved, heard, FRAMES) != heard.phonogram).any(1))
    assert changed.tolist() == list(range(15, 25))


def test_a_list_that_is_no_correction_is_exact(heard):
    other = [replace(phone, label="ɑ") if phone.label != "sil" else phone for phone in PHONES]
    other[1] = PHONES[1]
    assert np.array_equal(corrected_phonogram(other, heard, FRAMES), phonogram_of(other, FRAMES))
    assert corrected_phonogram([], heard, FRAMES).shape == (FRAMES, COUNT)


def test_speech_that_a_list_leaves_out_is_counted(heard):
    assert unwritten_seconds(PHONES, heard) == 0.0
    assert unwritten_seconds([], heard) == pytest.approx(0.8)
    assert unwritten_seconds(PHONES[:5], heard) == pytest.approx(0.4)
