"""What is expected, begun or put on, and is not what is there in the end."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from .denied_acts import AVERTED, looks_there
from .phrases import spellings
from .scope import HOLLOW
from .segments import PLEASANT, Segment, moves
from .wording import TABLE

_LEAST_EVENT = 2
"""Words that tell what comes between."""
_LITOTES = frozenset(("wouldn't", "would not"))
_A_LITTLE = 0.6
_PRONOUNS = frozenset("he she they it i we you i'm".split())
_SPEAKER = frozenset(("i", "i'm"))
_AFFIRMING = frozenset("is are was were does do did has have will am".split())
_COMPARING = frozenset(spellings(TABLE["negation"]["comparing"]))
_RELATIVE = frozenset(("who", "whose", "which"))
_NOBODY = frozenset(("nobody", "no one", "none", "none of", "none of the", "none of them", "not one", "not one of"))
_SOMEBODY = frozenset(("someone", "somebody"))
_ASSENT = frozenset(("and", "now", "yes", "oh", "really", "so", "ok", "okay"))


def with_contraries(segments: Sequence[Segment]) -> list[Segment]:
    """The segments; what turns out otherwise is absent."""
    told = _with_affirmed(_without_others(segments))
    return _with_litotes(_with_hollow_smiles(_without_unmet(_without_interrupted(_without_averted(told)))))


def _without_others(segments: Sequence[Segment]) -> list[Segment]:
    """ "Unlike her sister, who is howling with laughter, Joan": what is told of the sister is not felt."""
    others = {one.clause + 1 for one in segments if one.denial in _COMPARING}
    told_of = {one.clause for one in segments if one.clause in others and one.words[:1] and one.words[0] in _RELATIVE}
    return [replace(one, absence=one.absence or "denied") if one.clause in told_of else one for one in segments]


def _without_averted(segments: Sequence[Segment]) -> list[Segment]:
    """ "She doesn't look at the body. She looks at the man": the eyes are not turned away in the end."""
    made = list(segments)
    for number, (one, after) in enumerate(pairwise(segments)):
        by_denial = one.words == AVERTED.split() and after.clause == one.clause and after.denied and not after.denial
        if by_denial and any(_looks_there(later, _subject_of(segments, number)) for later in segments[number + 1 :]):
            made[number] = replace(one, words=[])
    return made


def _looks_there(segment: Segment, subject: str) -> bool:
    same = {subject} if subject else _PRONOUNS
    words = segment.words[1:] if not same.isdisjoint(segment.words[:1]) else segment.words
    return not segment.denied and looks_there(words)


def _without_unmet(segments: Sequence[Segment]) -> list[Segment]:
    """ "You'd expect tears. Instead she beamed."; where nothing else is told, what is expected is what there is."""
    made = []
    for number, one in enumerate(segments):
        if one.mask in ("expected", "supposed"):
            later = segments[number + 1 :]
            others = [after for after in later if after.names and not (after.denied or _is_unmet(after))]
            met = [after for after in others if one.mask == "expected" or is_merry(after) != is_merry(one)]
            unmet = bool(met) and not _feel_alike(one, met[0])
            one = replace(one, mask="", absence=one.absence or ("denied" if unmet else ""))
        made.append(one)
    return made


def _is_unmet(segment: Segment) -> bool:
    return segment.mask in ("expected", "supposed")


def _feel_alike(one: Segment, other: Segment) -> bool:
    return bool({hit.feels.emotion for hit in one.hits} & {hit.feels.emotion for hit in other.hits})


def is_merry(segment: Segment) -> bool:
    """Whether it smiles."""
    return any(hit.feels.emotion in PLEASANT for hit in segment.hits) or (bool(segment.telling) and segment.may_be_worn)


def _without_interrupted(segments: Sequence[Segment]) -> list[Segment]:
    """ "Almost laughed, then saw the coffin"."""
    made = list(segments)
    for number, one in enumerate(segments):
        after = next((later for later in segments[number + 1 :] if later.telling), None)
        if one.mask == "almost" and one.names and (_is_event(after) or _is_followed(one, segments[number + 1 :])):
            made[number] = replace(one, absence="denied", mask="")
    return made


def _is_followed(almost: Segment, later: Sequence[Segment]) -> bool:
    """ "He almost smiles, remembers where he is, and glares": an event, and after it another face."""
    told = [one for one in later if one.telling]
    event = bool(told) and not (told[0].names or told[0].denied) and len(told[0].telling) >= _LEAST_EVENT
    shown = [one for one in told[1:] if one.names and not one.denied]
    return event and bool(shown) and is_merry(shown[0]) != is_merry(almost)


def _is_event(segment: Segment | None) -> bool:
    """ "Then saw the coffin", not "but tired"."""
    if segment is None:
        return False
    felt = segment.says_what_is_felt or segment.denied or moves(segment.words)
    return segment.turned and not felt and len(segment.telling) >= _LEAST_EVENT


def _with_affirmed(segments: Sequence[Segment]) -> list[Segment]:
    """ "He says he isn't scared, but he is", "nobody laughs, she does"; "he isn't angry. He is just sad" affirms
    nothing."""
    made = list(segments)
    for number, one in enumerate(segments):
        words = [word for word in one.words if word not in _ASSENT]
        words = words[-2:] if words[-2:-1] and words[-2] in _SOMEBODY else words
        if len(words) != 2 or words[1] not in _AFFIRMING or one.denied or _goes_on(segments, number):
            continue
        denied = next((at for at in range(number - 1, -1, -1) if segments[at].denied and segments[at].names), None)
        if denied is None:
            continue
        of_nobody = segments[denied].denial in _NOBODY
        if of_nobody or (words[0] in _PRONOUNS and _subject_of(segments, denied) in _SPEAKER | {words[0]}):
            made[denied] = replace(segments[denied], absence="", denial="")
    return made


def _goes_on(segments: Sequence[Segment], number: int) -> bool:
    """ "He is just sad", "she is only polite", "I am very, very sad"."""
    one, later = segments[number], segments[number + 1 :]
    measured = one.strength != 1.0 and bool(later) and bool(later[0].hits)
    return bool(one.mask) or measured or any(other.telling for other in later if other.clause == one.clause)


def _subject_of(segments: Sequence[Segment], number: int) -> str:
    """The pronoun that a segment is told of."""
    clause = [word for one in segments[:number] if one.clause == segments[number].clause for word in one.words]
    return next((word for word in reversed(clause) if word in _PRONOUNS), "")


def _with_litotes(segments: Sequence[Segment]) -> list[Segment]:
    """ "I wouldn't say she hates it, but": a little; not "I wouldn't say scared. Fed up, more like"."""
    made = list(segments)
    for number, one in enumerate(segments):
        said, later = one.denial in _LITOTES and one.words[:1] == ["say"], segments[number + 1 :]
        instead = any(after.names and not after.denied for after in later)
        if said and not instead and any(after.turned and not after.names for after in later):
            made[number] = replace(one, absence="", denial="", strength=one.strength * _A_LITTLE)
    return made


def _with_hollow_smiles(segments: Sequence[Segment]) -> list[Segment]:
    """ "A grin with no warmth in it", "no joy in that laugh": it is worn, and nothing is felt."""
    made = list(segments)
    for number, one in enumerate(segments):
        beside = [at for at, other in enumerate(segments) if other.clause == one.clause and at != number]
        merry = next((at for at in beside if is_merry(segments[at]) and not segments[at].denied), None)
        if one.denied and not HOLLOW.isdisjoint(one.words) and merry is not None:
            made[number] = replace(one, hits=[], words=[])
            made[merry] = replace(segments[merry], mask="feigned")
    return made
