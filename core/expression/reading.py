"""Reads prompts: a sentence becomes a face, with how sure the reader is and what it understood."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np

from ...presets import expressions
from ...rigs import arkit
from ..errors import PromptError
from .beside import is_plain_matter, without_camera, without_lines
from .business import read_business
from .clauses import Segment, TakenApart, take_apart
from .composing import PLEASANT, Composition, compose, with_moves
from .facs import read_facs
from .feeling import Feeling, feel
from .graded import feeling_face
from .languages import translate
from .muscles import Moves, read_muscles, weights_of_moves
from .named import names_feeling, names_something
from .notes import ignored, named_emotions, read_as
from .opposites import is_what_is_denied, opposite_of
from .places import places_of
from .regions import LEFT, mask_of
from .sequences import read_sequence
from .shares import with_percentages
from .sides import goes_left, lefthand_text, names_left_part, swapped, with_both
from .space import ExpressionSpace
from .text import words_of
from .wording import SILENT, TABLE

LONGEST_PROMPT = 2000
"""Letters; what comes after them is not read."""
SURE_OF_WORDS, SURE_OF_OPPOSITES, UNSURE_BELOW = 0.9, 0.5, 0.5
"""Confidence in a feeling that is named, and in one that follows from another's denial; beside muscles that are named,
what the network is less sure of than the last is left away."""
LEAST_BESIDE_MUSCLES = 2
"""Words that name nothing and are felt all the same beside muscles that are named."""
LEAST_OTHERS, MOST_NAMED = 5, 0.3
"""Telling words beside those that name a feeling, and share of these, from which on and up to which a prompt tells what
happens."""
LOOKING_ASIDE = 0.4
"""Of the eyes, where a prompt goes to a side that nothing else shows."""
_OTHER_SIDE, _DRAWN_ASIDE = 0.4, 0.3
"""Where a part is told of one side and the face is even: of the other side's weights; and of the mouth, where none of
them has a side."""
_RESTING = 0.02
_EMPTY = frozenset(TABLE["empty"]["words"])


@dataclass(frozen=True, eq=False)
class Reading:
    """A prompt as a face.

    weights: float32 (52,) in ARKit order, 0..1; embedding: E of them, float32 (DIM,); confidence 0 (not understood,
    the weights are neutral) to 1; read_as: what was understood and what was ignored, for people.
    """

    prompt: str
    weights: np.ndarray
    embedding: np.ndarray
    confidence: float
    read_as: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Face:
    """A face before it has its place in the space."""

    weights: np.ndarray
    confidence: float
    read_as: tuple[str, ...]


def read_prompts(prompts: Sequence[str], space: ExpressionSpace) -> list[Reading]:
    """Raises PromptError for an empty prompt."""
    faces = [_read(prompt, space) for prompt in prompts]
    if not faces:
        return []
    embeddings = space.embed(np.stack([face.weights for face in faces]))
    return [
        Reading(prompt, face.weights, embedding, face.confidence, face.read_as)
        for prompt, face, embedding in zip(prompts, faces, embeddings, strict=True)
    ]


def preset_face(name: str) -> np.ndarray:
    """The face of a preset, float32 (52,). Raises PromptError that names the nearest presets."""
    try:
        return expressions.load(name)
    except KeyError as error:
        near = get_close_matches(name.lower(), expressions.NAMES, n=3, cutoff=0.4) or expressions.NAMES[:5]
        raise PromptError(f"There is no preset '{name[:60]}'", f"choose one such as {', '.join(near)}") from error


def _read(prompt: str, space: ExpressionSpace) -> Face:
    if not prompt.strip():
        raise PromptError("The prompt is empty", "write how the line should feel, or leave the prompt away")
    notes: tuple[str, ...] = ()
    if len(prompt) > LONGEST_PROMPT:
        notes = (f"cut: only the first {LONGEST_PROMPT} of {len(prompt)} letters were read",)
    foreign = translate(prompt[:LONGEST_PROMPT])
    if foreign and foreign.english:
        notes = (f"read as {foreign.language}: {foreign.english}", *ignored(foreign.unknown), *notes)
    english = foreign.english if foreign and foreign.english else prompt[:LONGEST_PROMPT]
    if is_plain_matter(english):
        return _not_understood("code, an address or goods, no direction", *notes)
    told = with_percentages(without_camera(without_lines(english)))
    if not told:
        return _not_understood("a direction for the camera, not for a face", *notes)
    said, mirrored = lefthand_text(with_both(told))
    face = _read_moments(said, space)
    if np.array_equal(face.weights, face.weights[list(arkit.MIRROR_INDEX)]):
        if goes_left(said):
            face = _looking_left(face)
        elif names_left_part(said) and face.weights.any():
            face = Face(_on_the_left(face.weights), face.confidence, (*face.read_as, "more on the left"))
    if mirrored:
        read_as = tuple(swapped(note) for note in face.read_as)
        face = Face(face.weights[list(arkit.MIRROR_INDEX)], face.confidence, read_as)
    return Face(face.weights, face.confidence, (*face.read_as, *notes))


def _on_the_left(weights: np.ndarray) -> np.ndarray:
    """An even face that is told of one side: the other side takes part less, and what has no side goes there."""
    leaning = np.where(LEFT, weights, _OTHER_SIDE * weights)
    return leaning if (weights > 0.0)[~LEFT].any() else np.maximum(leaning, mask_of({"mouthLeft"}) * _DRAWN_ASIDE)


def _looking_left(face: Face) -> Face:
    told = face.read_as if face.confidence else ()
    looking = np.maximum(face.weights, weights_of_moves({"61": LOOKING_ASIDE}))
    return Face(looking, max(face.confidence, SURE_OF_OPPOSITES), (*told, "turned to the left"))


def _read_moments(prompt: str, space: ExpressionSpace) -> Face:
    """A sequence shows the strongest of its steps."""
    steps = read_sequence(prompt)
    if not steps:
        return _read_lefthand(prompt, space)
    faces = [_read_lefthand(step.text, space) for step in steps]
    strongest = max(faces, key=lambda face: float(face.weights.sum()))
    told = f"a sequence of {len(steps)}: {'; '.join(step.text for step in steps)}; the strongest is shown"
    return Face(strongest.weights, strongest.confidence, (told, *strongest.read_as))


def _read_lefthand(prompt: str, space: ExpressionSpace) -> Face:
    """What is done with the face is laid over what the rest of the prompt feels."""
    done, rest = read_business(prompt)
    if not done:
        return _read_clauses(prompt, prompt, space)
    telling = [word for word in words_of(rest) if word not in SILENT and word not in _EMPTY]
    felt = _not_understood()
    if names_feeling(rest):
        done.stilled.clear()
    if names_something(rest) or len(telling) >= LEAST_BESIDE_MUSCLES:
        felt = _read_clauses(rest, prompt, space)
    told = felt.read_as if felt.confidence else ()
    business = f"business: {', '.join(done.activations)}"
    return Face(with_moves(felt.weights, done), max(felt.confidence, SURE_OF_WORDS), (business, *told))


def _read_clauses(prompt: str, whole: str, space: ExpressionSpace) -> Face:
    """whole: the prompt with its stage business, which is felt where the prompt tells what happens."""
    units, rest, notation = read_facs(prompt)
    apart = take_apart(rest)
    moves = read_muscles(
        [segment.words for segment in apart.segments],
        [s.strength for s in apart.segments],
        [s.denied for s in apart.segments],
    )
    if not units and _tells_what_happens(apart, moves):
        return _as_it_happens(whole if whole != prompt else rest, apart, space)
    heard = _heard_in_places(apart.segments, moves, space)
    feeling = _left_over(apart, moves, bool(units), space, heard)
    _drop_loose(apart, moves, feeling)
    if units:
        moves = [*moves, Moves(units)]
        apart = TakenApart((*apart.segments, Segment()), apart.strength, apart.told)
    made = compose(apart.segments, moves, feeling.weights if feeling else None, apart.strength, heard)
    if feeling is None and not (made.shown or made.decided.any() or units):
        if made.denied or opposite_of(apart.segments, made.resting):
            return _opposite(made, apart)
    if not made.weights.any() and not (made.shown or any(moves)):
        unknown = ignored(feeling.unknown if feeling else ())
        return _not_understood(*notation, *unknown)
    weights = np.where(made.weights < _RESTING, 0.0, np.clip(made.weights, 0.0, 1.0)).astype(np.float32)
    return Face(weights, _confidence(made, moves, feeling), read_as(made, moves, feeling, notation, apart))


def _tells_what_happens(apart: TakenApart, moves: Sequence[Moves]) -> bool:
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


def _as_it_happens(prompt: str, apart: TakenApart, space: ExpressionSpace) -> Face:
    (feeling,) = feel([prompt], space)
    if not feeling.confidence:
        return _not_understood(*ignored(feeling.unknown))
    weights = np.where(feeling.weights < _RESTING, 0.0, np.clip(feeling.weights * apart.strength, 0.0, 1.0))
    read_as = (*named_emotions(feeling.emotions), *apart.told, *ignored(feeling.unknown))
    return Face(weights.astype(np.float32), feeling.confidence, read_as)


def _not_understood(*why: str) -> Face:
    return Face(_rest(), 0.0, ("not understood: the face stays neutral", *why))


def _left_over(
    apart: TakenApart, moves: Sequence[Moves], notation: bool, space: ExpressionSpace, heard: Container[int]
) -> Feeling | None:
    """What the space feels in words that name no feeling and no muscle, but for segments that are heard by themselves;
    None where nothing is left to be felt."""
    told = [segment for segment in apart.segments if not segment.denied]
    if _both_denied(apart) or any(not hit.feels.loose for segment in told for hit in segment.hits):
        return None
    if any(segment.is_gone for segment in apart.segments):
        return None
    words = [
        word
        for number, (segment, move) in enumerate(zip(apart.segments, moves, strict=True))
        if number not in heard
        if not segment.denied or (segment.denies_what_happens and not any(moves))
        for place, word in enumerate((*segment.denial.split(), *segment.words) if segment.denied else segment.words)
        if segment.denied or place not in move.used
    ]
    named = notation or any(moves)
    telling = [word for word in words if word not in SILENT and word not in _EMPTY]
    heard_of = named or any(segment.hits for segment in apart.segments)
    if not words or (heard_of and not telling) or (named and len(telling) < LEAST_BESIDE_MUSCLES):
        return None
    (feeling,) = feel([" ".join(words)], space)
    if feeling.confidence < UNSURE_BELOW and heard_of:
        return None
    if is_what_is_denied(feeling.weights, apart.segments):
        return None
    return feeling if feeling.confidence or not named else None


def _heard_in_places(
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


def _both_denied(apart: TakenApart) -> bool:
    """ "Neither happy nor sad": whatever else is told, it is told of a quiet face."""
    denied = [hit.feels.emotion in PLEASANT for segment in apart.segments if segment.denied for hit in segment.hits]
    return len(set(denied)) == 2


def _drop_loose(apart: TakenApart, moves: Sequence[Moves], feeling: Feeling | None) -> None:
    """Loose words ("cold", "fine") count where nothing else is felt; beside muscles only the strong ones ("shouts")."""
    solid = any(not hit.feels.loose for segment in apart.segments for hit in segment.hits)
    least = 2.0 if solid or feeling else 1.0 if any(moves) else 0.0
    for segment in apart.segments:
        segment.hits = [hit for hit in segment.hits if not hit.feels.loose or hit.feels.degree >= least]


def _opposite(made: Composition, apart: TakenApart) -> Face:
    """Only told what is not felt: what that leaves behind."""
    opposite = opposite_of(apart.segments, made.resting)
    left_out = f"left out, because it is denied: {', '.join(dict.fromkeys(made.denied)) or 'what is tried'}"
    if not opposite:
        return Face(_rest(), SURE_OF_OPPOSITES, (left_out, "nothing else is told: the face stays neutral"))
    emotion, degree = opposite
    weights = feeling_face(emotion, degree * apart.strength)
    return Face(weights, SURE_OF_OPPOSITES, (left_out, f"instead: {emotion} at {min(degree, 1.0):.0%}"))


def _confidence(made: Composition, moves: Sequence[Moves], feeling: Feeling | None) -> float:
    if feeling is not None and not made.shown:
        return max(feeling.confidence, SURE_OF_WORDS if any(moves) else 0.0)
    return 1.0 if any(moves) else SURE_OF_WORDS


def _rest() -> np.ndarray:
    return np.zeros(arkit.COUNT, np.float32)
