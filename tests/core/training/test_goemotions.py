"""GoEmotions becomes sentences with faces."""

import gzip

import numpy as np
import pytest

from expclip.core.expression import corpus
from expclip.core.training.goemotions import read_goemotions
from expclip.core.training.sentences import NO_FEELING, felt_sentences


@pytest.fixture
def goemotions(tmp_path):
    """Four texts in the form of GoEmotions, labels of the real data set."""
    (tmp_path / "labels.txt").write_text("anger\njoy\nneutral\n", encoding="utf-8")
    with gzip.open(tmp_path / "train.tsv.gz", "wt", encoding="utf-8") as lines:
        lines.write("so glad [NAME] came\t1\tid1\nhow dare you\t0\tid2\nit is a chair\t2\tid3\nmixed\t0,1\tid4\n")
    return tmp_path


def test_labels_become_faces(goemotions):
    felt = read_goemotions(goemotions, "train")
    assert felt.texts[0] == "so glad  came" and felt.labels.tolist()[3] == [1.0, 1.0, 0.0]
    order = list(corpus.emotions())
    assert felt.shares[0, order.index("joy")] == 1.0 and felt.shares[2, -1] == 1.0
    assert felt.shares[3, order.index("joy")] == pytest.approx(0.5)
    assert np.allclose(felt.faces[0], corpus.emotions()["joy"].weights) and not felt.faces[2].any()


def test_labels_of_emotions_that_are_left_out_go(goemotions):
    assert read_goemotions(goemotions, "train", frozenset({"joy"})).texts == ["how dare you", "it is a chair"]


def test_they_become_sentences(goemotions):
    sentences = {sentence.text: sentence for sentence in felt_sentences(goemotions)}
    assert sentences["how dare you"].labels == (0,) and 0 < sentences["how dare you"].worth < 1
    assert dict(sentences["how dare you"].emotions) == pytest.approx({"anger": 0.7, "rage": 0.3})
    assert all(name != NO_FEELING for name, _ in sentences["mixed"].emotions)
