import pytest

torch = pytest.importorskip("torch")

from torch import Tensor  # noqa: E402

from expclip.core.animation.decoder import CONTACTS, AnimationDecoder, DecoderConfig  # noqa: E402
from expclip.rigs import arkit  # noqa: E402

SMALL = DecoderConfig(
    phones=12, loudness=2, style=6, hidden=16, layers=2, heads=2, feed_forward=16, style_tokens=3, kernel=3, window=4
)


def decoder_of(style_by: str = "attention") -> AnimationDecoder:
    torch.manual_seed(0)
    config = DecoderConfig.from_json(SMALL.to_json() | {"style_by": style_by})
    return AnimationDecoder(config).eval().requires_grad_(False)


@pytest.fixture(scope="module")
def decoder():
    return decoder_of()


def speech(frames: int) -> tuple[Tensor, Tensor]:
    return torch.randn(1, frames, 12).softmax(-1), torch.randn(1, frames, 2)


def difference(first, second) -> Tensor:
    """(frames,), weights and contacts together."""
    return sum((a - b).abs().sum(-1)[0] for a, b in zip(first, second, strict=True))


def test_each_frame_has_weights_and_contacts(decoder):
    weights, contacts = decoder(torch.rand(2, 9, 12), torch.randn(2, 9, 2), torch.randn(2, 9, 6))
    assert weights.shape == (2, 9, arkit.COUNT) and contacts.shape == (2, 9, CONTACTS)


def test_a_held_style_is_the_same_as_one_for_each_frame(decoder):
    heard, style = speech(9), torch.randn(1, 1, 6)
    assert difference(decoder(*heard, style), decoder(*heard, style.expand(1, 9, 6))).max() < 1e-5


def test_the_style_of_a_frame_reaches_its_frame_most(decoder):
    heard, style = speech(40), torch.zeros(1, 40, 6)
    changed = style.clone()
    changed[:, 20] = 3.0
    moved = difference(decoder(*heard, changed), decoder(*heard, style))
    assert moved.argmax() == 20
    reach = SMALL.window * (SMALL.layers - 1)
    assert moved[: 20 - reach].max() < 1e-6 and moved[20 + reach + 1 :].max() < 1e-6


@pytest.mark.parametrize("part", [0, 1])
def test_sound_is_heard_within_the_reach_and_not_beyond(decoder, part):
    heard, style = speech(60), torch.zeros(1, 1, 6)
    changed = [each.clone() for each in heard]
    changed[part][:, 30] = torch.randn(changed[part].shape[-1]) * 5.0
    moved = difference(decoder(*changed, style), decoder(*heard, style))
    reach = SMALL.reach
    assert moved[30 - reach] > 0 and moved[30 + reach] > 0 and moved[28:33].max() > 1e-3
    assert moved[: 30 - reach].max() < 1e-6 and moved[30 + reach + 1 :].max() < 1e-6


def test_an_edit_stays_within_six_tenths_of_a_second():
    assert DecoderConfig().reach < 0.6 * 50


@pytest.mark.parametrize("style_by, moves", [("attention", True), ("sum", True), ("none", False)])
def test_the_ways_of_style(style_by, moves):
    decoder, heard = decoder_of(style_by), speech(20)
    moved = difference(decoder(*heard, torch.zeros(1, 1, 6)), decoder(*heard, torch.ones(1, 1, 6)))
    assert (moved.max() > 1e-4) == moves


def test_config_travels_through_json():
    assert DecoderConfig.from_json(SMALL.to_json()) == SMALL
