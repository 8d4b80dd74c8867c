"""What the text side learns from: how many sentences, what is left out, how they are changed."""

import numpy as np

from expclip.core.expression import corpus, tead
from expclip.core.training.sentences import Sentence, augmented, frequent_tags, written_sentences


def test_the_written_corpus_grows():
    sentences = written_sentences()
    assert len(sentences) > 25_000
    texts = {sentence.text for sentence in sentences}
    for row in tead.rows()[::500]:
        assert row.text in texts and (not row.situation or row.situation in texts)
    assert {"furious", corpus.rows()[0].text} <= texts


def test_emotions_left_out_are_not_seen():
    held = frozenset({"joy", "dread"})
    left = written_sentences(held)
    assert not any(name in held for sentence in left for name, _ in sentence.emotions)
    assert "furious" in {sentence.text for sentence in left} and len(left) < len(written_sentences())


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
