"""Words that say by how they are made that something is not there: "unsmiling", "tearless"."""

from dataclasses import dataclass

from .segments import moves
from .vocabulary import VOCABULARY

_SHORTEST_STEM = 5


@dataclass(frozen=True)
class Lacking:
    """What a word says is not there, and what that would feel."""

    stem: str
    feels: object


def lacking(word: str) -> tuple[str, Lacking | None]:
    """The kind of token that the word is, "" for other words, and what it lacks."""
    stem = word[2:] if word.startswith("un") else word.removesuffix("less")
    if len(stem) < _SHORTEST_STEM or stem == word:
        return "", None
    feels = dict(VOCABULARY().longest([stem], 0)[1]).get("feels")
    return ("lacks", Lacking(stem, feels)) if feels or moves([stem]) else ("", None)
