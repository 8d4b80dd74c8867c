"""Prompts in other languages, in the English that the reader understands."""

import csv
import tomllib

import pytest

from expclip.core.expression import corpus
from expclip.core.expression.grammar.languages import TABLES, language_of, translate

CODES = ("de", "es", "fr", "hi", "ja", "ko", "pt", "zh")


@pytest.mark.parametrize(
    ("prompt", "english"),
    [
        ("triste", "sad"),
        ("muy enfadado", "very angry"),
        ("no está enfadado, solo cansado", "not angry, but tired"),
        ("Augenbrauen hochgezogen, Mund offen", "brow raised, mouth open"),
        ("nicht wütend, sondern traurig", "not angry, but sad"),
        ("la ceja izquierda levantada", "brow left raised"),
        ("très heureux", "very happy"),
        ("au bord des larmes", "on the verge of tears"),
        ("morrendo de medo", "terrified"),
        ("不是生气，只是累", "not angry, but tired"),
        ("有点难过", "slightly sad"),
        ("怒っているのではなく、疲れている", "not angry, tired"),
        ("とても嬉しい", "very happy"),
        ("아주 슬픈 표정", "very sad"),
        ("बहुत खुश", "very happy"),
        ("गुस्सा नहीं, बस थका हुआ", "not angry, but tired"),
        ("怒っていない", "not angry"),
        ("笑っていません、悲しい", "not smiling, sad"),
        ("er lächelt nicht, sie weint", "not smiling, crying"),
        ("traurig oder nicht", "sad"),
        ("नहीं डरा", "not afraid"),
        ("전혀 놀라지 않은", "not surprised"),
        ("Augen zu", "eyes closed"),
        ("elle ne pleure pas du tout", "not crying"),
        ("n'est plus en colère", "not angry"),
        ("화가 안 났어", "not angry"),
        ("sem sorrir, evita o olhar", "not smiling, looks away"),
        ("intenta no llorar", "trying not to cry"),
        ("versucht, nicht zu lachen", "trying not to laugh"),
        ("目が笑っていない", "smile that does not reach the eyes"),
        ("만족스러운", "satisfied"),
        ("不是生氣，只是難過", "not angry, but sad"),
        ("她驚訝地張著嘴", "surprised open mouth"),
        ("安堵", "relieved"),
    ],
)
def test_prompts_in_english(prompt, english):
    assert translate(prompt).english == english


@pytest.mark.parametrize(("prompt", "code"), [
    ("絶望", "ja"), ("驚愕して", "ja"), ("絕望", "zh"), ("绝望", "zh"), ("微笑", "zh"),
])  # fmt: skip
def test_ideographs_are_of_the_language_that_knows_them(prompt, code):
    assert language_of(prompt) == code


@pytest.mark.parametrize("prompt", ["angry", "in agony", "AU L10", "a sad smile", "dunno", "12", ":)", "xqzt brrk"])
def test_english_and_nonsense_are_left_to_the_english_reader(prompt):
    assert translate(prompt) is None


@pytest.mark.parametrize("word", ["nervousness", "intimidated", "staunch", "nervy", "lachrymose", "timidity"])
def test_rare_english_words_for_feelings_are_english(word):
    assert language_of(word) is None


def test_what_is_unknown_is_told():
    told = translate("triste como una ornitorrinca")
    assert told.language == "Spanish" and told.unknown == ("ornitorrinca",)


def test_english_of_the_corpus_is_never_another_language():
    taken = 0
    for path in (corpus.FOLDER / "tead").glob("*.tsv"):
        if len(path.stem) > 2:
            with path.open(encoding="utf-8", newline="") as lines:
                taken += sum(language_of(row["text"]) is not None for row in csv.DictReader(lines, delimiter="\t"))
    assert taken <= 3


@pytest.mark.parametrize(("code", "share"), [(code, 0.95 if code in ("ja", "ko", "zh") else 0.65) for code in CODES])
def test_the_language_is_recognised(code, share):
    with (corpus.FOLDER / "tead" / f"{code}.tsv").open(encoding="utf-8", newline="") as lines:
        found = [language_of(row["text"]) for row in csv.DictReader(lines, delimiter="\t")]
    assert found.count(code) >= share * len(found)


@pytest.mark.parametrize("code", CODES)
def test_every_table_says_what_every_other_says(code):
    said, spanish = (tomllib.loads((TABLES / f"{name}.toml").read_text("utf-8"))["say"] for name in (code, "es"))
    lettered = {"not", "excited", "lowered", "wide open", "hiding", "pressed", "winks"}
    assert set(spanish) - set(said) <= lettered, "feelings and muscles are the same in all tables"
    assert all(phrases.strip() for phrases in said.values())
    entries = [phrase.strip() for phrases in said.values() for phrase in phrases.split(",")]
    assert not [phrase for phrase in entries if "*" in phrase[:-1]], "a stem ends its phrase"
