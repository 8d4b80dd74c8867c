"""What a plain sentence feels: the face of the corpus's text that speaks best for its neighbours and the network."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
import torch

from ...rigs import arkit
from .feelingless import Plane, plane_for
from .languages import language_of
from .neighbours import Near, Neighbours, corpus_entries, plain_entry
from .other_languages import near_rows
from .sides import lefthand
from .space import ExpressionSpace
from .text import words_of
from .text_side import TextSide
from .wording import SILENT

READABLE_SHARE = 0.5
"""Of the words must be known; else the text is in another language, or no language."""
FROM_PIECES = 0.5
"""What a word counts that is known by its pieces alone: other languages fall into such pieces too."""
FLOOR, FLOOR_SHARE = 0.06, 0.12
"""Weights below, absolute and beside the strongest, are what is left of a mean over faces: they rest."""
LIKENESS_STEP, LETTERS_STEP = 0.08, 0.04
"""A neighbour that is so much less like the prompt has 1/e of the say; the same where letters tell the likeness."""
MEAN_SHARE = 0.4
"""Of the neighbours' mean in the face, in what the chosen face shows."""
HEARD_SAY = 1.5
"""What the likeliest face says beside all neighbours that tell feelings; of muscles and of sides it knows
nothing."""
FELT_SAY, UNNAMED = 0.3, 0.5
"""What the network's chance of a neighbour's emotions adds to its likeness, so that a word alone ("sleep") does not
decide against a whole sentence; and the share of the likeliest emotion's chance for what names none."""
PRESENT, LEAST_SHARED = 0.15, 0.25
"""From the first on a shape is there; a shape that fewer of those who have a say show is left out."""
LOOKED_FOR = 60
"""Neighbours."""
REST = 0.3
"""How strong a face must be to be as far from rest as from another face of that strength."""
SAYING_CONFIDENCE = 0.95
LEAST_LIKE, MOST_LIKE = 0.1, 0.55
"""Likeness of the nearest text from which on a prompt is understood at all, and surely."""
LEAST_AGREED, MOST_AGREED = 0.2, 0.75
"""The same for how much the neighbours agree: the length of the mean of their faces' directions."""
NOTHING_TOLD = 0.8
"""Chance of no feeling from which on a text that is like no other is not understood."""
PLAIN_FROM, NEAR_TELLS = -0.1, 0.4
"""Side of the plane of plain texts from which on a text without neighbours tells nothing; how much farther it must lie
where there are near ones that agree, since these know better."""
UNEXPECTED = frozenset(
    "no not nothing never none nobody without again still too only already wrong suddenly gone lost broken dead".split()
)
"""What a text without a feeling has no reason to say."""
OTHER_LEAST, OTHER_MOST = 0.08, 0.5
"""The same for texts in other languages, whose likeness is that of letters."""


@dataclass(frozen=True, eq=False)
class Feeling:
    """The face of a text as it would be without words of strength.

    weights: float32 (52,) in ARKit order, 0..1; emotions: name -> share, "" for muscles; confidence 0..1, 0 where the
    text is not understood (the weights are neutral then); known: share of the telling words that the reader knows;
    unknown: the others; language: what it was read as; saying: whether the text contains one of the corpus's sayings.
    """

    weights: np.ndarray
    emotions: dict[str, float] = field(default_factory=dict)
    confidence: float = 0.0
    known: float = 0.0
    unknown: tuple[str, ...] = ()
    language: str = "en"
    saying: bool = False


def feel(texts: Sequence[str], space: ExpressionSpace) -> list[Feeling]:
    return [_feel(text, space) for text in texts]


def _feel(text: str, space: ExpressionSpace) -> Feeling:
    language = language_of(text)
    if language is not None:
        return _in_other_language(text, language)
    neighbours = _neighbours(space.text)
    words = [neighbours.spelt(word) for word in words_of(text) if word in "ai" or not _is_letter(word)]
    telling = [word for word in words if word not in SILENT]
    known = [word for word in telling if neighbours.knows(word) or space.text.knows(word)]
    unknown = tuple(dict.fromkeys(word for word in telling if word not in known))
    share = len(known) / max(len(telling), 1)
    readable = sum(1.0 if neighbours.knows(word) else FROM_PIECES for word in known) / max(len(telling), 1)
    if readable < READABLE_SHARE:
        return Feeling(_rest(), known=share, unknown=unknown)
    said, mirrored = lefthand(words)
    heard = _heard(" ".join(said), space)
    near = neighbours.near(" ".join(said), heard.key, LOOKED_FOR)
    likeliest = _rest() if "left" in said else heard.face
    weights, emotions, agreed = _decided(_weighed(near, heard), likeliest, LIKENESS_STEP)
    confidence = SAYING_CONFIDENCE
    if not near.saying:
        confidence = share * min(_sure(near, LEAST_LIKE, MOST_LIKE), _between(agreed, LEAST_AGREED, MOST_AGREED))
    if not near.saying and heard.nothing > NOTHING_TOLD:
        confidence *= 1.0 - heard.nothing
    if _tells_nothing(said, near, agreed, _plane(space.text), heard.key):
        confidence = 0.0
    if mirrored:
        weights = weights[list(arkit.MIRROR_INDEX)]
    if confidence <= 0.0:
        return Feeling(_rest(), known=share, unknown=unknown)
    return Feeling(weights, emotions, confidence, share, unknown, saying=near.saying)


def _tells_nothing(words: Sequence[str], near: Near, agreed: float, plane: Plane | None, key: np.ndarray) -> bool:
    """Whether this is a plain text that reminds of no known one: "the printer is on the second floor"."""
    if plane is None or near.saying or not UNEXPECTED.isdisjoint(words):
        return False
    return plane.told_nothing(key) > PLAIN_FROM + NEAR_TELLS * near.nearest * agreed


def _is_letter(word: str) -> bool:
    """Of a list, a name or a formula."""
    return len(word) == 1 and word.isascii()


def _weighed(near: Near, heard: "_Heard") -> Near:
    """The neighbours again, with what the network says of their emotions."""
    if near.saying:
        return near
    unnamed = UNNAMED * max(heard.chances.values())
    chances = [
        max((heard.chances.get(name, 0.0) for name in entry.emotions), default=unnamed) for entry in near.entries
    ]
    likeness = near.likeness + FELT_SAY * np.array(chances, np.float32)
    order = np.argsort(-likeness, kind="stable")
    return replace(near, entries=[near.entries[number] for number in order], likeness=likeness[order])


def _in_other_language(text: str, language: str) -> Feeling:
    near = near_rows(language, text)
    confidence = _sure(near, OTHER_LEAST, OTHER_MOST)
    if confidence <= 0.0:
        return Feeling(_rest(), language=language)
    weights, emotions, agreed = _decided(near, _rest(), LETTERS_STEP)
    confidence = min(confidence, max(_between(agreed, LEAST_AGREED, MOST_AGREED), 0.05))
    return Feeling(weights, emotions, confidence, 1.0, language=language)


def _decided(near: Near, heard: np.ndarray, step: float) -> tuple[np.ndarray, dict[str, float], float]:
    """The face of the neighbour that speaks best for all of them and for what the network heard, emotions, agreement.

    A mean would show a little of everything; a row's own face is as clear as its author meant it. What it shows alone
    is left out.
    """
    say = np.exp((near.likeness - near.likeness[0]) / step)
    say /= say.sum()
    faces = np.stack([plain_entry(entry.text, entry.face())[1] for entry in near.entries])
    directions = _directions(faces)
    feeling = say @ np.array([bool(entry.emotions) for entry in near.entries])
    common, heard_say = say @ directions, HEARD_SAY * feeling * heard.any()
    chosen = faces[int(np.argmax(directions @ (common + heard_say * _directions(heard[None])[0])))]
    shared = (say @ (faces >= PRESENT) + heard_say * (heard >= PRESENT)) / (1.0 + heard_say)
    shared = np.maximum(shared, shared[list(arkit.MIRROR_INDEX)])
    chosen = np.where(shared < LEAST_SHARED, 0.0, chosen)
    mean = np.where(chosen > 0.0, say @ faces, 0.0)
    emotions: dict[str, float] = {}
    for entry, part in zip(near.entries, say, strict=True):
        for name in entry.emotions or ("",):
            emotions[name] = emotions.get(name, 0.0) + float(part) / max(len(entry.emotions), 1)
    weights = _cleaned((1.0 - MEAN_SHARE) * chosen + MEAN_SHARE * mean)
    return weights, emotions, float(np.linalg.norm(common))


def _directions(faces: np.ndarray) -> np.ndarray:
    """Faces (n, 52) as unit vectors (n, 53); the last number is rest, so that a face at rest has a direction too."""
    whole = np.concatenate([faces, np.full((len(faces), 1), REST, np.float32)], axis=1)
    return whole / np.linalg.norm(whole, axis=1, keepdims=True)


def _sure(near: Near, least: float, most: float) -> float:
    return _between(float(near.likeness[0]), least, most)


def _between(value: float, least: float, most: float) -> float:
    return float(np.clip((value - least) / (most - least), 0.0, 1.0))


@dataclass(frozen=True, eq=False)
class _Heard:
    """What the networks say of a text: key, float32 (KEY,), face (52,), chances of emotions, chance of none."""

    key: np.ndarray
    face: np.ndarray
    chances: dict[str, float]
    nothing: float


@torch.inference_mode()
def _heard(text: str, space: ExpressionSpace) -> _Heard:
    features = space.text.encoder([text])
    key = space.text.keys(features)[0].numpy()
    if space.clip:
        embedding, scored = space.clip.of_sentences([text])
        face = space.decode(embedding * space.scale)
    else:
        scored = space.text.emotion_scores(features).softmax(-1)
        face = space.text.likely_face(features)
    *chances, nothing = scored[0].tolist()
    return _Heard(key, face[0].numpy(), dict(zip(space.text.emotions, chances, strict=True)), nothing)


def _cleaned(weights: np.ndarray) -> np.ndarray:
    floor = max(FLOOR, FLOOR_SHARE * float(weights.max()))
    return np.where(weights < floor, 0.0, np.clip(weights, 0.0, 1.0)).astype(np.float32)


def _rest() -> np.ndarray:
    return np.zeros(arkit.COUNT, np.float32)


@lru_cache(maxsize=2)
def _plane(side: TextSide) -> Plane | None:
    return plane_for(side)


@lru_cache(maxsize=2)
def _neighbours(side: TextSide) -> Neighbours:
    """The corpus as this text side hears it."""
    return Neighbours([entry for entry in corpus_entries() if entry.language == "en"], side)
