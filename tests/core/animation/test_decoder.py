import pytest

torch = pytest.importorskip("torch")

from expclip.core.animation.decoder import AnimationDecoder, DecoderConfig  # noqa: E402
from expclip.rigs import arkit  # noqa: E402

SMALL = DecoderConfig(
    features=12, style=6, hidden=16, layers=2, heads=2, feed_forward=16, style_tokens=3, window=4
)


@pytest.fixture(scope="module")
def decoder():
    torch.manual_seed(0)
    return AnimationDecoder(SMALL).eval().requires_grad_(False)


def test_weights_are_in_range(decoder):
    weights = decoder(torch.randn(2, 9, 12) * 9, torch.randn(2, 9, 6) * 9)
    assert weights.shape == (2, 9, arkit.COUNT)
    assert weights.min() >= 0.0 and weights.max() <= 1.0


def test_a_held_style_is_the_same_as_one_for_each_frame(decoder):
    features, style = torch.randn(2, 9, 12), torch.randn(2, 1, 6)
    assert torch.allclose(decoder(features, style), decoder(features, style.expand(2, 9, 6)), atol=1e-6)


def test_the_style_of_a_frame_reaches_its_frame_most(decoder):
    features, style = torch.randn(1, 40, 12), torch.zeros(1, 40, 6)
    changed = style.clone()
    changed[:, 20] = 3.0
    difference = (decoder(features, changed) - decoder(features, style)).abs().sum(-1)[0]
    assert difference.argmax() == 20
    reach = SMALL.window * (SMALL.layers - 1)
    assert difference[: 20 - reach].max() < 1e-6 and difference[20 + reach + 1 :].max() < 1e-6


def test_speech_is_heard_within_the_window_of_each_layer(decoder):
    features, style = torch.randn(1, 60, 12), torch.zeros(1, 1, 6)
    changed = features.clone()
    changed[:, 30] = torch.randn(12) * 5.0
    difference = (decoder(changed, style) - decoder(features, style)).abs().sum(-1)[0]
    reach = SMALL.window * SMALL.layers
    assert difference[30 - reach : 30 + reach + 1].max() > 1e-3
    assert difference[: 30 - reach].max() < 1e-6 and difference[30 + reach + 1 :].max() < 1e-6


def test_config_travels_through_json():
    assert DecoderConfig.from_json(SMALL.to_json()) == SMALL
