"""What goes away or never comes: whose it is that fades, and what a fading does that is denied or stands alone.

The data are in presets/prompt_words.toml, [negation.passing].
"""

from collections.abc import Sequence
from dataclasses import replace

from .phrases import Phrases
from .segments import SUBJECTS, Segment
from .wording import TABLE

_TABLE = TABLE["negation"]["passing"]
_PASSING: Phrases[bool] = Phrases((phrase, True) for phrase in _TABLE["of"])
_UNLIKE_SUBJECTS = frozenset(_TABLE["unlike_subjects"])
_LONGEST_SUBJECT = 8
_GOING_ON = frozenset(_TABLE["going_on"])
_BEFORE_ENDING = frozenset("is was are were be been being has have had now all just already finally that it".split())
_AFTER_CLOSING = frozenset(_TABLE["after_closing"])
_WISHING = frozenset(_TABLE["wishing"])
_LETTING = frozenset(_TABLE["letting"])
_FARTHEST = 2
"""Clauses from what goes to the word that says so: "Her grin, if it was one: gone"."""
VERDICTS = {"passes": "ended", "closes": "ended", "dismissed": "denied", "lessens": "ended", "missing": "missing"}


def passing(segments: Sequence[Segment]) -> Segment:
    """What goes or does not come, of segments up to the word that says so: "the smile" of "the smile that should have
    come never came"."""
    here = segments[-1]
    tells = here.telling and not (here.mask and not here.names)
    return here if tells or len(segments) == 1 else segments[-2]


def may_pass(words: Sequence[str]) -> bool:
    """Whether it is a smile or a feeling that fades or never comes: not the bus, nor who smiles at it, nor her eyes
    where she "grins so hard her eyes vanish", nor a "pain inhibitor"."""
    words = [word.removesuffix("'s") for word in words]
    at, length = next(((at, size) for at in range(len(words)) if (size := _PASSING.longest(words, at)[0])), (0, 0))
    if not length or (at and words[at - 1] in SUBJECTS):
        return False
    after = words[at:]
    return len(after) <= _LONGEST_SUBJECT and _UNLIKE_SUBJECTS.isdisjoint(after) and _goes_on(after[length:])


def _goes_on(words: Sequence[str]) -> bool:
    """Whether words tell more of what stands before them: "on her face", not "inhibitor" nor "so hard her eyes"."""
    return not words or words[0] in _GOING_ON or words[0].endswith("ly")


def ends_alone(segments: Sequence[Segment]) -> bool:
    """Whether nothing stands before a word that ends something: "Her smile? Gone.", "was nowhere to be seen"."""
    return len(segments) == 1 and _BEFORE_ENDING.issuperset(segments[0].words) and not segments[0].denied


def closes(after: Sequence[str]) -> bool:
    """Whether nothing that matters stands behind a word that ends a clause: "over at last", not "over the moon"."""
    return _AFTER_CLOSING.issuperset(after)


def end(segments: Sequence[Segment], kind: str, said: Sequence[str]) -> None:
    """What a word of that kind ends is absent, or stays where that is denied; said: the words before it."""
    here = segments[-1]
    if _is_kept(here):
        here.absence = here.denial = here.mask = ""
    elif not is_ending_denied(here):
        passing(segments).absence = VERDICTS[kind if _WISHING.isdisjoint(said) else "dismissed"]


def _is_kept(segment: Segment) -> bool:
    """ "Never lets the smile" of "never lets the smile slip", not "no smile"."""
    return (segment.denied or segment.mask == "held") and not _LETTING.isdisjoint(segment.words)


def is_ending_denied(segment: Segment) -> bool:
    """ "Her anger hasn't" of "her anger hasn't faded", which it still is."""
    return segment.denied and bool(segment.denial) and not segment.telling


def with_passed(segments: Sequence[Segment]) -> list[Segment]:
    """The segments; what a clause of its own says to be gone is absent."""
    made = list(segments)
    for number, ending in enumerate(segments):
        if ending.verdict in VERDICTS:
            near = range(number - 1, -1, -1)
            at = next((at for at in near if may_pass(segments[at].words) and not segments[at].denied), None)
            if at is not None and ending.clause - segments[at].clause <= _FARTHEST:
                made[at] = replace(made[at], absence=VERDICTS[ending.verdict], mask="")
    return made


def stays_behind(segments: Sequence[Segment], last: int) -> bool:
    """Whether a denial after `last` says that it stays when another goes: "the shock fades, the sorrow doesn't"."""
    one = segments[last]
    before = [other for other in segments[:last] if other.clause >= one.clause - 1 and other.names]
    return one.names and not one.denied and bool(before) and before[-1].absence == "ended"
