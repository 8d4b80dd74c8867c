"""Reads prompts: a sentence becomes a face, with how sure the reader is and what it understood."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import reduce

import numpy as np

from ...presets import expressions
from ...rigs import arkit
from ..errors import PromptError
from .composing import Composition, compose, leave_only, with_moves
from .feeling import Feeling, feel
from .grammar.asides import without_asides
from .grammar.beside import is_plain_matter, without_camera
from .grammar.business import read_business
from .grammar.clauses import TakenApart, take_apart
from .grammar.closing import without_closing
from .grammar.commands import with_commands
from .grammar.complaints import with_complaints
from .grammar.dials import with_dials
from .grammar.emoticons import with_emoji
from .grammar.facs import Notation, read_facs
from .grammar.graded import feeling_face
from .grammar.languages import translate
from .grammar.moves import Moves, weights_of_moves
from .grammar.muscles import read_muscles
from .grammar.named import names_feeling, names_something
from .grammar.opposites import gaze_beside, opposite_of
from .grammar.others import without_others
from .grammar.regions import LEFT, LOOKING, groups_of, is_gaze, mask_of, winking
from .grammar.segments import Segment
from .grammar.sequences import read_sequence
from .grammar.shares import with_percentages
from .grammar.shorthand import written_out
from .grammar.sides import goes_left, lefthand_text, names_left_part, swapped, with_both
from .grammar.spoken import with_lines_acted
from .grammar.wording import EMPTY, SILENT
from .left_over import (
    LEAST_BESIDE_MUSCLES,
    an_event_decides,
    drop_loose,
    forget_reasons,
    heard_in_places,
    left_over,
    tells_the_rest,
    tells_what_happens,
)
from .notes import heard_in, ignored, read_as
from .space import ExpressionSpace
from .words import words_of

LONGEST_PROMPT = 2000
"""Letters; what comes after them is not read."""
SURE_OF_WORDS, SURE_OF_OPPOSITES = 0.9, 0.5
"""Confidence in a feeling that is named, and in one that follows from another's denial."""
LOOKING_ASIDE = 0.4
"""Of the eyes, where a prompt goes to a side that nothing else shows."""
_OTHER_SIDE, _DRAWN_ASIDE = 0.4, 0.3
"""Where a part is told of one side and the face is even: of the other side's weights; and of the mouth, where none of
them has a side."""
_RESTING = 0.02
_UNWINKING = 0.4
"""Lids from which on an eye no longer winks."""
_LIDS = mask_of({"eyeBlinkLeft", "eyeBlinkRight", "eyeWideLeft", "eyeWideRight"})


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
    written = with_emoji(written_out(prompt[:LONGEST_PROMPT]))
    foreign = translate(written)
    if foreign and foreign.english:
        notes = (f"read as {foreign.language}: {foreign.english}", *ignored(foreign.unknown), *notes)
    english = foreign.english if foreign and foreign.english else written
    if is_plain_matter(english):
        return _not_understood("code, an address or goods, no direction", *notes)
    told = without_camera(with_lines_acted(with_commands(english)))
    told = with_percentages(without_asides(with_complaints(with_dials(told))))
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
    """A sequence shows the step that is asked for, else how it ends."""
    steps = read_sequence(prompt)
    if not steps:
        return _read_lefthand(prompt, space)
    asked = next((step for step in steps if step.asked), None)
    faces = [_read_lefthand(step.text, space) for step in ([asked] if asked else steps)]
    face = reduce(_after, faces)
    told = f"a sequence of {len(steps)}: {'; '.join(step.text for step in steps)}; shown: {(asked or steps[-1]).text}"
    return Face(face.weights, face.confidence, (told, *face.read_as))


def _after(before: Face, face: Face) -> Face:
    """ "Smiles, then looks away" still smiles, "looks away, then smiles" still looks there, and so does a wink."""
    if not face.confidence:
        return before
    if is_gaze(face.weights):
        looking = groups_of({name for name, weight in zip(arkit.NAMES, face.weights, strict=True) if weight > _RESTING})
        weights = np.where(looking, face.weights, before.weights)
        return Face(weights, max(before.confidence, face.confidence), (*before.read_as, *face.read_as))
    wink = winking(before.weights) & (face.weights[_LIDS].max() < _UNWINKING)
    weights = np.where(wink, np.maximum(before.weights, face.weights), face.weights)
    if is_gaze(before.weights) and not face.weights[LOOKING].any():
        weights = np.where(LOOKING, before.weights, weights)
        return Face(weights, face.confidence, (*before.read_as, *face.read_as))
    return replace(face, weights=weights)


def _read_lefthand(prompt: str, space: ExpressionSpace) -> Face:
    """What is done with the face is laid over what the rest of the prompt feels."""
    done, rest = read_business(without_others(prompt))
    if not done:
        return _read_clauses(rest, prompt, space)
    telling = [word for word in words_of(rest) if word not in SILENT and word not in EMPTY]
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
    gaze = gaze_beside(apart.segments, made.moves)
    rests = any(move.stilled and not one.denied for one, move in zip(apart.segments, moves, strict=False))
    if feeling is None and gaze is not None and not (made.shown or notation.units or rests):
        opposite = opposite_of(apart.segments, made.resting)
        if opposite or (made.denied and not gaze):
            return _opposite(made, apart, opposite, gaze)
    if not made.weights.any() and not (made.shown or any(made.moves)):
        unknown = ignored(feeling.unknown if feeling else ())
        return _not_understood(*notation.told, *unknown)
    weights = np.where(made.weights < _RESTING, 0.0, np.clip(made.weights, 0.0, 1.0)).astype(np.float32)
    return Face(weights, _confidence(made, feeling), read_as(made, feeling, notation.told, apart))


def _muscles_in(notation: Notation) -> tuple[TakenApart, list[Moves], bool]:
    """The words beside FACS codes with their muscles, and whether these tell the whole face: codes do, and so does a
    prompt that says that it does ("and that's all")."""
    rest, closed = without_closing(notation.rest)
    apart = take_apart(rest)
    moves = _moves_of(apart)
    if closed and not (notation.units or any(moves)):
        apart, closed = take_apart(notation.rest), False
        moves = _moves_of(apart)
    complete = closed or any(map(tells_the_rest, apart.segments, moves))
    return apart, moves, complete or bool(notation.units)


def _moves_of(apart: TakenApart) -> list[Moves]:
    told = apart.segments
    strengths = [one.strength * apart.strength for one in told]
    return read_muscles([one.words for one in told], strengths, [one.denied for one in told])


def _as_it_happens(prompt: str, apart: TakenApart, space: ExpressionSpace) -> Face:
    (feeling,) = feel([prompt], space)
    if not feeling.confidence:
        return _not_understood(*ignored(feeling.unknown))
    weights = np.where(feeling.weights < _RESTING, 0.0, np.clip(feeling.weights * apart.strength, 0.0, 1.0))
    read_as = (*heard_in(feeling), *apart.told, *ignored(feeling.unknown))
    return Face(weights.astype(np.float32), feeling.confidence, read_as)


def _not_understood(*why: str) -> Face:
    return Face(_rest(), 0.0, ("not understood: the face stays neutral", *why))


def _opposite(made: Composition, apart: TakenApart, opposite: tuple[str, float] | None, gaze: Moves) -> Face:
    """Only told what is not felt: what that leaves behind."""
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
