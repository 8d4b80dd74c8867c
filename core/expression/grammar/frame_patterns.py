"""The patterns of event frames with what they feel like: presets/event_frames.

What may be left out of a pattern is spelt out; each other choice in it ("into|onto") becomes a list of its own, and so
does one in a phrase of a list that would stand for very many.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import product
from math import prod
from pathlib import Path

from .graded import Feels
from .insertions import Insertions
from .phrases import Phrases, pattern_of

_FOLDER = Path(__file__).parents[3] / "presets" / "event_frames"
_SHARED = tomllib.loads((_FOLDER / "lists.toml").read_text(encoding="utf-8"))
_NOT_SO = frozenset(_SHARED["unreal"]["words"])
UNREAL = _NOT_SO.union(_SHARED["unreal"]["before"])
"""Words before an event that say that it does not happen."""
UNCONTRACTED_BEFORE = frozenset(_SHARED["contracted"]["before"])
"""Words before which 's is a verb, and no owner's."""
IN_A_STORY = re.compile(rf"\b(?:{pattern_of(_SHARED['stories']['within'])})\b")
"""Told of an event, wherever in the prompt: it does not happen."""
INSERTIONS = Insertions.of(_SHARED["insertions"])
"""That an event may cross."""
_MOST_SPELT_OUT = 1000
"""Phrases that one of a list may stand for before its choices become lists."""
END = "."
"""As a word of a pattern: the end of the clause ("her son is missing", but not "her son is missing a tooth")."""


@cache
def FRAMES() -> Phrases[Feels]:
    """Read when first asked for: choices make some thousand lists."""
    tables = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(_FOLDER.glob("*.toml"))]
    lists = {name: phrases for table in tables for name, phrases in table.get("lists", {}).items()}
    for name, phrases in list(lists.items()):
        lists[name] = [spelt for phrase in phrases for spelt in _spelt_in_list(phrase, lists)]
    entries = [
        (spelt, Feels(frame["emotion"], frame["degree"]))
        for table in tables for frame in table.get("frame", ())
        for pattern in frame["words"] for spelt in _spelt(pattern, lists)
    ]  # fmt: skip
    return Phrases(entries, lists, never_in_gaps=_NOT_SO | {END})


def _spelt_in_list(phrase: str, lists: dict[str, list[str]]) -> Iterator[str]:
    many = prod(word.count("|") + 1 for word in phrase.split()) > _MOST_SPELT_OUT
    yield from _spelt(phrase, lists) if many else (phrase,)


def _spelt(pattern: str, lists: dict[str, list[str]]) -> Iterator[str]:
    """The pattern with and without what may be left out. Its other choices are added to the lists: spelt out, they
    would multiply."""
    parts = [_choice(word, lists) if "|" in word else (word.replace("_", " "),) for word in pattern.split()]
    yield from (" ".join(" ".join(chosen).split()) for chosen in product(*parts))


def _choice(word: str, lists: dict[str, list[str]]) -> tuple[str, ...]:
    """What stands for "a|b": its list, added here; for "a|_" also nothing. The list's name holds none of { } | _."""
    choices = [choice.replace("_", " ").strip() for choice in word.split("|")]
    name = re.sub(r"[{}]", "", word).replace("|", "/").replace("_", "+")
    lists[name] = [choice for choice in choices if choice]
    return (f"{{{name}}}",) if all(choices) else ("", f"{{{name}}}")
