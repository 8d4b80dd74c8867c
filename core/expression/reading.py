"""Reads prompts: a sentence becomes a face, with how sure the reader is and what it understood."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np

from ...presets import expressions
from ...rigs import arkit
from ...rigs.action_units import weights_from_action_units
from ..errors import PromptError
from .facs import read_facs
from .feeling import feel
from .space import ExpressionSpace
from .text import words_of
from .wording import HELD_IN_ACTION_UNITS, SILENT, Wording, take_apart

LONGEST_PROMPT = 2000
"""Letters; what comes after them is not read."""
NAMED_EMOTIONS = 3


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
class _Face:
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


def _read(prompt: str, space: ExpressionSpace) -> _Face:
    if not prompt.strip():
        raise PromptError("The prompt is empty", "write how the line should feel, or leave the prompt away")
    notes: list[str] = []
    if len(prompt) > LONGEST_PROMPT:
        notes.append(f"cut: only the first {LONGEST_PROMPT} of {len(prompt)} letters were read")
        prompt = prompt[:LONGEST_PROMPT]
    activations, rest, muscles = read_facs(prompt)
    feeling = _read_feeling(rest, space)
    if not activations:
        return _Face(feeling.weights, feeling.confidence, (*muscles, *feeling.read_as, *notes))
    weights = np.maximum(weights_from_action_units(activations).astype(np.float32), feeling.weights)
    said = feeling.read_as if words_of(rest) else ()
    return _Face(weights, 1.0, (*muscles, *said, *notes))


def _read_feeling(text: str, space: ExpressionSpace) -> _Face:
    """A sentence without FACS notation."""
    wording = take_apart(text)
    telling = [word for word in wording.words if word not in SILENT]
    if not telling and wording.denied and any(space.text.knows(word) for word in wording.denied):
        return _Face(_rest(), 0.5, (*wording.told, "nothing else is told: the face stays neutral"))
    (feeling,) = feel([" ".join(wording.words)], space)
    unknown = tuple(f"ignored: {word}, an unknown word" for word in feeling.unknown[:5])
    if not feeling.confidence:
        return _Face(_rest(), 0.0, ("not understood: the face stays neutral", *unknown))
    weights = _worn(feeling.weights, wording)
    return _Face(weights, feeling.confidence, (*_named(feeling.emotions), *wording.told, *unknown))


def _worn(weights: np.ndarray, wording: Wording) -> np.ndarray:
    """The face at the strength that the words ask for, and with pressed lips where it is held in."""
    worn = np.clip(weights * wording.strength, 0.0, 1.0)
    if wording.held_in:
        worn = np.maximum(worn, weights_from_action_units(HELD_IN_ACTION_UNITS))
    return worn.astype(np.float32)


def _named(emotions: dict[str, float]) -> tuple[str, ...]:
    """The likeliest emotions with their shares, or that the prompt describes muscles."""
    shares = dict(emotions)
    muscles = shares.pop("", 0.0)
    best = sorted(shares.items(), key=lambda entry: -entry[1])[:NAMED_EMOTIONS]
    named = tuple(f"{name} {share:.0%}" for name, share in best if share >= 0.1)
    return (f"muscles {muscles:.0%}", *named) if muscles >= 0.1 else named


def _rest() -> np.ndarray:
    return np.zeros(arkit.COUNT, np.float32)
