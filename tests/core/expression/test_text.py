"""The text encoder: words, order, and what it does not know."""

import torch

from expclip.core.expression.text import TextEncoder, words_of


def encoder() -> TextEncoder:
    torch.manual_seed(0)
    text = TextEncoder(["happy", "not", "sad", "very"], buckets=32, width=16, features=16)
    torch.nn.init.normal_(text.table.weight)
    return text


def test_words_are_lower_case_with_apostrophes_and_emoji():
    assert words_of("Don’t cry, Zoë! 😂 42") == ["don't", "cry", "zoë", "😂"]


def test_a_sentence_reads_the_same_alone_and_in_a_batch():
    text = encoder()
    alone, batch = text(["very happy"]), text(["sad", "very happy", "xq"])
    assert torch.allclose(alone[0], batch[1], atol=1e-6)


def test_order_is_heard():
    text = encoder()
    assert not torch.allclose(text(["not sad very happy"]), text(["very sad not happy"]), atol=1e-4)


def test_no_known_word_gives_the_zero_vector():
    assert not encoder()(["xqzt blorf", ""]).any()


def test_unknown_words_change_nothing():
    text = encoder()
    assert torch.allclose(text(["happy"]), text(["happy blorf"]))
