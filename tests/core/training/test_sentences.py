"""What the text side learns from: how many sentences, what is left out, how they are changed."""

import numpy as np
import pytest

from expclip.core.expression import corpus, tead
from expclip.core.expression.happenings import happenings
from expclip.core.expression.nuances import nuances
from expclip.core.training.sentences import (
    HAPPENINGS_SHARE,
    HELD_OUT,
    HELD_OUT_SHARE,
    NUANCES_TOGETHER,
    Sentence,
    augmented,
    frequent_tags,
    held_out_happenings,
    held_out_nuances,
    held_out_rows,
    written_sentences,
)


def test_the_written_corpus_grows():
    sentences = written_sentences()
    assert len(sentences) > 25_000
    texts = {sentence.text for sentence in sentences}
    held = set(held_out_rows())
    for row in tead.rows()[::500]:
        assert row in held or row.text in texts and (not row.situation or row.situation in texts)
    assert {"furious", corpus.rows()[0].text} <= texts


def test_emotions_left_out_are_not_seen():
    held = frozenset({"joy", "dread"})
    left = written_sentences(held)
    assert not any(name in held for sentence in left for name, _ in sentence.emotions)
    assert "furious" in {sentence.text for sentence in left} and len(left) < len(written_sentences())


def test_held_out_rows_are_not_seen():
    held, learned = held_out_rows(), {sentence.text for sentence in written_sentences()}
    assert {row.category for row in held} == set(HELD_OUT)
    of_files = [row for row in tead.rows() if row.category in HELD_OUT]
    assert len(held) == pytest.approx(HELD_OUT_SHARE * len(of_files), abs=len(HELD_OUT))
    assert sum(row.text in learned for row in held) < 0.02 * len(held), "but where another row has the same words"
    assert all(row.text in learned for row in of_files if row not in set(held))


def test_happenings_are_learned_from_but_those_that_are_held_out():
    held, sentences = held_out_happenings(), written_sentences()
    learned = {sentence.text: sentence for sentence in sentences}
    assert len(held) == pytest.approx(HAPPENINGS_SHARE * len(happenings()), rel=0.1)
    assert not any(row.text in learned for row in held)
    row = next(row for row in happenings() if row.emotions and row not in set(held))
    assert learned[row.text].strength == row.strength and learned[row.text].emotions[0][0] == row.emotions[0]
    assert not any("joy" in dict(sentence.emotions) for sentence in written_sentences(frozenset({"joy"})))


def test_nuances_are_learned_from_but_those_that_are_held_out():
    held, sentences = held_out_nuances(), written_sentences(frozenset({"joy"}))
    assert len(held) == len(nuances()) // NUANCES_TOGETHER
    of_nuance = {sentence.text: sentence for sentence in sentences if sentence.nuance is not None}
    for number, nuance in enumerate(nuances()):
        learned = nuance not in set(held) and nuance.emotion != "joy"
        assert {wording in of_nuance for wording in nuance.wordings} == {learned}
        if learned:
            told = of_nuance[nuance.wordings[0]]
            assert told.nuance == number and told.emotions == ((nuance.emotion, 1.0),)
            assert told.strength == nuance.strength and told.weights.any() == nuance.told[0].weights.any()


def test_what_happens_is_left_as_it_is_told():
    told = {sentence.text: sentence for sentence in written_sentences()}
    held = set(held_out_happenings())
    for tells_nothing in (True, False):
        row = next(row for row in happenings()[900:] if bool(row.emotions) != tells_nothing and row not in held)
        happens = told[row.text]
        assert {augmented(happens, np.random.default_rng(seed)).text for seed in range(100)} == {row.text}


def test_shares_of_emotions_add_up():
    for sentence in written_sentences()[::37]:
        assert not sentence.emotions or abs(sum(share for _, share in sentence.emotions) - 1.0) < 1e-6


def test_augmentation_changes_words_and_faces_a_little():
    face = np.full(52, 0.5, np.float32)
    plain = Sentence("she is so furious with the man at the door", face, (("rage", 1.0),), after="He broke it.")
    random = np.random.default_rng(0)
    drawn = [augmented(plain, random) for _ in range(200)]
    texts = {sentence.text for sentence in drawn}
    assert plain.text in texts and len(texts) > 20
    assert any("He broke it." in text for text in texts)
    assert any("furious" not in text and "livid" in text for text in texts), "a synonym of the same strength"
    assert all(text.strip() for text in texts)
    change = max(float(np.abs(sentence.weights - face).max()) for sentence in drawn)
    assert 0.01 < change < 0.2


def test_rare_tags_are_passed_over():
    face = np.zeros(52, np.float32)
    sentences = [Sentence("x", face, (), ("sad",))] * 4 + [Sentence("x", face, (), ("rare",))]
    assert frequent_tags(sentences) == ("sad",)
