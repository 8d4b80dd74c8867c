import pytest

torch = pytest.importorskip("torch")

from expclip.core.int8_rows import accept_int8_rows, from_int8_rows, to_int8_rows  # noqa: E402


def tensors():
    torch.manual_seed(0)
    rows = torch.logspace(-3, 1, 64)[:, None]
    return {
        "matrix": torch.randn(64, 128) * rows, "kernel": torch.randn(64, 32, 3), "empty": torch.zeros(64, 128),
        "bias": torch.randn(5000), "small": torch.randn(3, 4),
    }  # fmt: skip


def test_each_row_errs_by_half_a_step_at_most():
    before = tensors()
    stored = to_int8_rows(before)
    after = from_int8_rows(stored)
    assert stored["matrix"].dtype == torch.int8 and stored["kernel"].dtype == torch.int8
    assert set(after) == set(before)
    for name in ("matrix", "kernel", "empty"):
        top = before[name].flatten(1).abs().amax(1)
        assert ((after[name] - before[name]).flatten(1).abs().amax(1) <= 0.501 * top / 127 + 1e-8).all()
    assert after["bias"] is before["bias"] and after["small"] is before["small"]


def test_a_network_takes_both_kinds():
    network = torch.nn.Linear(128, 64)
    accept_int8_rows(network)
    plain = {"weight": torch.randn(64, 128), "bias": torch.randn(64)}
    network.load_state_dict(plain)
    assert torch.equal(network.weight, plain["weight"])
    stored = {name: value.float() for name, value in to_int8_rows(plain).items()}
    network.load_state_dict(stored)
    assert torch.allclose(network.weight, plain["weight"], atol=0.03)
    assert "weight.step" in stored
