"""Answers that name another feeling than the question: "Excited? Him? Bored stiff more like", "Nervous? Try terrified".

The phrases are data: presets/prompt_words.toml, [answers].
"""

from collections.abc import Sequence

from .graded import Feels, feeling_face, likeness
from .phrases import Phrases
from .tokens import tokens_of
from .wording import TABLE

_WORDS: dict[str, list[str]] = TABLE["answers"]
_OPENING: Phrases[bool] = Phrases((phrase, True) for phrase in _WORDS["opening"])
_CLOSING: Phrases[bool] = Phrases((phrase, True) for phrase in _WORDS["closing"])
_ASSENT = frozenset(_WORDS["assent"])
_PERSONS = frozenset(_WORDS["persons"])
_LONGEST_QUESTION = 5
_ALIKE = 0.6
"""Of the faces of two feelings, from which on the one may be the other's strong form: "Happy? Me? Over the moon"."""


def doubts_person(words: Sequence[str], ending: str) -> bool:
    """ "Him?" behind what is asked of him."""
    return ending == "?" and _PERSONS.issuperset(words)


def closes_answer(words: Sequence[str]) -> bool:
    return bool(words) and _CLOSING.longest(words, 0)[0] == len(words)


def words_of_answer(words: Sequence[str], asked: Sequence[str], doubted: bool) -> int | None:
    """How many words open an answer that takes the question back, None where it takes nothing back; doubted: a question
    for the person stood between."""
    told, questioned = _emotions(words), _emotions(asked)
    if not (told and questioned) or told & questioned or len(asked) > _LONGEST_QUESTION:
        return None
    if not _ASSENT.isdisjoint(words):
        return None
    opening = _OPENING.longest(words, 0)[0]
    closing = any(closes_answer(words[at:]) for at in range(len(words)))
    differs = doubted and not any(_are_alike(one, other) for one in told for other in questioned)
    return opening if opening or closing or differs else None


def _emotions(words: Sequence[str]) -> set[str]:
    return {one.value.emotion for one in tokens_of(words) if isinstance(one.value, Feels) and not one.value.loose}


def _are_alike(one: str, other: str) -> bool:
    return likeness(feeling_face(one, 1.0), feeling_face(other, 1.0)) >= _ALIKE
