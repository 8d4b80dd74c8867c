"""Prompts in other languages: what is said in them, in the English that the reader of prompts understands.

Each language is a table of words and phrases (presets/prompt_languages) with the English for them; the longest phrase
wins, and what a language denies behind the word comes before it in English. Languages without spaces between words, and
Korean, whose endings change, are searched letter by letter.
"""

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from .. import corpus
from .graded import formed_words, graded_words
from .phrases import Phrases

TABLES = Path(__file__).parents[3] / "presets" / "prompt_languages"
LETTERWISE = {"zh": "\u4e00-\u9fff", "ja": "\u3040-\u30ff", "ko": "\uac00-\ud7a3"}
_DEVANAGARI = re.compile("[\u0900-\u097f]")
_CLAUSE = re.compile(r"[.,;:!?¡¿…()—–\n。、，！？；：·।「」『』\"“”«»]+")
_SPACED = ("es", "fr", "de", "pt")
_COMMON = 2
"""Texts of the corpus that an English word stands in, where there are words enough to tell; less, and it may be a guest
from another language."""
_LEAST_SHARE = 0.3
"""Of the words known in another language: less, and it is not that language."""
_OR = frozenset("e et o oder ou u und y".split())
"""Between two words of a choice: "traurig oder nicht"."""
_NOT, _NOT_BEFORE, _BUT = "not", "not_before", "but"
_STRENGTHS = ("very", "slightly", "extremely")


@dataclass(frozen=True)
class Translation:
    """english: for the English reader, "" where nothing was understood; unknown: what was not."""

    language: str
    english: str
    unknown: tuple[str, ...]


def translate(prompt: str) -> Translation | None:
    """The prompt in English; None where it is English, or in no language of the tables."""
    code = language_of(prompt)
    if code is None:
        return None
    table = _table(code)
    clauses, unknown = [], []
    for clause in _CLAUSE.split(_plain(prompt, code)):
        said, left = _said(table.units(clause), table)
        if said:
            clauses.append(said)
        unknown += left
    return Translation(table.name, ", ".join(clauses), tuple(dict.fromkeys(unknown)))


def language_of(prompt: str) -> str | None:
    """The code of the language that a prompt is written in; None for English and for what the tables do not have.

    Kana before ideographs, because Japanese has both; ideographs alone are of the language that knows more of them.
    """
    for code in ("ko", "ja"):
        if re.search(f"[{LETTERWISE[code]}]", prompt):
            return code
    if re.search(f"[{LETTERWISE['zh']}]", prompt):
        return max("zh", "ja", key=lambda code: _table(code).known_share(_table(code).units(_plain(prompt, code))))
    if _DEVANAGARI.search(prompt):
        return "hi"
    words = _words(_plain(prompt, "es"))
    if not words:
        return None
    least = _COMMON if len(words) > 3 else 1
    english = sum(_english()[word] >= least or _feels(word) for word in words) / len(words)
    shares = {code: _table(code).known_share(words) for code in _SPACED}
    best = max(_SPACED, key=lambda code: shares[code])
    return best if shares[best] >= _LEAST_SHARE and shares[best] > english else None


@dataclass
class _Table:
    """phrases: units of a phrase -> its English; stems: the same, the last unit being the beginning of a word;
    letters: what is written otherwise than in the phrases, traditional Chinese."""

    name: str
    code: str
    phrases: dict[tuple[str, ...], str] = field(default_factory=dict)
    stems: dict[tuple[str, ...], str] = field(default_factory=dict)
    common: frozenset[str] = frozenset()
    ignored: dict[tuple[str, ...], str] = field(default_factory=dict)
    letters: dict[int, str] = field(default_factory=dict)
    longest: int = 1

    def units(self, text: str) -> list[str]:
        if self.code not in LETTERWISE:
            return _words(text)
        return [letter for letter in text.translate(self.letters) if not letter.isspace()]

    def add(self, phrase: str, english: str) -> None:
        is_stem = phrase.endswith("*")
        units = tuple(self.units(_plain(phrase.rstrip("*"), self.code)))
        if units:
            (self.stems if is_stem else self.phrases).setdefault(units, english)
            self.longest = max(self.longest, len(units))

    def match(self, units: Sequence[str], at: int) -> tuple[int, str]:
        """Length of the longest phrase that begins at `at` (0: none) and its English."""
        for length in range(min(self.longest, len(units) - at), 0, -1):
            piece = tuple(units[at : at + length])
            if piece in self.phrases:
                return length, self.phrases[piece]
            last = piece[-1]
            for size in range(len(last), 1, -1) if self.code not in LETTERWISE else ():
                if (stem := (*piece[:-1], last[:size])) in self.stems:
                    return length, self.stems[stem]
        return 0, ""

    def known_share(self, words: Sequence[str]) -> float:
        known, at = 0.0, 0
        while at < len(words):
            length, _ = self.match(words, at)
            known += length or (words[at] in self.common)
            at += length or 1
        return known / len(words)


def _said(units: Sequence[str], table: _Table) -> tuple[str, list[str]]:
    """A clause in English, and its words that are in no table."""
    english: list[str] = []
    unknown: list[str] = []
    at = 0
    while at < len(units):
        length, meaning = table.match(units, at)
        skipped = _ignored(units, at, table)
        if skipped > length:
            at += skipped
            continue
        if not length:
            unknown.append(units[at])
            at += 1
            continue
        at += length
        if meaning == _NOT_BEFORE:
            if _deny_last(english):
                english.append(",")
            elif table.code not in LETTERWISE:
                english.append(_NOT)
        elif meaning == _BUT:
            english.append(", but")
        elif not english or english[-1] != meaning:
            english.append(meaning)
    if table.code in _SPACED and _OR.isdisjoint(units[-2:-1]):
        _deny_what_ends_with_not(english)
    text = " ".join(english).replace(" ,", ",").strip(" ,")
    if table.code in LETTERWISE:
        unknown = ["".join(unknown)] if unknown else []
    return re.sub(r"(?:[ ,]*\b(?:but|not|very|slightly|extremely))+$", "", text).strip(" ,"), unknown


def _deny_last(english: list[str]) -> bool:
    """Whether there is something before that is not denied yet."""
    place = len(english) - 1
    while place > 0 and english[place - 1] in _STRENGTHS:
        place -= 1
    if not english or english[place] in (_NOT, ",", ", but") or english[place - 1 : place] == [_NOT]:
        return False
    english.insert(place, _NOT)
    return True


def _deny_what_ends_with_not(english: list[str]) -> None:
    """ "Sie lacht nicht", "il ne sourit pas vraiment": a denial with nothing behind it is one of the verb before it."""
    said = len(english)
    while said and english[said - 1] in (_NOT, *_STRENGTHS):
        said -= 1
    if _NOT in english[said:] and said and english[said - 1] not in (",", ", but"):
        del english[said:]
        _deny_last(english)


def _ignored(units: Sequence[str], at: int, table: _Table) -> int:
    """How many units from `at` on carry no feeling."""
    for length in range(min(4, len(units) - at), 0, -1):
        if tuple(units[at : at + length]) in table.ignored:
            return length
    return int(units[at] in table.common or units[at].isdigit())


def _plain(text: str, code: str) -> str:
    """Lower case; accents of languages in Latin letters are taken off, other writing stays whole."""
    text = unicodedata.normalize("NFKC", text).lower().replace("’", "'")
    if code not in _SPACED:
        return text
    letters = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("œ", "oe"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[\s'\-/.,;:!?¡¿…()—–।\"“”«»]+", text) if word]


def _listed(text: str) -> Iterator[str]:
    return (entry.strip() for entry in re.split(r"[,\s]+" if "," not in text else ",", text) if entry.strip())


@cache
def _table(code: str) -> _Table:
    data = tomllib.loads((TABLES / f"{code}.toml").read_text(encoding="utf-8"))
    table = _Table(data["name"], code, common=frozenset(_plain(w, code) for w in _listed(data.get("common", ""))))
    table.letters = str.maketrans(dict(data.get("traditional", "").split()))
    for english, phrases in data["say"].items():
        for phrase in _listed(f"{phrases},"):
            table.add(phrase, english)
    table.ignored = {tuple(table.units(_plain(word, code))): "" for word in _listed(data["left_over"])}
    return table


@cache
def _english() -> Counter[str]:
    """In how many English texts of the written corpus each word stands."""
    texts = [row.text for row in corpus.rows()]
    for path in (corpus.FOLDER / "tead").glob("*.tsv"):
        if len(path.stem) > 2:
            texts += path.read_text(encoding="utf-8").splitlines()[1:]
    return Counter(word for text in texts for word in set(_words(_plain(text.split("\t")[0], "es"))))


def _feels(word: str) -> bool:
    """Whether it is an English word for a feeling, which few texts may have."""
    return bool(_FEELINGS().longest((word,), 0)[0])


@cache
def _FEELINGS() -> Phrases[bool]:
    words = (word for source in (graded_words(), formed_words()) for word, _ in source)
    return Phrases((word, True) for word in words if word.rstrip("*").isalpha())
