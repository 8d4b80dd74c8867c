"""How Japanese is written: without spaces, in kanji that espeak-ng cannot read, and in kana that it can."""

import re
import unicodedata
from collections.abc import Iterator

_KANJI = "[々〆\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
_OF_ONE_KIND = re.compile(f"(?:{_KANJI}+(?:[っッヶケ](?={_KANJI}))?)+|[ァ-ヺー]+|[ぁ-ゖゝゞー]+")
_KANJI_AT_START = re.compile(f"(?:{_KANJI}+(?:[っッヶケ](?={_KANJI}))?)+")
_PARTICLES = frozenset("はがをにのでともへ")
_SMALL = frozenset("ぁぃぅぇぉゃゅょゎっー")
_LONG_MORAE, _PART_MORAE, _REST_MORAE = 8, 4, 3

Labels = tuple[str, ...]


def divided(text: str) -> str:
    """`text` with spaces where the kind of its letters changes, and in long stretches of hiragana after particles.

    A cut in the midst of a word does no harm: its halves follow each other. Half-width letters become whole ones.
    """
    return _OF_ONE_KIND.sub(lambda found: f" {' '.join(_parts(found[0]))} ", unicodedata.normalize("NFKC", text))


def kanji_at_start(text: str) -> str:
    """The kanji that `text` begins with, as one word; empty where it begins otherwise."""
    found = _KANJI_AT_START.match(text)
    return found[0] if found else ""


def spoken_otherwise(token: str, labels: Labels) -> Iterator[Labels]:
    """How a word may sound that espeak-ng reads letter by letter: the particles は and へ, and です, ます without u."""
    if token.endswith("は") and labels[-2:] == ("h", "a"):
        yield (*labels[:-2], "w", "a")
    if token.endswith("へ") and labels[-2:] == ("h", "e"):
        yield (*labels[:-2], "e")
    if token.endswith("す") and labels[-2:] == ("s", "ɯ") and len(labels) > 2:
        yield labels[:-1]


def _parts(stretch: str) -> Iterator[str]:
    first, morae = 0, 0
    for place, letter in enumerate(stretch):
        morae += letter not in _SMALL
        rest = sum(later not in _SMALL for later in stretch[place + 1 :])
        if letter in _PARTICLES and morae >= _PART_MORAE and rest >= _REST_MORAE and morae + rest > _LONG_MORAE:
            yield stretch[first : place + 1]
            first, morae = place + 1, 0
    yield stretch[first:]
