"""What is left of a prompt to be felt, when the words that name feelings and muscles are taken out of it."""

from collections.abc import Container, Sequence

import numpy as np

from .feeling import Feeling, feel
from .grammar.clauses import TakenApart
from .grammar.frames import event_in
from .grammar.moves import Moves
from .grammar.muscle_words import DETERMINERS
from .grammar.opposites import is_what_is_denied
from .grammar.places import places_of
from .grammar.remaining import is_all_that_remains
from .grammar.segments import GONE, PLEASANT, Segment
from .grammar.unmoved import stays_unmoved
from .grammar.wording import EMPTY, SILENT
from .space import ExpressionSpace

LEAST_BESIDE_MUSCLES = 2
"""Words that name nothing and are felt all the same beside muscles that are named."""
LEAST_BESIDE_GONE = 5
"""The same beside a smile that is gone or does not come, which tells enough."""
UNSURE_BELOW = 0.5
"""Confidence in what is felt there, from which on it counts."""
MOST_BESIDE_CODES = 1
"""Words of a feeling's segment that name nothing, where muscles tell the whole face."""
_ONE_SIDE = frozenset("left right one on side the".split())
LEAST_OTHERS, MOST_NAMED = 5, 0.3
"""Telling words beside those that name a feeling, and share of these, from which on and up to which a prompt tells what
happens."""


def tells_what_happens(apart: TakenApart, moves: Sequence[Moves]) -> bool:
    """Whether the prompt is a sentence of its own in which no muscle and hardly a feeling is named: every word counts
    then, small ones too, and a single one may mean something else ("the bus is missing a wheel")."""
    segments = apart.segments
    if any(moves) or any(segment.spared or segment.says_what_is_felt for segment in segments):
        return False
    naming = [segment.words[hit.begin : hit.end] for segment in segments for hit in segment.hits]
    if not naming:
        return True
    named = sum(word not in SILENT for words in naming for word in words)
    others = sum(len(segment.telling) for segment in segments) - named
    masked = any(segment.mask for segment in segments)
    return not masked and others >= LEAST_OTHERS and named < MOST_NAMED * (named + others)


def an_event_decides(prompt: str, apart: TakenApart, moves: Sequence[Moves]) -> bool:
    """Whether the prompt tells what happens to whom and no word beside that names a feeling or a muscle: "the thumb
    crushed in the door" is not sad."""
    event = event_in(prompt)
    said = set(event.words.split()) if event and event.is_grave else set()
    naming = [word for one in apart.segments for hit in one.hits for word in one.words[hit.begin : hit.end]]
    naming += [one.words[place] for one, move in zip(apart.segments, moves, strict=True) for place in move.used]
    return bool(said) and (said | DETERMINERS).issuperset(naming)


def left_over(
    apart: TakenApart, moves: Sequence[Moves], space: ExpressionSpace, heard: Container[int]
) -> Feeling | None:
    """What the space feels in words that name no feeling and no muscle, but for segments that are heard by themselves;
    None where nothing is left to be felt."""
    told = [segment for segment in apart.segments if not segment.denied]
    if _both_denied(apart) or any(not hit.feels.loose for segment in told for hit in segment.hits):
        return None
    if any(segment.is_gone or stays_unmoved(segment) for segment in apart.segments):
        return None
    if _names_all(told):
        return None
    named = any(moves)
    words = [
        word
        for number, (segment, move) in enumerate(zip(apart.segments, moves, strict=True))
        if number not in heard and not is_all_that_remains(apart.segments, number)
        for word in _heard_of(segment, move, named)
    ]
    telling = [word for word in words if word not in SILENT and word not in EMPTY]
    heard_of = named or any(segment.hits for segment in apart.segments)
    gone = any(one.absence in GONE and move for one, move in zip(apart.segments, moves, strict=True))
    if gone and len(telling) < LEAST_BESIDE_GONE:
        return None
    if not words or (heard_of and not telling) or (named and len(telling) < LEAST_BESIDE_MUSCLES):
        return None
    (feeling,) = feel([" ".join(words)], space)
    if feeling.confidence < UNSURE_BELOW and heard_of:
        return None
    if is_what_is_denied(feeling.weights, feeling.emotions, apart.segments):
        return None
    return feeling if feeling.confidence or not named else None


def heard_in_places(
    segments: Sequence[Segment], moves: Sequence[Moves], space: ExpressionSpace
) -> dict[int, np.ndarray]:
    """What each segment feels that names nothing itself, where both parts of the face are told of."""
    places = places_of(segments)
    if not {"upper", "lower"} <= set(places):
        return {}
    faces = {}
    for number, (segment, place) in enumerate(zip(segments, places, strict=True)):
        if place and segment.telling and not (segment.hits or segment.denied or moves[number]):
            (feeling,) = feel([" ".join(segment.words)], space)
            if feeling.confidence >= UNSURE_BELOW:
                faces[number] = feeling.weights
    return faces


def _heard_of(segment: Segment, move: Moves, anything_moves: bool) -> list[str]:
    """Of a denial that tells what happens ("he can't find the keys") all is heard, of another one nothing."""
    if not segment.denied:
        return [word for place, word in enumerate(segment.words) if place not in move.used]
    if segment.denies_what_happens and not anything_moves:
        return [*segment.denial.split(), *segment.words]
    return []


def _names_all(told: Sequence[Segment]) -> bool:
    """Whether loose words for feelings are all that is told: "cold", "fine", "full tilt"."""
    loose = {word for one in told for hit in one.hits for word in one.words[hit.begin : hit.end]}
    return bool(loose) and all(loose.issuperset(one.telling) for one in told)


def _both_denied(apart: TakenApart) -> bool:
    """ "Neither happy nor sad": whatever else is told, it is told of a quiet face."""
    denied = [hit.feels.emotion in PLEASANT for segment in apart.segments if segment.denied for hit in segment.hits]
    return len(set(denied)) == 2


def drop_loose(apart: TakenApart, moves: Sequence[Moves], feeling: Feeling | None) -> None:
    """Loose words ("cold", "fine") count where nothing else is felt; beside muscles only the strong ones ("shouts")."""
    told = [segment for segment in apart.segments if not segment.denied]
    solid = any(not hit.feels.loose for segment in told for hit in segment.hits)
    least = 2.0 if solid or feeling else 1.0 if any(moves) else 0.0
    for segment in apart.segments:
        segment.hits = [hit for hit in segment.hits if not hit.feels.loose or hit.feels.degree >= least]


def tells_the_rest(segment: Segment, move: Moves) -> bool:
    """ "Everything else at rest", not "the rest of the face in mourning"."""
    others = {place for place, word in enumerate(segment.words) if word not in SILENT} - move.used
    return "rest.still" in move.named and not (others or segment.hits)


def tells_a_muscle_alone(segments: Sequence[Segment], moves: Sequence[Moves]) -> bool:
    """ "Corrugator alone, as if reading small print": who names one muscle means no other."""
    named = ["muscle.moves" in move.named for move in moves]
    return any(
        one.only and (here or (before and _ONE_SIDE.issuperset(one.words)))
        for one, here, before in zip(segments, named, [False, *named], strict=False)
    )


def forget_reasons(apart: TakenApart) -> None:
    """Beside muscles that tell the whole face a sentence tells why, not how: "AU12. The sad uncle has won at last." """
    for segment in apart.segments:
        inside = {place for hit in segment.hits for place in range(hit.begin, hit.end)}
        others = [word for place, word in enumerate(segment.words) if place not in inside and word not in SILENT]
        if len(others) > MOST_BESIDE_CODES and not segment.says_what_is_felt:
            segment.hits = []
