"""What happens to whom tells a feeling that no single word names: "killed her son", "won eleven million".

Frames (Fillmore 1982): an event with what it happens to. So "her houseplant died" and "her little sister died" are two
events of one kind and of unlike degree. The frames are data: presets/event_frames.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from .frame_patterns import END, FRAMES, IN_A_STORY, INSERTIONS, NEXT, UNCONTRACTED_BEFORE, UNREAL
from .graded import Feels, feeling_face, likeness
from .muscle_words import DETERMINERS
from .sums import sums_said
from .wording import SILENT

_CLAUSE = re.compile(r"(?:[^.,;:!?…()\[\]\n—–*\"]|(?<=\d)[.,](?=\d))+")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d[\d.,]*")
_GRAVE = 0.7
_LEAST_SHARE = 0.34
"""Of the telling words of a prompt must belong to its events: a long one may turn ("his father died and there won't be
any more shouting")."""
_UNREAL_WITHIN = 3
"""Words before an event among which one says that it does not happen."""
_ENDS = 2
"""Of clauses, behind which an event may end: its own and the next; or it ends with the prompt."""
_LEAST_LEAD = 0.3
"""By how many degrees one event must be graver than those of other feelings; else it is not known which one the prompt
is about."""
_ALIKE = 0.75
"""Cosine of two feelings' faces from which on they are no rivals."""


@dataclass(frozen=True)
class Event:
    """What a prompt says that happens, in its words without determiners, and what that feels like."""

    feels: Feels
    words: str

    @property
    def is_grave(self) -> bool:
        """Whether it decides what is felt; what trifles feel like the network knows as well."""
        return self.feels.degree >= _GRAVE


@lru_cache(maxsize=16)
def event_in(prompt: str) -> Event | None:
    """The gravest event of a prompt, in the words of all that feel like it; None where there is none, where much else
    is told, where one of another feeling is nearly as grave, or a grave one happens in a story. One that crosses an
    insertion comes first."""
    text = sums_said(prompt.lower().replace("’", "'"))
    joined = INSERTIONS.joined(text)
    event = (_gravest(joined) if joined != text else None) or _gravest(text)
    return None if event and event.is_grave and IN_A_STORY.search(text) else event


def _gravest(text: str) -> Event | None:
    events = sorted(_events(text), key=lambda event: -event.feels.degree)
    if not events or sum(_count_telling(event.words) for event in events) < _LEAST_SHARE * _count_telling(text):
        return None
    gravest = events[0].feels
    alike = [event for event in events if _look_alike(event.feels, gravest)]
    if any(gravest.degree - event.feels.degree < _LEAST_LEAD for event in events if event not in alike):
        return None
    return Event(gravest, " ... ".join(event.words for event in alike))


def _look_alike(one: Feels, other: Feels) -> bool:
    """Joy and triumph, sadness and disappointment: which of them it is hardly matters."""
    return likeness(feeling_face(one.emotion, 1.0), feeling_face(other.emotion, 1.0)) > _ALIKE


def _count_telling(text: str) -> int:
    return sum(word not in SILENT and word not in DETERMINERS for word in _WORD.findall(text))


def _events(text: str) -> Iterator[Event]:
    """From left to right the longest that begins at a word, and then what follows it."""
    words = _words(text)
    at = 0
    while at < len(words):
        length, told = _longest(words, at)
        if length and _is_real(words[:at]):
            yield Event(told[0], " ".join(word for word in words[at : at + length] if word != NEXT))
        at += max(length, 1)


def _words(text: str) -> list[str]:
    """Those of each clause without determiners, with NEXT between clauses."""
    clauses = [[word for word in _WORD.findall(clause) if word not in DETERMINERS] for clause in _CLAUSE.findall(text)]
    return [word for clause in clauses if clause for word in (NEXT, *_uncontracted(clause))][1:]


def _longest(words: Sequence[str], at: int) -> tuple[int, list[Feels]]:
    """The longest event from a word on: in its clause or, where its pattern says so, into the next ones."""
    ends = [place for place, word in enumerate(words) if place > at and word == NEXT]
    found = [FRAMES().longest([*words[:end], END], at) for end in [*ends[:_ENDS], len(words)]]
    return max(found, key=lambda each: each[0])


def _uncontracted(words: Sequence[str]) -> list[str]:
    """ "The engine's on fire": is and has are left out, as where they are spelt out."""
    following = [*words, END][1:]
    return [
        word.removesuffix("'s") if after in UNCONTRACTED_BEFORE else word
        for word, after in zip(words, following, strict=True)
    ]


def _is_real(before: Sequence[str]) -> bool:
    """ "Nobody died", "if he dies", "almost killed her son"."""
    nearest = takewhile(lambda word: word != NEXT, reversed(before[-_UNREAL_WITHIN:]))
    return UNREAL.isdisjoint(nearest)
