import json
import os

import pytest

from expclip.core.errors import PhonesError
from expclip.core.speech.phone_file import phones_json, read_phones, write_phones
from expclip.core.speech.phones import LABELS, Phone

LINE = [Phone("sil", 0.0, 0.31), Phone("p", 0.31, 0.4), Phone("ɑ", 0.4, 0.52), Phone("ʃ", 0.52, 0.6)]


@pytest.fixture
def file(tmp_path):
    def write(data) -> str:
        path = tmp_path / "phones.json"
        path.write_bytes(data if isinstance(data, bytes) else json.dumps(data).encode())
        return str(path)

    return write


def entry(phone="p", start=0.1, end=0.2, **more) -> dict:
    return {"phone": phone, "start": start, "end": end} | more


def test_english_is_arpabet_and_other_languages_are_ipa():
    assert [entry["phone"] for entry in json.loads(phones_json(LINE, "en-gb"))] == ["sil", "p", "aa", "sh"]
    assert [entry["phone"] for entry in json.loads(phones_json(LINE, "de"))] == ["sil", "p", "ɑ", "ʃ"]
    assert json.loads(phones_json(LINE, "de"))[1] == {"phone": "p", "start": 0.31, "end": 0.4}


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("read_as", ["auto", None])
def test_a_list_comes_back(tmp_path, language, read_as):
    write_phones(LINE, language, tmp_path / "a.json")
    assert read_phones(tmp_path / "a.json", 0.6, read_as or language) == LINE


def test_every_ipa_label_comes_back(tmp_path):
    phones = [Phone(label, 0.1 * number, 0.1 * number + 0.1) for number, label in enumerate(LABELS)]
    write_phones(phones, "fr", tmp_path / "a.json")
    assert [phone.label for phone in read_phones(tmp_path / "a.json", 100.0)] == list(LABELS)


def test_y_is_what_its_alphabet_says(file):
    assert read_phones(file([entry("y"), entry("uw", 0.2, 0.3)]), 1.0)[0].label == "j"
    assert read_phones(file([entry("y"), entry("ø", 0.2, 0.3)]), 1.0)[0].label == "y"
    assert read_phones(file([entry("y")]), 1.0, "en")[0].label == "j"


def test_other_spellings(file):
    phones = read_phones(file([entry("AA1"), entry("Sil", 0.2, 0.3), entry("ʃ", 0.3, 0.4)]), 1.0, "en")
    assert [phone.label for phone in phones] == ["ɑ", "sil", "ʃ"]
    whole = read_phones(file([entry("iou", 0.1, 0.3, word="yo", note=3)]), 1.0, "cmn")
    assert [phone.label for phone in whole] == ["i", "oʊ"]
    assert whole[0].end == whole[1].start == pytest.approx(0.2)


def test_a_list_may_end_a_little_late_and_touch(file):
    phones = read_phones(file([entry("p", 0.1, 0.5004), entry("s", 0.5, 1.04)]), 1.0)
    assert phones[0].end == phones[1].start


def test_an_empty_list_is_a_silent_line(file):
    assert read_phones(file([]), 1.0) == []


@pytest.mark.parametrize("data, told", [
    ([entry("p", 0.1, 0.3), entry("s", 0.2, 0.4)], "Phone 2 .* before the one before it ends"),
    ([entry("p", 0.5, 0.6), entry("s", 0.1, 0.2)], "Phone 2 .* before the one before it ends"),
    ([entry("p", 0.3, 0.3)], "ends at 0.3 s and starts at 0.3 s"),
    ([entry("p", 0.3, 0.2)], "ends at 0.2 s and starts at 0.3 s"),
    ([entry("p", -0.1, 0.2)], "starts at -0.1 s"),
    ([entry("p", 0.9, 1.5)], "after the end of the line at 1.00 s"),
    ([entry("bang")], "'bang'.* is unknown"),
    ([entry("")], "is unknown"),
    ([entry("@")], "'@'.* is unknown"),
    ([entry("p", "0.1")], "no start and end"),
    ([entry("p", True)], "no start and end"),
    ([entry("p", 0.1, float("nan"))], "no start and end"),
    ([entry("p", 0.1, 10**400)], "no start and end"),
    ([{"phone": "p", "start": 0.1}], "no start and end"),
    ([{"start": 0.1, "end": 0.2}], "Entry 1 .* has no phone"),
    ([entry(7)], "Entry 1 .* has no phone"),
    (["p"], "Entry 1 .* has no phone"),
    ({"phones": []}, "is no list of phones"),
    (b"[{]", "not valid JSON in line 1, column 3"),
    (b"", "not valid JSON"),
    (b"\xff\xfe\x00", "no text file in UTF-8"),
    (b"[" * 100000, "is no text file|not valid JSON"),
])
def test_what_is_wrong_is_told_in_a_sentence(file, data, told):
    with pytest.raises(PhonesError, match=told) as failure:
        read_phones(file(data), 1.0)
    assert failure.value.remedy and "\n" not in str(failure.value) and not failure.value.sentence.endswith(".")


def test_an_editor_s_mark_at_the_start_does_not_matter(file):
    assert read_phones(file(b"\xef\xbb\xbf" + json.dumps([entry()]).encode()), 1.0) == [Phone("p", 0.1, 0.2)]


def test_files_that_are_not_there(tmp_path):
    with pytest.raises(PhonesError, match="does not exist"):
        read_phones(tmp_path / "no.json", 1.0)
    with pytest.raises(PhonesError, match="cannot be read"):
        read_phones(tmp_path, 1.0)
    if os.name == "posix":
        with pytest.raises(PhonesError):
            read_phones("a\0b", 1.0)
