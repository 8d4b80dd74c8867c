"""What later words do to what was told before them.

A denial that stands alone at the end of its clause takes it back ("everyone laughs, she doesn't"), so does a failure
("trying not to laugh, failing"); a strength or a number alone belongs to it ("nose wrinkled, barely", "angry: 30%").
"""

from collections.abc import Sequence
from dataclasses import replace

from .attempts import ATTEMPT, fails_elsewhere, with_interposed_failures
from .bygone import with_bygone
from .contradicted import without_contradicted
from .contrary import with_contraries
from .lessened import with_lessened
from .other_side import is_other_side, with_other_side
from .passing import stays_behind, with_passed
from .predicates import without_things_told_of
from .segments import Segment
from .shares import ABOUT, LEVELS, share_of
from .withdrawn import with_withdrawn

_LIKING = frozenset("like love prefer".split())
_DEMANDING = frozenset("beg begs begged ask asks asked tell tells told order orders ordered urge urges urged".split())
_DEMANDING |= frozenset("want wants wanted expect expects expected coax coaxes coaxed invite invites invited".split())
_AGAIN = frozenset("now again until inside".split())
_FARTHEST = 3
"""Clauses from what is told to its denial: "Sad? Him? Never."."""
_FACE_PARTS = frozenset("muscles muscle eyes features face mouth lips lip brow brows eyebrows cheeks jaw".split())
_ARTICLES = frozenset("the a an his her their my your".split())
_UNABLE = frozenset(("can't", "cannot", "cant", "couldn't"))
_CONFIRMING = frozenset("not isn't aren't wasn't weren't doesn't don't didn't".split())
"""Denials of what is feigned, which say that it is: "Pretends to be happy. He is not."."""
_JUDGED = {"wrong": 1.0, "too strong": 0.4, "too weak": 1.3}
"""How much of a feeling there is whose name is judged so."""


def with_afterthoughts(segments: Sequence[Segment]) -> list[Segment]:
    """The segments; denied is what a later one takes back, masks that fail are gone."""
    kept: list[Segment] = []
    for segment in with_interposed_failures(with_other_side(without_contradicted(segments))):
        if segment.verdict == "failed" and not fails_elsewhere(kept, segment):
            kept = _after_failure(kept)
        if segment.verdict == "retracted":
            kept = _without_last(kept)
        kept = with_bygone(kept, segment)
        if _stands_alone(segment) and kept:
            kept = _denied_before(kept, segment)
        elif _only_tells_how_true(segment) and kept and not (kept[-1].mask or kept[-1].denied):
            kept[-1] = replace(kept[-1], mask=segment.mask)
            segment = replace(segment, mask="")
        elif _only_tells_how_much(segment) and kept and not kept[-1].denied:
            at = _last_that_tells(kept)
            before = kept[at]
            kept[at] = replace(before, strength=before.strength * segment.strength, words=before.words + segment.words)
            segment = replace(segment, strength=1.0, words=[], mask="", only=False)
        kept.append(segment)
    kept = without_things_told_of(with_withdrawn(kept))
    judged = _with_judged_words(with_contraries(with_passed(kept)))
    return _without_denied_again(with_lessened(judged))


def _with_judged_words(segments: Sequence[Segment]) -> list[Segment]:
    """ "Hate is too strong a word" leaves a little of it, and nothing where another feeling is told."""
    made = list(segments)
    for number, judging in enumerate(segments):
        judged = next((before for before in range(number - 1, -1, -1) if segments[before].hits), None)
        if judging.verdict in _JUDGED and judged is not None:
            beside = [one for place, one in enumerate(segments) if place != judged and not one.denied]
            others = judging.verdict != "too weak" and any(one.hits for one in beside)
            one = segments[judged]
            absence = one.absence or ("denied" if others else "")
            made[judged] = replace(one, absence=absence, strength=one.strength * _JUDGED[judging.verdict])
    return made


def _without_denied_again(segments: Sequence[Segment]) -> list[Segment]:
    """ "Not disgusted, curious. What a slime!": what is denied and replaced is not felt of what comes later."""
    made: list[Segment] = []
    denied: set[str] = set()
    replaced: set[str] = set()
    clause = -1
    for number, one in enumerate(segments):
        later = segments[number + 1 :]
        if one.clause != clause:
            replaced, clause = replaced | (denied if _tells_another(made, denied) else set()), one.clause
        emotions = {hit.feels.emotion for hit in one.hits}
        if one.denied:
            denied |= emotions
        elif emotions & denied and _is_aside(one) and _tells_another([*made, *later], denied):
            one = replace(one, hits=[hit for hit in one.hits if hit.feels.emotion not in denied])
        elif emotions & replaced and not (one.turned or one.link or not _AGAIN.isdisjoint(one.words)):
            one = replace(one, hits=[hit for hit in one.hits if hit.feels.emotion not in replaced])
        made.append(one)
    return made


def _is_aside(segment: Segment) -> bool:
    """ "The morphine kicked in" behind "it isn't pain": it tells why, not what is felt."""
    reason = all(hit.begin and segment.words[hit.begin - 1] in _ARTICLES for hit in segment.hits)
    return reason and not (segment.says_what_is_felt or segment.turned or segment.link)


def _tells_another(segments: Sequence[Segment], denied: set[str]) -> bool:
    """Whether a feeling beside the denied ones is told after the last denial."""
    after = list(segments)
    while after and not (after[0].denied and after[0].hits):
        after.pop(0)
    return any(hit.feels.emotion not in denied and not one.denied for one in after for hit in one.hits)


def _stands_alone(segment: Segment) -> bool:
    """ "She isn't", "no", "not her", "don't be daft": a denial with nothing behind it."""
    return segment.verdict == "retort" or (segment.verdict == "denied" and segment.denied and not segment.hits)


def _only_tells_how_much(segment: Segment) -> bool:
    """ "A bit", "but only a shade", "about 30%", not "the lips only"."""
    amounts = [word for word in segment.telling if word not in ABOUT]
    alone = segment.only and not amounts and segment.strength == 1.0
    plain = not (segment.denied or segment.link or segment.hits or alone or segment.spared)
    told = all(share_of(word) is not None or word in LEVELS for word in amounts)
    return plain and segment.mask in ("", "nearing") and told and bool(amounts or not segment.telling)


def _last_that_tells(segments: Sequence[Segment]) -> int:
    """Place of the last segment, or of the one before it where that only leads up: "angry, but only a little"."""
    leads_up = len(segments) > 1 and not (segments[-1].words or segments[-1].hits)
    return -2 if leads_up and not segments[-2].denied else -1


def _only_tells_how_true(segment: Segment) -> bool:
    """ "A smile, forced", "a laugh clamped behind his teeth"."""
    return segment.mask in ("feigned", "held") and not (segment.denied or segment.hits or segment.telling)


def _denied_before(before: Sequence[Segment], denial: Segment) -> list[Segment]:
    """The last segment that tells something is denied; "almost laughed, didn't" holds it in."""
    telling = [number for number, one in enumerate(before) if one.telling]
    if len(telling) > 1 and _is_subject(before[telling[-1]], denial):
        subject = before[telling.pop()].words
        if is_other_side(subject, before[telling[-1]].words):
            return list(before)
        if not _FACE_PARTS.isdisjoint(subject):
            return _after_failure(before)
    last = telling[-1] if telling else None
    if last is not None and before[last].mask == "held" and denial.denial in _UNABLE:
        return _after_failure(before)
    if last is None or before[last].denied or before[last].mask == "held":
        return list(before)
    if before[last].mask == "feigned" and denial.clause != before[last].clause and denial.denial in _CONFIRMING:
        return list(before)
    if denial.clause - before[last].clause > _FARTHEST:
        return list(before)
    first = next((number for number in range(last) if _is_demanded(before, number, last)), last)
    if stays_behind(before, last) and denial.clause == before[last].clause:
        return list(before)
    if before[last].mask == "almost":
        return [replace(one, mask="held") if number == last else one for number, one in enumerate(before)]
    absence = "refused" if _is_demanded(before, first, last) else denial.absence or "denied"
    return [replace(one, absence=absence) if first <= number <= last else one for number, one in enumerate(before)]


def _without_last(before: Sequence[Segment]) -> list[Segment]:
    """ "Starts to smile and thinks better of it"."""
    last = next((number for number in range(len(before) - 1, -1, -1) if before[number].names), len(before))
    return [replace(one, absence="attempted", mask="") if number == last else one for number, one in enumerate(before)]


def _is_attempt(segment: Segment) -> bool:
    """ "Tries to smile", "she'd like to laugh"."""
    would = any(word == "would" or word.endswith("'d") for word in segment.words)
    return not ATTEMPT.isdisjoint(segment.words) or (would and not _LIKING.isdisjoint(segment.words))


def _is_demanded(before: Sequence[Segment], number: int, last: int) -> bool:
    """ "They asked her to smile with the others" up to where she does not."""
    same_clause = before[number].clause == before[last].clause
    return same_clause and not _DEMANDING.isdisjoint(before[number].words)


def _is_subject(segment: Segment, denial: Segment) -> bool:
    """ "Tom" of "Tom doesn't"."""
    return segment.clause == denial.clause and not segment.names and len(segment.telling) <= 2


def _after_failure(before: Sequence[Segment]) -> list[Segment]:
    """What is held in breaks out; what somebody tries to be does not come about."""
    made: list[Segment] = []
    for one in before:
        if one.mask == "held":
            one = replace(one, mask="")
        elif one.mask == "feigned" or _is_attempt(one):
            one = replace(one, absence="attempted", mask="")
        made.append(one)
    return made
