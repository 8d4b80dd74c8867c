"""Faces of others: who laughs in "someone beat up her brother and laughs about it" is not whose face is asked for.

Words of others for what they do with the face and feel are taken out before grammar reads; what remains tells of the
character, and where nothing is named the whole prompt is felt.
"""

import re
from collections.abc import Sequence

from .business import acts_in
from .deeds_of_others import PERCEIVING, PREPOSITIONS, Deed, PlacedClause, deeds_of_others
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
    clauses = [list(_WORD.finditer(prompt, *clause.span())) for clause in _CLAUSE.finditer(prompt)]
    around = [_lower(word) for clause in clauses for word in clause]
    if not (may_tell_of_two(around) or PERCEIVING.intersection(around)) or _TAKEN_BACK.search(prompt):
        return prompt
    named: list[re.Match] = []
    told: list[re.Match] = []
    read = 0
    for clause in clauses:
        words, before = around[read : read + len(clause)], tuple(around[:read])
        read += len(clause)
        for deed in deeds_of_others(PlacedClause(words, before, around)):
            naming = _naming(words, deed)
            named += [clause[at] for at in naming]
            told += clause[deed.first : deed.end] if naming else []
    if not named:
        return prompt
    rest = _without(prompt, told)
    return rest if names_something(rest) else _without(prompt, named)


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
    named = set(read_muscles([told], [1.0])[0].used) if told else set()
    for token in tokens_of(told):
        solid = isinstance(token.value, Feels) and (not token.value.loose or token.value.degree >= _STRONG)
        object_at = token.end + (told[token.end - 1] not in PREPOSITIONS)
        if solid and CENTRES.isdisjoint(told[token.begin : object_at]):
            named |= set(range(token.begin, token.end))
    line = " ".join(told)
    for act, begin, end, _ in acts_in(line):
        named |= set(range(line.count(" ", 0, begin), line.count(" ", 0, end) + 1)) if act["moves"] else set()
    owners = _MINE if "i" in centres(words) else POSSESSIVE
    return {deed.begin + at for at in named if not (at and told[at - 1] in owners)}
