"""The clauses of a prompt become a face: muscles and feelings that they name, and what is felt in the rest."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...rigs import arkit
from .composing import Composition, compose, leave_only, with_moves
from .feeling import Feeling, feel
from .grammar.clauses import TakenApart, take_apart
from .grammar.closing import without_closing
from .grammar.facs import Notation, read_facs
from .grammar.graded import feeling_face
from .grammar.moves import Moves
from .grammar.muscles import read_muscles
from .grammar.opposites import gaze_beside, opposite_of
from .grammar.segments import Segment
from .left_over import (
    an_event_decides,
    drop_loose,
    forget_reasons,
    heard_in_places,
    left_over,
    tells_a_muscle_alone,
    tells_the_rest,
    tells_what_happens,
)
from .notes import heard_in, ignored, read_as
from .space import ExpressionSpace

SURE_OF_WORDS, SURE_OF_OPPOSITES = 0.9, 0.5
"""Confidence in a feeling that is named, and in one that follows from another's denial."""
RESTING = 0.02
"""Weight below which a shape rests."""


@dataclass(frozen=True, eq=False)
class Face:
    """A face before it has its place in the space."""

    weights: np.ndarray
    confidence: float
    read_as: tuple[str, ...]


def read_clauses(prompt: str, whole: str, space: ExpressionSpace) -> Face:
    """whole: the prompt with its stage business, which is felt where the prompt tells what happens."""
    notation = read_facs(prompt)
    apart, moves, complete = _muscles_in(notation)
    if not notation.units and (tells_what_happens(apart, moves) or an_event_decides(notation.rest, apart, moves)):
        return _as_it_happens(whole if whole != prompt else notation.rest, apart, space)
    if complete:
        forget_reasons(apart)
    heard = {} if complete else heard_in_places(apart.segments, moves, space)
    feeling = None if complete else left_over(apart, moves, space, heard)
    drop_loose(apart, moves, feeling)
    if notation.units or notation.silenced:
        moves = [*moves, Moves(notation.units, silenced=set(notation.silenced))]
        apart = TakenApart((*apart.segments, Segment()), apart.strength, apart.told)
    made = compose(apart.segments, moves, feeling.weights if feeling else None, apart.strength, heard)
    instead = None if feeling or notation.units else _instead_of_denied(made, apart, moves)
    if instead:
        return instead
    if not made.weights.any() and not (made.shown or any(made.moves)):
        unknown = ignored(feeling.unknown if feeling else ())
        return not_understood(*notation.told, *unknown)
    weights = np.where(made.weights < RESTING, 0.0, np.clip(made.weights, 0.0, 1.0)).astype(np.float32)
    return Face(weights, _confidence(made, feeling), read_as(made, feeling, notation.told, apart))


def _muscles_in(notation: Notation) -> tuple[TakenApart, list[Moves], bool]:
    """The words beside FACS codes with their muscles, and whether these tell the whole face: codes do, and so do a
    muscle by its name alone and a prompt that says that it does ("and that's all")."""
    rest, closed = without_closing(notation.rest)
    apart = take_apart(rest)
    moves = _moves_of(apart)
    if closed and not (notation.units or any(moves)):
        apart, closed = take_apart(notation.rest), False
        moves = _moves_of(apart)
    complete = closed or any(map(tells_the_rest, apart.segments, moves)) or tells_a_muscle_alone(apart.segments, moves)
    return apart, moves, complete or bool(notation.units)


def _moves_of(apart: TakenApart) -> list[Moves]:
    told = apart.segments
    strengths = [one.strength * apart.strength for one in told]
    return read_muscles([one.words for one in told], strengths, [one.denied for one in told])


def _as_it_happens(prompt: str, apart: TakenApart, space: ExpressionSpace) -> Face:
    (feeling,) = feel([prompt], space)
    if not feeling.confidence:
        return not_understood(*ignored(feeling.unknown))
    weights = np.where(feeling.weights < RESTING, 0.0, np.clip(feeling.weights * apart.strength, 0.0, 1.0))
    read_as = (*heard_in(feeling), *apart.told, *ignored(feeling.unknown))
    return Face(weights.astype(np.float32), feeling.confidence, read_as)


def not_understood(*why: str) -> Face:
    return Face(_rest(), 0.0, ("not understood: the face stays neutral", *why))


def _instead_of_denied(made: Composition, apart: TakenApart, moves: Sequence[Moves]) -> Face | None:
    """What is left where nothing is told but what is not felt, and perhaps where the eyes look; else None."""
    gaze = gaze_beside(apart.segments, made.moves)
    rests = any(move.stilled and not one.denied for one, move in zip(apart.segments, moves, strict=True))
    if gaze is None or made.shown or rests:
        return None
    opposite = opposite_of(apart.segments, made.resting)
    return _opposite(made, apart, opposite, gaze) if opposite or (made.denied and not gaze) else None


def _opposite(made: Composition, apart: TakenApart, opposite: tuple[str, float] | None, gaze: Moves) -> Face:
    left_out = f"left out, because it is denied: {', '.join(dict.fromkeys(made.denied)) or 'what does not show'}"
    if not opposite:
        return Face(_rest(), SURE_OF_OPPOSITES, (left_out, "nothing else is told: the face stays neutral"))
    emotion, degree = opposite
    made.weights = with_moves(feeling_face(emotion, degree * apart.strength), gaze)
    leave_only(made, apart.segments)
    return Face(made.weights, SURE_OF_OPPOSITES, (left_out, f"instead: {emotion} at {min(degree, 1.0):.0%}"))


def _confidence(made: Composition, feeling: Feeling | None) -> float:
    if feeling is not None and not made.shown:
        return max(feeling.confidence, SURE_OF_WORDS if any(made.moves) else 0.0)
    return 1.0 if any(made.moves) else SURE_OF_WORDS


def _rest() -> np.ndarray:
    return np.zeros(arkit.COUNT, np.float32)
