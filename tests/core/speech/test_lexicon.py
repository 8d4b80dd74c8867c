import numpy as np
import pytest

from expclip.core.speech.lexicon import lexicon_of

WORDS = [((1, 2), 30), ((1, 2, 3), 10), ((1, 4), 20), ((5,), 28)]


def test_words_share_their_beginnings():
    tree = lexicon_of(WORDS)
    assert sorted(tree.phones.tolist()) == [0, 1, 2, 3, 4, 5]
    root = len(tree.phones)
    assert sorted(tree.phones[tree.parents == root].tolist()) == [0, 1, 5]


def test_what_follows_a_place_has_probabilities_that_sum_to_one():
    tree = lexicon_of(WORDS)
    for place in [*range(len(tree.phones)), len(tree.phones)]:
        onward = tree.chance[tree.parents == place].sum() + tree.ending[tree.ends == place].sum()
        assert onward == pytest.approx(1.0, abs=1e-6)


def test_a_word_is_as_probable_as_it_was_often():
    tree = lexicon_of(WORDS)
    probable = {}
    for end, ending in zip(tree.ends, tree.ending, strict=True):
        word, chance, place = [], ending, end
        while place < len(tree.phones):
            word.insert(0, int(tree.phones[place]))
            chance, place = chance * tree.chance[place], tree.parents[place]
        probable[tuple(word)] = chance
    pause = probable.pop((0,))
    assert 0.05 < pause < 0.3
    for word, times in WORDS:
        assert probable[word] == pytest.approx(times / 88 * (1 - pause), rel=1e-5)
    assert np.isclose(sum(probable.values()), 1 - pause)
