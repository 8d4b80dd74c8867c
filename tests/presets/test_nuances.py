"""The table of nuances is whole: every row is well formed, no wording stands twice, and none is of the tests."""

from collections import Counter

from expclip.core.expression import corpus, tead
from expclip.core.expression.nuances import nuances

from .told import Texts, prompts, words

WORDINGS = [wording for nuance in nuances() for wording in nuance.wordings]


def test_every_row_is_well_formed():
    emotions = set(tead.emotion_groups())
    for number, nuance in enumerate(nuances(), 2):
        assert nuance.emotion in emotions and nuance.strength in range(1, 6), number
        assert 2 <= len(nuance.wordings) <= 7, number
        assert all(wording == " ".join(wording.split()) and words(wording) for wording in nuance.wordings), number


def test_no_wording_stands_twice():
    assert not [wording for wording, count in Counter(map(words, WORDINGS)).items() if count > 1]


def test_no_wording_is_a_prompt_of_the_tests_or_nearly():
    """Nor a text of the seed, by which held-out emotions are measured."""
    texts = Texts([*prompts(), *(row.text for row in corpus.rows())])
    assert not [wording for wording in WORDINGS if texts.hold(wording)]
