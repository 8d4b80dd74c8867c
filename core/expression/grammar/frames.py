"""What happens to whom tells a feeling that no single word names: "killed her son", "won eleven million".

Frames (Fillmore 1982): an event with what it happens to. So "her houseplant died" and "her little sister died" are two
events of one kind and of unlike degree. The frames are data: presets/event_frames.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from .frame_patterns import END, FRAMES, IN_A_STORY, INSERTIONS, UNCONTRACTED_BEFORE, UNREAL
from .graded import Feels, feeling_face, likeness
from .made_small import OF_SMALL_THINGS, SMALL, is_of_small_things, made_small, words_that_make_small
from .muscle_words import DETERMINERS
from .spans import with_spans
from .sums import sums_said
from .wording import SILENT

_CLAUSE = re.compile(r"(?:[^.,;:!?…()\[\]\n—–*\"]|(?<=\d)[.,](?=\d))+")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d[\d.,]*")
_GRAVE = 0.7
_LEAST_SHARE, _LEAST_OF_WRONGS = 0.34, 0.3
"""Of the telling words of a prompt must belong to its events: a long one may turn ("his father died and there won't be
any more shouting"). Less where these are wrongs, which what the culprit does besides makes no better."""
_UNREAL_WITHIN = 3
"""Words before an event among which one says that it does not happen."""
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
    event = (_gravest(joined) if joined != text else None) or _gravest(text) or _small(text)
    return None if event and event.is_grave and IN_A_STORY.search(text) else event


def trifle_in(prompt: str) -> Event | None:
    """What befalls a thing of every day, which no frame knows and no word beside it makes grave."""
    clauses = _clauses(prompt.lower().replace("’", "'"))
    return Event(OF_SMALL_THINGS, "a thing of every day") if is_of_small_things(clauses) else None


def _gravest(text: str) -> Event | None:
    events = sorted(_events(text), key=lambda event: -event.feels.degree)
    if not events:
        return None
    gravest = events[0].feels
    least = _LEAST_OF_WRONGS if gravest.emotion == "anger" else _LEAST_SHARE
    if sum(_count_telling(event.words) for event in events) < least * _count_telling(text):
        return None
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
    """Of each clause, from left to right, the longest that begins at a word, and then what follows it."""
    clauses = _clauses(text)
    for number, words in enumerate(clauses):
        small = words_that_make_small(clauses, number)
        at = 0
        while at < len(words):
            length, told = FRAMES().longest([*words, END], at)
            if length and _is_real(words[:at]):
                yield Event(made_small(told[0]) if small else told[0], " ".join(words[at : at + length]))
            at += max(length, 1)


def _small(text: str) -> Event | None:
    """What no frame knows and is told to be small or soon over."""
    clauses = _clauses(text)
    words = [mark for number in range(len(clauses) - 1) for mark in words_that_make_small(clauses, number)]
    return Event(SMALL, " ... ".join(dict.fromkeys(words))) if words else None


def _clauses(text: str) -> list[list[str]]:
    """Their words without determiners."""
    found = ([word for word in _WORD.findall(clause) if word not in DETERMINERS] for clause in _CLAUSE.findall(text))
    return [_uncontracted(words) for words in found]


def _uncontracted(words: Sequence[str]) -> list[str]:
    """ "The engine's on fire": is and has are left out, as where they are spelt out."""
    following = [*words, END][1:]
    return [
        word.removesuffix("'s") if after in UNCONTRACTED_BEFORE else word
        for word, after in zip(words, following, strict=True)
    ]


def _is_real(before: Sequence[str]) -> bool:
    """ "Nobody died", "if he dies", "almost killed her son"."""
    return UNREAL.isdisjoint(before[-_UNREAL_WITHIN:])
