"""Where on the face the segments of a prompt are told to be: "fear in the eyes", "mouth: sorry. eyes: got you".

What is inside leaks above, what is outside is shown below (the rule of masks, see composing). The vocabulary is data:
presets/prompt_words.toml, [regions].
"""

from collections.abc import Sequence

from .muscle_words import DETERMINERS, HANDLED
from .phrases import Phrases
from .segments import Segment
from .wording import SILENT, TABLE

_WORDS = TABLE["regions"]
_REGIONS: Phrases[str] = Phrases((word, name) for name in ("upper", "lower") for word in _WORDS[name])
_BENEATH: Phrases[str] = Phrases((word, "upper") for word in _WORDS["beneath"])
_SIDES_OF_IT: Phrases[str] = Phrases(
    (word, place)
    for name, place in (("beneath", "upper"), ("inner", "upper"), ("outer", "lower"))
    for word in _WORDS[name]
)
_BESIDE = SILENT | frozenset(_WORDS["beside"])
_PARTING = frozenset(_WORDS["parting"])


def places_of(segments: Sequence[Segment]) -> list[str]:
    """ "upper", "lower" or "" for each segment; a region that stands alone in a clause is told of the next clause."""
    places = [region_of(segment) for segment in segments]
    beneath = [_side_of_it(segment.words, _BENEATH) for segment in segments]
    inner_and_outer = [_side_of_it(segment.words, _SIDES_OF_IT) for segment in segments]
    both = {"upper", "lower"} <= set(inner_and_outer)
    telling = [number for number, segment in enumerate(segments) if segment.hits and not segment.denied]
    for number, place in enumerate(inner_and_outer):
        if place and not places[number] and (both or beneath[number] or any(other != number for other in telling)):
            places[number] = place
    for number, segment in enumerate(segments):
        if places[number] and _is_heading(segments, number):
            for after in range(number + 1, len(segments)):
                if segments[after].clause != segment.clause + 1:
                    break
                places[after] = places[after] or places[number]
    return places


def region_of(segment: Segment) -> str:
    """ "upper" or "lower" where the segment speaks of one, else ""."""
    inside = {place for hit in segment.hits if hit.end - hit.begin > 1 for place in range(hit.begin, hit.end)}
    words = ["-" if place in inside else word for place, word in enumerate(segment.words)]
    bare = [word for word in words if word not in DETERMINERS]
    touched = {at + 1 for at in range(len(bare)) if HANDLED.longest(bare, at)[0]}
    found = (_REGIONS.longest(bare, at)[1] for at in range(len(bare)) if at not in touched)
    return next((names[0] for names in found if names), "")


def is_instrument(words: Sequence[str]) -> bool:
    """Whether the words behind "with" are a region and no more, up to where the next part begins: what it is done with
    ("begs with her eyes")."""
    own = list(words)
    for at, word in enumerate(words):
        if word in _PARTING:
            own = list(words[:at])
            break
    return bool(own) and _names_only_a_place(own, _REGIONS)


def _side_of_it(words: Sequence[str], sides: Phrases[str]) -> str:
    """What is inside or outside, where this opens or ends the words."""
    words = [word for word in words if word not in DETERMINERS]
    for at in range(len(words)):
        length, names = sides.longest(words, at)
        if length and (_BESIDE.issuperset(words[:at]) or at + length == len(words)):
            return names[0]
    return ""


def _is_heading(segments: Sequence[Segment], number: int) -> bool:
    here = segments[number]
    alone = [other for other in segments if other.clause == here.clause] == [here]
    told = _names_only_a_place(here.words, _REGIONS) or _names_only_a_place(here.words, _SIDES_OF_IT)
    return alone and told and not (here.hits or here.only or here.denied or here.spared)


def _names_only_a_place(words: Sequence[str], places: Phrases[str]) -> bool:
    words = [word for word in words if word not in DETERMINERS]
    at, named = 0, False
    while at < len(words):
        length = places.longest(words, at)[0]
        if not length and words[at] not in _BESIDE:
            return False
        named = named or bool(length)
        at += max(length, 1)
    return named
