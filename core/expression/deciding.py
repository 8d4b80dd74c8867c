"""Which face a text gets: of its neighbours' faces the one that is right for most of what they may feel, and wrong for
least.

A text of this kind is seldom understood surely: its neighbours tell of several feelings. A mean of their faces shows a
little of everything, and the nearest one's face may contradict what most of them feel. So each face is weighed by what
it would be worth if the text told this or that feeling (the least expected loss, as in statistical decision theory),
where directors tell what they demand of it (demands.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ...rigs import arkit
from .demands import PRESENT, Demands, demands, shown
from .grammar.regions import without_contradictions
from .neighbours import Near

WRONG, WRONG_SMILE = 0.8, 1.5
"""What a face with a forbidden shape costs, beside what one that meets all demands is worth; and what a smile costs
where nobody would smile."""
PARTLY = 0.3
"""What a face that meets every demand but for a trifle is worth; below, it falls with the share that is met."""
VOTE_STEPS = 2.0
"""Feelings are voted for by more neighbours than the face is chosen by: a step of likeness so many times as wide."""
NETWORK_SAY = 0.65
"""Share of the network's own chances in how likely each feeling is; the neighbours vote for the rest."""
AGREEMENT = 0.6
"""What likeness to the faces of the neighbours, and to the likeliest one, counts beside that."""
WORTH_LEAVING, WORTH_ADDING = 0.05, 0.03
"""A shape is left out where that is worth so much; another one joins where that is."""
ADDED = 0.25
"""Its weight: there, and no more."""
MEAN_SHARE = 0.4
"""Of the neighbours' mean in the face, in what the chosen face shows."""
HEARD_SAY = 1.5
"""What the likeliest face says beside all neighbours that tell feelings; of muscles and of sides it knows nothing."""
LEAST_SHARED = 0.25
"""Where muscles are told, a shape that fewer of those who have a say show is left out."""
FELT = 0.5
"""Share of the say from which on feelings are told, not muscles."""
FLOOR, FLOOR_SHARE = 0.06, 0.12
"""Weights below, absolute and beside the strongest, are what is left of a mean over faces: they rest."""
REST = 0.3
"""How strong a face must be to be as far from rest as from another face of that strength."""

_SMILE = arkit.INDEX["mouthSmileLeft"]
_UNDECIDED = np.zeros(arkit.COUNT, bool)
_SHAPES = tuple(
    np.isin(np.arange(arkit.COUNT), (number, other))
    for number, other in enumerate(arkit.MIRROR_INDEX)
    if number <= other
)


@dataclass(frozen=True, eq=False)
class Decision:
    """weights: float32 (52,); emotions: name -> share, "" for muscles; agreed: 0..1, the length of the mean of the
    neighbours' directions."""

    weights: np.ndarray
    emotions: dict[str, float]
    agreed: float


def decide(near: Near, likeliest: np.ndarray, heard: Mapping[str, float], step: float) -> Decision:
    """What the network hears: likeliest, a face (52,), zeros for none; heard, the chances of emotions, {} for none.

    step: a neighbour that is so much less like the text has 1/e of the say.
    """
    say = _says(near, step)
    faces = np.stack([entry.plain_face for entry in near.entries])
    directions = _directions(faces)
    felt = float(say @ np.array([bool(entry.emotions) for entry in near.entries]))
    common, heard_say = say @ directions, HEARD_SAY * felt * bool(likeliest.any())
    agreeing = directions @ (common + heard_say * _directions(likeliest[None])[0]) / (1.0 + heard_say)
    if near.saying or felt < FELT:
        chosen = faces[int(np.argmax(agreeing))]
        shared = (say @ (faces >= PRESENT) + heard_say * (likeliest >= PRESENT)) / (1.0 + heard_say)
        shared = np.maximum(shared, shared[list(arkit.MIRROR_INDEX)])
        chosen = np.where(shared < LEAST_SHARED, 0.0, chosen)
    else:
        asked = demands()
        chances = asked.shared(_chances(_named(near, _says(near, VOTE_STEPS * step)), heard, asked))
        worth = _worth(shown(faces), chances, asked)
        chosen = _without_risks(faces[int(np.argmax(worth + AGREEMENT * agreeing))], chances, asked)
        chosen = _with_what_is_missing(chosen, chances, asked)
    mean = np.where(chosen > 0.0, say @ faces, 0.0)
    weights = cleaned((1.0 - MEAN_SHARE) * chosen + MEAN_SHARE * mean)
    return Decision(weights, _named(near, say), float(np.linalg.norm(common)))


def _says(near: Near, step: float) -> np.ndarray:
    say = np.exp((near.likeness - near.likeness[0]) / step)
    return say / say.sum()


def _named(near: Near, say: np.ndarray) -> dict[str, float]:
    emotions: dict[str, float] = {}
    for entry, part in zip(near.entries, say, strict=True):
        for name in entry.emotions or ("",):
            emotions[name] = emotions.get(name, 0.0) + float(part) / max(len(entry.emotions), 1)
    return emotions


def _chances(voted: Mapping[str, float], heard: Mapping[str, float], asked: Demands) -> np.ndarray:
    """How likely each emotion is, (emotions,)."""
    votes, network = (np.array([told.get(name, 0.0) for name in asked.emotions], np.float32) for told in (voted, heard))
    if not network.any():
        return votes
    return (1.0 - NETWORK_SAY) * votes + NETWORK_SAY * network * votes.sum() / network.sum()


def _worth(there: np.ndarray, chances: np.ndarray, asked: Demands) -> np.ndarray:
    """What faces are worth where the demands have these chances: shapes (n, 52) bool -> (n,)."""
    met, wrong = asked.met(there), asked.wrong(there)
    smiling = there[:, _SMILE, None] & asked.forbidden[:, _SMILE]
    price = np.where(smiling, WRONG_SMILE, WRONG)
    right = np.where(met >= 1.0, 1.0, PARTLY * met)
    return np.einsum("nd,d->n", np.where(wrong, -price, right), chances)


def _without_risks(face: np.ndarray, chances: np.ndarray, asked: Demands) -> np.ndarray:
    """The face without what is wrong more often than it is wanted, one shape after the other."""
    there = shown(face[None])[0]
    shapes = [shape for shape in _SHAPES if (shape & there).any()]
    while shapes:
        worth, *others = _worth(np.stack([there, *(there & ~shape for shape in shapes)]), chances, asked)
        better = next((place for place, other in enumerate(others) if other > worth + WORTH_LEAVING), None)
        if better is None:
            break
        there, shapes = there & ~shapes[better], shapes[better + 1 :]
    return np.where(shown(face[None])[0] & ~there, 0.0, face)


def _with_what_is_missing(face: np.ndarray, chances: np.ndarray, asked: Demands) -> np.ndarray:
    """The face with the one shape, on both sides, that meets the most of what it leaves open."""
    there = shown(face[None])[0]
    grown = [np.where(shape, ADDED, face).astype(np.float32) for shape in _SHAPES if not (shape & there).any()]
    worth, *others = _worth(shown(np.stack([face, *grown])), chances, asked)
    best_first = (grown[number] for number in np.argsort(others)[::-1] if others[number] > worth + WORTH_ADDING)
    at_peace = (other for other in best_first if np.array_equal(without_contradictions(other, _UNDECIDED), other))
    return next(at_peace, face)


def _directions(faces: np.ndarray) -> np.ndarray:
    """Faces (n, 52) as unit vectors (n, 53); the last number is rest, so that a face at rest has a direction too."""
    whole = np.concatenate([faces, np.full((len(faces), 1), REST, np.float32)], axis=1)
    return whole / np.linalg.norm(whole, axis=1, keepdims=True)


def cleaned(weights: np.ndarray) -> np.ndarray:
    """Without what is too faint to be meant."""
    floor = max(FLOOR, FLOOR_SHARE * float(weights.max()))
    return np.where(weights < floor, 0.0, np.clip(weights, 0.0, 1.0)).astype(np.float32)
