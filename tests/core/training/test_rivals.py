"""Rivals: one topic, unlike feelings."""

import numpy as np

from expclip.core.training.rivals import rivals
from expclip.core.training.sentences import Sentence, written_sentences
from expclip.rigs import arkit


def sentence(text: str, emotion: str, worth: float = 1.0) -> Sentence:
    return Sentence(text, np.zeros(arkit.COUNT, np.float32), ((emotion, 1.0),), worth=worth)


SENTENCES = [
    sentence("the bandage comes off, grey, grey, and then his daughter", "ecstasy"),
    sentence("they unwind the bandage and see grey", "despair"),
    sentence("the grey bandage comes off", "joy"),
    sentence("the grey bandage", "despair", worth=0.5),
    sentence("a canteen of sand", "despair"),
    sentence("a canteen of wine", "despair"),
]


def test_a_rival_shares_words_and_not_the_group():
    found = rivals(SENTENCES)
    assert found[0] == found[2] == 1 and found[1] in (0, 2)
    assert not {3, 4, 5} & found.keys()


def test_rivals_of_the_corpus_are_of_other_groups():
    from expclip.core.expression.tead import emotion_groups

    written = written_sentences()[:4000]
    found, groups = rivals(written), emotion_groups()
    assert len(found) > 400
    for one, other in found.items():
        assert groups[written[one].emotions[0][0]] != groups[written[other].emotions[0][0]]
