"""dev.py: what it counts, and what its commands are for."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def dev():
    sys.path.insert(0, str(ROOT))
    spec = importlib.util.spec_from_file_location("expclip_dev", ROOT / "dev.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    sys.path.remove(str(ROOT))
    return module


@pytest.fixture
def suite(tmp_path):
    """suite(source) -> the command of a pytest run over one test file."""
    def write(source: str) -> list:
        path = tmp_path / f"test_{len(list(tmp_path.iterdir()))}.py"
        path.write_text(source)
        return [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--rootdir", tmp_path, path]

    return write


def test_counts_every_run(dev, suite, capsys):
    mixed = suite("""
import pytest
def test_good(): pass
def test_better(): pass
def test_bad(): assert False
@pytest.fixture
def broken(): raise OSError
def test_set_up(broken): pass
@pytest.mark.skip(reason="why not")
def test_later(): pass
""")
    good, counts = dev.suites.run({}, {"one": mixed, "two": suite("def test_good(): pass")}, {})
    assert (good, counts) == (False, (3, 2, 1))
    shown = capsys.readouterr().out
    assert "== two: good" in shown and "== one: failed" in shown and "assert False" in shown


def test_a_run_that_dies_or_never_ends_is_a_failure(dev, suite, monkeypatch, capsys):
    monkeypatch.setattr(dev.suites, "SUITE_MINUTES", 0.05)
    dies, hangs = suite("import os; os._exit(0)"), suite("import time; time.sleep(60)")
    assert dev.suites.run({}, {"dies": dies, "hangs": hangs}, {}) == (False, (0, 2, 0))
    assert "== hangs: ended after" in capsys.readouterr().out


def test_a_check_that_fails_makes_all_fail(dev, suite):
    checks = {"ruff": [sys.executable, "-c", "raise SystemExit(1)"]}
    assert dev.suites.run(checks, {"one": suite("def test_good(): pass")}, {}) == (False, (1, 0, 0))


def test_commands_say_what_they_are_for():
    shown = subprocess.run([sys.executable, ROOT / "dev.py", "--help"], capture_output=True, text=True)
    assert shown.returncode == 0
    assert all(command in shown.stdout for command in ("demo", "test", "bench", "extension", "setup"))
    assert subprocess.run([sys.executable, ROOT / "dev.py", "sing"], capture_output=True).returncode == 2
