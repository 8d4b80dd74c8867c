"""Faces of others: who laughs in "someone beat up her brother and laughs about it" is not whose face is asked for.

The character is the centre of what is told (Grosz, Joshi and Weinstein, Centering, 1995): whom pronouns speak of, not
the crowd, a stranger or a person named later. Words of others for what they do with the face and feel are taken out
before grammar reads; what remains tells of the character, and where nothing is named the whole prompt is felt. The
vocabulary is data: presets/other_people.toml.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .business import acts_in
from .graded import Feels
from .muscles import read_muscles
from .named import names_something
from .persons import (
    CENTRES,
    MANY,
    OTHER_PEOPLE,
    OWN_SUBJECTS,
    POSSESSIVE,
    Person,
    centres,
    may_tell_of_two,
    person_at,
    person_of_a_note,
)
from .tokens import tokens_of

_OBJECT_OF = frozenset(OTHER_PEOPLE["persons"]["object_of"])
_NOT_OBJECT_OF = frozenset(OTHER_PEOPLE["persons"]["not_object_of"])
_SUBORDINATING = frozenset(OTHER_PEOPLE["clauses"]["subordinating"])
_COORDINATING = frozenset(OTHER_PEOPLE["clauses"]["coordinating"])
_ASKING = frozenset(OTHER_PEOPLE["clauses"]["asking"])
_BEFORE_SUBJECT = _SUBORDINATING | _COORDINATING
_CAUSING = frozenset(OTHER_PEOPLE["clauses"]["causing"])
_PERCEIVING = frozenset(OTHER_PEOPLE["perception"]["verbs"])
_PERCEIVED = frozenset(OTHER_PEOPLE["perception"]["objects"])
_DEMANDED = frozenset(OTHER_PEOPLE["perception"]["demanded"])
_OWN = frozenset(OTHER_PEOPLE["perception"]["own"])
_REACTED_TO = frozenset(OTHER_PEOPLE["reaction"]["to"])
_REACTED_WITHIN: int = OTHER_PEOPLE["reaction"]["within"]
_RELATIVE = frozenset(("who", "whose", "that"))
_DESCRIBING = frozenset(("with", "in"))
_PREPOSITIONS = frozenset(("at", "with", "by", "of", "from", "for", "to", "against", "about"))
_INDEFINITE = frozenset(("someone", "somebody"))
_BEING = frozenset("are had has have is was were".split())
_PLACING = frozenset("above across around behind below beside near next opposite over under".split())
_PLACED_WITHIN = 3
_LONGEST_PERSON = 5
_MINE = frozenset(("my", "our"))
_STRONG = 1.0
"""Degree from which on a loose word ("yells") tells of others."""
_DEMAND_WITHIN = 3
_CLAUSE = re.compile(r"[^.,;:!?…()\[\]\n/—–*\"]+")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+")
_TAKEN_BACK = re.compile(
    r"\b(?:doesn|don|didn|isn|aren|wasn|won|can|couldn)['’]t(?:\s\w+)?\s*(?:[.,;:!?]|$)|\bnot?\s(?:him|her|me|i|he|she)\b|"
    r"\b(?:except|apart from|all but|everyone but|everybody but)\b",
    re.IGNORECASE,
)
"""Where one is set against the others, what these do tells what the one does not: "everyone laughs, she doesn't"."""


@dataclass(frozen=True)
class _Region:
    """What another does, from `begin` to `end`; first: where who does it is told."""

    first: int
    begin: int
    end: int


@dataclass(frozen=True)
class _Clause:
    """words: of a clause; before, around: those of the clauses before it, and of the whole prompt."""

    words: Sequence[str]
    before: Sequence[str]
    around: Sequence[str]


def without_others(prompt: str) -> str:
    """The prompt without what others do and feel; where it names nothing else, only these words are gone."""
    found = [list(_WORD.finditer(prompt, *clause.span())) for clause in _CLAUSE.finditer(prompt)]
    said = [[word[0].lower().replace("’", "'") for word in words] for words in found]
    around = [word for words in said for word in words]
    if not (may_tell_of_two(around) or _PERCEIVING.intersection(around)) or _TAKEN_BACK.search(prompt):
        return prompt
    before: list[str] = []
    named: list[re.Match] = []
    told: list[re.Match] = []
    for words, places in zip(said, found, strict=True):
        for region in _of_others(_Clause(words, tuple(before), around)):
            naming = _naming(words, region)
            named += [places[at] for at in naming]
            told += places[region.first : region.end] if naming else []
        before += words
    if not named:
        return prompt
    rest = _without(prompt, told)
    return rest if names_something(rest) else _without(prompt, named)


def _without(prompt: str, words: Sequence[re.Match]) -> str:
    rest, kept_from = "", 0
    for begin, end in sorted({word.span() for word in words}):
        rest += prompt[kept_from:begin]
        kept_from = end
    return rest + prompt[kept_from:]


def _of_others(clause: _Clause) -> Iterator[_Region]:
    for rule in _RULES:
        yield from rule(clause)


def _naming(words: Sequence[str], region: _Region) -> set[int]:
    """Places of what is named there, but for what the character owns ("everyone loves her smile") or is made to feel
    ("someone scared her")."""
    told = words[region.begin : region.end]
    named = set(read_muscles([told], [1.0])[0].used) if told else set()
    for token in tokens_of(told):
        solid = isinstance(token.value, Feels) and (not token.value.loose or token.value.degree >= _STRONG)
        object_at = token.end + (told[token.end - 1] not in _PREPOSITIONS)
        if solid and CENTRES.isdisjoint(told[token.begin : object_at]):
            named |= set(range(token.begin, token.end))
    line = " ".join(told)
    for act, begin, end, _ in acts_in(line):
        named |= set(range(line.count(" ", 0, begin), line.count(" ", 0, end) + 1)) if act["moves"] else set()
    owners = _MINE if "i" in centres(words) else POSSESSIVE
    return {region.begin + at for at in named if not (at and told[at - 1] in owners)}


def _subjects(clause: _Clause) -> Iterator[_Region]:
    """ "Someone beat up her brother and laughs", "her boss yells at her", "scared when the boss yells"."""
    words = clause.words
    for at in range(len(words)):
        before = _BEFORE_SUBJECT | _ASKING if words[at] in MANY else _BEFORE_SUBJECT
        if at and words[at - 1] not in before:
            continue
        person = person_at(words, at)
        if person and _is_another(clause, at, person):
            yield _Region(at - (at > 0), at, _predicate_end(words, person.end))
        elif not person and _is_another_pronoun(clause, at):
            yield _Region(at - 1, at + 1, _predicate_end(words, at + 1))


def _perceived(clause: _Clause) -> Iterator[_Region]:
    """ "She hears him laugh", "watching the kids giggle"."""
    words = clause.words
    if not _OWN.isdisjoint(words):
        return
    for at, word in enumerate(words):
        if word not in _PERCEIVING or not _DEMANDED.isdisjoint(words[max(0, at - _DEMAND_WITHIN) : at]):
            continue
        begin = at + 1 + (words[at + 1 : at + 2] == ["to"])
        person = person_at(words, begin) or person_of_a_note(words, begin)
        pronoun = words[begin : begin + 1]
        known = centres((*clause.before, *words[:at]))
        if person or (not _PERCEIVED.isdisjoint(pronoun) and known.isdisjoint(centres(pronoun))):
            begin = person.end if person else begin + 1
            yield _Region(at, begin, _clause_end(words, begin))


def _reacted_to(clause: _Clause) -> Iterator[_Region]:
    """ "Winces at her scream", "smirks at the boss's anger"."""
    words = clause.words
    if not _OWN.isdisjoint(words):
        return
    for at, word in enumerate(words[:-1]):
        if word == "at":
            person = person_at(words, at + 1)
            begin = person.end if person and person.owning else at + 2
            ends = range(begin, min(begin + _REACTED_WITHIN, len(words)))
            if begin > at + 2 or words[at + 1] in POSSESSIVE:
                yield from (_Region(at, end, end + 1) for end in ends if words[end] in _REACTED_TO)


def _relative(clause: _Clause) -> Iterator[_Region]:
    """ "Furious at the guy who laughed at her", "unlike her sister, who is laughing"."""
    words = clause.words
    if words[:1] in (["who"], ["whose"]) and _ends_with_object(clause.before):
        yield _Region(0, 1, len(words))
    for at in range(1, len(words)):
        person = person_at(words, at) if words[at - 1] in _PREPOSITIONS else None
        if person and words[person.end : person.end + 1] in (["who"], ["that"]):
            yield _Region(person.end, person.end + 1, _predicate_end(words, person.end + 1))


def _ends_with_object(before: Sequence[str]) -> bool:
    starts = range(max(1, len(before) - _LONGEST_PERSON), len(before))
    persons = (person_at(before, at) for at in starts if before[at - 1] in _OBJECT_OF | _PREPOSITIONS)
    return any(person and person.end == len(before) for person in persons)


def _attributes(clause: _Clause) -> Iterator[_Region]:
    """ "Holding a crying baby", "over a bleeding friend", "annoyed by a man chewing with his mouth open"."""
    words = clause.words
    for at in range(1, len(words)):
        held = words[at - 1].endswith("ing") and words[at - 1] not in _NOT_OBJECT_OF
        person = person_at(words, at) if held or words[at - 1] in _OBJECT_OF else None
        if person and person.end - at > 2:
            yield _Region(at + 1, at + 1, person.end - 1)
        if person and "".join(words[person.end : person.end + 1]).endswith("ing"):
            yield _Region(person.end, person.end, _clause_end(words, person.end))


_RULES = (_subjects, _perceived, _reacted_to, _relative, _attributes)


def _is_another(clause: _Clause, at: int, person: Person) -> bool:
    """Whether a subject is none that the prompt is about: it stands in a subordinate clause, beside pronouns of another
    number or behind a pronoun. "They" are the kids in "my kids aren't angry, they are sleepy"."""
    words = clause.words
    following = words[person.end : person.end + 1]
    if not following or following[0] in _RELATIVE:
        return False
    if words[at] in _INDEFINITE and (following[0].endswith("ing") or following[0] in _DESCRIBING):
        return False
    apart = words[person.end - 1] == "else" or (at and words[at - 1] in _SUBORDINATING)
    if apart or (not person.possessor and _is_placed_by(following, words[person.end + 1 :])):
        return True
    before = centres((*clause.before, *words[:at]))
    after = centres(clause.around[len(clause.before) + person.end :])
    if person.many:
        opened = clause.around[0] in POSSESSIVE and words[at] == "they"
        return bool((centres((*clause.before, *words[:at])[1:]) if opened else before) | after)
    if person.owning:
        after &= centres(set(words[person.end :]) - OWN_SUBJECTS)
    return bool(before) or "i" in centres(words[person.end :]) or person.possessor in after


def _is_placed_by(following: Sequence[str], after: Sequence[str]) -> bool:
    """ "A man behind her", "the boy she likes": who is known by another is not whom this is about."""
    if following[0] in _PLACING:
        return not CENTRES.isdisjoint(after[:_PLACED_WITHIN])
    return following[0] in OWN_SUBJECTS and bool(after) and after[0] not in _BEING


def _is_another_pronoun(clause: _Clause, at: int) -> bool:
    """ "Her heart melts when he smiles", "blushing because he winked at her", "he is in love and she laughs at him"."""
    words = clause.words
    if not at or words[at] not in ("he", "she"):
        return False
    before = centres((*clause.before, *words[:at]))
    after = centres(words[at + 1 : _predicate_end(words, at + 1)])
    if words[at - 1] not in _SUBORDINATING:
        return words[at] not in before and bool(before & after)
    return words[at] not in before and bool(before or after - {words[at]})


def _clause_end(words: Sequence[str], begin: int) -> int:
    return next((at for at in range(begin, len(words)) if words[at] in _BEFORE_SUBJECT), len(words))


def _predicate_end(words: Sequence[str], begin: int) -> int:
    """Up to the next subject, or to what the character is made to do."""
    begin += 2 if begin < len(words) and words[begin] in OWN_SUBJECTS else 0
    for at in range(begin, len(words)):
        joined = words[at] in _BEFORE_SUBJECT and at + 1 < len(words)
        if words[at] in OWN_SUBJECTS or words[at] in _CAUSING or (joined and person_at(words, at + 1)):
            return at
    return len(words)
