import pytest

torch = pytest.importorskip("torch")

from expclip.core.cli import main  # noqa: E402
from expclip.core.errors import ModelError  # noqa: E402
from expclip.core.training.checkpoint import GO_ON, Run  # noqa: E402


def run_of(folder, size=2):
    return Run(folder, "thing", 1.0, {"part": torch.nn.Linear(size, size)})


@pytest.fixture
def saved(tmp_path):
    run = run_of(tmp_path)
    run.step = 3
    run.save({"loss": 1.0})
    return run.checkpoint


@pytest.mark.parametrize("kept", [0, 1, 100, 0.5, -1])
def test_a_damaged_checkpoint_is_told(saved, kept):
    whole = saved.read_bytes()
    saved.write_bytes(whole[: int(len(whole) * kept) if isinstance(kept, float) else kept])
    with pytest.raises(ModelError, match=r"thing\.checkpoint\.pt' is damaged .*: delete it"):
        run_of(saved.parent)


def test_what_is_no_checkpoint_is_told(saved):
    for content in (b"no checkpoint", b"\x80\x04garbage"):
        saved.write_bytes(content)
        with pytest.raises(ModelError, match="is damaged"):
            run_of(saved.parent)
    torch.save({"other": 1}, saved)
    with pytest.raises(ModelError, match="steps or minutes are missing"):
        run_of(saved.parent)


def test_a_checkpoint_of_another_network_is_told(saved):
    with pytest.raises(ModelError, match="is of another training .*: give another folder"):
        run_of(saved.parent, size=3)


def test_what_was_measured_comes_back_and_stands_in_the_curve(tmp_path):
    run = run_of(tmp_path)
    assert run.save({"loss": 2.0}, lambda: {"right": 0.5}) == {"right": 0.5}
    assert '"loss": 2.0, "right": 0.5' in run.curve.read_text()


def test_the_command_tells_that_it_can_be_gone_on_with(monkeypatch, tmp_path, capsys):
    def interrupted(*arguments):
        run = run_of(tmp_path)
        with run.kept():
            run.step += 1
            raise KeyboardInterrupt

    monkeypatch.setattr("expclip.core.training.speech.train_speech", interrupted)
    assert main(["train", "speech", "--corpus", str(tmp_path), "--out", str(tmp_path / "out")]) == 130
    assert capsys.readouterr().err == f"Interrupted: {GO_ON}.\n"
    assert run_of(tmp_path).step == 1
