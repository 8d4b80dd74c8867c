import pytest

torch = pytest.importorskip("torch")

from expclip.core import torchvision_operators  # noqa: E402, F401 - must come before transformers
from expclip.core.speech.conformer import Conformer  # noqa: E402


def test_it_is_transformers_conformer():
    """The same weights, by the same names, give the same features as transformers' wav2vec 2.0 with that body."""
    theirs_at = pytest.importorskip("transformers.models.wav2vec2_conformer")
    torch.manual_seed(0)
    theirs = theirs_at.Wav2Vec2ConformerModel(
        theirs_at.Wav2Vec2ConformerConfig(
            hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=48, conv_dim=(24,),
            conv_kernel=(10,), conv_stride=(5,), position_embeddings_type="rotary", conv_depthwise_kernel_size=15,
        )
    ).eval()  # fmt: skip
    ours = Conformer(entering=24, hidden=32, layers=2, heads=4, feed_forward=48).eval()
    lacking = ours.load_state_dict(theirs.state_dict(), strict=False)
    assert not lacking.missing_keys
    elsewhere = ("feature_extractor.", "encoder.pos_conv_embed.", "encoder.embed_positions.")
    assert all(name.startswith(elsewhere) for name in lacking.unexpected_keys)
    features = torch.randn(2, 60, 24)
    with torch.inference_mode():
        expected = theirs.encoder(theirs.feature_projection(features)[0]).last_hidden_state
        assert torch.allclose(ours(features), expected, atol=1e-5)


def test_frames_are_hidden_in_training_alone():
    torch.manual_seed(0)
    body = Conformer(entering=8, hidden=8, layers=1, heads=2, feed_forward=8)
    seen = []
    body.encoder.register_forward_pre_hook(lambda module, given: seen.append(given[0].detach()))
    features = torch.randn(1, 5000, 8)
    body.train()(features)
    body.eval()(features)
    hidden, open_ = ((part == body.masked_spec_embed).all(-1).float().mean().item() for part in seen)
    assert 0.03 < hidden < 0.09 and open_ == 0.0
