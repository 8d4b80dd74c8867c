"""The writer's own laughter beside a direction: "he's livid lmao" is no laugh of his. Words: presets/prompt_words.toml,
[asides]."""

from collections.abc import Sequence

from .phrases import Phrases
from .segments import PLEASANT, Hit, Segment
from .wording import TABLE

_LAUGHTER, _LAUGHED = (Phrases((word, True) for word in TABLE["asides"][name]) for name in ("laughter", "laughed"))


def drop_asides(segments: Sequence[Segment]) -> None:
    """Laughter of the chat goes where a bad feeling is named beside it that nobody laughs with ("crying lol")."""
    felt = [(one, hit) for one in segments if not one.denied for hit in one.hits if not hit.feels.loose]
    others = [(one, hit) for one, hit in felt if not _begins(_LAUGHTER, one, hit)]
    if others and not any(hit.feels.emotion in PLEASANT or _begins(_LAUGHED, one, hit) for one, hit in others):
        for segment in segments:
            segment.hits = [hit for hit in segment.hits if not _begins(_LAUGHTER, segment, hit)]


def _begins(phrases: Phrases[bool], segment: Segment, hit: Hit) -> bool:
    return bool(phrases.longest(segment.words, hit.begin)[0])
