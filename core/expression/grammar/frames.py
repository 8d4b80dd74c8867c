"""What happens to whom tells a feeling that no single word names: "killed her son", "won eleven million".

Frames (Fillmore 1982): an event with what it happens to. So "her houseplant died" and "her little sister died" are two
events of one kind and of unlike degree. The frames are data: presets/event_frames.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from .bars import figures_said
from .event_words import all_words, before_in_clause, clauses_of, in_a_row
from .frame_patterns import END, FRAMES, IN_A_STORY, INSERTIONS, UNREAL
from .graded import Feels, feeling_face, likeness
from .made_small import SMALL, made_small, words_that_make_small
from .muscle_words import DETERMINERS
from .scenes import scenes_in
from .spans import joined_by_spans
from .sums import sums_said
from .wording import SILENT

_GRAVE = 0.7
_LEAST_SHARE, _LEAST_OF_WRONGS = 0.34, 0.3
"""Of the telling words of a prompt must belong to its events: a long one may turn ("his father died and there won't be
any more shouting"). Less where these are wrongs, which what the culprit does besides makes no better."""
_UNREAL_WITHIN = 3
"""Words before an event, in its clause, among which one says that it does not happen ("nobody died", "if he dies")."""
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
    text = sums_said(figures_said(prompt.lower().replace("’", "'")))
    joined = INSERTIONS.joined(text)
    event = (_gravest(joined) if joined != text else None) or _gravest(text) or _small(text)
    return None if event and event.is_grave and IN_A_STORY.search(text) else event


def _gravest(text: str) -> Event | None:
    events = sorted(_events_and_scenes(text), key=lambda event: -event.feels.degree)
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
    return sum(word not in SILENT and word not in DETERMINERS for word in all_words(text))


def _events_and_scenes(text: str) -> list[Event]:
    """The gravest scene tells what the events within it mean."""
    clauses = clauses_of(text)
    words = in_a_row(clauses)
    small = [bool(words_that_make_small(clauses, number)) for number in range(len(clauses))]
    scenes = sorted(_scenes(words, small), key=lambda scene: -scene.feels.degree)[:1]
    events = [*_events(words, small)]
    for number, joined in joined_by_spans(clauses):
        events += _events(in_a_row([joined]), small[number : number + 1])
    return [*scenes, *(event for event in events if not any(event.words in scene.words for scene in scenes))]


def _scenes(words: Sequence[str], small: Sequence[bool]) -> Iterator[Event]:
    """Smaller where one of their clauses says so; small: as for events."""
    for feels, (begin, end) in scenes_in(words):
        said_small = any(small[words[:begin].count(END) : words[:end].count(END) + 1])
        yield Event(made_small(feels) if said_small else feels, _words(words[begin:end]))


def _events(words: Sequence[str], small: Sequence[bool]) -> Iterator[Event]:
    """From left to right the longest that begins at a word, and then what follows it; small: whether each clause says
    that it is."""
    at = 0
    while at < len(words):
        length, told = FRAMES().longest(words, at)
        if length and UNREAL.isdisjoint(before_in_clause(words, at, _UNREAL_WITHIN)):
            feels = made_small(told[0]) if small[words[:at].count(END)] else told[0]
            yield Event(feels, _words(words[at : at + length]))
        at += max(length, 1)


def _words(row: Sequence[str]) -> str:
    return " ".join(word for word in row if word != END)


def _small(text: str) -> Event | None:
    """What no frame knows and is told to be small or soon over."""
    clauses = clauses_of(text)
    words = [mark for number in range(len(clauses) - 1) for mark in words_that_make_small(clauses, number)]
    return Event(SMALL, " ... ".join(dict.fromkeys(words))) if words else None
