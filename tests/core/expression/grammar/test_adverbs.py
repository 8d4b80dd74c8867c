"""Adverbs between what moves and where it goes."""

import pytest

from expclip.core.expression.grammar.adverbs import adverbs_behind, reach_of


def ordered(said: str) -> str:
    words = said.split()
    return " ".join(words[place] for place in adverbs_behind(words, range(len(words)))[0])


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("stares straight down", "stares down straight"),
        ("brows all way up", "brows up all way"),
        ("glances nervously left", "glances left nervously"),
        ("looks slowly straight up", "looks up slowly straight"),
        ("stares straight down the lens", "stares straight down the lens"),
        ("stares straight ahead", "stares straight ahead"),
        ("slowly up", "slowly up"),
        ("looks up", "looks up"),
    ],
)
def test_they_part_no_direction_from_what_goes_there(said, wanted):
    assert ordered(said) == wanted


def test_how_far_words_say_that_it_goes():
    assert reach_of("looks down at".split()) == 1.0
    assert reach_of("looks sadly down at".split()) == 1.0
    assert 1.0 < reach_of("looks straight down at".split()) < reach_of("looks all way down at".split())
    assert reach_of("cheeks like balloons".split()) > 1.3
