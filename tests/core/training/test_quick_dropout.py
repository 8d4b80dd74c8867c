"""Dropout by bytes drops what it should and keeps the mean."""

import pytest

torch = pytest.importorskip("torch")

from expclip.core.training.quick_dropout import QuickDropout, with_quick_dropout  # noqa: E402

from ..tiny_text import tiny_side  # noqa: E402


def test_a_share_is_dropped_and_the_rest_makes_up_for_it():
    torch.manual_seed(0)
    layer = QuickDropout(0.125).train()
    out = layer(torch.ones(1001, 333))
    assert (out == 0).float().mean().item() == pytest.approx(0.125, abs=0.005)
    assert out.mean().item() == pytest.approx(1.0, abs=0.01)
    assert out.unique().numel() == 2


def test_nothing_is_dropped_when_it_does_not_train():
    values = torch.randn(7, 5)
    assert torch.equal(QuickDropout(0.5).eval()(values), values)
    assert torch.equal(QuickDropout(0.0).train()(values), values)


def test_gradients_pass_where_values_do():
    values = torch.ones(64, 64, requires_grad=True)
    out = QuickDropout(0.5).train()(values)
    out.sum().backward()
    assert torch.equal(values.grad, out.detach())


def test_an_encoder_takes_it_and_hears_the_same():
    side = tiny_side("happy", "sad").eval()
    before = side.encoder(["happy", "so sad"])
    with_quick_dropout(side.encoder, 0.3)
    assert torch.equal(side.eval().encoder(["happy", "so sad"]), before)
    side.train()
    torch.manual_seed(0)
    assert not torch.allclose(side.encoder(["happy", "so sad"]), before)
