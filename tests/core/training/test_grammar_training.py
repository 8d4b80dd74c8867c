import gzip

import numpy as np
import pytest

pytest.importorskip("espeakng_loader")
torch = pytest.importorskip("torch")

from expclip.core.bundle import open_bundle  # noqa: E402
from expclip.core.speech.grammar import grammar_of, grammars_of  # noqa: E402
from expclip.core.speech.phones import COUNT, INDEX, LABELS  # noqa: E402
from expclip.core.training import grammar as module  # noqa: E402
from expclip.core.training.grammar import count_phones, count_words, train_grammar  # noqa: E402


def number(first: str, second: str, third: str) -> int:
    return (INDEX[first] * COUNT + INDEX[second]) * COUNT + INDEX[third]


def test_texts_are_counted_phone_by_phone():
    counts = count_phones(["Cat.", "Cat!"], "en")
    times = dict(zip(counts.trigrams.tolist(), counts.times.tolist(), strict=True))
    assert times[number("k", "æ", "t")] == 2
    assert times[number("sil", "sil", "k")] == 2 and times[number("t", "sil", "sil")] == 2
    assert sum(times.values()) == 2 * 5


def test_english_is_counted_as_a_dictionary_writes_it():
    counts = count_phones(["butter, better, the little letter"] * 5, "en")
    grammar = grammar_of("en", counts)
    assert not {"ə", "ɾ", "ʔ", "a"} & set(grammar.phones)
    assert {"t", "ʌ", "ɜ", "l"} <= set(grammar.phones)


def test_words_are_counted_as_they_are_spoken():
    words = count_words(["Two cats, two cats!", "too many cats", "a rare word"])
    ends = [place for place, label in enumerate(words.labels) if label == INDEX["sil"]]
    starts = [0, *(end + 1 for end in ends[:-1])]
    told = {
        "".join(LABELS[label] for label in words.labels[start:end]): int(times)
        for start, end, times in zip(starts, ends, words.times, strict=True)
    }
    assert told == {"kæts": 3, "tu": 3}


def test_a_bundle_gets_the_grammars_of_the_corpus(tmp_path, monkeypatch):
    corpus = tmp_path / "corpus"
    (corpus / "tead").mkdir(parents=True)
    (corpus / "sentences_en.txt").write_text("The cat sat on the mat.\n", encoding="utf-8")
    (corpus / "sentences_es.txt").write_text("La mesa es para comer.\n", encoding="utf-8")
    (corpus / "tead" / "es.tsv").write_text("text\temotion\tsituation\nalegre\tjoy\tel perro\n", encoding="utf-8")
    (corpus / "tead_seed.jsonl").write_text('{"text": "a zoo", "situations": ["a yacht"]}\n', encoding="utf-8")
    (corpus / "recording_texts.tsv").write_text(
        "# of recordings\nfile\ttext\tsource\na.opus\ta vision\tbook\nb.opus\toil\tslots\n", encoding="utf-8"
    )
    goemotions = tmp_path / "goemotions"
    goemotions.mkdir()
    with gzip.open(goemotions / "train.tsv.gz", "wt", encoding="utf-8") as file:
        file.write("[NAME] has a choir\t3\tid\n")
    monkeypatch.setattr(module, "CORPUS", corpus)
    told: list[float] = []
    for folder in ("one", "two"):
        train_grammar(tmp_path / folder, lambda done, message: told.append(done), goemotions)
    assert told[-1] == 1.0 and max(told) == 1.0
    bundle = open_bundle(tmp_path / "one")
    grammars = grammars_of(bundle.part("grammar"), bundle.tensors("grammar"))
    assert list(grammars) == ["en", "es"]
    assert {"z", "j", "w", "ʒ"} <= set(grammars["en"].phones) and "ɔɪ" not in grammars["en"].phones
    assert "r" in grammars["es"].phones
    assert grammars["es"].lexicon is None
    assert np.allclose(grammars["en"].after_two.sum(2), 1.0, atol=1e-5)
    assert (tmp_path / "one" / "grammar.safetensors").read_bytes() == (
        tmp_path / "two" / "grammar.safetensors"
    ).read_bytes()
