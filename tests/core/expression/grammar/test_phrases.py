"""Phrases found in words."""

from expclip.core.expression.grammar.phrases import Phrases, spellings


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
