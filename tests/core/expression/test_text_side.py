"""The text side: the same after saving, and keys that are stored or heard."""

import numpy as np
import pytest
import torch

from expclip.core.expression.space import DIM
from expclip.core.expression.text_side import KEY, TextSide

from ..tiny_text import tiny_encoder, tiny_side


@pytest.fixture
def side() -> TextSide:
    torch.manual_seed(1)
    return TextSide(tiny_encoder("happy", "sad"), ["joy"], DIM, hidden=8).eval()


def test_it_is_the_same_after_saving(side):
    side.remember(["happy", "sad"], side(["happy", "sad"]))
    again = TextSide.from_tensors(side.config(), side.tensors(), DIM)
    assert again.encoder.pieces == side.encoder.pieces and again.emotions == ("joy",)
    assert torch.allclose(again(["happy"]), side(["happy"]), atol=0.02)
    assert torch.allclose(again.projector(again(["sad"])), side.projector(side(["sad"])), atol=0.02)
    assert np.allclose(again.keys_of(["sad"]), side.keys_of(["sad"]), atol=0.01)
    assert not any(weight.requires_grad for weight in again.parameters())


def test_keys_have_length_1(side):
    assert np.allclose(np.linalg.norm(side.keys_of(["happy", "sad"]), axis=1), 1.0, atol=1e-5)


def test_stored_keys_are_taken_and_others_heard(side):
    heard = side.keys_of(["sad"])
    side.remember(["happy"], side(["happy"]))
    side.corpus_keys = torch.full((1, KEY), 0.5)
    keys = side.keys_of(["sad", "happy", "sad"])
    assert np.allclose(keys[[0, 2]], heard, atol=1e-5) and (keys[1] == 0.5).all()


def test_a_tiny_side_remembers_the_corpus():
    assert len(tiny_side("happy").key_names) > 10_000
