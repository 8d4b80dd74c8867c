import csv
import zlib

import numpy as np
import pytest
import torch

from expclip.core.errors import ModelError, SettingsError
from expclip.core.photo.pirenderer import PIRenderer, key_report, load_pirenderer, windows


@pytest.fixture(scope="module")
def parity(shared_data):
    folder = shared_data / "pirenderer_parity"
    if not folder.is_dir():
        pytest.skip("the parity arrays are not in the data pack")
    return folder


def filled(name: str, shape: tuple[int, ...]) -> torch.Tensor:
    """The fill rule of the parity arrays' page."""
    values = np.random.Generator(np.random.PCG64(zlib.crc32(name.encode()))).standard_normal(shape)
    if name.endswith(".bias"):
        values = 0.05 * values
    elif sum(side > 1 for side in shape) >= 2:
        values = values / np.sqrt(np.prod(shape[1:]))
    else:
        values = 1 + 0.1 * values
    scale = {"warpping_net.flow_out.2.weight": 4.0, "editing_net.decoder.final.model.0.weight": 0.5}.get(name, 1.0)
    return torch.tensor((scale * values).astype(np.float32))


@pytest.fixture(scope="module")
def tensors():
    return {name: filled(name, tuple(value.shape)) for name, value in PIRenderer().state_dict().items()}


def test_names_and_shapes_are_those_of_the_checkpoints(parity):
    with (parity / "state_dict_keys.tsv").open(encoding="utf-8", newline="") as table:
        rows = {
            row["key"]: tuple(int(side) for side in row["shape"].split(","))
            for row in csv.DictReader(table, delimiter="\t")
        }
    assert {name: tuple(value.shape) for name, value in PIRenderer().state_dict().items()} == rows


def test_outputs_match_to_a_ten_thousandth(parity, tensors):
    generator = PIRenderer().eval()
    generator.load_state_dict(tensors)
    with np.load(parity / "inputs.npz") as inputs, torch.inference_mode():
        shown = generator(torch.tensor(inputs["source_image"]), torch.tensor(inputs["semantics"]))
    with np.load(parity / "outputs.npz") as outputs:
        patch = (slice(None), slice(None), slice(96, 160), slice(96, 160))
        for name, value, tolerance in (
            ("descriptor", shown.descriptor[..., None], 1e-4),
            ("flow_field", shown.flow, 1e-4),
            ("warp_image_f32_patch", shown.bent[patch], 1e-4),
            ("fake_image_f32_patch", shown.picture[patch], 1e-4),
            ("warp_image", shown.bent, 1e-3),
            ("fake_image", shown.picture, 1e-3),
        ):
            difference = np.abs(value.numpy() - outputs[name].astype(np.float32)).max()
            assert difference < tolerance, f"{name} {difference:.1e}"


def test_a_checkpoint_is_loaded_once_its_terms_are_accepted(tmp_path, tensors):
    path = tmp_path / "epoch.pt"
    torch.save({"net_G": {}, "net_G_ema": tensors}, path)
    with pytest.raises(SettingsError, match="CC BY-NC 4.0"):
        load_pirenderer(path, terms_accepted=False)
    loaded = load_pirenderer(path, terms_accepted=True).state_dict()
    assert all(torch.equal(loaded[name], value) for name, value in tensors.items())


def test_every_tensor_that_does_not_fit_is_named(tmp_path, tensors):
    name = "mapping_net.first.0.bias"
    wrong = {**tensors, "mapping_net.more": torch.zeros(1), "warpping_net.flow_out.2.bias": torch.zeros(3)}
    del wrong[name]
    assert key_report(PIRenderer(), wrong) == [
        f"{name} is missing",
        "mapping_net.more is unknown",
        "warpping_net.flow_out.2.bias is (3,) instead of (2,)",
    ]
    path = tmp_path / "epoch.pt"
    torch.save({"net_G_ema": wrong}, path)
    with pytest.raises(ModelError, match=name):
        load_pirenderer(path, terms_accepted=True)


def test_what_is_no_checkpoint_is_refused(tmp_path):
    path = tmp_path / "epoch.pt"
    path.write_bytes(b"no checkpoint")
    with pytest.raises(ModelError):
        load_pirenderer(path, terms_accepted=True)


def test_windows_repeat_the_ends():
    coefficients = torch.arange(5.0)[:, None].expand(5, 73)
    around = windows(coefficients)
    assert around.shape == (5, 73, 27)
    assert around[0, 0].tolist() == [0.0] * 14 + [1.0, 2.0, 3.0] + [4.0] * 10
