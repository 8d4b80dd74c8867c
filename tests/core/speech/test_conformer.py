import pytest

torch = pytest.importorskip("torch")

from expclip.core import torchvision_operators  # noqa: E402, F401 - must come before transformers
from expclip.core.speech.conformer import CONVOLUTION_FRAMES, BlockAttention, Conformer  # noqa: E402

BLOCK = 20


def test_in_three_blocks_it_is_transformers_conformer():
    """The same weights, by the same names, give the middle block the features of transformers' wav2vec 2.0 with that
    body, but where the convolution reaches into the other blocks, which have neighbours of their own."""
    theirs_at = pytest.importorskip("transformers.models.wav2vec2_conformer")
    torch.manual_seed(0)
    theirs = theirs_at.Wav2Vec2ConformerModel(
        theirs_at.Wav2Vec2ConformerConfig(
            hidden_size=32, num_hidden_layers=1, num_attention_heads=4, intermediate_size=48, conv_dim=(24,),
            conv_kernel=(10,), conv_stride=(5,), position_embeddings_type="rotary",
            conv_depthwise_kernel_size=CONVOLUTION_FRAMES,
        )
    ).eval()  # fmt: skip
    ours = Conformer(entering=24, hidden=32, layers=1, heads=4, feed_forward=48, block=BLOCK).eval()
    lacking = ours.load_state_dict(theirs.state_dict(), strict=False)
    assert not lacking.missing_keys
    elsewhere = ("feature_extractor.", "encoder.pos_conv_embed.", "encoder.embed_positions.")
    assert all(name.startswith(elsewhere) for name in lacking.unexpected_keys)
    features = torch.randn(2, 3 * BLOCK, 24)
    reach = CONVOLUTION_FRAMES // 2
    middle = slice(BLOCK + reach, 2 * BLOCK - reach)
    with torch.inference_mode():
        expected = theirs.encoder(theirs.feature_projection(features)[0]).last_hidden_state
        assert torch.allclose(ours(features)[:, middle], expected[:, middle], atol=1e-5)


@pytest.mark.parametrize("frames", [1, BLOCK - 1, BLOCK, 2 * BLOCK + 7])
@torch.inference_mode()
def test_any_number_of_frames_attends_to_what_there_is(frames):
    torch.manual_seed(0)
    attention = BlockAttention(hidden=32, heads=2, block=BLOCK).eval()
    states = torch.randn(3, frames, 32)
    heard = attention(states)
    assert heard.shape == states.shape and torch.isfinite(heard).all()
    assert torch.allclose(heard[1:2], attention(states[1:2]), atol=1e-6)
    assert torch.allclose(attention(torch.zeros_like(states)), attention.linear_out(attention.linear_v.bias), atol=1e-5)


@torch.inference_mode()
def test_what_is_further_than_the_next_block_is_not_attended_to():
    torch.manual_seed(0)
    attention = BlockAttention(hidden=32, heads=2, block=BLOCK).eval()
    states = torch.randn(1, 4 * BLOCK, 32)
    other = states.clone()
    other[0, 2 * BLOCK :] = 3.0
    change = (attention(other) - attention(states)).abs().amax((0, 2))
    assert change[:BLOCK].max() == 0.0
    assert change[BLOCK:].min() > 0.0


@torch.inference_mode()
def test_whole_blocks_of_sound_before_it_change_nothing_far_away():
    torch.manual_seed(0)
    attention = BlockAttention(hidden=32, heads=2, block=BLOCK).eval()
    states, before = torch.randn(1, 3 * BLOCK, 32), torch.randn(1, 2 * BLOCK, 32)
    behind = attention(torch.cat([before, states], 1))[:, 2 * BLOCK :]
    assert torch.allclose(behind[:, BLOCK:], attention(states)[:, BLOCK:], atol=1e-5)


def test_frames_are_hidden_in_training_alone():
    torch.manual_seed(0)
    body = Conformer(entering=8, hidden=8, layers=1, heads=2, feed_forward=8, block=BLOCK)
    seen = []
    body.encoder.register_forward_pre_hook(lambda module, given: seen.append(given[0].detach()))
    features = torch.randn(1, 5000, 8)
    body.train()(features)
    body.eval()(features)
    hidden, open_ = ((part == body.masked_spec_embed).all(-1).float().mean().item() for part in seen)
    assert 0.03 < hidden < 0.09 and open_ == 0.0
