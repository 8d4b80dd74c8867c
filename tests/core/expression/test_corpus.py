"""The written corpus: complete, in range, with words for every emotion."""

import numpy as np

from expclip.core.expression import corpus
from expclip.core.expression.words import words_of
from expclip.rigs import arkit


def test_the_seed_has_all_its_rows_in_range():
    rows = corpus.rows()
    assert len(rows) == 508
    for row in rows:
        assert row.text and row.weights.shape == (arkit.COUNT,) and row.weights.dtype == np.float32
        assert row.weights.min() >= 0 and row.weights.max() <= 1


def test_no_two_rows_are_alike():
    texts = [row.text.lower() for row in corpus.rows()]
    assert len(set(texts)) == len(texts)


def test_every_row_belongs_to_a_known_emotion_or_describes_muscles():
    emotions = corpus.emotions()
    for row in corpus.rows():
        assert row.emotion in emotions if row.emotion else row.weights.any()


def test_emotions_have_faces_words_and_situations():
    emotions = corpus.emotions()
    assert len(emotions) == 70
    assert len({emotion.group for emotion in emotions.values()}) == 18
    for emotion in emotions.values():
        assert emotion.weights.any() and emotion.weights.dtype == np.float32
        assert len(emotion.words) >= 9 and len(emotion.situations) >= 2, emotion.name
        assert all(words_of(word) and 0.3 < strength < 1.5 for word, strength in emotion.words)


def test_no_word_stands_twice_in_an_emotion():
    for emotion in corpus.emotions().values():
        words = [word for word, _ in emotion.words]
        assert len(set(words)) == len(words), emotion.name


def test_a_face_of_named_shapes():
    face = corpus.face_of({"jawOpen": 0.5})
    assert face[arkit.INDEX["jawOpen"]] == 0.5 and face.sum() == 0.5
