"""What things, beasts and culprits do with faces: the gun coughs, a snake lies there, "mouth open", and the killer whom
she lets go walks past her, "whistling".

None of them is whose face is asked for. The vocabulary is data: presets/other_people.toml, [things_that_act].
"""

from collections.abc import Iterator, Sequence

from .muscle_words import VOCABULARY
from .persons import OTHER_PEOPLE, OWN_SUBJECTS, POSSESSIVE, person_at
from .phrases import Phrases

_TABLE = OTHER_PEOPLE["things_that_act"]
_CLAUSES = OTHER_PEOPLE["clauses"]
_JOINING = frozenset((*_CLAUSES["subordinating"], *_CLAUSES["coordinating"]))
_CAUSING = frozenset(_CLAUSES["causing"])
_ENDS = OWN_SUBJECTS | POSSESSIVE | _CAUSING | frozenset(_CLAUSES["subordinating"])
_DETERMINERS = frozenset(OTHER_PEOPLE["persons"]["determiners"]) | POSSESSIVE
_ACTS: Phrases[bool] = Phrases((phrase, True) for phrase in _TABLE["acts"])
_ACTING: Phrases[bool] = Phrases((phrase, True) for phrase in _TABLE["acting"])
_THINGS = frozenset(_TABLE["things"])
_BEASTS = frozenset(_TABLE["beasts"])
_CULPRITS = frozenset(_TABLE["culprits"])
_LETTING, _GOING = frozenset(_TABLE["letting"]), frozenset(_TABLE["going"])
_RECORDINGS, _VOICES = frozenset(_TABLE["recordings"]), frozenset(_TABLE["voices"])
_ALL = _THINGS | _BEASTS | _CULPRITS | _RECORDINGS
_MODIFIERS = 2
"""Words between a determiner and its noun."""
_UP_TO_ACT = 6
"""Words from a thing to what it does: "the floorboards over his bed groan"."""
_LEAST_TOLD = 3
"""Words of a beast's own clause from which on it is somewhere, and not who is played."""
_GOES_WITHIN = 5
"""Words from who is let go to where he goes."""


def may_act(words: Sequence[str]) -> bool:
    """Whether any of them is named at all."""
    return not _ALL.isdisjoint(word.removesuffix("'s") for word in words)


def acts_of_things(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """ "The engine coughs", "when the old radiator sighs": from the act to the end of what the thing does."""
    for at in range(len(words)):
        if at == 0 or words[at - 1] in _JOINING:
            end = _noun_end(words, at, _THINGS | _RECORDINGS)
            act = _act_behind(words, end) if end else None
            if act is not None:
                yield act, _end(words, act + 1)


def parts_of_beasts(words: Sequence[str], before: Sequence[str]) -> Iterator[tuple[int, int]]:
    """ "The shark's jaws open", and behind "a viper on the path" what begins with a part: "mouth open"."""
    for at in range(1, len(words)):
        owner = words[at - 1]
        if owner.endswith("'s") and owner.removesuffix("'s") in _BEASTS and _is_part(words, at):
            yield at, _end(words, at)
    beast = _noun_end(before, 0, _BEASTS)
    if beast and len(before) - beast >= _LEAST_TOLD and OWN_SUBJECTS.isdisjoint(before) and _is_part(words, 0):
        yield 0, len(words)


def mirth_of_who_is_let_go(words: Sequence[str], before: Sequence[str]) -> Iterator[tuple[int, int]]:
    """ "Lets his sister's killer stroll out past him", and then "whistling"; not "watches her killer die, smiling"."""
    if not words or not words[0].endswith("ing"):
        return
    for at, word in enumerate(before):
        let = word in _CULPRITS and not _LETTING.isdisjoint(before[:at])
        if let and not _GOING.isdisjoint(before[at + 1 : at + 1 + _GOES_WITHIN]):
            yield 0, _end(words, 0)
            return


def voices_recorded(words: Sequence[str], before: Sequence[str]) -> Iterator[tuple[int, int]]:
    """ "On the tape: her voice, laughing", "on the tape her husband laughs"."""
    told = [*before, *words]
    if _RECORDINGS.isdisjoint(told):
        return
    if before and before[-1] in _VOICES:
        yield 0, _end(words, 0)
    for at, word in enumerate(words):
        if word in _VOICES:
            yield at + 1, _end(words, at + 1)
        person = person_at(words, at + 1) if word in _RECORDINGS and words[0] == "on" else None
        if person:
            yield person.end, _end(words, person.end)


def _noun_end(words: Sequence[str], at: int, nouns: frozenset[str]) -> int:
    """Where a noun phrase that ends with one of these nouns ends, or 0: "the old engine", "lightning"."""
    begin = at
    while begin < len(words) and words[begin] in _DETERMINERS:
        begin += 1
    modifiers = _MODIFIERS if begin > at else 0
    for place in range(begin, min(begin + modifiers + 1, len(words))):
        if words[place] in nouns and words[place + 1 : place + 2] and words[place + 1] not in nouns:
            return place + 1
        if words[place] in OWN_SUBJECTS | _JOINING | _DETERMINERS:
            return 0
    return 0


def _act_behind(words: Sequence[str], end: int) -> int | None:
    """Where the thing acts that ends there; somebody else may not come between."""
    for at in range(end, min(end + _UP_TO_ACT, len(words))):
        if _ACTS.longest(words, at)[0] or (at == end and _ACTING.longest(words, at)[0]):
            return at
        joins = words[at] in _JOINING and not _ACTS.longest(words, at + 1)[0]
        if joins or words[at] in OWN_SUBJECTS | _CAUSING:
            return None
    return None


def _is_part(words: Sequence[str], at: int) -> bool:
    return any(kind == "part" for kind, _ in VOCABULARY.longest(words, at)[1])


def _end(words: Sequence[str], begin: int) -> int:
    return next((at for at in range(begin, len(words)) if words[at] in _ENDS), len(words))
