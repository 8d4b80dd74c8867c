"""Counts the phone grammars from texts that espeak-ng turns into phones."""

import csv
import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

from ..bundle import write_part
from ..speech.grammar import ENGLISH, PART, Counts, Words, english_label
from ..speech.phones import COUNT, INDEX, LABELS, SILENCE
from ..speech.pronunciation import Word, words_of

CORPUS = Path(__file__).resolve().parents[2] / "presets" / "corpus"
_TEXT_COLUMNS = ("text", "situation")
_LANGUAGE_OF_TABLE = {"zh": "cmn"}
_ENGLISH_WORD = re.compile(r"([^\w'’]*)([\w'’]+)")
_MARKS = re.compile(r"\[[A-Z]+\]|https?://\S+|/?[ru]/\w+|[*_~^<>{}\[\]|#]")
_DICTIONARY_FORM = 0.35
"""How often a word that has weak forms too is spoken as the dictionary has it."""
_PAUSE_AT_MARK, _PAUSE_ELSEWHERE = 0.8, 0.04
_SEED = 0
_RAREST_WORD = 3
_MOST = np.iinfo(np.int32).max


def train_grammar(out_bundle: Path, report: Callable[[float, str], None], goemotions: Path | None = None) -> None:
    """Writes the part "grammar" of a bundle: counts of three phones in a row for each language of the corpus, and of
    English words.

    Counted are the written corpus that ships, with what is said in the recordings of recording_texts.tsv, and with
    `goemotions` (its folder; CC BY 4.0) its training texts as English. The same texts give the same counts.
    Raises MissingPartError without espeak-ng, OutputError.
    """
    texts = {language: list(lines) for language, lines in _texts(goemotions).items()}
    tensors: dict = {}
    for done, (language, lines) in enumerate(texts.items()):
        report(done / len(texts), f"Phones of {language}, {len(lines)} texts")
        tensors |= _tensors(language, count_phones(lines, language))
        if language == ENGLISH:
            tensors |= _word_tensors(count_words(lines))
    config = {"phones": list(LABELS), "languages": list(texts)}
    write_part(out_bundle, PART, config, tensors)
    report(1.0, f"Grammars of {len(texts)} languages")


def count_phones(texts: list[str], language: str) -> Counts:
    """Counts of three phones in a row, silence at the ends and at some of the pauses that punctuation asks for."""
    chance = random.Random(_SEED)
    often = np.zeros(COUNT**3, np.int64)
    silence = INDEX[SILENCE]
    for text in texts:
        words = _english_words(text) if language == ENGLISH else words_of(text, language)
        spoken = [silence, silence]
        for labels in _spoken(words, language, chance):
            spoken += labels or (silence,)
        spoken += [silence, silence]
        row = np.array(spoken)
        np.add.at(often, (row[:-2] * COUNT + row[1:-1]) * COUNT + row[2:], 1)
    trigrams = np.flatnonzero(often)
    return Counts(trigrams.astype(np.int32), np.minimum(often[trigrams], _MOST).astype(np.int32))


def count_words(texts: list[str]) -> Words:
    """Counts of English words by how they are spoken; those that are rarer than _RAREST_WORD are left away."""
    chance = random.Random(_SEED)
    often: Counter[tuple[int, ...]] = Counter()
    for text in texts:
        often.update(filter(None, _spoken(_english_words(text), ENGLISH, chance)))
    known = sorted((labels, times) for labels, times in often.items() if times >= _RAREST_WORD)
    flat = [number for labels, _ in known for number in (*labels, INDEX[SILENCE])]
    return Words(np.array(flat, np.uint8), np.array([times for _, times in known], np.int32))


def _english_words(text: str) -> list[Word]:
    """Word by word, each looked up once: fifty thousand texts take seconds, and weak forms come from a table."""
    words: list[Word] = []
    for marks, token in _ENGLISH_WORD.findall(text):
        first, *others = _english_word(token.lower()) or (Word(token, ()),)
        words += [replace(first, pause=bool(marks.strip())), *others]
    return words


@cache
def _english_word(token: str) -> tuple[Word, ...]:
    return tuple(words_of(token, ENGLISH))


def _spoken(words: list[Word], language: str, chance: random.Random) -> Iterator[tuple[int, ...]]:
    """A reading of the words: the inventory numbers of each, and an empty one for a pause."""
    for place, word in enumerate(words):
        if not word.variants:
            continue
        if place and chance.random() < (_PAUSE_AT_MARK if word.pause else _PAUSE_ELSEWHERE):
            yield ()
        first, *weak = word.variants
        labels = chance.choice(weak) if weak and chance.random() > _DICTIONARY_FORM else first
        yield tuple(INDEX[english_label(label) if language == ENGLISH else label] for label in labels)


def _texts(goemotions: Path | None) -> dict[str, Iterator[str]]:
    """language -> texts, English first."""
    texts: dict[str, list[str]] = {ENGLISH: []}
    for path in sorted(CORPUS.glob("sentences_*.txt")):
        language = path.stem.removeprefix("sentences_")
        texts.setdefault(language, []).extend(path.read_text(encoding="utf-8").splitlines())
    for path in sorted((CORPUS / "tead").glob("*.tsv")):
        language = _LANGUAGE_OF_TABLE.get(path.stem, path.stem)
        for row in _rows(path):
            texts[language if language in texts else ENGLISH] += [row.get(column) or "" for column in _TEXT_COLUMNS]
    for line in (CORPUS / "tead_seed.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        texts[ENGLISH] += [row["text"], *row["situations"]]
    texts[ENGLISH] += [row["text"] for row in _rows(CORPUS / "recording_texts.tsv") if row["source"] != "slots"]
    if goemotions is not None:
        with gzip.open(goemotions / "train.tsv.gz", "rt", encoding="utf-8") as lines:
            texts[ENGLISH] += [line.partition("\t")[0] for line in lines]
    return {language: filter(None, map(_plain, lines)) for language, lines in texts.items()}


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as table:
        lines = (line for line in table if not line.startswith("#"))
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def _plain(text: str) -> str:
    return _MARKS.sub(" ", text).strip(" -")


def _tensors(language: str, counts: Counts) -> dict:
    import torch

    return {
        f"{language}.trigrams": torch.from_numpy(counts.trigrams),
        f"{language}.times": torch.from_numpy(counts.times),
    }


def _word_tensors(words: Words) -> dict:
    import torch

    return {
        f"{ENGLISH}.words": torch.from_numpy(words.labels),
        f"{ENGLISH}.word_times": torch.from_numpy(words.times),
    }
