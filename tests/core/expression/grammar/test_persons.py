"""Persons whom a clause speaks of, and pronouns that speak of one."""

import pytest

from expclip.core.expression.grammar.persons import Person, centres, person_at


@pytest.mark.parametrize(
    ("words", "person"),
    [
        ("someone laughs", Person(1, many=True)),
        ("everyone else laughs", Person(2, many=True)),
        ("forty old friends laugh", Person(3, many=True)),
        ("her little brother laughs", Person(3, possessor="she")),
        ("his mother's laugh", Person(2, possessor="he", owning=True)),
        ("mom laughs", Person(1)),
        ("a stranger's head", Person(2, many=True, owning=True)),
        ("the bus is full of kids", None),
        ("her smile", None),
        ("the smile of the king", None),
        ("laughs", None),
    ],
)
def test_persons(words, person):
    assert person_at(words.split(), 0) == person


def test_past_the_end_there_is_nobody():
    assert person_at(["the"], 0) is None and person_at(["the"], 1) is None


def test_pronouns_speak_of_one():
    assert centres("they gave her my book".split()) == {"she", "i"}
