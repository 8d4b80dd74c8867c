"""The buttons of the preferences: install the engine, cancel that, check the engine, remove it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import bpy

from ..core.errors import Cancelled, EngineError, ExpclipError
from . import engine, environment, jobs
from .installation import Installation, Plan
from .modal_job import TICK_SECONDS, ModalJob

installation: Installation | None = None
"""The last installation of this session; it goes on when another file is opened."""


def is_installing() -> bool:
    return installation is not None and not installation.finished


def describe_state() -> tuple[str, str]:
    """The engine's state as (icon, sentence without a full stop)."""
    if is_installing():
        return "SORTTIME", "The engine is being installed"
    try:
        found = engine.find()
    except ExpclipError as error:
        failed = None if installation is None or isinstance(installation.error, Cancelled) else installation.error
        told = failed or error
        return "ERROR", f"{told.sentence}: {told.remedy}"
    check = engine.last_check
    if check is not None and check.python == found.python:
        if check.error is not None:
            return "ERROR", f"{check.error.sentence}: {check.error.remedy}"
        return "CHECKMARK", "The engine works"
    if found.outdated:
        return "ERROR", "The engine is of an earlier version of this extension: install it again"
    return "INFO", "The engine is there, not checked yet"


def has_own_engine() -> bool:
    """Whether there is an environment, whole or broken, below the extension's own folder."""
    own = engine.own_folder()
    return own is not None and own.is_dir() and any(own.glob("env*"))


class EXPCLIP_OT_install_engine(ModalJob, bpy.types.Operator):
    """Make a Python environment for the engine in this extension's own folder, and install the engine's libraries"""

    bl_idname = "expclip.install_engine"
    bl_label = "Install Engine"

    @classmethod
    def poll(cls, context):
        if is_installing():
            cls.poll_message_set("The engine is being installed already")
            return False
        if engine.own_folder() is None:
            cls.poll_message_set("Install this as an extension first: only then has it a folder of its own")
            return False
        return True

    def _start(self, context):
        global installation
        engine.stop()
        engine.forget()
        installation = Installation(_plan(), online=bpy.app.online_access)

    def _has_ended(self):
        return not is_installing()

    def _wait(self):
        while is_installing():
            installation.join(TICK_SECONDS)
            for step in installation.poll():
                print(f"ExpCLIP: {step.done:4.0%} {step.message}", flush=True)

    def _finish(self):
        if installation is None:
            raise Cancelled
        if installation.error is not None:
            raise installation.error
        preferences = engine.settings()
        if preferences is not None:
            preferences.engine_python = ""  # who installs an engine wants to use it
        self.report({"INFO"}, "The engine is installed")
        if not bpy.app.background:
            bpy.ops.expclip.check_engine("INVOKE_DEFAULT")  # type: ignore[attr-defined]


class EXPCLIP_OT_cancel_engine_installation(bpy.types.Operator):
    """Stop the installation; what it had made so far is removed"""

    bl_idname = "expclip.cancel_engine_installation"
    bl_label = "Cancel"

    @classmethod
    def poll(cls, context):
        return is_installing()

    def execute(self, context):
        installation.cancel()
        return {"FINISHED"}


class EXPCLIP_OT_check_engine(ModalJob, bpy.types.Operator):
    """Start the engine and ask it for its device and its model"""

    bl_idname = "expclip.check_engine"
    bl_label = "Check Engine"

    @classmethod
    def poll(cls, context):
        if is_installing():
            cls.poll_message_set("The engine is being installed")
            return False
        try:
            engine.find()
        except ExpclipError as error:
            cls.poll_message_set(str(error))
            return False
        if engine.busy():
            cls.poll_message_set("The engine is at work: it is there")
            return False
        return True

    def _start(self, context):
        with _remembered():
            self._job = jobs.Job(_Hello(), engine.client())

    def _has_ended(self):
        return self._job.poll()

    def _wait(self):
        self._job.wait()

    def _finish(self):
        with _remembered():
            self._job.carry_out()
        self.report({"INFO"}, "The engine works")

    def _give_up(self):
        engine.stop()


class _Hello:
    """The order of a check."""

    kind = "hello"

    def params(self) -> dict:
        return {}

    def carry_out(self, values: dict) -> None:
        """Keeps the answer for the preferences. Raises the problem that a worker tells of, whose models are broken."""
        if problem := values.get("problem"):
            raise ExpclipError(problem["sentence"], problem["remedy"])
        engine.remember(values)


@contextmanager
def _remembered() -> Iterator[None]:
    """Why a check failed is kept for the preferences."""
    try:
        yield
    except ExpclipError as error:
        engine.remember(None, error)
        raise


class EXPCLIP_OT_remove_engine(bpy.types.Operator):
    """Remove the environment that this extension installed; one that you chose yourself is never touched"""

    bl_idname = "expclip.remove_engine"
    bl_label = "Remove Engine"

    @classmethod
    def poll(cls, context):
        if is_installing() or not has_own_engine():
            cls.poll_message_set("There is no engine installed by this extension")
            return False
        if engine.busy():
            cls.poll_message_set("The engine is at work: wait for its job, or cancel it")
            return False
        return True

    def invoke(self, context, event):
        return context.window_manager.invoke_confirm(self, event)

    def execute(self, context):
        own = engine.own_folder()
        engine.stop()
        engine.forget()
        try:
            if own is not None:
                environment.remove(own)
        except ExpclipError as error:
            self.report({"ERROR"}, str(error))
            return {"CANCELLED"}
        self.report({"INFO"}, "The engine is removed")
        return {"FINISHED"}


CLASSES = (
    EXPCLIP_OT_install_engine,
    EXPCLIP_OT_cancel_engine_installation,
    EXPCLIP_OT_check_engine,
    EXPCLIP_OT_remove_engine,
)


def shut_down() -> None:
    """Ends the worker and an installation that still runs; for unregister."""
    global installation
    if installation is not None:
        installation.cancel()
        installation.join()
        installation = None
    engine.stop()
    engine.forget()


def _plan() -> Plan:
    own = engine.own_folder()
    if own is None:
        raise EngineError("There is no folder for the engine", "install this as an extension first")
    preferences = engine.settings()
    if preferences is None:
        return Plan(own)
    wheels = bpy.path.abspath(preferences.wheels).strip()
    return Plan(own, wheels=Path(wheels) if wheels else None, index=preferences.package_index)
