"""Prompts that say that the eyes do not blink; the phrases are data: presets/unblinking_words.toml."""

import re
import tomllib
from pathlib import Path

_TABLE = Path(__file__).resolve().parents[3] / "presets" / "unblinking_words.toml"


def is_unblinking(prompt: str) -> bool:
    return bool(_PHRASES.search(" ".join(prompt.casefold().replace("’", "'").split())))


def _pattern() -> re.Pattern[str]:
    languages = tomllib.loads(_TABLE.read_text(encoding="utf-8"))["phrases"]
    phrases = sorted((phrase.casefold() for each in languages.values() for phrase in each), key=len, reverse=True)
    return re.compile("|".join(rf"{_edge(phrase[0])}{re.escape(phrase)}{_edge(phrase[-1])}" for phrase in phrases))


def _edge(letter: str) -> str:
    """Scripts that write no spaces have no borders of words."""
    return r"\b" if letter < "\u0900" else ""


_PHRASES = _pattern()
