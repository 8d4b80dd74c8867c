"""Folds of emotions, and what counts as a right neighbour."""

from collections import Counter

import numpy as np
import pytest

pytest.importorskip("torch")

from expclip.core.expression import corpus, tead
from expclip.core.training.held_out_emotions import FOLDS, folds, group_right, held_out, measured

from ..tiny_text import tiny_encoder


def test_every_emotion_is_held_out_once_and_its_group_stays():
    fold, groups = folds(), tead.emotion_groups()
    assert set(fold) == set(groups) and set(fold.values()) == set(range(FOLDS))
    counts = Counter(fold[row.emotion] for row in corpus.rows() if row.emotion)
    assert min(counts.values()) > 60
    for held in range(FOLDS):
        left = {groups[emotion] for emotion in corpus.emotions() if fold[emotion] != held}
        assert left == set(groups.values()), "a group that is gone cannot be named"


def test_near_names_go_together():
    fold = folds()
    assert fold["panic"] == fold["terror"] and fold["weeping"] == fold["sadness"]


def test_alone_leaves_the_nearest_emotions_in_training():
    fold = folds()
    number = fold["sadness"]
    assert {"sadness", "weeping"} <= held_out(fold, number, alone=False)
    alone = held_out(fold, number, alone=True)
    assert "sadness" in alone and "weeping" not in alone and alone <= set(corpus.emotions())


def row(emotion: str, group: str) -> corpus.Row:
    return corpus.Row(emotion, emotion, group, (), (), 1.0, np.zeros(52, np.float32))


def test_the_nearest_other_row_decides():
    rows = [row("joy", "joy"), row("joy", "joy"), row("glee", "joy"), row("grief", "sad")]
    vectors = np.array([[1.0, 0.0], [0.9, 0.1], [0.0, 1.0], [0.7, 0.5]], np.float32)
    asked = np.array([0, 2])
    assert group_right(vectors, asked, rows, other_emotions=False) == 0.5, "joy has joy, glee has grief"
    assert group_right(vectors, asked, rows, other_emotions=True) == 0.0, "without joy's own, grief is the nearest"


def test_an_encoder_is_measured_on_the_texts_of_the_fold():
    told = measured(tiny_encoder("happy", "sad"), folds(), 0)
    assert told["texts"] == sum(folds()[row.emotion] == 0 for row in corpus.rows() if row.emotion)
    assert 0.0 < told["other texts"] < 0.9 and told["other emotions"] <= told["other texts"]
