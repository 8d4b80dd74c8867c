"""The Python environments of people who work on ExpCLIP, made to their pins. Standard library only.

`.venv` holds the engine; what needs a Blender wheel (about 1 GB for each version) lies in the user's cache, keyed by
its pins, and is shared by all checkouts.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = "3.11"
BPY_LIBRARIES = "libgl1 libx11-6 libxext6 libxfixes3 libxi6 libxrender1 libxkbcommon0 libsm6 libice6"


class Failed(Exception):
    """A step that cannot be done; its text says why and what helps."""


def cache() -> Path:
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local")) / "expclip"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "expclip"
    return Path(os.environ.get("XDG_CACHE_HOME", home / ".cache")) / "expclip"


def base_python() -> str:
    """A Python of the version that bpy's wheels and our pins ask for."""
    for candidate in (sys.executable, shutil.which("python" + PYTHON), shutil.which("python3"), shutil.which("python")):
        if candidate and python_version(candidate) == PYTHON:
            return candidate
    raise Failed(f"Python {PYTHON} was not found: install it so that 'python{PYTHON}' is on the PATH, then try again.")


def python_version(python: str | Path) -> str:
    try:
        told = subprocess.run(
            [str(python), "-I", "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
            capture_output=True, text=True, timeout=60,
        )
    except OSError:
        return ""
    return told.stdout.strip() if told.returncode == 0 else ""


def python_in(folder: Path) -> Path:
    return folder / "Scripts" / "python.exe" if sys.platform == "win32" else folder / "bin" / "python"


def pins(*files: str) -> list[str]:
    lines = (line.split("#")[0].strip() for name in files for line in (ROOT / name).read_text("utf-8").splitlines())
    return [line for line in lines if line]


def environment(folder: Path, packages: list[str], about: str, editable: bool = False) -> Path:
    """The Python of an environment with exactly these pins; made, or brought up to them, where its stamp is another."""
    python, stamp = python_in(folder), folder / "expclip-stamp.txt"
    said = "\n".join([*packages, (ROOT / "pyproject.toml").read_text("utf-8") if editable else ""])
    wanted = hashlib.sha256(said.encode()).hexdigest()
    with locked(folder):
        if stamp.exists() and stamp.read_text() == wanted and python.exists():
            return python
        print(f"Installing {about} into {folder}", flush=True)
        stamp.unlink(missing_ok=True)
        if python_version(python) != PYTHON:
            shutil.rmtree(folder, ignore_errors=True)
            folder.parent.mkdir(parents=True, exist_ok=True)
            if subprocess.run([base_python(), "-m", "venv", str(folder)], stdin=subprocess.DEVNULL).returncode != 0:
                raise Failed("The environment cannot be made: is Python's venv installed?")
        pip(python, packages)
        if editable:
            pip(python, ["--no-deps", "--no-build-isolation", "--editable", str(ROOT)])
        stamp.write_text(wanted)
    return python


def pip(python: Path, arguments: list[str]) -> None:
    """Installs, and tells of each download, which is what takes the time."""
    command = [str(python), "-I", "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    child = subprocess.Popen(
        [*command, "--progress-bar=off", *arguments], cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, encoding="utf-8", errors="replace",
    )
    lines = []
    assert child.stdout is not None
    for line in child.stdout:
        lines.append(line)
        got = re.match(r"\s*(?:Downloading|Processing) (?:\S*/)?([\w.]+-[\w.+]+?)-\S+\.whl(?: .*\((.+)\))?", line)
        if got:
            print("  " + got[1] + (f" ({got[2]})" if got[2] else ""), flush=True)
        elif line.startswith("Installing collected"):
            print("  unpacking", flush=True)
    if child.wait() != 0:
        raise Failed("".join(lines[-15:]) + "The packages cannot be installed: mend what pip says above, try again.")


@contextmanager
def locked(folder: Path):
    """Two runs that want the same environment wait for each other."""
    cache().mkdir(parents=True, exist_ok=True)
    name = hashlib.sha256(str(folder).encode()).hexdigest()[:16]
    with (cache() / f"{name}.lock").open("a+") as file:
        if sys.platform == "win32":
            import msvcrt

            while True:
                try:
                    msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
                    break
                except OSError:
                    continue  # LK_LOCK gives up after ten seconds
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def engine_python() -> Path:
    packages = pins("core/requirements.txt", "tests/requirements.txt")
    return environment(VENV, packages, "the engine and the test tools (PyTorch and others, about 1 GB)", editable=True)


def types_python() -> Path:
    packages = pins("tests/requirements-types.txt")
    return environment(cached("types", packages), packages, "the type checker")


def bpy_python(version: str) -> Path:
    packages = [f"bpy=={version}", *pins("tests/blender/requirements.txt")]
    python = environment(cached(f"bpy-{version}", packages), packages, f"Blender {version} as a module (about 1 GB)")
    told = subprocess.run([str(python), "-I", "-c", "import bpy"], capture_output=True, text=True, timeout=300)
    if told.returncode != 0:
        cause = (told.stderr.strip().splitlines() or [f"exit status {told.returncode}"])[-1]
        raise Failed(f"Blender {version} does not start ({cause}): install the system's libraries {BPY_LIBRARIES}.")
    return python


def cached(name: str, packages: list[str]) -> Path:
    return cache() / f"{name}-{hashlib.sha256(chr(10).join(packages).encode()).hexdigest()[:12]}"
