import pytest

torch = pytest.importorskip("torch")

from expclip.core import torchvision_operators  # noqa: E402, F401 - must come before transformers
from expclip.core.speech.conformer import Conformer, NearAttention  # noqa: E402


def test_it_is_transformers_conformer_where_the_window_holds_the_clip():
    """The same weights, by the same names, give the same features as transformers' wav2vec 2.0 with that body."""
    theirs_at = pytest.importorskip("transformers.models.wav2vec2_conformer")
    torch.manual_seed(0)
    theirs = theirs_at.Wav2Vec2ConformerModel(
        theirs_at.Wav2Vec2ConformerConfig(
            hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=48, conv_dim=(24,),
            conv_kernel=(10,), conv_stride=(5,), position_embeddings_type=None, conv_depthwise_kernel_size=15,
        )
    ).eval()  # fmt: skip
    ours = Conformer(entering=24, hidden=32, layers=2, heads=4, feed_forward=48, window=60).eval()
    lacking = ours.load_state_dict(theirs.state_dict(), strict=False)
    assert {name.rsplit(".", 1)[1] for name in lacking.missing_keys} == {"distance"}
    assert all(name.startswith(("feature_extractor.", "encoder.pos_conv_embed.")) for name in lacking.unexpected_keys)
    for block in ours.encoder.layers:
        torch.nn.init.zeros_(block.self_attn.distance)
    features = torch.randn(2, 60, 24)
    with torch.inference_mode():
        expected = theirs.encoder(theirs.feature_projection(features)[0]).last_hidden_state
        assert torch.allclose(ours(features), expected, atol=1e-5)


@torch.inference_mode()
def test_what_is_further_than_the_window_is_not_attended_to():
    torch.manual_seed(0)
    near = NearAttention(hidden=32, heads=2, window=20).eval()
    frames = torch.randn(1, 60, 32)
    other = frames.clone()
    other[0, 40:] = 3.0
    change = (near(other) - near(frames)).abs().amax((0, 2))
    assert change[:20].max() == 0.0
    assert change[20:40].min() > 0.0


def test_how_far_two_frames_are_apart_counts():
    torch.manual_seed(0)
    near = NearAttention(hidden=8, heads=2, window=4).eval()
    frames = torch.randn(1, 20, 8)
    before = near(frames)
    with torch.no_grad():
        near.distance[:, 4 + 3] = 50.0  # everything to the frame three ahead
        linear = near.linear_out(near.linear_v(frames))
    assert not torch.allclose(before, near(frames), atol=1e-2)
    assert torch.allclose(near(frames)[:, :-3], linear[:, 3:], atol=1e-4)


def test_frames_are_hidden_in_training_alone():
    torch.manual_seed(0)
    body = Conformer(entering=8, hidden=8, layers=1, heads=2, feed_forward=8, window=4)
    seen = []
    body.encoder.register_forward_pre_hook(lambda module, given: seen.append(given[0].detach()))
    features = torch.randn(1, 5000, 8)
    body.train()(features)
    body.eval()(features)
    hidden, open_ = ((part == body.masked_spec_embed).all(-1).float().mean().item() for part in seen)
    assert 0.03 < hidden < 0.09 and open_ == 0.0
