"""The text encoder: words, order, length, and what it does not know."""

import pytest
import torch

from expclip.core.expression.text import TextEncoder
from expclip.core.expression.words import words_of

from ..tiny_text import TINY, tiny_encoder


@pytest.fixture
def text() -> TextEncoder:
    torch.manual_seed(0)
    return tiny_encoder("happy", "not", "sad", "very", "##ness").eval()


def test_words_are_lower_case_with_apostrophes_and_emoji():
    assert words_of("Don’t cry, Zoë! 😂 42") == ["don't", "cry", "zoë", "😂"]


def test_a_sentence_reads_the_same_alone_and_in_a_batch(text):
    alone, batch = text(["very happy"]), text(["sad", "very happy", "not very very happy"])
    assert torch.allclose(alone[0], batch[1], atol=1e-6)


def test_order_is_heard(text):
    assert not torch.allclose(text(["not sad very happy"]), text(["very sad not happy"]), atol=1e-4)


def test_capitals_and_accents_change_nothing(text):
    assert torch.equal(text(["Háppy"]), text(["happy"]))


def test_what_is_too_long_is_cut(text):
    assert len(text.piece_numbers("very " * 1000)) == TINY.longest
    assert torch.isfinite(text(["very " * 1000])).all()


def test_no_word_is_read_too(text):
    assert text([""]).shape == (1, TINY.width)


def test_known_are_pieces_and_what_is_made_of_long_ones(text):
    assert text.knows("happy") and text.knows("sadness")
    assert not text.knows("xqzt") and not text.knows("悲") and not text.knows("")
