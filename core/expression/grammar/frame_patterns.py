"""The patterns of event frames with what they feel like: presets/event_frames.

What may be left out of a pattern is spelt out; each other choice in it ("into|onto") becomes a list of its own.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path

from .graded import Feels
from .insertions import Insertions
from .phrases import Phrases, pattern_of

_FOLDER = Path(__file__).parents[3] / "presets" / "event_frames"
_SHARED = tomllib.loads((_FOLDER / "lists.toml").read_text(encoding="utf-8"))
NOT_SO = frozenset(_SHARED["unreal"]["words"])
"""Words that deny an event, before it or in a gap."""
UNREAL = NOT_SO.union(_SHARED["unreal"]["before"])
"""Words before an event that say that it does not happen."""
UNCONTRACTED_BEFORE = frozenset(_SHARED["contracted"]["before"])
"""Words before which 's is a verb, and no owner's."""
IN_A_STORY = re.compile(rf"\b(?:{pattern_of(_SHARED['stories']['within'])})\b")
"""Told of an event, wherever in the prompt: it does not happen."""
INSERTIONS = Insertions.of(_SHARED["insertions"])
"""That an event may cross."""
SPANS = Phrases(((clause, True) for clause in _SHARED["spans"]["alone"]), _SHARED["lists"])
"""Clauses that tell only how long."""
END = "."
"""As a word of a pattern: the end of the clause ("her son is missing", but not "her son is missing a tooth"). It may go
on in the next one ("Nan died in March. Nan is sitting on the bed.")."""


@cache
def TABLES() -> list[dict]:
    """Of each kind of event."""
    return [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(_FOLDER.glob("*.toml"))]


def FRAMES() -> Phrases[Feels]:
    """What happens to whom in one phrase."""
    return _frames_and_signs()[0]


def SIGNS() -> Phrases[str]:
    """The names of the signs of scenes."""
    return _frames_and_signs()[1]


@cache
def _frames_and_signs() -> tuple[Phrases[Feels], Phrases[str]]:
    """Read when first asked for: choices make some thousand lists."""
    lists = {name: phrases for table in TABLES() for name, phrases in table.get("lists", {}).items()}
    for name, phrases in list(lists.items()):
        lists[name] = [spelt for phrase in phrases for spelt in spelt_out(phrase, lists)]
    frames = [
        (spelt, Feels(frame["emotion"], frame["degree"]))
        for table in TABLES() for frame in table.get("frame", ())
        for pattern in frame["words"] for spelt in spelt_out(pattern, lists)
    ]  # fmt: skip
    signs = [
        (spelt, name)
        for table in TABLES() for name, patterns in table.get("signs", {}).items()
        for pattern in patterns for spelt in spelt_out(pattern, lists)
    ]  # fmt: skip
    of_frames = Phrases(frames, lists, never_in_gaps=NOT_SO | {END})
    return of_frames, of_frames.beside(signs)


def spelt_out(pattern: str, lists: dict[str, list[str]]) -> Iterator[str]:
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
