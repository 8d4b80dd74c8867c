"""Pronunciation: a text in any language that espeak-ng reads -> its words, each with the phones it may be spoken in."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from ..errors import SettingsError
from . import japanese
from .espeak import SEPARATOR, load_espeak
from .phones import ARPABET, from_arpabet, from_ipa

_VOICES = {"en": "en-us", "en-gb": "en", "zh": "cmn", "zh-hk": "yue", "zh-yue": "yue", "no": "nb", "iw": "he"}
"""Codes that espeak-ng calls otherwise, or for which one of its voices is nearest to a dictionary."""
_WORDS_IN_A_PIECE = 40
_MARKUP = re.compile(r"<[^<>]*>|\{[^{}]*\}")
_PAUSES = frozenset('.,;:!?…—–()"“”«»。！？，、；：।؟،')
_IDEOGRAPH = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_OTHER_LANGUAGE = re.compile(r"\([a-z-]+\)")
_TONES_IN_LETTERS = frozenset({"cmn", "yue", "hak", "th", "vi", "my", "shn"})
"""Languages whose third tone espeak-ng's IPA writes as the vowel ɜ, which they do not have."""

_FORMS = {"en-us": "english_forms.csv", "ja": "japanese_forms.csv"}

Labels = tuple[str, ...]


@dataclass(frozen=True)
class Word:
    """One word of a text.

    variants: phones (labels of phones.LABELS) it may be spoken in, the dictionary's first; none where espeak-ng cannot
    read it. pause: whether punctuation before it asks for a pause.
    """

    text: str
    variants: tuple[Labels, ...]
    pause: bool = False


def words_of(text: str, language: str) -> list[Word]:
    """The words of `text` (marks in <...> and {...} left out) in the language of a code such as "en", "en-gb", "cmn".

    English is told as an American dictionary would (CMUdict: no flaps, no syllabic consonants), with the weak forms of
    weak_forms.csv; "en-gb" as a British one. Languages without spaces: Chinese is taken character by character,
    Japanese by kinds of letters (japanese.py), others by the stretches between punctuation. espeak-ng cannot read
    Japanese kanji, nor does it know the vowels that Arabic, Persian or Hebrew leave unwritten: such words have no
    variants, or lack these vowels.

    Raises SettingsError for a language that espeak-ng does not speak, MissingPartError without espeak-ng.
    """
    voice = voice_of(language)
    words: list[Word] = []
    for piece in _pieces(_tokens(text, voice)):
        alone = [_alone(token, voice) for token, _ in piece]
        spoken = _in_context([token for token, _ in piece], alone, voice)
        for (token, pause), isolated, connected in zip(piece, alone, spoken, strict=True):
            words.append(Word(token, _variants(token, isolated, connected, voice), pause))
    return words


def voice_of(language: str) -> str:
    """espeak-ng's voice for a language code ("de", "en-US", "zh"). Raises SettingsError, MissingPartError."""
    espeak = load_espeak()
    code = language.strip().lower().replace("_", "-")
    for name in (code, code.partition("-")[0]):
        voice = _VOICES.get(name, name)
        try:
            espeak.choose(voice)
            return voice
        except ValueError:
            continue
    raise SettingsError(
        f"The language '{language[:40]}' is unknown", "give a code such as en, en-gb, es, de, fr, cmn, ja, hi or ar"
    )


def language_by_script(text: str) -> str | None:
    """The language that the letters of a text tell by themselves: "cmn", "ja", "ko", "ru", ... None for Latin ones."""
    scripts = [unicodedata.name(letter, "").partition(" ")[0] for letter in text if letter.isalpha()]
    if not scripts:
        return None
    if {"HIRAGANA", "KATAKANA"} & set(scripts):
        return "ja"
    return _LANGUAGE_OF_SCRIPT.get(max(set(scripts), key=scripts.count))


_LANGUAGE_OF_SCRIPT = {
    "CJK": "cmn",
    "HANGUL": "ko",
    "CYRILLIC": "ru",
    "DEVANAGARI": "hi",
    "ARABIC": "ar",
    "GREEK": "el",
    "HEBREW": "he",
    "THAI": "th",
    "BENGALI": "bn",
    "TAMIL": "ta",
    "TELUGU": "te",
    "GEORGIAN": "ka",
    "ARMENIAN": "hy",
}
"""The first word of a letter's Unicode name -> the language with most speakers that is written so."""


def _tokens(text: str, voice: str) -> Iterator[tuple[str, bool]]:
    """(word, whether a pause is asked for before it)."""
    text = _MARKUP.sub(" ", unicodedata.normalize("NFC", text))
    if voice == "ja":
        text = japanese.divided(text)
    if not any(letter.islower() for letter in text):
        text = text.lower()  # all in capitals, espeak-ng would spell some words
    pause = False
    for chunk in re.split(r"\s+|(?<=\w)[-‐](?=\w)", text.replace("’", "'")):
        while chunk:
            word = re.match(r"[^\W_][.,:'](?=[^\W_])|\W|_|[^\W_]", chunk)
            assert word is not None
            if not chunk[0].isalnum() and chunk[0] not in "$€£":
                pause |= chunk[0] in _PAUSES
                chunk = chunk[1:]
                continue
            if _IDEOGRAPH.match(chunk):
                token = (japanese.kanji_at_start(chunk) if voice == "ja" else "") or chunk[0]
            else:
                token = _word_at_start(chunk)
            yield token, pause
            pause, chunk = False, chunk[len(token) :]


def _word_at_start(chunk: str) -> str:
    """The letters and digits up to the next punctuation or ideograph: "don't", "3.5%", "U.S.A"."""
    end = 1
    while end < len(chunk) and not _IDEOGRAPH.match(chunk[end]):
        letter, after = chunk[end], chunk[end + 1 : end + 2]
        inside = letter in ".,:'&/@" and after.isalnum() and not _IDEOGRAPH.match(after)
        if not (
            letter.isalnum()
            or inside
            or letter in "%°$€£"
            or unicodedata.combining(letter)
            or unicodedata.category(letter) in ("Mc", "Mn", "Lm")
        ):
            break
        end += 1
    return chunk[:end]


def _pieces(tokens: Iterable[tuple[str, bool]]) -> Iterator[list[tuple[str, bool]]]:
    """Words that are spoken in one breath: up to a pause, or _WORDS_IN_A_PIECE."""
    piece: list[tuple[str, bool]] = []
    for token in tokens:
        if piece and (token[1] or len(piece) == _WORDS_IN_A_PIECE):
            yield piece
            piece = []
        piece.append(token)
    if piece:
        yield piece


@lru_cache(maxsize=20000)
def _alone(token: str, voice: str) -> Labels:
    """The phones of one word by itself; empty where espeak-ng only names its letters."""
    espeak = load_espeak()
    espeak.choose(voice)
    clauses = list(espeak.ipa(token))
    foreign = not any(unicodedata.name(letter, "").startswith("LATIN") or letter.isdigit() for letter in token)
    if foreign and (voice.startswith("en") or any("(en" in clause for clause in clauses)):
        return ()
    return _labels(clauses, voice)


def _in_context(tokens: Sequence[str], alone: Sequence[Labels], voice: str) -> list[Labels]:
    """The phones of each word in connected speech: a clause's phones, divided as those of the words by themselves."""
    espeak = load_espeak()
    espeak.choose(voice)
    spaced = ("" if _IDEOGRAPH.match(tokens[0]) and voice != "ja" else " ").join(
        token for token, labels in zip(tokens, alone, strict=True) if labels
    )
    connected = _labels(espeak.ipa(spaced), voice)
    owners = [number for number, labels in enumerate(alone) for _ in labels]
    parts: list[list[str]] = [[] for _ in tokens]
    for label, number in zip(
        connected, _owners([label for labels in alone for label in labels], owners, connected), strict=True
    ):
        parts[number].append(label)
    return [tuple(part) for part in parts]


def _owners(alone: Sequence[str], owners: Sequence[int], connected: Sequence[str]) -> list[int]:
    """Which word each connected phone belongs to, by the smallest edit distance to the words' phones by themselves."""
    if not alone:
        return [0] * len(connected)
    rows, columns = len(connected) + 1, len(alone) + 1
    cost = np.zeros((rows, columns))
    cost[0], cost[:, 0] = np.arange(columns), np.arange(rows)
    differs = np.array([[0.0 if one == other else 1.1 for other in alone] for one in connected]).reshape(rows - 1, -1)
    for row in range(1, rows):
        for column in range(1, columns):
            cost[row, column] = min(
                cost[row - 1, column - 1] + differs[row - 1, column - 1],
                cost[row - 1, column] + 1,
                cost[row, column - 1] + 1,
            )
    row, column, found = rows - 1, columns - 1, []
    while row:
        if column and cost[row, column] == cost[row - 1, column - 1] + differs[row - 1, column - 1]:
            row, column = row - 1, column - 1
            found.append(owners[column])
        elif cost[row, column] == cost[row - 1, column] + 1:
            row -= 1
            found.append(owners[max(column - 1, 0)])
        else:
            column -= 1
    return found[::-1]


def _labels(clauses: Iterable[str], voice: str) -> Labels:
    """Phones of espeak-ng's clauses; a symbol that symbols.csv does not know is left out."""
    language = voice.partition("-")[0]
    labels: list[str] = []
    for clause in clauses:
        if language in _TONES_IN_LETTERS:
            clause = clause.replace("ɜ", "")
        for word in _OTHER_LANGUAGE.sub("", clause).split():
            for symbol in _as_it_sounds(word, voice).split(SEPARATOR):
                try:
                    labels += from_ipa(symbol, language)
                except KeyError:
                    continue
    return tuple(labels)


def _variants(token: str, alone: Labels, connected: Labels, voice: str) -> tuple[Labels, ...]:
    """Without doubles (English ones are those that ARPAbet writes alike), the dictionary's form first."""
    if not alone:
        return ()
    if not voice.startswith("en"):
        forms = [labels for labels in (alone, connected) if labels]
        if voice == "ja":
            forms += [other for labels in tuple(forms) for other in japanese.spoken_otherwise(token, labels)]
        return tuple(dict.fromkeys(forms))
    english = (alone, connected, *_weak_forms().get(token.lower(), ()))
    spelt = {tuple(ARPABET[label] for label in labels): labels for labels in reversed(english) if labels}
    return tuple(reversed(spelt.values()))


def _as_it_sounds(word: str, voice: str) -> str:
    """A word of espeak-ng, its phonemes between separators: American as dictionaries write it, Japanese put right."""
    if voice not in _FORMS:
        return word
    spelt = SEPARATOR + word.strip(SEPARATOR) + SEPARATOR
    for pattern, replacement in _forms(_FORMS[voice]):
        spelt = pattern.sub(replacement, spelt)
    return spelt


@cache
def _forms(table: str) -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(row["pattern"]), row["replacement"]) for row in _rows(table)]


@cache
def _weak_forms() -> dict[str, list[Labels]]:
    forms: dict[str, list[Labels]] = {}
    for row in _rows("weak_forms.csv"):
        forms.setdefault(row["word"], []).append(tuple(from_arpabet(name) for name in row["arpabet"].split()))
    return forms


def _rows(name: str) -> list[dict[str, str]]:
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))
