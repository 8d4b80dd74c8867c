"""What the muscles of all segments of a prompt do together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from .grammar.moves import Moves, shapes_of
from .grammar.regions import against
from .grammar.segments import Segment

VOICE = frozenset(("10", "16", "25", "26", "27"))
"""What a shout moves, and not that of eyes that shout."""
_CHEEKS = frozenset(("6",))
_WINKS = frozenset(("L46", "R46"))
_GAZES = frozenset(("61", "62"))
"""Of two looks to the side the first counts."""
_OPENING = frozenset(("25", "26", "27"))
"""Of a yawn that is held in nothing opens."""


@dataclass(frozen=True)
class Motion:
    """activations by action unit or ARKit shape; stilled, silenced: shapes that rest if nothing else moves them, and
    in any case."""

    activations: dict[str, float] = field(default_factory=dict)
    stilled: frozenset[str] = frozenset()
    silenced: frozenset[str] = frozenset()


def really_moved(segments: Sequence[Segment], moves: Sequence[Moves], places: Sequence[str]) -> list[Moves]:
    """The moves without what segments name and do not move; those of what is denied as they are."""
    real: list[Moves] = []
    looked = False
    for segment, move, place in zip(segments, moves, places, strict=True):
        if segment.denied:
            real.append(move)
            continue
        unmoved = _unmoved(segment, place, move) | (_GAZES if looked else frozenset())
        kept = {code: value for code, value in move.activations.items() if code not in unmoved}
        looked = looked or not _GAZES.isdisjoint(kept)
        real.append(replace(move, activations=kept))
    return real


def motion_of(segments: Sequence[Segment], moves: Sequence[Moves]) -> Motion:
    """What is denied rests, and so does what comes along where it rests in a segment of its own."""
    moving = [move for segment, move in zip(segments, moves, strict=True) if not segment.denied]
    denied = [move for segment, move in zip(segments, moves, strict=True) if segment.denied]
    activations: dict[str, float] = {}
    for move in moving:
        activations |= {code: max(value, activations.get(code, 0.0)) for code, value in move.activations.items()}
    told = {code for move in moving for code in move.activations.keys() - move.beside}
    stilled = frozenset(shape for move in moving for shape in move.stilled)
    stilled |= {shape for move in denied for shape in shapes_of_all(_with_both_winks(move.activations))}
    silenced = {shape for move in moves for shape in move.silenced} | {
        shape for move in denied for shape in move.stilled
    }
    along = shapes_of_all(activations.keys() - told) - shapes_of_all(told)
    kept = {code: value for code, value in activations.items() if code in told or not _yields(code, told)}
    return Motion(kept, stilled, frozenset(silenced | (stilled & along)))


def shapes_of_all(codes: Iterable[str]) -> set[str]:
    return {shape for code in codes for shape in shapes_of(code)}


def _unmoved(segment: Segment, place: str, move: Moves) -> frozenset[str]:
    """What a segment names and does not move: of a feigned smile the cheeks, of eyes that shout the mouth, of a yawn
    that is held in the jaw, of a part that is only spared ("the brows do not move, only the nose wrinkles") all."""
    if segment.spared in ("upper", "lower") and len(segment.telling) == 1:
        return frozenset(move.activations)
    cheeks = _CHEEKS if segment.mask == "feigned" else frozenset()
    opening = _OPENING if segment.mask == "held" else frozenset()
    return cheeks | opening | (VOICE if place == "upper" else frozenset())


def _with_both_winks(codes: Iterable[str]) -> frozenset[str]:
    """Who does not wink does so with neither eye."""
    told = frozenset(codes)
    return told | _WINKS if told & _WINKS else told


def _yields(code: str, told: Iterable[str]) -> bool:
    """Of a yawn the lids, where the eyes are told to be huge."""
    return not against(shapes_of_all(told)).isdisjoint(shapes_of(code))
