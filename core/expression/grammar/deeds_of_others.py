"""What others do: where in a clause somebody acts who is not the character, and up to where.

The character is the centre of what is told (Grosz, Joshi and Weinstein, Centering, 1995): whom pronouns speak of, not
the crowd, a stranger or a person named later. The vocabulary is data: presets/other_people.toml.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .deeds_of_things import acts_of_things, mirth_of_who_is_let_go, parts_of_beasts, voices_recorded
from .persons import (
    CENTRES,
    MANY,
    OTHER_PEOPLE,
    OWN_SUBJECTS,
    POSSESSIVE,
    WHOEVER,
    Person,
    centres,
    person_at,
    person_of_a_note,
)

PERCEIVING = frozenset(OTHER_PEOPLE["perception"]["verbs"])
PREPOSITIONS = frozenset(("at", "with", "by", "of", "from", "for", "to", "against", "about"))
_OBJECT_OF = frozenset(OTHER_PEOPLE["persons"]["object_of"])
_NOT_OBJECT_OF = frozenset(OTHER_PEOPLE["persons"]["not_object_of"])
_SUBORDINATING = frozenset(OTHER_PEOPLE["clauses"]["subordinating"])
_COORDINATING = frozenset(OTHER_PEOPLE["clauses"]["coordinating"])
_ASKING = frozenset(OTHER_PEOPLE["clauses"]["asking"])
_BEFORE_SUBJECT = _SUBORDINATING | _COORDINATING
_CAUSING = frozenset(OTHER_PEOPLE["clauses"]["causing"])
_PERCEIVED = frozenset(OTHER_PEOPLE["perception"]["objects"])
_DEMANDED = frozenset(OTHER_PEOPLE["perception"]["demanded"])
_OWN = frozenset(OTHER_PEOPLE["perception"]["own"])
_REACTED_TO = frozenset(OTHER_PEOPLE["reaction"]["to"])
_REACTED_WITHIN: int = OTHER_PEOPLE["reaction"]["within"]
_RELATIVE = frozenset(("who", "whose", "that"))
_DESCRIBING = frozenset(("with", "in"))
_INDEFINITE = frozenset(("someone", "somebody"))
_BEING = frozenset("are had has have is was were".split())
_PLACING = frozenset("above across around behind below beside near next opposite over under".split())
_PLACED_WITHIN = 3
_LONGEST_PERSON = 5
_DEMAND_WITHIN = 3


@dataclass(frozen=True)
class Deed:
    """What another does, from `begin` to `end`; first: with the word that leads there ("and", "hears", "who")."""

    first: int
    begin: int
    end: int


@dataclass(frozen=True)
class PlacedClause:
    """words: of a clause; before, around: those of the clauses before it, and of the whole prompt it stands in."""

    words: Sequence[str]
    before: Sequence[str]
    around: Sequence[str]


def deeds_of_others(clause: PlacedClause) -> Iterator[Deed]:
    for rule in (_subjects, _perceived, _reacted_to, _relative, _attributes, deeds_of_things):
        yield from rule(clause)


def deeds_of_things(clause: PlacedClause) -> Iterator[Deed]:
    """ "The engine coughs", "the shark's jaws open"."""
    words, before = clause.words, clause.before
    yield from (Deed(begin, begin, end) for begin, end in acts_of_things(words))
    for rule in (parts_of_beasts, mirth_of_who_is_let_go, voices_recorded):
        yield from (Deed(begin, begin, end) for begin, end in rule(words, before))


def _subjects(clause: PlacedClause) -> Iterator[Deed]:
    """ "Someone beat up her brother and laughs", "her boss yells at her", "scared when the boss yells"."""
    words = clause.words
    for at in range(len(words)):
        before = _BEFORE_SUBJECT | _ASKING if words[at] in MANY else _BEFORE_SUBJECT
        if at and words[at - 1] not in before:
            continue
        person = person_at(words, at)
        if person and _is_another(clause, at, person):
            yield Deed(at - (at > 0), at, _predicate_end(words, person.end))
        elif not person and _is_another_pronoun(clause, at):
            yield Deed(at - 1, at + 1, _predicate_end(words, at + 1))


def _perceived(clause: PlacedClause) -> Iterator[Deed]:
    """ "She hears him laugh", "watching the kids giggle"."""
    words = clause.words
    if not _OWN.isdisjoint(words):
        return
    for at, word in enumerate(words):
        if word not in PERCEIVING or not _DEMANDED.isdisjoint(words[max(0, at - _DEMAND_WITHIN) : at]):
            continue
        begin = at + 1 + (words[at + 1 : at + 2] == ["to"])
        person = person_at(words, begin) or person_of_a_note(words, begin)
        pronoun = words[begin : begin + 1]
        known = centres((*clause.before, *words[:at]))
        if person or (not _PERCEIVED.isdisjoint(pronoun) and known.isdisjoint(centres(pronoun))):
            begin = person.end if person else begin + 1
            yield Deed(at, begin, _clause_end(words, begin))


def _reacted_to(clause: PlacedClause) -> Iterator[Deed]:
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
                yield from (Deed(at, end, end + 1) for end in ends if words[end] in _REACTED_TO)


def _relative(clause: PlacedClause) -> Iterator[Deed]:
    """ "Furious at the guy who laughed at her", "at whoever laughed", "unlike her sister, who is laughing"."""
    words = clause.words
    if words[:1] in (["who"], ["whose"]) and _ends_with_object(clause.before):
        yield Deed(0, 1, len(words))
    for at in range(1, len(words)):
        if words[at] == WHOEVER and words[at - 1] in PREPOSITIONS and OWN_SUBJECTS.isdisjoint(words[at + 1 : at + 2]):
            yield Deed(at, at + 1, _predicate_end(words, at + 1))
        person = person_at(words, at) if words[at - 1] in PREPOSITIONS else None
        if person and words[person.end : person.end + 1] in (["who"], ["that"]):
            yield Deed(person.end, person.end + 1, _predicate_end(words, person.end + 1))


def _ends_with_object(before: Sequence[str]) -> bool:
    starts = range(max(1, len(before) - _LONGEST_PERSON), len(before))
    persons = (person_at(before, at) for at in starts if before[at - 1] in _OBJECT_OF | PREPOSITIONS)
    return any(person and person.end == len(before) for person in persons)


def _attributes(clause: PlacedClause) -> Iterator[Deed]:
    """ "Holding a crying baby", "over a bleeding friend", "annoyed by a man chewing with his mouth open"."""
    words = clause.words
    for at in range(1, len(words)):
        held = words[at - 1].endswith("ing") and words[at - 1] not in _NOT_OBJECT_OF
        person = person_at(words, at) if held or words[at - 1] in _OBJECT_OF else None
        if person and person.end - at > 2:
            yield Deed(at + 1, at + 1, person.end - 1)
        if person and "".join(words[person.end : person.end + 1]).endswith("ing"):
            yield Deed(person.end, person.end, _clause_end(words, person.end))


def _is_another(clause: PlacedClause, at: int, person: Person) -> bool:
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


def _is_another_pronoun(clause: PlacedClause, at: int) -> bool:
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
