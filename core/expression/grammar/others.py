"""Faces of others: who laughs in "someone beat up her brother and laughs about it" is not whose face is asked for.

Words of others for what they do with the face and feel are taken out before grammar reads; what remains tells of the
character, and where nothing is named the whole prompt is felt.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from .business import acts_in
from .deeds_of_others import PERCEIVING, PREPOSITIONS, Deed, PlacedClause, deeds_of_others, deeds_of_things
from .deeds_of_things import may_act
from .frames import event_in
from .graded import Feels
from .muscles import read_muscles
from .named import names_something
from .persons import CENTRES, POSSESSIVE, centres, may_tell_of_two
from .tokens import tokens_of

_MINE = frozenset(("my", "our"))
_STRONG = 1.0
"""Degree from which on a loose word ("yells") tells of others."""
_CLAUSE = re.compile(r"[^.,;:!?…()\[\]\n/—–*\"]+")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+")
_TAKEN_BACK = re.compile(
    r"\b(?:doesn|don|didn|isn|aren|wasn|won|can|couldn)['’]t(?:\s\w+)?\s*(?:[.,;:!?]|$)|\bnot?\s(?:him|her|me|i|he|she)\b|"
    r"\b(?:except|apart from|all but|everyone but|everybody but)\b",
    re.IGNORECASE,
)
"""Where one is set against the others, what these do tells what the one does not: "everyone laughs, she doesn't"."""


def without_others(prompt: str) -> str:
    """The prompt without what others do and feel; where it names nothing else, only these words are gone."""
    named: list[re.Match] = []
    told: list[re.Match] = []
    for clause, words, deed in _deeds_in(prompt, deeds_of_others):
        naming = _naming(words, deed)
        named += [clause[at] for at in naming]
        told += clause[deed.first : deed.end] if naming else []
    if not named:
        return prompt
    rest = _without(prompt, told)
    return rest if names_something(rest) else _without(prompt, named)


def without_muscles_of_things(prompt: str) -> str:
    """The prompt without the muscles that things and beasts are said to move, unless that is known to be an event: "the
    tunnel ahead" is felt, no yawn."""
    deeds = [*_deeds_in(prompt, deeds_of_things)]
    if not deeds or event_in(prompt):
        return prompt
    return _without(prompt, [clause[at] for clause, words, deed in deeds for at in _moving(words, deed)])


def _deeds_in(
    prompt: str, deeds_of: Callable[[PlacedClause], Iterator[Deed]]
) -> Iterator[tuple[list[re.Match], Sequence[str], Deed]]:
    """With the clause of each, and its words."""
    clauses = [list(_WORD.finditer(prompt, *clause.span())) for clause in _CLAUSE.finditer(prompt)]
    around = [_lower(word) for clause in clauses for word in clause]
    told_of = may_tell_of_two(around) or may_act(around) or PERCEIVING.intersection(around)
    if not told_of or _TAKEN_BACK.search(prompt):
        return
    read = 0
    for clause in clauses:
        words, before = around[read : read + len(clause)], tuple(around[:read])
        read += len(clause)
        for deed in deeds_of(PlacedClause(words, before, around)):
            yield clause, words, deed


def _lower(word: re.Match) -> str:
    return word[0].lower().replace("’", "'")


def _without(prompt: str, words: Sequence[re.Match]) -> str:
    rest, kept_from = "", 0
    for begin, end in sorted({word.span() for word in words}):
        rest += prompt[kept_from:begin]
        kept_from = end
    return rest + prompt[kept_from:]


def _naming(words: Sequence[str], deed: Deed) -> set[int]:
    """Places of what is named there, but for what the character owns ("everyone loves her smile") or is made to feel
    ("someone scared her")."""
    told = words[deed.begin : deed.end]
    named = {at - deed.begin for at in _moving(words, deed)}
    for token in tokens_of(told):
        solid = isinstance(token.value, Feels) and (not token.value.loose or token.value.degree >= _STRONG)
        object_at = token.end + (told[token.end - 1] not in PREPOSITIONS)
        if solid and CENTRES.isdisjoint(told[token.begin : object_at]):
            named |= set(range(token.begin, token.end))
    owners = _MINE if "i" in centres(words) else POSSESSIVE
    return {deed.begin + at for at in named if not (at and told[at - 1] in owners)}


def _moving(words: Sequence[str], deed: Deed) -> set[int]:
    """Places of the muscles that are named there."""
    told = words[deed.begin : deed.end]
    moving = set(read_muscles([told], [1.0])[0].used) if told else set()
    line = " ".join(told)
    for act, begin, end, _ in acts_in(line):
        moving |= set(range(line.count(" ", 0, begin), line.count(" ", 0, end) + 1)) if act["moves"] else set()
    return {deed.begin + at for at in moving}
