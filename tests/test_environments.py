"""The environments of dev.py: made once, kept by their pins, and what is said when one cannot be made."""

import importlib.util
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def environments():
    place = Path(__file__).with_name("environments.py")
    spec = importlib.util.spec_from_file_location("expclip_environments", place)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_an_environment_is_made_once(environments, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(environments, "cache", lambda: tmp_path / "cache")
    installed = []
    monkeypatch.setattr(environments, "pip", lambda python, arguments: installed.append(arguments))
    folder = tmp_path / "environment"
    python = environments.environment(folder, ["one==1"], "a trial")
    assert python.exists() and installed == [["one==1"]]
    assert environments.environment(folder, ["one==1"], "a trial") == python and len(installed) == 1
    environments.environment(folder, ["one==2"], "a trial")
    assert installed[1:] == [["one==2"]]
    assert capsys.readouterr().out.count("Installing a trial") == 2


def test_a_failed_installation_is_tried_again(environments, tmp_path, monkeypatch):
    monkeypatch.setattr(environments, "cache", lambda: tmp_path / "cache")

    def fail(python, arguments):
        raise environments.Failed("no network")

    monkeypatch.setattr(environments, "pip", fail)
    with pytest.raises(environments.Failed):
        environments.environment(tmp_path / "environment", ["one==1"], "a trial")
    installed = []
    monkeypatch.setattr(environments, "pip", lambda python, arguments: installed.append(arguments))
    environments.environment(tmp_path / "environment", ["one==1"], "a trial")
    assert installed == [["one==1"]]


def test_other_pins_live_elsewhere(environments):
    first, again, other = (environments.cached("bpy", [f"bpy=={number}"]) for number in (1, 1, 2))
    assert first == again != other


def test_a_missing_python_is_told(environments, monkeypatch):
    monkeypatch.setattr(environments, "PYTHON", "3.99")
    with pytest.raises(environments.Failed, match=r"Python 3\.99 was not found: install it"):
        environments.base_python()
