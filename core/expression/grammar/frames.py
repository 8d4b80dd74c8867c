"""What happens to whom tells a feeling that no single word names: "killed her son", "won eleven million".

Frames (Fillmore 1982): an event with what it happens to. So "her houseplant died" and "her little sister died" are two
events of one kind and of unlike degree. The frames are data: presets/event_frames.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, product
from pathlib import Path

from .graded import Feels
from .muscle_words import DETERMINERS
from .phrases import Phrases
from .wording import SILENT

_FOLDER = Path(__file__).parents[3] / "presets" / "event_frames"
_CLAUSE = re.compile(r"(?:[^.,;:!?…()\[\]\n—–*\"]|(?<=\d)[.,](?=\d))+")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d[\d.,]*")
_END = "."
"""As a word of a pattern: the end of the clause ("her son is missing", but not "her son is missing a tooth")."""
_LEAST_TOLD = 0.34
"""Of the telling words of a prompt must belong to the event: a long one may turn ("his father died and there won't be
any more shouting")."""
_ALIKE = 0.3
"""Degrees between events of unlike feelings up to which neither is known to be what the prompt is about."""


@dataclass(frozen=True)
class Event:
    """What a prompt says that happens, in its words, and what that feels like."""

    feels: Feels
    words: str


def event_in(prompt: str) -> Event | None:
    """The gravest event of a prompt; None where there is none, where much else is told, or two of unlike feelings."""
    events = sorted(_events(prompt), key=lambda event: -event.feels.degree)
    if not events or sum(_telling(event.words) for event in events) < _LEAST_TOLD * _telling(prompt):
        return None
    gravest = events[0]
    rivals = [event for event in events if event.feels.emotion != gravest.feels.emotion]
    return None if any(gravest.feels.degree - event.feels.degree < _ALIKE for event in rivals) else gravest


def _telling(text: str) -> int:
    return sum(word not in SILENT and word not in DETERMINERS for word in _WORD.findall(text.lower().replace("’", "'")))


def _events(prompt: str) -> Iterator[Event]:
    for clause in _CLAUSE.findall(prompt.lower().replace("’", "'")):
        words = [word for word in _WORD.findall(clause) if word not in DETERMINERS]
        at = 0
        while at < len(words):
            length, told = _FRAMES.longest([*words, _END], at)
            if length and _is_real(words[:at]):
                yield Event(told[0], " ".join(words[at : at + length]))
            at += max(length, 1)


def _is_real(before: Sequence[str]) -> bool:
    """ "Nobody died", "if he dies", "almost killed her son"."""
    return _UNREAL.isdisjoint(before[-_UNREAL_WITHIN:])


def _spelt(pattern: str) -> Iterator[str]:
    """The pattern with its choices as lists, since spelt out they would multiply; with and without what may be left
    out."""
    parts = [_choice(word) if "|" in word else (word.replace("_", " "),) for word in pattern.split()]
    yield from (" ".join(" ".join(chosen).split()) for chosen in product(*parts))


def _choice(word: str) -> tuple[str, ...]:
    choices = [choice.replace("_", " ").strip() for choice in word.split("|")]
    name = re.sub(r"[{}]", "", word).replace("|", "/").replace("_", "+")
    _LISTS[name] = [choice for choice in choices if choice]
    return (f"{{{name}}}",) if all(choices) else ("", f"{{{name}}}")


_TABLES = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(_FOLDER.glob("*.toml"))]
_LISTS: dict[str, list[str]] = {
    name: phrases for table in _TABLES for name, phrases in table.get("lists", {}).items()
}
_NOT_SO = frozenset(chain.from_iterable(table.get("unreal", {}).get("words", ()) for table in _TABLES))
_UNREAL = _NOT_SO.union(*(table.get("unreal", {}).get("before", ()) for table in _TABLES))
_UNREAL_WITHIN = 3
_ENTRIES = [
    (spelt, Feels(frame["emotion"], frame["degree"]))
    for table in _TABLES for frame in table.get("frame", ()) for words in frame["words"] for spelt in _spelt(words)
]  # fmt: skip
_FRAMES: Phrases[Feels] = Phrases(_ENTRIES, _LISTS, _NOT_SO | {_END})
