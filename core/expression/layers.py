"""Feelings as layers: each on its part of the face, all of them mixed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ...rigs import arkit
from .grammar.graded import Feels, feeling_face
from .grammar.moves import Moves
from .grammar.regions import LEFT, LOWER, MIDLINE, RIGHT, SMILING, UPPER
from .grammar.segments import PLEASANT, Segment
from .grammar.shares import share_beside
from .grammar.wording import TABLE
from .whereabouts import EVERYWHERE, is_felt_beside, where_felt

_BENEATH: dict[str, dict[str, float]] = TABLE["masks"]["beneath"]
_BLANK: dict[str, str] = TABLE["masks"]["blank"]
_MIXED_SHARE = 0.9
"""Of each of several feelings at once."""
_LOWERED_BROWS = np.array([name.startswith("browDown") for name in arkit.NAMES])
"""Of triumph, which beside a smile that is told rest; of sorrow beside pleasure: tears of pride draw the brows up."""
_SAD_MOUTH = np.array(
    [name.startswith(("mouthFrown", "mouthShrug", "mouthPress", "mouthStretch")) for name in arkit.NAMES]
)
"""Rests in a mixed feeling that also smiles."""
_DRAWN_UP = frozenset(("anxiety", "compassion", "contemplation", "disappointment", "effort", "hurt", "sadness"))
"""What draws no brows down beside pleasure."""
_GRIM = np.array([name.startswith(("mouthFrown", "browDown", "noseSneer", "mouthStretch")) for name in arkit.NAMES])
_SMIRKING = frozenset(("contempt", "smugness", "skepticism", "menace"))
_NO_PLEASURE = np.array([name.startswith(("mouthSmile", "cheekSquint", "tongueOut")) for name in arkit.NAMES])
"""Of the smile of hunger, madness, drink and embarrassment: it rests beside what nobody smiles at."""
_SMILES = arkit.INDEX["mouthSmileLeft"]
_FAINTLY = 0.12


@dataclass(frozen=True, eq=False)
class Layer:
    """A feeling on the part of the face where `mask` is true; emotion "" where no word names it."""

    weights: np.ndarray
    mask: np.ndarray
    emotion: str = ""
    degree: float = 0.0

    @property
    def pleasant(self) -> bool:
        return self.emotion in PLEASANT

    @property
    def beside_pleasure(self) -> np.ndarray:
        """Its weights beside a pleasant feeling."""
        if self.pleasant:
            return self.weights
        yielding = _SAD_MOUTH | _LOWERED_BROWS if self.emotion in _DRAWN_UP else _SAD_MOUTH
        return np.where(yielding, 0.0, self.weights)

    @property
    def grim(self) -> bool:
        """Whether nobody smiles at it."""
        unsmiling = self.weights[_SMILES] < _FAINTLY and self.emotion not in _SMIRKING
        return bool(self.emotion) and unsmiling and bool(self.weights[_GRIM].max() >= _FAINTLY)

    @property
    def beside_grim(self) -> np.ndarray:
        """Its weights beside a grim feeling: a smile that is no pleasure rests."""
        smiles = self.weights[_SMILES] >= _FAINTLY and not self.pleasant and self.emotion not in _SMIRKING
        return np.where(_NO_PLEASURE, 0.0, self.weights) if smiles and self.emotion else self.weights


def layers_of(
    segments: Sequence[Segment], moves: Sequence[Moves], places: Sequence[str], strength: float
) -> Iterator[Layer]:
    """What words name; strength: factor for all of it."""
    beaming = any("12" in move.activations for move in moves)
    for number, (segment, move) in enumerate(zip(segments, moves, strict=True)):
        unsmiling = places[number] and move.activations and "12" not in move.activations
        for feels, share in [] if segment.denied else _felt_here(segment, move):
            degree = feels.degree * segment.strength * strength * share
            where = where_felt(segments, moves, number, places[number])
            hiding = segment.mask == "feigned" and is_felt_beside(segments, number)
            face = feeling_face(_BLANK.get(feels.emotion, feels.emotion) if hiding else feels.emotion, degree)
            face = np.where(SMILING, 0.0, face) if unsmiling else face
            layer = Layer(face, where, feels.emotion, degree)
            if beaming and layer.pleasant:
                layer = replace(layer, weights=np.where(_LOWERED_BROWS, 0.0, face))
            if segment.mask == "held" and not places[number]:
                layer = replace(layer, weights=np.where(where, layer.weights, 0.0), mask=EVERYWHERE)
            yield layer


def beneath(segments: Sequence[Segment]) -> list[Layer]:
    """What the eyes show above a feeling that is feigned, where nothing says what is felt."""
    told = [segment for segment in segments if segment.hits and not segment.denied]
    if len(told) != 1 or told[0].mask != "feigned" or any(segment.spared for segment in segments):
        return []
    felt = {item for hit in told[0].hits for item in _BENEATH.get(hit.feels.emotion, {}).items()}
    return [Layer(feeling_face(emotion, degree), UPPER) for emotion, degree in felt]


def mixed(layers: Sequence[Layer]) -> np.ndarray:
    """One face (52,): the whole face first, then its upper and lower part, then its halves."""
    weights = np.zeros(arkit.COUNT, np.float32)
    general = [layer for layer in layers if layer.mask.all()]
    share = _MIXED_SHARE if len(general) > 1 and len({layer.emotion for layer in layers} - {""}) != 1 else 1.0
    smiling = any(layer.pleasant for layer in general)
    grim = not smiling and any(layer.grim for layer in general)
    for layer in general:
        face = layer.beside_pleasure if smiling else layer.beside_grim if grim else layer.weights
        weights = np.maximum(weights, share * face)
    for part in (UPPER, LOWER):
        here = [layer.weights for layer in layers if (layer.mask & part).any() and not (layer.mask & ~part).any()]
        weights = np.where(part, np.maximum.reduce(here), weights) if here else weights
    for half in (LEFT, RIGHT):
        for layer in layers:
            if np.array_equal(layer.mask, half):
                beyond = np.where(MIDLINE, np.maximum(layer.weights, weights), weights)
                weights = np.where(half & ~MIDLINE, layer.weights, beyond)
    return weights


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
