"""Segments of a prompt become one face: what is named, where on the face, what is held in, feigned or denied.

Upper and lower face follow the rule of masks (Ekman and Friesen, Unmasking the Face, 1975): what is felt leaks above,
what is shown for others sits on the mouth.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from ...rigs import arkit
from ...rigs.action_units import weights_from_action_units
from .grammar.graded import feeling_face
from .grammar.moves import Moves, weights_of_moves, without_side
from .grammar.places import places_of
from .grammar.regions import LOWER, SMILING, UPPER, groups_of, mask_of, without_contradictions
from .grammar.segments import PLEASANT, Segment
from .grammar.wording import TABLE
from .layers import Layer, beneath, layers_of, mixed
from .motions import VOICE, Motion, motion_of, really_moved, shapes_of_all
from .whereabouts import EVERYWHERE

_HELD_UNITS: dict[str, float] = TABLE["masks"]["action_units"]
_UNSMILING = tuple(map(frozenset, (("4",), ("15",), ("20",), ("22",), ("28",), ("29",), ("27", "43"), ("63", "43"))))
"""Beside these what is heard does not smile, unless a smile is told; the last are a yawn and rolled eyes."""
_MARK, _PLAIN, _TRACE = 0.5, 0.42, 0.12
"""Weight of the shapes that mark a feeling; from which on another feeling shows them plainly; what is left of them."""
_PLAINLY = 0.6
"""Of a shape that is named with no word that weakens it: a feeling may show it more."""
_SPARED = {"eyes": ("cheekSquint", "eyeSquint"), "upper": ("brow",), "lower": ("mouth", "jaw", "cheekPuff")}
_PARTING = np.array([name.startswith(("jawOpen", "mouthLowerDown", "mouthUpperUp")) for name in arkit.NAMES])
_SHUT = 0.2
"""How far lips part that hold something in."""
_GAPING = frozenset(("awe", "surprise"))
_AJAR = np.array([name.startswith(("jawOpen", "mouthLowerDown")) for name in arkit.NAMES])
_MOUTH = ("mouthSmile", "mouthFrown", "mouthDimple", "mouthPucker", "mouthPress", "mouthRoll", "mouthShrug")
_RAISED = mask_of({"browInnerUp", "browOuterUpLeft", "browOuterUpRight"})
_CORNERS = np.array([name.startswith("mouthSmile") for name in arkit.NAMES])
"""Nobody smiles through lips that blow."""
_AJAR_BELOW = 0.3
"""A mouth that is told takes away how far a feeling would open it, if that is no cry."""


@dataclass
class Composition:
    """The face that the named feelings and muscles make, and what was said about it.

    weights: (52,); moves: of each segment, without what it names and does not move; places: the part of the face that
    each is told of; decided: shapes that muscles named; denied, resting: feelings and action units that are said not to
    be there.
    """

    weights: np.ndarray
    moves: Sequence[Moves] = ()
    places: Sequence[str] = ()
    decided: np.ndarray = field(default_factory=lambda: np.zeros(arkit.COUNT, bool))
    shown: list[tuple[str, float]] = field(default_factory=list)
    denied: list[str] = field(default_factory=list)
    resting: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)


def compose(
    segments: Sequence[Segment],
    moves: Sequence[Moves],
    felt: np.ndarray | None,
    strength: float,
    heard: Mapping[int, np.ndarray] | None = None,
) -> Composition:
    """felt: the face (52,) of the words that name nothing, or None; strength: factor for everything that is felt;
    heard: faces of single segments that are told of a part of the face, by their numbers."""
    places = places_of(segments)
    real = really_moved(segments, moves, places)
    named = list(layers_of(segments, real, places, strength))
    unnamed = [Layer(face, UPPER if places[number] == "upper" else LOWER) for number, face in (heard or {}).items()]
    if felt is not None:
        whole = _beside_muscles(felt, moves) * _overall(segments, strength)
        unnamed.append(Layer(np.clip(whole, 0.0, 1.0), EVERYWHERE))
    denied = [(segment, move) for segment, move in zip(segments, moves, strict=True) if segment.denied]
    made = Composition(
        mixed([*named, *(unnamed or beneath(segments))]),
        real,
        places,
        shown=[(layer.emotion, layer.degree) for layer in named],
        denied=[hit.feels.emotion for segment, _ in denied for hit in segment.hits],
        resting=[code for _, move in denied for code in move.activations],
    )
    if any(segment.mask == "held" and not segment.denied for segment in segments):
        _hold_in(made)
    _move(made, motion_of(segments, real))
    leave_only(made, segments)
    if made.shown or felt is not None:
        _without_denied(made)
    made.weights = without_contradictions(made.weights, made.decided)
    return made


def _hold_in(made: Composition) -> None:
    made.weights = np.maximum(made.weights, weights_from_action_units(_HELD_UNITS)).astype(np.float32)
    made.weights[_PARTING] *= _SHUT
    made.told.append("held in: weaker, with the lips pressed")


def _beside_muscles(felt: np.ndarray, moves: Sequence[Moves]) -> np.ndarray:
    told = {without_side(code) for move in moves for code in move.activations}
    hard = any(muscles <= told for muscles in _UNSMILING)
    return np.where(SMILING, 0.0, felt) if hard and "12" not in told else felt


def _without_denied(made: Composition) -> None:
    """What is the mark of a denied feeling rests where others show it faintly: "not angry, just disappointed" has
    smooth brows. One smile does not take another away: "more relieved than happy"; nor do raised brows: "not surprised,
    just interested"."""
    smiling = any(emotion in PLEASANT for emotion, _ in made.shown)
    own = _RAISED & np.any([feeling_face(emotion, 1.0) >= _PLAIN for emotion, _ in made.shown], axis=0)
    for emotion in made.denied:
        if smiling and emotion in PLEASANT:
            continue
        marks = feeling_face(emotion, 1.0) >= _MARK
        faint = marks & (made.weights < _PLAIN) & ~made.decided & ~own
        made.weights = np.where(faint, np.minimum(made.weights, _TRACE), made.weights).astype(np.float32)


def _overall(segments: Sequence[Segment], strength: float) -> float:
    for segment in segments:
        if not segment.denied and not segment.hits:
            strength *= segment.strength
    return strength


def _move(made: Composition, motion: Motion) -> None:
    """What is named decides its group of shapes; what is said to be still rests."""
    named = shapes_of_all(motion.activations)
    made.decided = mask_of(named)
    if motion.activations:
        moved = weights_of_moves(motion.activations)
        decided = groups_of(named) & ~((moved >= _PLAINLY) & made.decided)
        made.weights = np.where(decided, moved, np.maximum(made.weights, moved))
        made.weights[_is_ajar(made, motion, named) & ~decided] *= _SHUT
    resting = mask_of({*(motion.stilled - named), *motion.silenced})
    made.weights = np.where(resting, 0.0, made.weights).astype(np.float32)


def _is_ajar(made: Composition, motion: Motion, named: set[str]) -> np.ndarray:
    """ "Furious, with a polite smile": what opens the mouth a little against the mouth that is told."""
    emotions = {emotion for emotion, _ in made.shown}
    told = any(name.startswith(_MOUTH) for name in named) and VOICE.isdisjoint(map(without_side, motion.activations))
    keeps = not told or not emotions or emotions & (PLEASANT | _GAPING)
    return np.zeros(arkit.COUNT, bool) if keeps else _AJAR & (made.weights < _AJAR_BELOW)


def with_moves(weights: np.ndarray, moves: Moves) -> np.ndarray:
    """A face (52,) on which muscles move for sure, whatever it feels."""
    made = Composition(weights)
    _move(made, Motion(moves.activations, frozenset(moves.stilled), frozenset(moves.silenced)))
    puckered = "18" in moves.activations and "12" not in moves.activations
    made.weights = np.where(_CORNERS & puckered, np.minimum(made.weights, _TRACE), made.weights)
    return without_contradictions(made.weights, made.decided)


def leave_only(made: Composition, segments: Sequence[Segment]) -> None:
    """ "Only the mouth smiles", "a smile that does not reach the eyes", "the lips stay out of it"."""
    for spared in dict.fromkeys(segment.spared for segment in segments if segment.spared):
        rests = np.array([name.startswith(_SPARED[spared]) for name in arkit.NAMES])
        rests &= ~made.decided | (spared == "eyes")
        made.weights = np.where(rests, 0.0, made.weights).astype(np.float32)
        made.told.append("it does not reach the eyes" if spared == "eyes" else f"not in the {spared} face")
    told = [
        bool(segment.hits or move) and not segment.denied for segment, move in zip(segments, made.moves, strict=True)
    ]
    for number, (segment, place) in enumerate(zip(segments, made.places, strict=True)):
        if place and segment.only and not segment.denied and len(segment.telling) <= 3:
            if told[number] and sum(told) > 1:
                continue
            made.weights = np.where(UPPER if place == "upper" else LOWER, made.weights, 0.0).astype(np.float32)
            made.told.append(f"only the {place} face")
