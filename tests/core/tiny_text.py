"""A text side small enough for tests: few word pieces, random weights."""

import torch

from expclip.core.expression.neighbours import corpus_entries
from expclip.core.expression.space import DIM
from expclip.core.expression.text import BEGIN, END, PADDING, UNKNOWN, TextConfig, TextEncoder
from expclip.core.expression.text_side import KEY, TextSide, key_name

LETTERS = "abcdefghijklmnopqrstuvwxyz"
TINY = TextConfig(width=16, layers=1, heads=2, feed_forward=16, longest=24)


def tiny_encoder(*words: str) -> TextEncoder:
    """An encoder that knows single letters and these words; training from random weights begins with it."""
    letters = [*LETTERS, *(f"##{letter}" for letter in LETTERS), "'", ",", "."]
    encoder = TextEncoder([PADDING, UNKNOWN, BEGIN, END, *letters, *words], TINY)
    torch.nn.init.normal_(encoder.piece.weight)
    return encoder


def tiny_side(*words: str, emotions: tuple[str, ...] = ("joy", "grief")) -> TextSide:
    """The corpus has keys already, as random as the weights."""
    side = TextSide(tiny_encoder(*words), emotions, DIM, hidden=8).eval()
    names = sorted({key_name(entry.text) for entry in corpus_entries()})
    side.key_names = torch.tensor(names)
    side.corpus_keys = torch.nn.functional.normalize(torch.randn(len(names), KEY), dim=1)
    return side
