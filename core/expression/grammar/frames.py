"""What happens to whom tells a feeling that no single word names: "killed her son", "won eleven million".

Frames (Fillmore 1982): an event with what it happens to. So "her houseplant died" and "her little sister died" are two
events of one kind and of unlike degree. The frames are data: presets/event_frames.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from .event_words import all_words, clauses_of
from .frame_patterns import END, FRAMES, IN_A_STORY, INSERTIONS, UNREAL
from .graded import Feels, feeling_face, likeness
from .muscle_words import DETERMINERS
from .scenes import scenes_in
from .sums import sums_said
from .wording import SILENT

_GRAVE = 0.7
_LEAST_SHARE = 0.34
"""Of the telling words of a prompt must belong to its events: a long one may turn ("his father died and there won't be
any more shouting")."""
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
    event = (_gravest(joined) if joined != text else None) or _gravest(text)
    return None if event and event.is_grave and IN_A_STORY.search(text) else event


def _gravest(text: str) -> Event | None:
    events = sorted(_events_and_scenes(text), key=lambda event: -event.feels.degree)
    if not events or sum(_count_telling(event.words) for event in events) < _LEAST_SHARE * _count_telling(text):
        return None
    gravest = events[0].feels
    alike = [event for event in events if _look_alike(event.feels, gravest)]
    if any(gravest.degree - event.feels.degree < _LEAST_LEAD for event in events if event not in alike):
        return None
    return Event(gravest, " ... ".join(event.words for event in alike))


def _events_and_scenes(text: str) -> list[Event]:
    """The gravest scene tells what the events within it mean."""
    scenes = sorted((Event(*scene) for scene in scenes_in(text)), key=lambda scene: -scene.feels.degree)[:1]
    return [*scenes, *(event for event in _events(text) if not any(event.words in scene.words for scene in scenes))]


def _look_alike(one: Feels, other: Feels) -> bool:
    """Joy and triumph, sadness and disappointment: which of them it is hardly matters."""
    return likeness(feeling_face(one.emotion, 1.0), feeling_face(other.emotion, 1.0)) > _ALIKE


def _count_telling(text: str) -> int:
    return sum(word not in SILENT and word not in DETERMINERS for word in all_words(text))


def _events(text: str) -> Iterator[Event]:
    """Of each clause, from left to right, the longest that begins at a word, and then what follows it."""
    for words in clauses_of(text):
        at = 0
        while at < len(words):
            length, told = FRAMES().longest([*words, END], at)
            if length and _is_real(words[:at]):
                yield Event(told[0], " ".join(words[at : at + length]))
            at += max(length, 1)


def _is_real(before: Sequence[str]) -> bool:
    """ "Nobody died", "if he dies", "almost killed her son"."""
    return UNREAL.isdisjoint(before[-_UNREAL_WITHIN:])
