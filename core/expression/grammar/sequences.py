"""Prompts that tell a sequence: "first startled, then relieved" becomes steps, and in a take a direction for each.

The vocabulary is data: presets/prompt_words.toml, [sequence].
"""

import re
from dataclasses import dataclass, replace

from ...direction import Direction, DirectionTrack
from .asked import asked_step, without_asked
from .languages import translate
from .named import names_something
from .phrases import pattern_of
from .wording import TABLE

_WORDS: dict[str, list[str]] = TABLE["sequence"]
SUDDEN_FADE_SECONDS, GRADUAL_FADE_SECONDS = 0.12, 1.2
BRIEF_SHARE = 0.4
"""Of a step that is told to be brief, beside the others."""


@dataclass(frozen=True)
class Step:
    """share: of the span, all steps together have 1; fade: seconds over which it begins, None: as the track's do;
    asked: it is the one that a still is asked to show."""

    text: str
    share: float
    fade: float | None = None
    asked: bool = False


def read_sequence(prompt: str) -> tuple[Step, ...]:
    """The steps of a prompt in order of time; () for a prompt that tells of one moment.

    Words of time part a prompt only where a feeling or a muscle is named on both sides of them.
    """
    rest, wanted = without_asked(prompt)
    steps = _steps(rest)
    asked = asked_step(wanted, [step.text for step in steps]) if steps and wanted else None
    if asked is None:
        return _steps(prompt)
    return tuple(replace(step, asked=number == asked) for number, step in enumerate(steps))


def _steps(prompt: str) -> tuple[Step, ...]:
    parts = _parts(prompt)
    if len(parts) < 2 or not all(names_something(text) for _, text in parts):
        return ()
    lengths = [BRIEF_SHARE if _BRIEF.search(text) else 1.0 for _, text in parts]
    return tuple(
        Step(text, length / sum(lengths), _fade(number, parting, text))
        for number, ((parting, text), length) in enumerate(zip(parts, lengths, strict=True))
    )


def spread(track: DirectionTrack, seconds: float) -> DirectionTrack:
    """The track with the steps of its sequences one after the other in the span of each; seconds: of the line."""
    directions: list[Direction] = []
    fades: list[float] = []
    for direction in track.directions:
        steps = read_sequence(_english(direction.value)) if direction.kind == "text" else ()
        end = seconds if direction.end is None else min(direction.end, seconds)
        if len(steps) < 2 or end <= direction.start:
            directions.append(direction)
            fades.append(track.fade)
            continue
        start = direction.start
        for step in steps:
            directions.append(replace(direction, value=step.text, start=start))
            fades.append(track.fade if step.fade is None else step.fade)
            start += step.share * (end - direction.start)
    return DirectionTrack(tuple(directions), track.fade, tuple(fades))


def _english(prompt: str) -> str:
    foreign = translate(prompt)
    return foreign.english if foreign and foreign.english else prompt


def _parts(prompt: str) -> list[tuple[str, str]]:
    """(the words that part it from the one before, text)."""
    two = next((steps for pattern in _TWO_STEPS if (steps := pattern.search(prompt))), None)
    if two:
        prompt = f"{two[1]} then {two[2]}"
    pieces = _PARTING.split(prompt)
    partings = ["", *(piece.lower() for piece in pieces[1::2])]
    found: list[tuple[str, str]] = []
    before = ""
    for parting, piece in zip(partings, pieces[::2], strict=True):
        text, parting = _plain(piece), f"{before} {parting}".strip()
        only_how = _SUDDEN.fullmatch(text) or _GRADUAL.fullmatch(text)
        before = f"{parting} {text}" if only_how or not text else ""
        if not before:
            found.append((parting, text))
    return found


def _plain(text: str) -> str:
    """Without the words that open a sequence and what hangs over at its ends."""
    return _HANGING.sub("", _LINKING.sub("", _OPENING.sub("", text))).strip(" \t\n,;:.-–—…")


def _fade(number: int, parting: str, text: str) -> float | None:
    if number and (_SUDDEN.search(parting) or _SUDDEN.search(text)):
        return SUDDEN_FADE_SECONDS
    if number and (_GRADUAL.search(parting) or _GRADUAL.search(text)):
        return GRADUAL_FADE_SECONDS
    return None


_OPENED = rf"\b(?:{pattern_of(_WORDS['opened'])})(?:\s*[,;.:…—–]|(?=\s+(?:and|but|then)\b))"
"""What ends the first step: "angry at first, smiling at the end"."""
_PARTED = rf"\b(?:{pattern_of(_WORDS['partings'])})\b,?"
_PARTING = re.compile(
    rf"(?:\s|[,;.:…—–-])+(?:and |but )?((?:{_PARTED}|{_OPENED})(?=[ .;:!?…—]|$)(?! (?:also|even|too)\b)|->|=>|→)",
    re.IGNORECASE,
)
_OPENING = re.compile(
    rf"^\W*(?:{pattern_of(_WORDS['first'])})\b[,:]?|\b(?:{pattern_of(_WORDS['openings'])})\b[,:]?", re.IGNORECASE
)
_HANGING = re.compile(r"(?:\s+(?:that|which|who|and|but|slowly|gradually|suddenly|he|she|it|they))+\W*$", re.IGNORECASE)
_LINKING = re.compile(r"^\W*(?:and|but)\b", re.IGNORECASE)
_TWO_STEPS = (
    re.compile(r"\bfrom\s+(.+?)\s+(?:in)?to\s+(.+)", re.IGNORECASE | re.DOTALL),
    re.compile(
        rf"^\W*(?:\w+\W+){{0,3}}?(?:{pattern_of(_WORDS['begun'])})\s+(.+?)[\s,;:.…—–-]+(?:and |but )?"
        rf"(?:{pattern_of(_WORDS['ended'])})\s+(.+)",
        re.IGNORECASE | re.DOTALL,
    ),
)
"""What tells the first step and the last: "from calm to furious", "begins serene, ends horrified"."""
_BRIEF = re.compile(rf"\b(?:{pattern_of(_WORDS['brief'])})\b", re.IGNORECASE)
_SUDDEN = re.compile(rf"\b(?:{pattern_of(_WORDS['sudden'])})\b", re.IGNORECASE)
_GRADUAL = re.compile(rf"\b(?:{pattern_of(_WORDS['gradual'])})\b", re.IGNORECASE)
