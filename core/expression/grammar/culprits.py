"""The mirth of those who do wrong: "He ran over my dog on purpose. He was laughing" is the culprit's laughter.

What remains tells of who suffers the wrong. The vocabulary is data: presets/other_people.toml, [culprits].
"""

import re
from collections.abc import Iterator, Sequence
from itertools import product, takewhile

from .frames import event_in
from .persons import OTHER_PEOPLE, centres
from .phrases import pattern_of

_WORDS = OTHER_PEOPLE["culprits"]
_FEELINGS = frozenset(_WORDS["feelings"])
_LEAST_WRONG = 0.9
"""Degree of an event from which on somebody else's mirth about it is no face of the one who tells it."""
_MIRTH = re.compile(rf"\b(?:{pattern_of(_WORDS['mirth'])})\b", re.IGNORECASE)
_SUBJECTS = frozenset(_WORDS["subjects"])
_FIRST = frozenset(("i", "me", "my", "mine", "we", "us", "our", "i'm", "i'd", "i've", "we're"))
_JOINING = frozenset((*OTHER_PEOPLE["clauses"]["coordinating"], *OTHER_PEOPLE["clauses"]["subordinating"]))
_CLAUSE = re.compile(r"[^.,;:!?…()\[\]\n—–*\"]+")
_SENTENCE = re.compile(r"[^.!?…\n]+[.!?…]*")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+")
_WORD_OR_SIGN = re.compile(rf"{_WORD.pattern}|[,;:—–]")


def without_mirth_of_culprits(prompt: str) -> str:
    """The prompt without the mirth of who does a grave wrong in it; who is told of alone, is the culprit himself ("she
    cuts the brakes, smiling")."""
    if not _MIRTH.search(prompt) or not any(_tells_of_a_wrong(one[0]) for one in _SENTENCE.finditer(prompt)):
        return prompt
    clauses = [_words(clause[0]) for clause in _CLAUSE.finditer(prompt)]
    told_of = _wronged(clauses)
    if not told_of and clauses[0][:1] in (["he"], ["she"]):
        return prompt
    while rest := _without_one(prompt, told_of):
        prompt = rest
    return prompt


def _without_one(prompt: str, told_of: set[str]) -> str:
    """The prompt without the first mirth that is no part of the wrong itself; "" where there is none."""
    places = _mirth_of_others(prompt, told_of)
    shorter = (prompt[:begin] + prompt[end:] for begins, ends in places for begin, end in product(begins, ends))
    return next(filter(_tells_of_a_wrong, shorter), "")


def _tells_of_a_wrong(text: str) -> bool:
    event = event_in(text)
    return event is not None and event.feels.emotion in _FEELINGS and event.feels.degree >= _LEAST_WRONG


def _words(text: str) -> list[str]:
    return [word.lower().replace("’", "'") for word in _WORD.findall(text)]


def _wronged(clauses: Sequence[Sequence[str]]) -> set[str]:
    """Whom the wrong befalls, as pronouns tell: who speaks, or else who is no subject of a clause."""
    if any(not _FIRST.isdisjoint(words) for words in clauses):
        return {"i"}
    told: set[str] = set()
    for words in clauses:
        begin = words[_joining(words) :][:1]
        told |= centres(words) - (centres(begin) if not _SUBJECTS.isdisjoint(begin) else set())
    return told


def _joining(words: Sequence[str]) -> int:
    return len(list(takewhile(_JOINING.__contains__, words)))


def _mirth_of_others(prompt: str, told_of: set[str]) -> Iterator[tuple[Sequence[int], Sequence[int]]]:
    """Where what is told of each may begin and end, the farthest first."""
    for sentence in _SENTENCE.finditer(prompt):
        for clause in _CLAUSE.finditer(prompt, *sentence.span()):
            for mirth in _MIRTH.finditer(prompt, *clause.span()):
                before = prompt[clause.start() : mirth.start()]
                if not _is_of(told_of, _words(before)):
                    told_again = _told_again(prompt, mirth.end(), sentence.end(), told_of)
                    begins = (clause.start() + _subject_at(before), mirth.start())
                    yield begins, (told_again, min(clause.end(), told_again), mirth.end())


def _is_of(told_of: set[str], before: Sequence[str]) -> bool:
    """Whether mirth behind these words is of those who are wronged; behind "and" it is of who begins the clause."""
    named = [word for word in before if word in _SUBJECTS]
    if named and before[-1] in _JOINING:
        named = [word for word in named[:1] if word == before[0]]
    subject = named[-1] if named else ""
    return subject in _FIRST or not told_of.isdisjoint(centres([subject]))


def _subject_at(before: str) -> int:
    """Where the last subject stands in what is told before a mirth; where there is none, the mirth."""
    subjects = (word.start() for word in _WORD.finditer(before) if word[0].lower() in _SUBJECTS)
    return max(subjects, default=len(before))


def _told_again(prompt: str, begin: int, end: int, told_of: set[str]) -> int:
    """Where a clause of those who are wronged begins again ("he laughs and she cries"), else the end."""
    between = True
    for word in _WORD_OR_SIGN.finditer(prompt, begin, end):
        said = word[0].lower()
        of_them = said in _FIRST or not told_of.isdisjoint(centres([said]))
        if between and of_them:
            return word.start()
        between = said in _JOINING or not said[0].isalnum()
    return end
