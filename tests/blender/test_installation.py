"""The engine's environment, made for real from tiny wheels: no network, no big libraries, no Blender needed."""

import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from expclip.core.errors import Cancelled, EngineError
from expclip.expclip_blender import environment
from expclip.expclip_blender.installation import Installation, Plan


def make_wheel(folder: Path, name: str, code: str) -> None:
    info = f"{name}-1.0.dist-info"
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(folder / f"{name}-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"{name}.py", code)
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", f"{name}.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")


@pytest.fixture
def plan(tmp_path, monkeypatch) -> Plan:
    monkeypatch.delenv(environment.VARIABLE, raising=False)
    wheels = tmp_path / "wheels with spaces 語"
    make_wheel(wheels, "tinyengine", "ANSWER = 42\n")
    requirements = tmp_path / "requirements.txt"
    requirements.write_text("# a comment\ntinyengine==1.0\n", encoding="utf-8")
    return Plan(tmp_path / "own folder é", requirements, wheels=wheels)


def finish(installation: Installation) -> list[float]:
    installation.join(120)
    assert installation.finished
    return [step.done for step in installation.poll()]


def test_installs_from_wheels_without_a_network(plan, monkeypatch):
    monkeypatch.setattr(environment, "REQUIREMENTS", plan.requirements)
    installation = Installation(plan, online=False)
    done = finish(installation)
    assert installation.error is None
    assert done == sorted(done) and done[-1] == 1.0
    found = environment.find(plan.own)
    assert (found.source, found.outdated) == ("own", False)
    answer = subprocess.run(
        [found.python, "-I", "-c", "import tinyengine; print(tinyengine.ANSWER)"], capture_output=True, text=True
    )
    assert answer.stdout.strip() == "42"

    # A second one takes the place of the first only when it is complete.
    assert finish(Installation(plan, online=False))[-1] == 1.0
    assert environment.find(plan.own).python != found.python
    assert len(list(plan.own.glob("env*"))) == 1

    plan.requirements.write_text("tinyengine==2.0\n", encoding="utf-8")
    assert environment.find(plan.own).outdated

    environment.remove(plan.own)
    assert not list(plan.own.glob("env*"))
    with pytest.raises(EngineError, match="not installed"):
        environment.find(plan.own)


def test_a_failed_installation_leaves_the_working_one(plan):
    finish(Installation(plan, online=False))
    before = environment.find(plan.own)
    plan.requirements.write_text("tinyengine==1.0\nnotthere==3.0\n", encoding="utf-8")
    installation = Installation(plan, online=False)
    finish(installation)
    assert isinstance(installation.error, EngineError)
    assert "notthere" in installation.error.sentence
    assert installation.log_path.name in installation.error.remedy
    assert environment.find(plan.own).python == before.python
    assert len(list(plan.own.glob("env*"))) == 1


@pytest.mark.parametrize("pause", [0.0, 0.3, 1.5])
def test_a_cancelled_installation_leaves_nothing(plan, pause):
    installation = Installation(plan, online=False)
    time.sleep(pause)
    installation.cancel()
    finish(installation)
    assert isinstance(installation.error, Cancelled)
    assert not list(plan.own.glob("env*"))
    with pytest.raises(EngineError):
        environment.find(plan.own)


def test_a_python_without_venv_is_told(plan, tmp_path):
    bare = tmp_path / "python"
    bare.write_text(f"#!{sys.executable}\nimport sys\nsys.exit(\"No module named 'ensurepip'\")\n", encoding="utf-8")
    bare.chmod(0o755)
    installation = Installation(Plan(plan.own, plan.requirements, plan.wheels, python=bare), online=False)
    finish(installation)
    assert isinstance(installation.error, EngineError)
    assert "ensurepip" in installation.error.sentence
    assert not list(plan.own.glob("env*"))


def test_a_folder_that_cannot_be_made_is_told(plan, tmp_path):
    (tmp_path / "file").write_text("")
    installation = Installation(Plan(tmp_path / "file" / "own", plan.requirements, plan.wheels), online=False)
    finish(installation)
    assert installation.error is not None and "cannot be written" in installation.error.sentence


def test_asks_the_network_only_with_permission(plan, tmp_path):
    with pytest.raises(EngineError, match="may not go online.*folder of wheels"):
        Installation(Plan(plan.own, plan.requirements), online=False)
    with pytest.raises(EngineError, match="no wheels"):
        Installation(Plan(plan.own, plan.requirements, wheels=tmp_path / "empty"), online=True)
    assert not plan.own.exists()


def test_an_index_is_asked_only_where_one_is_written(plan):
    def arguments(**more):
        return Plan(plan.own, plan.requirements, **more).pip_arguments()

    assert "--no-index" in arguments(wheels=plan.wheels)
    assert not any(argument.startswith(("--no-index", "--index", "--extra-index")) for argument in arguments())
    assert "--extra-index-url=https://example.org/cu" in arguments(index=" https://example.org/cu ")
    assert not any("example" in argument for argument in arguments(wheels=plan.wheels, index="https://example.org"))


def test_an_environment_that_exists_is_used(tmp_path, monkeypatch):
    monkeypatch.delenv(environment.VARIABLE, raising=False)
    assert environment.find(None, sys.executable) == environment.Environment(Path(sys.executable), "chosen")
    assert environment.find(None, sys.prefix).python == environment.in_environment(Path(sys.prefix))
    for wrong, sentence in [(tmp_path, "no Python environment"), (tmp_path / "gone", "no Python at")]:
        with pytest.raises(EngineError, match=sentence):
            environment.find(None, str(wrong))
    monkeypatch.setenv(environment.VARIABLE, sys.prefix)
    assert environment.find(None, str(tmp_path)).source == "variable"


@pytest.mark.parametrize("record", ["", "[]", "{}", '{"folder": "env9", "requirements": "x"}'])
def test_a_damaged_record_is_a_missing_engine(tmp_path, monkeypatch, record):
    monkeypatch.delenv(environment.VARIABLE, raising=False)
    (tmp_path / environment.CURRENT).write_text(record)
    with pytest.raises(EngineError, match="not installed"):
        environment.find(tmp_path)
