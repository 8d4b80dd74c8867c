"""A published checkpoint in place of the compact body, tried with random weights of the published geometry."""

import json

import pytest

torch = pytest.importorskip("torch")

from expclip.core.errors import ModelError  # noqa: E402
from expclip.core.speech import phones  # noqa: E402
from expclip.core.speech.backbone import BackboneConfig, BackboneEncoder, is_backbone, read_checkpoint  # noqa: E402

from . import checkpoints  # noqa: E402

BASE = {
    "hidden_size": 768, "num_hidden_layers": 12, "num_attention_heads": 12, "intermediate_size": 3072,
    "conv_dim": (512,) * 7, "num_conv_pos_embeddings": 128, "num_conv_pos_embedding_groups": 16,
}  # fmt: skip


@pytest.fixture(autouse=True)
def seeded():
    torch.manual_seed(0)


@pytest.fixture(scope="module")
def wav2vec2(tmp_path_factory):
    torch.manual_seed(0)
    folder = tmp_path_factory.mktemp("wav2vec2")
    checkpoints.save_wav2vec2(folder)
    return folder


def change(folder, name, **settings):
    path = folder / name
    path.write_text(json.dumps(json.loads(path.read_text()) | settings))


def sound(samples, batch=1):
    return 0.1 * torch.randn(batch, samples)


@pytest.mark.parametrize("save, changes", [
    (checkpoints.save_wav2vec2, {}),
    (checkpoints.save_wav2vec2, checkpoints.LARGE),
    (checkpoints.save_hubert, {}),
    (checkpoints.save_hubert, checkpoints.LARGE | {"feat_proj_layer_norm": False}),
    (checkpoints.save_hubert, {"conv_pos_batch_norm": True}),
])
def test_the_body_is_the_checkpoints_own(tmp_path, save, changes):
    network = save(tmp_path, **changes).eval()
    encoder = read_checkpoint(tmp_path, "tiny").eval()
    ours = encoder.body.network.state_dict()
    assert all(torch.equal(tensor, ours[name]) for name, tensor in network.state_dict().items())
    samples = sound(16000)
    normal = (samples - samples.mean()) / samples.std(correction=0)
    padded = torch.nn.functional.pad(normal, (40, 40))
    theirs = network(padded, output_hidden_states=True).hidden_states
    for mine, their in zip(encoder.body(samples), theirs, strict=True):
        assert torch.allclose(mine, torch.nn.functional.layer_norm(their, their.shape[-1:]), atol=1e-4)


@pytest.mark.parametrize("samples", [320, 321, 639, 7 * 320, 16000, 32001])
def test_a_frame_for_each_320_samples(wav2vec2, samples):
    encoder = read_checkpoint(wav2vec2, "tiny").eval()
    features, logits = encoder(sound(samples, batch=2))
    assert features.shape == (2, samples // 320, 256) and logits.shape == (2, samples // 320, len(phones.LABELS))


def test_a_frame_is_centred_on_its_own_samples(tmp_path):
    """400 samples are seen, 40 beyond either edge of the 320 that the frame is for."""
    checkpoints.save_wav2vec2(tmp_path, **checkpoints.LARGE)
    encoder = read_checkpoint(tmp_path, "tiny").eval()
    padded = torch.nn.functional.pad(sound(3200), (encoder.body.side,) * 2).requires_grad_(True)
    seen = encoder.body.network.feature_extractor(padded)[0, :, 4].sum()
    (gradient,) = torch.autograd.grad(seen, padded)
    touched = gradient[0].nonzero() - encoder.body.side
    assert (int(touched.min()), int(touched.max())) == (4 * 320 - 40, 5 * 320 + 39)


def test_sound_is_normalised_only_where_the_checkpoint_wants_it(wav2vec2, tmp_path):
    samples = sound(3200)
    wanting = read_checkpoint(wav2vec2, "tiny").eval()
    assert wanting.config.normalize
    for loud, soft in zip(wanting.body(samples), wanting.body(0.1 * samples + 0.02), strict=True):
        assert torch.allclose(loud, soft, atol=1e-3)
    checkpoints.save_wav2vec2(tmp_path)
    change(tmp_path, "preprocessor_config.json", do_normalize=False)
    plain = read_checkpoint(tmp_path, "tiny").eval()
    assert not plain.config.normalize
    assert not torch.allclose(plain.body(samples)[0], plain.body(samples + 0.3)[0], atol=1e-2)


def test_the_level_is_heard_although_the_sound_is_normalised(wav2vec2):
    encoder = read_checkpoint(wav2vec2, "tiny").eval()
    samples = sound(3200)
    assert not torch.allclose(encoder(samples)[1], encoder(0.01 * samples)[1], atol=1e-2)
    assert torch.isfinite(encoder(torch.zeros(1, 3200))[1]).all()


@pytest.mark.parametrize("save", [checkpoints.save_wav2vec2, checkpoints.save_hubert])
def test_a_torch_file_of_tensors_is_read(tmp_path, save):
    network = save(tmp_path)
    checkpoints.save_as_torch_file(network, tmp_path)
    ours = read_checkpoint(tmp_path, "tiny").body.network.state_dict()
    assert all(torch.equal(tensor, ours[name]) for name, tensor in network.state_dict().items())


def test_a_torch_file_of_anything_else_is_not(tmp_path):
    checkpoints.save_wav2vec2(tmp_path)
    (tmp_path / "model.safetensors").unlink()
    anything = {"wav2vec2.masked_spec_embed": BackboneConfig("wav2vec2", {}, True, "x", "0")}
    torch.save(anything, tmp_path / "pytorch_model.bin")
    with pytest.raises(ModelError, match="does not hold the tensors"):
        read_checkpoint(tmp_path, "tiny")


@pytest.mark.parametrize("damage, told", [
    (lambda folder: (folder / "config.json").unlink(), "There is no"),
    (lambda folder: (folder / "config.json").write_text("{"), "cannot be read"),
    (lambda folder: (folder / "config.json").write_text("[]"), "holds no settings"),
    (lambda folder: change(folder, "config.json", model_type="bert"), "of the kind 'bert'"),
    (lambda folder: change(folder, "config.json", hidden_size=64), "does not hold the tensors"),
    (lambda folder: change(folder, "config.json", num_hidden_layers=4), "lacks 'encoder.layers.3"),
    (lambda folder: change(folder, "config.json", conv_stride=[5, 2, 2, 2, 2, 2, 1]), "frames of 160 samples"),
    (lambda folder: change(folder, "preprocessor_config.json", sampling_rate=8000), "hears 8000 Hz"),
    (lambda folder: (folder / "model.safetensors").unlink(), "has no weights"),
    (lambda folder: (folder / "model.safetensors").write_bytes(b"junk" * 100), "does not hold the tensors"),
])
def test_what_is_no_checkpoint_is_told(tmp_path, damage, told):
    checkpoints.save_wav2vec2(tmp_path)
    damage(tmp_path)
    with pytest.raises(ModelError, match=told):
        read_checkpoint(tmp_path, "tiny")


def test_only_heads_learn_until_layers_are_tuned(wav2vec2):
    encoder = read_checkpoint(wav2vec2, "tiny").train()
    assert not encoder.body.network.training
    learning = {name for name, part in encoder.named_parameters() if part.requires_grad}
    assert learning and not any(name.startswith("body.") for name in learning)
    encoder.tune(1)
    more = {name for name, part in encoder.named_parameters() if part.requires_grad} - learning
    assert more and all(name.startswith("body.network.encoder.layers.2.") for name in more)
    encoder.tune(99)
    assert encoder.body.network.encoder.layers[0].feed_forward.output_dense.weight.requires_grad
    assert not any(part.requires_grad for part in encoder.body.network.feature_extractor.parameters())


@pytest.mark.parametrize("save, changes", [
    (checkpoints.save_wav2vec2, checkpoints.LARGE), (checkpoints.save_hubert, {"conv_pos_batch_norm": True}),
])
def test_a_bundles_settings_make_the_same_encoder(tmp_path, save, changes):
    save(tmp_path, **changes)
    encoder = read_checkpoint(tmp_path, "tiny").eval()
    stored = json.loads(json.dumps(encoder.config.to_json()))
    assert is_backbone(stored) and not is_backbone({"hidden": 256})
    again = BackboneEncoder(BackboneConfig.from_json(stored)).eval()
    again.load_state_dict({name: tensor.half().float() for name, tensor in encoder.state_dict().items()})
    samples = sound(6400)
    assert torch.allclose(again(samples)[1], encoder(samples)[1], atol=0.02)


def test_the_geometry_of_wav2vec2_base(tmp_path):
    checkpoints.save_wav2vec2(tmp_path, **BASE)
    encoder = read_checkpoint(tmp_path, "facebook/wav2vec2-base-960h").eval()
    assert sum(part.numel() for part in encoder.body.parameters()) == 94_371_712
    with torch.inference_mode():
        features, logits = encoder(sound(16000))
    assert features.shape == (1, 50, 256) and torch.isfinite(logits).all()
