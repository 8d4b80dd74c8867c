"""Phrases found in words, and as patterns."""

import re
from itertools import product

import pytest

from expclip.core.expression.grammar.phrases import Phrases, pattern_of, spellings


def test_alternatives_are_written_in_one_line():
    assert sorted(spellings(["is|was not so|_"])) == ["is not", "is not so", "was not", "was not so"]
    assert list(spellings(["no|not_a trace"])) == ["no trace", "not a trace"]


def test_the_longest_phrase_wins_with_stems_and_gaps():
    phrases = Phrases([("smil*", 1), ("smil* ~ wide", 2), ("smiles|grins", 3)])
    assert phrases.longest("he smiles very wide".split(), 1) == (3, [2])
    assert phrases.longest(["smiles"], 0) == (1, [3, 1])
    assert phrases.longest(["grinned"], 0) == (0, [])


def test_a_gap_holds_no_word_that_is_kept_out_of_gaps():
    phrases = Phrases([("lost ~ {child}", 1)], {"child": ["son", "son ~ two"]}, {"not"})
    assert phrases.longest("lost the little son".split(), 0)[0] == 4
    assert phrases.longest("lost not son".split(), 0)[0] == 0
    assert phrases.longest("lost son not two".split(), 0)[0] == 2


@pytest.mark.parametrize(
    ("phrase", "spans"),
    [
        ("from ~ to", [0, 1, 2]),
        ("from ~ ~ to", [1, 2, 3]),
        ("from ~ ~ ~ to", [1, 2, 3, 4, 5]),
        ("from ~", [1]),
        ("from ~ ~", [1, 2, 3]),
        ("~ to", [1]),
    ],
)
def test_how_many_words_gaps_span(phrase, spans):
    first, last = (["from"] if "from" in phrase else []), (["to"] if "to" in phrase else [])
    said = [[*first, *["word"] * count, *last] for count in range(8)]
    assert [
        count for count, words in enumerate(said) if Phrases([(phrase, 1)]).longest(words, 0)[0] == len(words)
    ] == spans


def test_each_phrase_that_begins_at_a_word():
    phrases = Phrases([("at door", 1), ("at door of house", 2)])
    assert [*phrases.beginning_at("stands at door of house".split(), 1)] == [(2, (1,)), (4, (2,))]
    assert not [*phrases.beginning_at("stands at door of house".split(), 0)]


def test_a_pattern_finds_the_longest_of_its_phrases():
    phrases = ["as hard as", "as hard as she can", "as h", "with all|half his might", "by", "by far", "so (much)"]
    found = re.compile(pattern_of(phrases))
    for phrase in spellings(phrases):
        assert found.fullmatch(phrase) and found.match(phrase)[0] == phrase
    assert found.match("as hard as she could")[0] == "as hard as" and found.match("as hardly")[0] == "as h"
    assert not found.match("a") and not found.fullmatch("with his might") and not found.fullmatch("")


def test_a_pattern_is_that_of_all_its_phrases_side_by_side():
    words = ["a", "ab", "abc", "abd", "b", "bcd", "ca", "cab"]
    for chosen in (words[:5], words[3:], words[::2], ["a"]):
        patterns = [re.compile(pattern_of(chosen)), re.compile("|".join(sorted(chosen, key=len, reverse=True)))]
        for text in map("".join, product("abcd", repeat=4)):
            ours, theirs = (pattern.match(text) for pattern in patterns)
            assert (ours and ours[0]) == (theirs and theirs[0])
