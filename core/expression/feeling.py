"""What a plain sentence feels: a face of the corpus's texts that are like it, see deciding.py."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
import torch

from ...rigs import arkit
from .deciding import cleaned, decide
from .grammar.frames import Event, event_in
from .grammar.graded import feeling_face, shown_at
from .grammar.languages import language_of
from .grammar.sides import lefthand
from .grammar.wording import SILENT
from .neighbours import Near, Neighbours, corpus_entries
from .other_languages import near_rows
from .space import ExpressionSpace
from .sure_marks import with_sure_marks
from .text_side import MUSCLES, NOTHING, TextSide
from .words import words_of

READABLE_SHARE = 0.5
"""Of the words must be known; else the text is in another language, or no language."""
FROM_PIECES = 0.5
"""What a word counts that is known by its pieces alone: other languages fall into such pieces too."""
LIKENESS_STEP, LETTERS_STEP = 0.08, 0.04
"""A neighbour that is so much less like the prompt has 1/e of the say; the same where letters tell the likeness."""
FELT_SAY, UNNAMED = 0.3, 0.5
"""What the network's chance of a neighbour's emotions adds to its likeness, so that a word alone ("sleep") does not
decide against a whole sentence; and the share of the likeliest emotion's chance for what names none."""
LOOKED_FOR = 60
"""Neighbours."""
SAYING_CONFIDENCE, EVENT_CONFIDENCE = 0.95, 0.85
LEAST_LIKE, MOST_LIKE = 0.1, 0.55
"""Likeness of the nearest text from which on a prompt is understood at all, and surely."""
OTHER_LEAST, OTHER_MOST = 0.08, 0.5
"""The same for texts in other languages, whose likeness is that of letters."""
LEAST_AGREED, MOST_AGREED = 0.2, 0.75
"""As those, for how much the neighbours agree: the length of the mean of their faces' directions."""
STRENGTH_SAY, USUAL_STRENGTH, LEAST_SHOWN, MOST_SHOWN = 0.5, 2.85, 0.65, 1.4
"""How much a face changes with each step of the strength that the network hears; the strength at which it stays; the
limits."""
NOTHING_TOLD = 0.8
"""Chance of no feeling from which on a text that is like no other is not understood."""
MUSCLES_FROM = 0.35
"""How much muscles must be told for texts that tell of muscles alone to be asked."""
NOTHING_FROM, NEAR_TELLS, NOTHING_TELLS = 0.59, 0.15, 0.15
"""How much nothing must be told for a text without neighbours to have no face; how much more where there are near ones
that agree, since these know better; and how much less for each power of ten by which the network's chance of no feeling
is above USUAL_NOTHING."""
USUAL_NOTHING, LEAST_NOTHING = 0.01, 1e-4


@dataclass(frozen=True, eq=False)
class Feeling:
    """The face of a text as it would be without words of strength.

    weights: float32 (52,) in ARKit order, 0..1; emotions: name -> share, "" for muscles; confidence 0..1, 0 where the
    text is not understood (the weights are neutral then); known: share of the telling words that the reader knows;
    unknown: the others; language: what it was read as; saying: whether the text contains one of the corpus's sayings;
    event: what happens in it, which decides where it is grave, and weakens the face where it is a trifle.
    """

    weights: np.ndarray
    emotions: dict[str, float] = field(default_factory=dict)
    confidence: float = 0.0
    known: float = 0.0
    unknown: tuple[str, ...] = ()
    language: str = "en"
    saying: bool = False
    event: Event | None = None


def feel(texts: Sequence[str], space: ExpressionSpace) -> list[Feeling]:
    return [_feel(text, space) for text in texts]


def _feel(text: str, space: ExpressionSpace) -> Feeling:
    language = language_of(text)
    if language is not None:
        return _in_other_language(text, language)
    neighbours = _neighbours(space.text)
    words = [neighbours.spelt(word) for word in words_of(text) if not _is_letter(word)]
    unfelt, readable = _unfelt(words, neighbours, space.text)
    if readable < READABLE_SHARE:
        event = event_in(text)
        return _of_event(event, unfelt) if event and event.is_grave else unfelt
    said, mirrored = lefthand(words)
    heard = _heard(text if said == words_of(text) else " ".join(said), space)
    near = neighbours.near(" ".join(said), heard.key, LOOKED_FOR)
    event = None if near.saying else event_in(text)
    if event and event.is_grave:
        return _of_event(event, unfelt)
    likeliest = _rest() if "left" in said else heard.face
    decision = decide(_weighed(near, heard), likeliest, heard.chances, LIKENESS_STEP)
    confidence = SAYING_CONFIDENCE if near.saying else unfelt.known * _likely_understood(near, decision.agreed, heard)
    if confidence <= 0.0:
        return unfelt
    weights = decision.weights
    if not near.saying:
        weights = _as_strong(with_sure_marks(weights, decision.emotions), heard.strength)
    weights = _as_of_trifle(weights, event) if event else weights
    weights = weights[list(arkit.MIRROR_INDEX)] if mirrored else weights
    emotions, saying = decision.emotions, near.saying
    return replace(unfelt, weights=weights, emotions=emotions, confidence=confidence, saying=saying, event=event)


def _unfelt(words: Sequence[str], neighbours: Neighbours, side: TextSide) -> tuple[Feeling, float]:
    """No feeling yet, but which words are known; and the share that can be read, where mere pieces count less."""
    telling = [word for word in words if word not in SILENT]
    known = [word for word in telling if neighbours.knows(word) or side.knows(word)]
    unknown = tuple(dict.fromkeys(word for word in telling if word not in known))
    count = max(len(telling), 1)
    readable = sum(1.0 if neighbours.knows(word) else FROM_PIECES for word in known) / count
    return Feeling(_rest(), known=len(known) / count, unknown=unknown), readable


def _of_event(event: Event, unfelt: Feeling) -> Feeling:
    emotion = event.feels.emotion
    weights = feeling_face(emotion, event.feels.degree)
    return replace(unfelt, weights=weights, emotions={emotion: 1.0}, confidence=EVENT_CONFIDENCE, event=event)


def _as_strong(weights: np.ndarray, strength: float) -> np.ndarray:
    """What happens decides how much shows: a lost pencil, a lost house."""
    factor = np.clip(1.0 + STRENGTH_SAY * (strength - USUAL_STRENGTH), LEAST_SHOWN, MOST_SHOWN)
    return np.minimum(weights * factor, 1.0).astype(np.float32)


def _as_of_trifle(weights: np.ndarray, trifle: Event) -> np.ndarray:
    """Weaker the less it matters: a dead houseplant, beside a dead sister."""
    return cleaned(weights * shown_at(trifle.feels.degree))


def _likely_understood(near: Near, agreed: float, heard: "_Heard") -> float:
    """0..1, by how near the neighbours are, how much they agree and how likely no feeling is told."""
    if _tells_nothing(near, agreed, heard):
        return 0.0
    likely = min(_sure(near, LEAST_LIKE, MOST_LIKE), _between(agreed, LEAST_AGREED, MOST_AGREED))
    return likely * (1.0 - heard.nothing) if heard.nothing > NOTHING_TOLD else likely


def _tells_nothing(near: Near, agreed: float, heard: "_Heard") -> bool:
    """Whether this is a plain text that reminds of no known one: "the printer is on the second floor"."""
    doubt = float(np.log10(max(heard.nothing, LEAST_NOTHING) / USUAL_NOTHING))
    return heard.tells_nothing > NOTHING_FROM + NEAR_TELLS * near.nearest * agreed - NOTHING_TELLS * doubt


def _is_letter(word: str) -> bool:
    """Of a list, a name or a formula; "a" and "i" are words."""
    return len(word) == 1 and word.isascii() and word not in ("a", "i")


def _weighed(near: Near, heard: "_Heard") -> Near:
    """The neighbours again, with what the network says of their emotions; those that tell of muscles only beside a text
    that does."""
    if near.saying:
        return near
    unnamed = UNNAMED * max(heard.chances.values())
    chances = [
        max((heard.chances.get(name, 0.0) for name in entry.emotions), default=unnamed) for entry in near.entries
    ]
    likeness = near.likeness + FELT_SAY * np.array(chances, np.float32)
    order = np.argsort(-likeness, kind="stable")
    felt = [number for number in order if near.entries[number].emotions]
    if felt and heard.tells_muscles < MUSCLES_FROM:
        order = np.array(felt)
    return replace(near, entries=[near.entries[number] for number in order], likeness=likeness[order])


def _in_other_language(text: str, language: str) -> Feeling:
    near = near_rows(language, text)
    confidence = _sure(near, OTHER_LEAST, OTHER_MOST)
    if confidence <= 0.0:
        return Feeling(_rest(), language=language)
    decision = decide(near, _rest(), {}, LETTERS_STEP)
    confidence = min(confidence, max(_between(decision.agreed, LEAST_AGREED, MOST_AGREED), 0.05))
    return Feeling(decision.weights, decision.emotions, confidence, 1.0, language=language)


def _sure(near: Near, least: float, most: float) -> float:
    return _between(float(near.likeness[0]), least, most)


def _between(value: float, least: float, most: float) -> float:
    return float(np.clip((value - least) / (most - least), 0.0, 1.0))


@dataclass(frozen=True, eq=False)
class _Heard:
    """What the networks say of a text: key, float32 (KEY,), face (52,), strength 1 to 5, chances of emotions, chance of
    none; how much muscles are told and how much nothing is, about 0 to 1."""

    key: np.ndarray
    face: np.ndarray
    strength: float
    chances: dict[str, float]
    nothing: float
    tells_muscles: float
    tells_nothing: float


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
    strength = float(space.text.likely_strength(features)[0])
    kinds = space.text.likely_kinds(features)[0].tolist()
    named = dict(zip(space.text.emotions, chances, strict=True))
    return _Heard(key, face[0].numpy(), strength, named, nothing, kinds[MUSCLES], kinds[NOTHING])


def _rest() -> np.ndarray:
    return np.zeros(arkit.COUNT, np.float32)


@lru_cache(maxsize=2)
def _neighbours(side: TextSide) -> Neighbours:
    """The corpus as this text side hears it."""
    return Neighbours([entry for entry in corpus_entries() if entry.language == "en"], side)
