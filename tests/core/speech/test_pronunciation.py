import csv
from pathlib import Path

import pytest

pytest.importorskip("espeakng_loader")

from expclip.core.errors import SettingsError
from expclip.core.speech import pronunciation
from expclip.core.speech.phones import ARPABET, KIND
from expclip.core.speech.pronunciation import language_by_script, voice_of, words_of

TABLES = Path(pronunciation.__file__).parent


def rows(name: str) -> list[dict[str, str]]:
    with (TABLES / name).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def english(text: str) -> list[str]:
    """The first variant of each word in ARPAbet."""
    return [" ".join(ARPABET[label] for label in word.variants[0]) for word in words_of(text, "en")]


@pytest.mark.parametrize("row", rows("english_forms.csv"), ids=lambda row: row["example"])
def test_english_is_told_as_in_a_dictionary(row):
    assert english(row["example"]) == [row["arpabet"]]
    assert row["source"]


@pytest.mark.parametrize(
    "word, arpabet",
    [
        ("pepper", "p eh p er"),
        ("thoughtful", "th ao t f ah l"),
        ("measure", "m eh zh er"),
        ("yes", "y eh s"),
        ("church", "ch er ch"),
        ("judge", "jh ah jh"),
        ("boys", "b oy z"),
        ("house", "hh aw s"),
        ("fire", "f ay er"),
        ("singing", "s ih ng ih ng"),
        ("wanted", "w aa n t ah d"),
        ("don't", "d ow n t"),
        ("any", "eh n iy"),
    ],
)
def test_english_words(word, arpabet):
    found = {" ".join(ARPABET[label] for label in variant) for variant in words_of(word, "en")[0].variants}
    assert arpabet in found | {phones.replace("ao", "aa") for phones in found}


@pytest.mark.parametrize("row", rows("japanese_forms.csv"), ids=lambda row: row["example"])
def test_japanese_is_put_right(row):
    assert " ".join(words_of(row["example"], "ja")[0].variants[0]) == row["labels"]
    assert row["source"]


@pytest.mark.parametrize("katakana, hiragana", [
    ("キャンプ", "きゃんぷ"), ("コーヒー", "こーひー"), ("ｷｬﾝﾌﾟ", "きゃんぷ"), ("カップ", "かっぷ"),
    ("ヴァイオリン", "ゔぁいおりん"),
])  # fmt: skip
def test_katakana_sounds_as_hiragana(katakana, hiragana):
    read, as_hiragana = words_of(katakana, "ja"), words_of(hiragana, "ja")
    assert len(read) == 1 and read[0].variants and read[0].variants == as_hiragana[0].variants


def test_japanese_without_spaces_is_words():
    words = words_of("真っ昼間なのにキャンプの外れの電柱に、電球がともっていた", "ja")
    assert [word.text for word in words if not word.variants] == ["真っ昼間", "外", "電柱", "電球"]
    assert [word.text for word in words if word.variants] == [
        "なのに",
        "キャンプ",
        "の",
        "れの",
        "に",
        "がともっていた",
    ]
    assert [word.text for word in words if word.pause] == ["電球"]


def test_japanese_particles_and_endings_sound_otherwise():
    assert ("w", "a") in words_of("わたし は", "ja")[1].variants
    assert ("e",) in words_of("うち へ", "ja")[1].variants
    assert ("d", "e", "s") in words_of("です", "ja")[0].variants


def test_every_weak_form_is_a_variant_of_its_word():
    for row in rows("weak_forms.csv"):
        variants = words_of(row["word"], "en")[0].variants
        assert row["arpabet"].split() in [[ARPABET[label] for label in variant] for variant in variants], row
        assert row["source"]


def test_numbers_signs_and_marks():
    assert english("20") == ["t w eh n t iy"]
    assert english("e-mail <breath> {laughs} me") == ["iy", "m ey l", "m iy"]
    assert english("") == [] and english(" ... !? -- ") == []


def test_capitals_are_not_spelt():
    assert english("GIVE IT TO US") == english("give it to us")


def test_punctuation_asks_for_a_pause_before_the_next_word():
    words = words_of("Well, now (at 3.5 seconds) then: go", "en")
    assert [word.text for word in words] == ["Well", "now", "at", "3.5", "seconds", "then", "go"]
    assert [word.pause for word in words] == [False, True, True, False, False, True, True]


def test_british_english_drops_its_r():
    assert "ɹ" in words_of("car", "en")[0].variants[0] and "ɹ" not in words_of("car", "en-gb")[0].variants[0]


def test_connected_speech_is_a_variant():
    assert ("l", "e", "z") in words_of("les enfants", "fr")[0].variants
    assert ("x", "ɑ", "ŋ") in words_of("银行", "zh")[1].variants


@pytest.mark.parametrize(
    "language, text, count",
    [
        ("es", "Hola, ¿qué tal?", 3),
        ("de", "Ich möchte das nicht.", 4),
        ("fr", "Il n'est pas là.", 4),
        ("cmn", "你好，世界", 4),
        ("ja", "こんにちは、せかい", 2),
        ("hi", "नमस्ते दुनिया", 2),
        ("ar", "مرحبا بالعالم", 2),
        ("ru", "Привет, мир", 2),
        ("ko", "안녕하세요 세계", 2),
        ("pt-BR", "Bom dia a todos", 4),
        ("th", "สวัสดี", 1),
    ],
)
def test_languages(language, text, count):
    words = words_of(text, language)
    assert len(words) == count
    for word in words:
        assert word.variants and all(label in KIND for variant in word.variants for label in variant), word


def test_chinese_tones_are_no_vowels():
    assert all("ɜ" not in variant for word in words_of("你好朋友", "cmn") for variant in word.variants)


def test_what_cannot_be_read_has_no_variants():
    assert [bool(word.variants) for word in words_of("電柱に", "ja")] == [False, True]
    assert [bool(word.variants) for word in words_of("漢 test", "en")] == [False, True]


def test_an_unknown_language_is_told():
    with pytest.raises(SettingsError, match="'klingonese'"):
        words_of("nuqneH", "klingonese")
    assert voice_of("en-US") == "en-us" and voice_of("zh_CN") == "cmn" and voice_of("de-AT") == "de"


@pytest.mark.parametrize(
    "text, language",
    [
        ("Hello", None),
        ("你好", "cmn"),
        ("世界はひとつ", "ja"),
        ("세계", "ko"),
        ("мир", "ru"),
        ("123", None),
        ("नमस्ते", "hi"),
    ],
)
def test_letters_tell_the_language(text, language):
    assert language_by_script(text) == language
