"""Reads prompts: a sentence becomes a face, with how sure the reader is and what it understood."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import reduce

import numpy as np

from ...presets import expressions
from ...rigs import arkit
from ..errors import PromptError
from .composing import with_moves
from .grammar.asides import without_asides
from .grammar.beside import is_plain_matter, without_camera
from .grammar.business import read_business
from .grammar.commands import with_commands
from .grammar.complaints import with_complaints
from .grammar.culprits import without_mirth_of_culprits
from .grammar.degrees import with_degrees
from .grammar.dials import with_dials
from .grammar.emoticons import with_emoji
from .grammar.extremes import with_extremes
from .grammar.languages import translate
from .grammar.moves import weights_of_moves
from .grammar.named import names_feeling, names_something
from .grammar.others import without_muscles_of_things, without_others
from .grammar.regions import LEFT, LOOKING, groups_of, is_gaze, mask_of, winking
from .grammar.sequences import read_sequence
from .grammar.shares import with_percentages
from .grammar.shorthand import written_out
from .grammar.sides import goes_left, lefthand_text, names_left_part, swapped, with_both
from .grammar.spoken import with_lines_acted
from .grammar.tidings import with_tidings
from .grammar.wording import EMPTY, SILENT
from .left_over import LEAST_BESIDE_MUSCLES
from .notes import ignored
from .reading_clauses import RESTING, SURE_OF_OPPOSITES, SURE_OF_WORDS, Face, not_understood, read_clauses
from .space import ExpressionSpace
from .words import words_of

LONGEST_PROMPT = 2000
"""Letters; what comes after them is not read."""
LOOKING_ASIDE = 0.4
"""Of the eyes, where a prompt goes to a side that nothing else shows."""
_OTHER_SIDE, _DRAWN_ASIDE = 0.4, 0.3
"""Where a part is told of one side and the face is even: of the other side's weights; and of the mouth, where none of
them has a side."""
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
    english = with_degrees(english)
    if is_plain_matter(english):
        return not_understood("code, an address or goods, no direction", *notes)
    told = without_camera(with_lines_acted(with_tidings(with_commands(english))))
    told = with_percentages(without_asides(with_complaints(with_dials(with_extremes(told)))))
    if not told:
        return not_understood("a direction for the camera, not for a face", *notes)
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
        looking = groups_of({name for name, weight in zip(arkit.NAMES, face.weights, strict=True) if weight > RESTING})
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
    prompt = without_muscles_of_things(without_mirth_of_culprits(prompt))
    done, rest = read_business(without_others(prompt))
    if not done:
        return read_clauses(rest, prompt, space)
    telling = [word for word in words_of(rest) if word not in SILENT and word not in EMPTY]
    felt = not_understood()
    if names_feeling(rest):
        done.stilled.clear()
    if names_something(rest) or len(telling) >= LEAST_BESIDE_MUSCLES:
        felt = read_clauses(rest, prompt, space)
    told = felt.read_as if felt.confidence else ()
    business = f"business: {', '.join(done.activations)}"
    return Face(with_moves(felt.weights, done), max(felt.confidence, SURE_OF_WORDS), (business, *told))
