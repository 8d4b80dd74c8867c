"""The engine's own Python environment: which one is in use, whether it is complete, and how it goes away. No bpy.

The folder holds environments `env1`, `env2`, ... and `current.json`, which names the complete one. A new one is
made beside the old one and named only when it works, so a failed installation takes nothing away.
"""

import hashlib
import json
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from ..core.errors import EngineError, OutputError
from ..core.whole_file import whole_file

VARIABLE = "EXPCLIP_ENGINE_PYTHON"
"""Environment variable with the path of a Python or of its environment; it goes before everything else."""

REQUIREMENTS = Path(__file__).resolve().parents[1] / "core" / "requirements.txt"
CURRENT = "current.json"


@dataclass(frozen=True)
class Environment:
    """`source` is 'variable', 'chosen' or 'own'; `outdated` when an own one was made from other requirements."""

    python: Path
    source: str
    outdated: bool = False


def find(own: Path | None, chosen: str = "") -> Environment:
    """The environment in use: the variable's, else the chosen one, else the complete one below the folder `own`.

    Raises EngineError where there is none.
    """
    if variable := os.environ.get(VARIABLE, "").strip():
        return Environment(python_of(Path(variable)), "variable")
    if chosen.strip():
        return Environment(python_of(Path(chosen.strip())), "chosen")
    record = _read_record(own) if own else None
    if own and record:
        python = _python_below(own / record["folder"])
        if python:
            return Environment(python, "own", outdated=record["requirements"] != fingerprint(REQUIREMENTS))
    raise EngineError("The engine is not installed", "install it in the extension's preferences")


def python_of(path: Path) -> Path:
    """The Python that `path` means: itself, or the one of the environment in that folder. Raises EngineError."""
    if path.is_file() and os.access(path, os.X_OK):
        return path
    if path.is_dir():
        python = _python_below(path)
        if python:
            return python
        raise EngineError(f"The folder '{path}' is no Python environment", "choose one that 'python -m venv' made")
    raise EngineError(f"There is no Python at '{path}'", "choose an environment that exists, or clear the field")


def in_environment(folder: Path) -> Path:
    """Where the Python of an environment at `folder` lies on this system."""
    return folder / "Scripts" / "python.exe" if sys.platform == "win32" else folder / "bin" / "python"


def fresh_folder(own: Path) -> Path:
    """A new, empty folder for an environment below `own`. Raises OutputError."""
    number = 1
    while True:
        folder = own / f"env{number}"
        try:
            folder.mkdir(parents=True)
            return folder
        except FileExistsError:
            number += 1
        except OSError as error:
            raise OutputError(
                f"The engine's folder '{own}' cannot be written ({error.strerror})", "free space or mend its rights"
            ) from error


def make_current(own: Path, folder: Path, requirements: Path) -> None:
    """Names the complete environment `folder` as the one in use and removes every other one. Raises OutputError."""
    record = {"folder": folder.name, "requirements": fingerprint(requirements)}
    with whole_file(own / CURRENT) as path:
        path.write_text(json.dumps(record), encoding="utf-8")
    for other in own.glob("env*"):
        if other != folder:
            shutil.rmtree(other, ignore_errors=True)


def remove(own: Path) -> None:
    """Removes every environment below `own`, whole or broken. Raises OutputError naming what stays."""
    (own / CURRENT).unlink(missing_ok=True)
    for folder in own.glob("env*"):
        remove_folder(folder)


def remove_folder(folder: Path) -> None:
    """Raises OutputError."""
    try:
        shutil.rmtree(folder)
    except FileNotFoundError:
        pass
    except OSError as error:
        raise OutputError(
            f"The folder '{folder}' cannot be removed ({error.strerror})", "close other Blenders and remove it by hand"
        ) from error


def fingerprint(requirements: Path) -> str:
    """Changes when a pin changes, not when a comment does."""
    lines = (line.split("#")[0].strip() for line in requirements.read_text(encoding="utf-8").splitlines())
    return hashlib.sha256("\n".join(sorted(filter(None, lines))).encode()).hexdigest()[:16]


def _python_below(folder: Path) -> Path | None:
    python = in_environment(folder)
    return python if python.is_file() else None


def _read_record(own: Path) -> dict[str, str] | None:
    try:
        record = json.loads((own / CURRENT).read_text(encoding="utf-8"))
        return {"folder": str(record["folder"]), "requirements": str(record["requirements"])}
    except (OSError, ValueError, KeyError, TypeError):
        return None
