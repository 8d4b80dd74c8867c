"""The engine that this Blender uses: the command that starts its worker, and the one client that all jobs share."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bpy

from ..core.client import WorkerClient
from ..core.errors import EngineError, ExpclipError
from . import environment, face_models
from .environment import Environment

PACKAGE = __package__.rpartition(".")[0]
"""The extension's own id, such as bl_ext.user_default.expclip."""

START = Path(__file__).resolve().parents[1] / "core" / "start.py"

_client: WorkerClient | None = None


@dataclass
class Check:
    """What the last check of the engine said: `engine` is its answer to hello, or `error` why it has none."""

    python: Path
    engine: dict | None = None
    error: ExpclipError | None = None


last_check: Check | None = None


def settings() -> Any:
    """The extension's preferences (ExpclipPreferences), or None where the package is not enabled as an extension."""
    addon: Any = bpy.context.preferences.addons.get(PACKAGE)
    return addon.preferences if addon else None


def own_folder() -> Path | None:
    """Where this extension may keep the engine's environment, or None where it is not installed as an extension."""
    try:
        return Path(bpy.utils.extension_path_user(PACKAGE, path="engine", create=False))
    except ValueError:
        return None


def find() -> Environment:
    """The environment in use. Raises EngineError where there is none."""
    preferences = settings()
    return environment.find(own_folder(), bpy.path.abspath(preferences.engine_python) if preferences else "")


def engine_command() -> list[str]:
    """The argument list that runs `expclip worker` in the environment in use. Raises EngineError."""
    command = [str(find().python), "-I", str(START), "worker"]
    faces = face_models.kept_below(own_folder())
    return command if faces is None else [*command, "--face-models", str(faces)]


def client() -> WorkerClient:
    """The shared client; its worker starts with the first request. Raises EngineError where there is no engine.

    A changed environment gets a new client, unless a job is running on the old one.
    """
    global _client
    command = engine_command()
    if _client is not None and _client.command != command:
        if _client.busy:
            raise EngineError("The engine was changed while it works", "wait for its job, or cancel it")
        stop()
    if _client is None:
        _client = WorkerClient(command, log_path())
    return _client


def busy() -> bool:
    """Whether a request is under way."""
    return _client is not None and _client.busy


def stop() -> None:
    """Ends the worker, if there is one: when the extension goes, and before its environment is touched."""
    global _client
    if _client is not None:
        _client.close()
        _client = None


def log_path() -> Path:
    """The file that takes the worker's stderr; Blender removes it when it ends."""
    return Path(bpy.app.tempdir) / "expclip-engine.log"


def remember(engine: dict | None, error: ExpclipError | None = None) -> None:
    """Keeps what a check said about the environment in use, for the preferences to show: the answer to hello, or why
    there is none."""
    global last_check
    last_check = Check(find().python, engine, error)


def forget() -> None:
    global last_check
    last_check = None
