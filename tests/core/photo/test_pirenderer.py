import csv
import hashlib
import zlib

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from expclip.core.errors import (
    LicenceError,
    ModelError,
    PictureError,
    SettingsError,
)
from expclip.core.photo import terms
from expclip.core.photo.pirenderer import PIRenderer
from expclip.core.photo.pirenderer_frames import Drive, render_frames, windows
from expclip.core.photo.pirenderer_weights import Misfit, MisfitError, open_weights
from expclip.core.photo.terms import TERMS, accept, are_accepted


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


@pytest.fixture(scope="module")
def generator(tensors):
    network = PIRenderer().eval().requires_grad_(False)
    network.load_state_dict(tensors)
    return network


@pytest.fixture(scope="module")
def portrait():
    """Smooth colours, as uint8."""
    down, across = np.meshgrid(np.linspace(0, 5, 256), np.linspace(0, 4, 256), indexing="ij")
    waves = np.stack([np.sin(down + across), np.cos(down), np.sin(2 * across)], axis=2)
    return ((waves + 1) * 127).astype(np.uint8)


def test_names_and_shapes_are_those_of_the_checkpoints(parity, tensors):
    with (parity / "state_dict_keys.tsv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table, delimiter="\t"))
    shapes = {row["key"]: tuple(int(side) for side in row["shape"].split(",")) for row in rows}
    assert {name: tuple(value.shape) for name, value in tensors.items()} == shapes
    for row in rows:
        assert tensors[row["key"]].flatten()[0].item() == pytest.approx(float(row["first_value"]), rel=1e-6)


def parity_run(network, parity):
    with np.load(parity / "inputs.npz") as inputs, torch.inference_mode():
        return network(torch.tensor(inputs["source_image"]), torch.tensor(inputs["semantics"]))


def test_outputs_match_to_a_ten_thousandth(parity, generator):
    shown = parity_run(generator, parity)
    patch = (slice(None), slice(None), slice(96, 160), slice(96, 160))
    with np.load(parity / "outputs.npz") as outputs:
        for name, value in (
            ("descriptor", shown.descriptor[..., None]),
            ("flow_field", shown.flow),
            ("warp_image_f32_patch", shown.bent[patch]),
            ("fake_image_f32_patch", shown.picture[patch]),
            ("warp_image", shown.bent),
            ("fake_image", shown.picture),
        ):
            tolerance = {"float32": 1e-4, "float16": 1e-3}[str(outputs[name].dtype)]
            assert value.shape == outputs[name].shape
            difference = np.abs(value.numpy() - outputs[name].astype(np.float32)).max()
            assert difference < tolerance, f"{name} {difference:.1e}"


def test_the_tensors_that_take_no_part_change_nothing(parity, generator, tensors):
    with (parity / "state_dict_keys.tsv").open(encoding="utf-8", newline="") as table:
        unused = [row["key"] for row in csv.DictReader(table, delimiter="\t") if row["note"] == "unused in forward"]
    assert len(unused) == 48
    other = PIRenderer().eval()
    other.load_state_dict({**tensors, **{name: torch.zeros_like(tensors[name]) for name in unused}})
    assert torch.equal(parity_run(other, parity).picture, parity_run(generator, parity).picture)


def test_half_precision_stays_near(parity, tensors, generator):
    """Processors have no fast half precision, so what CUDA rounds is rounded here around every convolution."""
    exact = parity_run(generator, parity)
    rounded = PIRenderer().eval()
    rounded.load_state_dict({name: value.half().float() for name, value in tensors.items()})
    for module in rounded.modules():
        if isinstance(module, (torch.nn.Conv1d, torch.nn.Conv2d, torch.nn.ConvTranspose2d, torch.nn.Linear)):
            module.register_forward_pre_hook(lambda _, inputs: (inputs[0].half().float(),))
            module.register_forward_hook(lambda _, inputs, output: output.half())
    half = parity_run(rounded, parity)
    assert half.flow.dtype == half.bent.dtype == torch.float32
    flow, picture = (half.flow - exact.flow).abs(), (half.picture.float() - exact.picture).abs()
    assert flow.max() < 0.1
    assert picture.mean() < 1 / 255, f"{picture.mean():.1e}"


def test_a_portrait_however_bright_fits_half_precision(generator):
    """Squares of what is larger than 256 do not fit half precision."""
    norm = generator.editing_net.encoder.first.model[1]
    values = 1000 * torch.randn(1, 64, 8, 8, generator=torch.Generator().manual_seed(0))
    assert torch.allclose(norm(values.half()).float(), norm(values), atol=0.02)


@pytest.fixture
def unaccepted(tmp_path, monkeypatch):
    monkeypatch.setattr(terms, "published_file", lambda name: tmp_path / "cache" / name)


@pytest.fixture
def accepted(unaccepted):
    accept()


def test_nothing_is_opened_before_the_terms_are_accepted_and_they_are_asked_for_once(tmp_path, unaccepted):
    with pytest.raises(LicenceError, match="CC BY-NC 4.0") as refused:
        open_weights(tmp_path / "absent.pt")
    assert str(refused.value).startswith(TERMS.removesuffix("."))
    accept()
    assert are_accepted()
    with pytest.raises(ModelError, match="cannot be read"):
        open_weights(tmp_path / "absent.pt")


def test_other_terms_are_asked_for_again(unaccepted, monkeypatch):
    accept()
    monkeypatch.setattr(terms, "TERMS", "Other terms.")
    assert not are_accepted()


def test_plain_tensors_are_opened_too(tmp_path, tensors, accepted):
    path = tmp_path / "generator.safetensors"
    for prefix, entry in (("", ""), ("net_G_ema.", "net_G_ema")):
        save_file({prefix + name: value for name, value in tensors.items()}, path)
        weights = open_weights(path)
        assert weights.entry == entry
        assert torch.equal(
            weights.generator.state_dict()["mapping_net.first.0.bias"], tensors["mapping_net.first.0.bias"]
        )
    path.write_bytes(b"no tensors")
    with pytest.raises(ModelError, match="damaged or no .safetensors"):
        open_weights(path)


@pytest.mark.parametrize("entry, beside", [("net_G_ema", {"net_G": {}}), ("net_G", {"epoch": 3})])
def test_a_checkpoint_is_opened_and_told(tmp_path, accepted, tensors, entry, beside):
    path = tmp_path / "epoch.pt"
    torch.save({**beside, entry: tensors}, path)
    weights = open_weights(path)
    assert (weights.entry, weights.sha256) == (entry, hashlib.sha256(path.read_bytes()).hexdigest())
    loaded = weights.generator.state_dict()
    assert all(torch.equal(loaded[name], value) for name, value in tensors.items())
    assert not weights.generator.training


def test_every_tensor_that_does_not_fit_is_reported(tmp_path, accepted, tensors):
    name = "mapping_net.first.0.bias"
    wrong = {**tensors, "mapping_net.more": torch.zeros(1), "warpping_net.flow_out.2.bias": torch.zeros(3)}
    del wrong[name]
    path = tmp_path / "epoch.pt"
    torch.save({"net_G_ema": wrong}, path)
    with pytest.raises(MisfitError, match="1 tensors missing, 1 unexpected and 1 of another shape") as refused:
        open_weights(path)
    told = "warpping_net.flow_out.2.bias is (3,) instead of (2,)"
    assert refused.value.misfit == Misfit((name,), ("mapping_net.more",), (told,))
    assert refused.value.misfit.lines() == [f"{name} is missing", "mapping_net.more is unexpected", told]


def test_a_report_is_whole_and_its_sentence_short(tmp_path, accepted):
    path = tmp_path / "epoch.pt"
    torch.save({"net_G_ema": {"one": torch.zeros(1)}}, path)
    with pytest.raises(MisfitError) as refused:
        open_weights(path)
    assert len(refused.value.misfit.lines()) == 305
    assert len(str(refused.value)) < 500


class Stranger:
    pass


@pytest.mark.parametrize(
    "content, words",
    [
        (b"no checkpoint", "damaged, no checkpoint, or holds more than tensors"),
        ({"net_G_ema": Stranger()}, "damaged, no checkpoint, or holds more than tensors"),
        ({"net_G_ema": {"name": "text"}}, "holds no tensors named net_G_ema or net_G"),
        ({"state_dict": {}}, "holds no tensors named net_G_ema or net_G"),
        ([1, 2], "holds no tensors named net_G_ema or net_G"),
        (None, "cannot be read"),
    ],
    ids=["text", "more than tensors", "no tensors", "another network", "list", "absent"],
)
def test_what_is_no_checkpoint_is_refused(tmp_path, accepted, content, words):
    path = tmp_path / "epoch.pt"
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content is not None:
        torch.save(content, path)
    with pytest.raises(ModelError, match=words):
        open_weights(path)


def test_windows_repeat_the_ends():
    numbers = torch.arange(30.0)[:, None] + 100 * torch.arange(73.0)
    around = windows(numbers)
    assert around.shape == (30, 73, 27)
    assert around[0, 0].tolist() == [0.0] * 14 + [float(number) for number in range(1, 14)]
    assert around[15, 2].tolist() == [200.0 + number for number in range(2, 29)]
    assert around[29, 72].tolist() == [7200.0 + number for number in range(16, 30)] + [7229.0] * 13


def test_frames_drawn_together_are_those_drawn_alone(generator, portrait):
    coefficients = np.random.default_rng(1).standard_normal((3, 73)).astype(np.float32)
    together = list(render_frames(generator, portrait, coefficients, at_once=2))
    alone = list(render_frames(generator, portrait, coefficients, at_once=1))
    assert [frame.shape for frame in together] == [(256, 256, 3)] * 3
    assert together[0].dtype == np.uint8
    for one, other in zip(together, alone, strict=True):
        assert np.abs(one.astype(int) - other.astype(int)).max() <= 1
    assert np.abs(together[0].astype(int) - together[2].astype(int)).max() > 2


def test_a_frame_is_the_generators_own(parity, generator):
    """The window is the same on all of its frames, so a single frame of coefficients makes it."""
    with np.load(parity / "inputs.npz") as inputs:
        picture, coefficients = inputs["source_image"], inputs["semantics"][0, :, 13][None]
    pixels = np.round((picture[0].transpose(1, 2, 0) + 1) * 127.5).astype(np.uint8)
    frame = next(render_frames(generator, pixels, coefficients))
    with torch.inference_mode():
        around = torch.tensor(coefficients)[:, :, None].expand(1, 73, 27)
        shown = generator(torch.tensor(pixels).permute(2, 0, 1)[None] / 127.5 - 1, around).picture[0]
    assert np.abs(frame - (shown.permute(1, 2, 0).numpy() + 1) * 127.5).max() < 0.51


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device is here")
def test_cuda_draws_in_half_precision_what_the_cpu_draws(tensors, generator, portrait):
    coefficients = np.random.default_rng(1).standard_normal((3, 73)).astype(np.float32)
    there = PIRenderer().eval().cuda()
    there.load_state_dict(tensors)
    for one, other in zip(
        render_frames(there, portrait, coefficients), render_frames(generator, portrait, coefficients), strict=True
    ):
        assert np.abs(one.astype(int) - other.astype(int)).mean() < 2


def test_what_cannot_be_drawn_is_told_before_the_first_frame(generator, portrait):
    coefficients = np.zeros((2, 73), np.float32)
    with pytest.raises(PictureError, match="128 x 256 x 3 uint8"):
        render_frames(generator, portrait[:128], coefficients)
    with pytest.raises(SettingsError, match=r"shape \(2, 72\)"):
        render_frames(generator, portrait, coefficients[:, :72])
    with pytest.raises(SettingsError, match="no coefficients"):
        render_frames(generator, portrait, coefficients[:0])
    with pytest.raises(SettingsError, match="not all finite"):
        render_frames(generator, portrait, np.full((1, 73), np.nan, np.float32))
    with pytest.raises(SettingsError, match="at once are 0"):
        render_frames(generator, portrait, coefficients, at_once=0)


@pytest.fixture(scope="module")
def matrix():
    return np.random.default_rng(2).normal(0, 0.5, (64, 52)).astype(np.float32)


def test_the_drive_is_relative_to_the_portrait(matrix):
    random = np.random.default_rng(3)
    source, own = random.standard_normal(73).astype(np.float32), random.uniform(0, 0.3, 52).astype(np.float32)
    drive = Drive(source, own, matrix)
    still = drive.coefficients(np.tile(own, (4, 1)))
    assert np.array_equal(still, np.tile(source, (4, 1)))
    moved = own.copy()
    moved[7] += 0.5
    driven = drive.coefficients(moved[None])[0]
    assert np.allclose(driven[:64], source[:64] + 0.5 * matrix[:, 7], atol=1e-6)
    assert np.array_equal(driven[64:], source[64:])


def test_the_head_turns_from_where_the_portrait_holds_it(matrix):
    """A take's positive yaw is to the person's right, the model's to the left; pitch and roll agree."""
    source, own = np.full(73, 0.5, np.float32), np.zeros(52, np.float32)
    driven = Drive(source, own, matrix).coefficients(own[None], np.array([[0.2, 0.1, -0.05]], np.float32))[0]
    assert np.allclose(driven[64:67], [0.6, 0.3, 0.45])
    assert np.array_equal(driven[67:], source[67:])


def test_a_drive_of_another_shape_is_refused(matrix):
    with pytest.raises(SettingsError, match=r"matrix .* shape \(52, 64\) instead of \(64, 52\)"):
        Drive(np.zeros(73), np.zeros(52), matrix.T)
    with pytest.raises(SettingsError, match="take's weights"):
        Drive(np.zeros(73), np.zeros(52), matrix).coefficients(np.zeros((3, 51)))
