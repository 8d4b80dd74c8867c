"""The start script: the package comes from its own files, whatever lies around them."""

import subprocess
import sys
from pathlib import Path

import pytest

SOURCES = Path(__file__).parents[2]
PROBE = "import numpy, expclip.core.job, sys; print(numpy.__version__); print(expclip.__file__); print(sys.path)"


@pytest.fixture
def elsewhere(tmp_path):
    """The package in a folder of another name, beside a folder that is named like a library."""
    shadow = tmp_path / "numpy"
    shadow.mkdir()
    (shadow / "__init__.py").write_text("raise SystemExit('the neighbour was imported')")
    folder = tmp_path / "user default"
    folder.mkdir()
    for name in ("__init__.py", "core", "rigs", "presets"):
        (folder / name).symlink_to(SOURCES / name)
    start = folder / "start_copy.py"
    start.write_text((SOURCES / "core" / "start.py").read_text().replace("parents[1]", "parents[0]"))
    return folder


def run(*command: str, cwd: Path) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, *command], cwd=cwd, capture_output=True, text=True, timeout=60)


def test_a_neighbour_named_like_a_library_does_not_shadow_it(elsewhere):
    code = f"import runpy; runpy.run_path({str(elsewhere / 'start_copy.py')!r})['load_package'](); {PROBE}"
    result = run("-I", "-c", code, cwd=elsewhere.parent)
    assert result.returncode == 0, result.stderr
    version, package, path = result.stdout.splitlines()
    assert package == str(elsewhere / "__init__.py")
    assert str(elsewhere.parent) not in path


def test_the_script_runs_the_command_line(tmp_path):
    result = run("-I", str(SOURCES / "core" / "start.py"), "--version", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert result.stdout.startswith("expclip ")


def test_without_isolation_its_own_folder_shadows_nothing(tmp_path):
    result = run(str(SOURCES / "core" / "start.py"), "--version", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
