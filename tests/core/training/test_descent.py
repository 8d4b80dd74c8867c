import json

import pytest

torch = pytest.importorskip("torch")

from expclip.core.errors import Cancelled  # noqa: E402
from expclip.core.training.checkpoint import GO_ON, Run  # noqa: E402
from expclip.core.training.descent import Pace, descend  # noqa: E402


def _run(folder, minutes=10.0):
    weight = torch.nn.Linear(1, 1, bias=False)
    with torch.no_grad():
        weight.weight.fill_(1.0)
    optimizer = torch.optim.SGD(weight.parameters(), lr=0.0)
    return weight, optimizer, Run(folder, "line", minutes, {"weight": weight, "optimizer": optimizer})


def _losses(weight, count):
    for _ in range(count):
        yield weight.weight.square().sum()


def test_steps_go_down_and_are_told_and_kept(tmp_path):
    weight, optimizer, run = _run(tmp_path)
    told = []
    pace = Pace(0.1, warmup_steps=1, checkpoint_minutes=1e-9)
    descend(
        run, optimizer, _losses(weight, 50), pace, lambda done, message: told.append(message), lambda: {"right": 0.5}
    )
    assert run.step == 50 and 0 < float(weight.weight) < 0.05
    assert [message.split(",")[0] for message in told] == ["step 25", "step 50"]
    rows = [json.loads(line) for line in run.curve.read_text().splitlines()]
    assert rows[0]["loss"] == pytest.approx(1.0) and rows[-1]["step"] == 50 and rows[-1]["right"] == 0.5
    again, _, after = _run(tmp_path)
    assert after.step == 50 and float(again.weight) == float(weight.weight)


def test_it_ends_when_the_minutes_are_used_up(tmp_path):
    weight, optimizer, run = _run(tmp_path, minutes=1e-9)
    descend(run, optimizer, _losses(weight, 5), Pace(0.1), lambda done, message: None)
    assert run.step == 0 and float(weight.weight) == 1.0


def test_what_fails_leaves_the_last_checkpoint(tmp_path):
    weight, optimizer, run = _run(tmp_path)

    def stop(done, message):
        raise ValueError

    with pytest.raises(ValueError):
        descend(run, optimizer, _losses(weight, 50), Pace(0.1, checkpoint_minutes=1e-9), stop)
    assert _run(tmp_path)[2].step == 24


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, SystemExit, Cancelled])
def test_an_interruption_leaves_its_own_checkpoint(tmp_path, interruption):
    weight, optimizer, run = _run(tmp_path)

    def stop(done, message):
        raise interruption

    with pytest.raises(interruption) as stopped:
        descend(run, optimizer, _losses(weight, 50), Pace(0.1), stop)
    assert stopped.value.__notes__ == [GO_ON]
    again, _, after = _run(tmp_path)
    assert after.step == 25 and float(again.weight) == float(weight.weight) != 1.0


def test_who_stops_the_measuring_finds_all_steps(tmp_path):
    weight, optimizer, run = _run(tmp_path)

    def measure():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        descend(run, optimizer, _losses(weight, 7), Pace(0.1), lambda done, told: None, measure)
    assert _run(tmp_path)[2].step == 7


def test_nothing_is_kept_of_nothing(tmp_path):
    weight, optimizer, run = _run(tmp_path)

    def losses():
        yield from _losses(weight, 0)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt) as stopped:
        descend(run, optimizer, losses(), Pace(0.1), lambda done, told: None)
    assert not run.checkpoint.exists() and not hasattr(stopped.value, "__notes__")
