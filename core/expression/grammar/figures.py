"""What stands for a feeling where it is told of a part of the face: "knives in the eyes", "her brows beg".

Such words feel nothing elsewhere ("knives in the drawer"). They are data: presets/prompt_words.toml, [figures].
"""

from collections.abc import Sequence
from dataclasses import replace

from .graded import Feels
from .phrases import Phrases
from .places import places_of
from .segments import Hit, Segment
from .wording import TABLE

_FIGURES: Phrases[str] = Phrases((word, emotion) for emotion, words in TABLE["figures"].items() for word in words)
_FACE, _LIKENED_TO = (frozenset(TABLE["likened"][name]) for name in ("face", "to"))
_DEGREE = 0.9
DISGUISE = Feels(*TABLE["masks"]["disguised_feels"])


def with_figures(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """Segments that are told of the face, of a part of it or of a disguise, and name no feeling get a figure's.
    What a disguise shows by itself gives way to what is named."""
    places = places_of(segments)
    return tuple(
        replace(segment, hits=_hits(segment, place)) if place or _is_of_face(segment) else segment
        for segment, place in zip(segments, places, strict=True)
    )


def _is_of_face(segment: Segment) -> bool:
    words = segment.words
    likened = any(word in _FACE and after in _LIKENED_TO for word, after in zip(words, words[1:], strict=False))
    return likened or _is_disguise(segment)


def _is_disguise(segment: Segment) -> bool:
    return segment.link == "under" and any(hit.begin == hit.end for hit in segment.hits)


def _hits(segment: Segment, place: str) -> list[Hit]:
    solid = [hit for hit in segment.hits if not hit.feels.loose]
    disguised = [hit for hit in solid if hit.begin == hit.end and _is_disguise(segment)]
    if len(solid) > len(disguised):
        return [hit for hit in segment.hits if hit not in disguised]
    feigned = [Hit(DISGUISE, 0, 0)] if place == "lower" and segment.mask == "feigned" else []
    return _figures_in(segment) or segment.hits or feigned


def _figures_in(segment: Segment) -> list[Hit]:
    found = ((at, *_FIGURES.longest(segment.words, at)) for at in range(len(segment.words)))
    return [Hit(Feels(names[0], _DEGREE), at, at + length) for at, length, names in found if length]
