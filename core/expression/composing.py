"""Segments of a prompt become one face: what is named, where on the face, what is held in, feigned or denied.

Upper and lower face follow the rule of masks (Ekman and Friesen, Unmasking the Face, 1975): what is felt leaks above,
what is shown for others sits on the mouth.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from ...rigs import arkit
from ...rigs.action_units import weights_from_action_units
from .graded import Feels, feeling_face
from .moves import Moves, shapes_of, weights_of_moves
from .places import places_of
from .regions import LEFT, LOWER, MIDLINE, RIGHT, UPPER, against, groups_of, mask_of, without_contradictions
from .segments import PLEASANT, Segment
from .shares import share_beside
from .whereabouts import where_felt
from .wording import TABLE

_MASKS = TABLE["masks"]
_HELD_UNITS: dict[str, float] = _MASKS["action_units"]
_BENEATH: dict[str, dict[str, float]] = _MASKS["beneath"]
_VOICE = frozenset(("10", "16", "25", "26", "27"))
"""What a shout moves, and not that of eyes that shout."""
_UNSMILING = tuple(map(frozenset, (("4",), ("15",), ("20",), ("22",), ("28",), ("29",), ("27", "43"), ("63", "43"))))
"""Beside these what is heard does not smile, unless a smile is told; the last are a yawn and rolled eyes."""
_CHEEKS = frozenset(("6",))
_WINKS = frozenset(("L46", "R46"))
_GAZES = frozenset(("61", "62"))
"""Of two looks to the side the first counts."""
_OPENING = frozenset(("25", "26", "27"))
"""Of a yawn that is held in nothing opens."""
_MIXED_SHARE = 0.9
"""Of each of several feelings at once."""
_MARK, _PLAIN, _TRACE = 0.5, 0.42, 0.12
"""Weight of the shapes that mark a feeling; from which on another feeling shows them plainly; what is left of them."""
_PLAINLY = 0.6
"""Of a shape that is named with no word that weakens it: a feeling may show it more."""
_SPARED = {"eyes": ("cheekSquint", "eyeSquint"), "upper": ("brow",), "lower": ("mouth", "jaw", "cheekPuff")}
_PARTING = np.array([name.startswith(("jawOpen", "mouthLowerDown", "mouthUpperUp")) for name in arkit.NAMES])
_SHUT = 0.2
"""How far lips part that hold something in."""
_SMILE = np.array([name.startswith(("mouthSmile", "mouthDimple", "cheekSquint")) for name in arkit.NAMES])
_FROWN = np.array([name.startswith("browDown") for name in arkit.NAMES])
"""Of triumph, which beside a smile that is told rests."""
_SAD_MOUTH = np.array(
    [name.startswith(("mouthFrown", "mouthShrug", "mouthPress", "mouthStretch")) for name in arkit.NAMES]
)
"""Rests in a mixed feeling that also smiles."""
_SAD_BROWS = np.array([name.startswith("browDown") for name in arkit.NAMES])
"""Rests there as well where the other feeling is sorrow: tears of pride draw the brows up."""
_SORROW = frozenset(("compassion", "disappointment", "hurt", "sadness"))
_GAPING = frozenset(("awe", "surprise"))
_AJAR = np.array([name.startswith(("jawOpen", "mouthLowerDown")) for name in arkit.NAMES])
_MOUTH = ("mouthSmile", "mouthFrown", "mouthDimple", "mouthPucker", "mouthPress", "mouthRoll", "mouthShrug")
_AJAR_BELOW = 0.3
"""A mouth that is told takes away how far a feeling would open it, if that is no cry."""


@dataclass
class Composition:
    """The face that the named feelings and muscles make, and what was said about it.

    weights: (52,); decided: shapes that muscles named; denied, resting: feelings and action units that are said not to
    be there.
    """

    weights: np.ndarray = field(default_factory=lambda: np.zeros(arkit.COUNT, np.float32))
    decided: np.ndarray = field(default_factory=lambda: np.zeros(arkit.COUNT, bool))
    shown: list[tuple[str, float]] = field(default_factory=list)
    denied: list[str] = field(default_factory=list)
    resting: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)


@dataclass
class _Layer:
    """A feeling on a part of the face; yielding: shapes that rest beside a pleasant feeling."""

    weights: np.ndarray
    mask: np.ndarray
    pleasant: bool = False
    yielding: np.ndarray = field(default_factory=lambda: _SAD_MOUTH)


def compose(
    segments: Sequence[Segment],
    moves: Sequence[Moves],
    felt: np.ndarray | None,
    strength: float,
    heard: Mapping[int, np.ndarray] | None = None,
) -> Composition:
    """felt: the face (52,) of the words that name nothing, or None; strength: factor for everything that is felt;
    heard: faces of single segments that are told of a part of the face, by their numbers."""
    made = Composition()
    general = []
    if felt is not None:
        whole = _beside_muscles(felt, moves) * _overall(segments, strength)
        general.append(_Layer(np.clip(whole, 0.0, 1.0), np.ones(arkit.COUNT, bool)))
    regional: list[_Layer] = []
    muscles: dict[str, float] = {}
    told: set[str] = set()
    stilled: set[str] = set()
    silenced: set[str] = set()
    places = places_of(segments)
    beaming = any("12" in move.activations for move in moves)
    held_in = any(segment.mask == "held" and not segment.denied for segment in segments)
    for number, (segment, move) in enumerate(zip(segments, moves, strict=True)):
        if segment.denied:
            silenced |= move.stilled | move.silenced
            stilled |= _shapes_of_all(_with_both_winks(move.activations))
            made.denied += [hit.feels.emotion for hit in segment.hits]
            made.resting += move.activations
            continue
        silenced |= move.silenced
        unmoved = _unmoved(segment, places[number], move) | (_GAZES if _GAZES & muscles.keys() else frozenset())
        move.activations = {code: value for code, value in move.activations.items() if code not in unmoved}
        muscles.update({code: max(value, muscles.get(code, 0.0)) for code, value in move.activations.items()})
        told |= move.activations.keys() - move.beside
        stilled |= move.stilled
        for feels, share in _felt_here(segment, move):
            degree = feels.degree * segment.strength * strength * share
            made.shown.append((feels.emotion, degree))
            where = where_felt(segments, moves, number, places[number])
            face = feeling_face(feels.emotion, degree)
            if places[number] and move.activations and "12" not in move.activations:
                face = np.where(_SMILE, 0.0, face)
            if beaming and feels.emotion in PLEASANT:
                face = np.where(_FROWN, 0.0, face)
            layer = _Layer(face, where, feels.emotion in PLEASANT, _yielding(feels.emotion))
            if segment.mask == "held" and not places[number]:
                general.append(replace(layer, weights=np.where(where, face, 0.0)))
            else:
                (general if where.all() else regional).append(layer)
        if heard and number in heard:
            regional.append(_Layer(heard[number], UPPER if places[number] == "upper" else LOWER))
    if felt is None and not heard:
        regional += _beneath(segments)
    _mix(made, general, regional)
    if held_in:
        made.weights = np.maximum(made.weights, weights_from_action_units(_HELD_UNITS)).astype(np.float32)
        made.weights[_PARTING] *= _SHUT
        made.told.append("held in: weaker, with the lips pressed")
    along = _shapes_of_all(muscles.keys() - told) - _shapes_of_all(told)
    muscles = {code: value for code, value in muscles.items() if code in told or not _yields(code, told)}
    _move(made, muscles, stilled, silenced | (stilled & along))
    leave_only(made, segments, moves)
    if made.shown or felt is not None:
        _without_denied(made)
    made.weights = without_contradictions(made.weights, made.decided)
    return made


def _unmoved(segment: Segment, place: str, move: Moves) -> frozenset[str]:
    """What a segment names and does not move: of a feigned smile the cheeks, of eyes that shout the mouth, of a yawn
    that is held in the jaw, of a part that is only spared ("the brows do not move, only the nose wrinkles") all."""
    if segment.spared in ("upper", "lower") and len(segment.telling) == 1:
        return frozenset(move.activations)
    cheeks = _CHEEKS if segment.mask == "feigned" else frozenset()
    opening = _OPENING if segment.mask == "held" else frozenset()
    return cheeks | opening | (_VOICE if place == "upper" else frozenset())


def _shapes_of_all(codes: Iterable[str]) -> set[str]:
    return {shape for code in codes for shape in shapes_of(code)}


def _yields(code: str, told: Iterable[str]) -> bool:
    """Of a yawn the lids, where the eyes are told to be huge."""
    return not against(_shapes_of_all(told)).isdisjoint(shapes_of(code))


def _with_both_winks(codes: Iterable[str]) -> frozenset[str]:
    """Who does not wink does so with neither eye."""
    told = frozenset(codes)
    return told | _WINKS if told & _WINKS else told


def _beside_muscles(felt: np.ndarray, moves: Sequence[Moves]) -> np.ndarray:
    told = {code.lstrip("LR") for move in moves for code in move.activations}
    hard = any(muscles <= told for muscles in _UNSMILING)
    return np.where(_SMILE, 0.0, felt) if hard and "12" not in told else felt


def _beneath(segments: Sequence[Segment]) -> list[_Layer]:
    """What the eyes show above a feeling that is feigned, where nothing says what is felt."""
    told = [segment for segment in segments if segment.hits and not segment.denied]
    if len(told) != 1 or told[0].mask != "feigned" or any(segment.spared for segment in segments):
        return []
    felt = {item for hit in told[0].hits for item in _BENEATH.get(hit.feels.emotion, {}).items()}
    return [_Layer(feeling_face(emotion, degree), UPPER) for emotion, degree in felt]


def _without_denied(made: Composition) -> None:
    """What is the mark of a denied feeling rests where others show it faintly: "not angry, just disappointed" has
    smooth brows. One smile does not take another away: "more relieved than happy"."""
    smiling = any(emotion in PLEASANT for emotion, _ in made.shown)
    for emotion in made.denied:
        if smiling and emotion in PLEASANT:
            continue
        marks = feeling_face(emotion, 1.0) >= _MARK
        faint = marks & (made.weights < _PLAIN) & ~made.decided
        made.weights = np.where(faint, np.minimum(made.weights, _TRACE), made.weights).astype(np.float32)


def _overall(segments: Sequence[Segment], strength: float) -> float:
    for segment in segments:
        if not segment.denied and not segment.hits:
            strength *= segment.strength
    return strength


def _felt_here(segment: Segment, move: Moves) -> list[tuple[Feels, float]]:
    """The feelings of a segment that no muscle's description has used up; the strongest of each emotion with the share
    that a number gives it."""
    best: dict[str, Feels] = {}
    shares: dict[str, float] = {}
    for hit in segment.hits:
        inside = set(range(hit.begin, hit.end))
        one_word = hit.end - hit.begin == 1
        still = any(name.endswith(".still") for name in move.named)
        free = hit.feels.loose or not (inside & move.used and (one_word or (still and inside <= move.used)))
        if free and hit.feels.degree > best.get(hit.feels.emotion, Feels("", 0.0)).degree:
            best[hit.feels.emotion] = hit.feels
            shares[hit.feels.emotion] = share_beside(segment.words, hit.begin, hit.end)
    return [(feels, shares[emotion]) for emotion, feels in best.items()]


def _yielding(emotion: str) -> np.ndarray:
    if emotion in PLEASANT:
        return np.zeros(arkit.COUNT, bool)
    return _SAD_MOUTH | _SAD_BROWS if emotion in _SORROW else _SAD_MOUTH


def _mix(made: Composition, general: Sequence[_Layer], regional: Sequence[_Layer]) -> None:
    share = _MIXED_SHARE if len(general) > 1 and len({emotion for emotion, _ in made.shown}) != 1 else 1.0
    smiling = any(layer.pleasant for layer in general)
    for layer in general:
        worn = np.where(layer.yielding, 0.0, layer.weights) if smiling else layer.weights
        made.weights = np.maximum(made.weights, share * worn)
    for mask in (UPPER, LOWER):
        layers = [layer.weights for layer in regional if (layer.mask & mask).any() and not (layer.mask & ~mask).any()]
        if layers:
            made.weights = np.where(mask, np.maximum.reduce(layers), made.weights)
    for mask in (LEFT, RIGHT):
        for layer in regional:
            if np.array_equal(layer.mask, mask):
                beyond = np.where(MIDLINE, np.maximum(layer.weights, made.weights), made.weights)
                made.weights = np.where(mask & ~MIDLINE, layer.weights, beyond)


def _move(made: Composition, muscles: dict[str, float], stilled: set[str], silenced: set[str]) -> None:
    """What is named decides its group of shapes; what is said to be still rests."""
    named = _shapes_of_all(muscles)
    made.decided = mask_of(named)
    if muscles:
        moved = weights_of_moves(muscles)
        decided = groups_of(named) & ~((moved >= _PLAINLY) & made.decided)
        made.weights = np.where(decided, moved, np.maximum(made.weights, moved))
        made.weights[_is_ajar(made, muscles, named) & ~decided] *= _SHUT
    made.weights = np.where(mask_of((stilled - named) | silenced), 0.0, made.weights).astype(np.float32)


def _is_ajar(made: Composition, muscles: Mapping[str, float], named: set[str]) -> np.ndarray:
    """ "Furious, with a polite smile": what opens the mouth a little against the mouth that is told."""
    emotions = {emotion for emotion, _ in made.shown}
    told = any(name.startswith(_MOUTH) for name in named) and not _VOICE & {code.lstrip("LR") for code in muscles}
    keeps = not told or not emotions or emotions & (PLEASANT | _GAPING)
    return np.zeros(arkit.COUNT, bool) if keeps else _AJAR & (made.weights < _AJAR_BELOW)


def with_moves(weights: np.ndarray, moves: Moves) -> np.ndarray:
    """A face (52,) on which muscles move for sure, whatever it feels."""
    made = Composition(weights)
    _move(made, moves.activations, moves.stilled, moves.silenced)
    return without_contradictions(made.weights, made.decided)


def leave_only(made: Composition, segments: Sequence[Segment], moves: Sequence[Moves]) -> None:
    """ "Only the mouth smiles", "a smile that does not reach the eyes", "the lips stay out of it"."""
    for spared in dict.fromkeys(segment.spared for segment in segments if segment.spared):
        rests = np.array([name.startswith(_SPARED[spared]) for name in arkit.NAMES])
        rests &= ~made.decided | (spared == "eyes")
        made.weights = np.where(rests, 0.0, made.weights).astype(np.float32)
        made.told.append("it does not reach the eyes" if spared == "eyes" else f"not in the {spared} face")
    told = [bool(segment.hits or move) and not segment.denied for segment, move in zip(segments, moves, strict=True)]
    for number, (segment, region) in enumerate(zip(segments, places_of(segments), strict=True)):
        if region and segment.only and not segment.denied and len(segment.telling) <= 3:
            if told[number] and sum(told) > 1:
                continue
            made.weights = np.where(UPPER if region == "upper" else LOWER, made.weights, 0.0).astype(np.float32)
            made.told.append(f"only the {region} face")
