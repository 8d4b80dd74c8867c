"""The buttons of the preferences: install the engine, cancel that, check the engine, remove it."""

from pathlib import Path

import bpy

from ..core.errors import Cancelled, EngineError, ExpclipError
from ..core.protocol import Failure, Id, Result
from . import engine, environment
from .installation import Installation, Plan, Step

TICK_SECONDS = 0.1

installation: Installation | None = None
"""The installation that runs now."""
last_step = Step(0.0, "")


def describe_state() -> tuple[str, str]:
    """The engine's state as (icon, sentence without a full stop)."""
    if installation is not None:
        return "SORTTIME", "The engine is being installed"
    try:
        found = engine.find()
    except ExpclipError as error:
        return "ERROR", f"{error.sentence}: {error.remedy}"
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


class EXPCLIP_OT_install_engine(bpy.types.Operator):
    """Make a Python environment for the engine in this extension's own folder, and install the engine's libraries"""

    bl_idname = "expclip.install_engine"
    bl_label = "Install Engine"

    @classmethod
    def poll(cls, context):
        if installation is not None:
            cls.poll_message_set("The engine is being installed already")
            return False
        if engine.own_folder() is None:
            cls.poll_message_set("Install this as an extension first: only then has it a folder of its own")
            return False
        return True

    def execute(self, context):
        return self._started(context) if not bpy.app.background else self._waited()

    def modal(self, context, event):
        if event.type != "TIMER" or installation is None:
            return {"PASS_THROUGH"} if installation is not None else self._left(context, {"CANCELLED"})
        _take_steps()
        _redraw_preferences(context)
        if not installation.finished:
            return {"PASS_THROUGH"}
        _take_steps()
        return self._left(context, self._finish())

    def _plan(self) -> Plan:
        own = engine.own_folder()
        if own is None:
            raise EngineError("There is no folder for the engine", "install this as an extension first")
        preferences = engine.settings()
        if preferences is None:
            return Plan(own)
        wheels = bpy.path.abspath(preferences.wheels).strip()
        return Plan(own, wheels=Path(wheels) if wheels else None, index=preferences.package_index)

    def _start(self) -> None:
        global installation, last_step
        engine.stop()
        engine.forget()
        last_step = Step(0.0, "Starting")
        installation = Installation(self._plan(), online=bpy.app.online_access)

    def _started(self, context):
        try:
            self._start()
        except ExpclipError as error:
            self.report({"ERROR"}, str(error))
            return {"CANCELLED"}
        self._timer = context.window_manager.event_timer_add(TICK_SECONDS, window=context.window)
        context.window_manager.modal_handler_add(self)
        return {"RUNNING_MODAL"}

    def _waited(self):
        try:
            self._start()
        except ExpclipError as error:
            self.report({"ERROR"}, str(error))
            return {"CANCELLED"}
        assert installation is not None
        while not installation.finished:
            installation.join(TICK_SECONDS)
            for step in _take_steps():
                print(f"ExpCLIP: {step.done:4.0%} {step.message}", flush=True)
        return self._finish()

    def _finish(self):
        global installation
        assert installation is not None
        error, installation = installation.error, None
        if isinstance(error, Cancelled):
            self.report({"INFO"}, "The installation was cancelled, nothing was left behind")
            return {"CANCELLED"}
        if error is not None:
            self.report({"ERROR"}, str(error))
            return {"CANCELLED"}
        preferences = engine.settings()
        if preferences is not None:
            preferences.engine_python = ""  # who installs an engine wants to use it
        self.report({"INFO"}, "The engine is installed")
        if not bpy.app.background:
            bpy.ops.expclip.check_engine("INVOKE_DEFAULT")  # type: ignore[attr-defined]
        return {"FINISHED"}

    def _left(self, context, result):
        context.window_manager.event_timer_remove(self._timer)
        _redraw_preferences(context)
        return result


class EXPCLIP_OT_cancel_engine_installation(bpy.types.Operator):
    """Stop the installation; what it had made so far is removed"""

    bl_idname = "expclip.cancel_engine_installation"
    bl_label = "Cancel"

    @classmethod
    def poll(cls, context):
        return installation is not None

    def execute(self, context):
        if installation is not None:
            installation.cancel()
        return {"FINISHED"}


class EXPCLIP_OT_check_engine(bpy.types.Operator):
    """Start the engine and ask it for its device and its model"""

    bl_idname = "expclip.check_engine"
    bl_label = "Check Engine"

    _request: Id

    @classmethod
    def poll(cls, context):
        if installation is not None:
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

    def execute(self, context):
        try:
            self._request = engine.client().request("hello")
            if bpy.app.background:
                engine.remember(engine.client().wait(self._request))
                return self._told()
        except ExpclipError as error:
            engine.remember(None, error)
            return self._told()
        self._timer = context.window_manager.event_timer_add(TICK_SECONDS, window=context.window)
        context.window_manager.modal_handler_add(self)
        return {"RUNNING_MODAL"}

    def modal(self, context, event):
        if event.type != "TIMER":
            return {"PASS_THROUGH"}
        try:
            for reply in engine.client().poll():
                match reply:
                    case Result(id=id, values=values) if id == self._request:
                        engine.remember(values)
                        return self._left(context)
                    case Failure(id=id, error=error) if id == self._request:
                        engine.remember(None, error)
                        return self._left(context)
            if engine.busy():
                return {"PASS_THROUGH"}
        except ExpclipError as error:
            self.report({"ERROR"}, str(error))
        context.window_manager.event_timer_remove(self._timer)
        return {"CANCELLED"}

    def _left(self, context):
        context.window_manager.event_timer_remove(self._timer)
        _redraw_preferences(context)
        return self._told()

    def _told(self):
        check = engine.last_check
        if check is None or check.error is not None:
            self.report({"ERROR"}, str(check.error) if check else "The engine was not checked")
            return {"CANCELLED"}
        self.report({"INFO"}, "The engine works")
        return {"FINISHED"}


class EXPCLIP_OT_remove_engine(bpy.types.Operator):
    """Remove the environment that this extension installed; one that you chose yourself is never touched"""

    bl_idname = "expclip.remove_engine"
    bl_label = "Remove Engine"

    @classmethod
    def poll(cls, context):
        if installation is not None or not has_own_engine():
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


def _take_steps() -> list[Step]:
    global last_step
    steps = installation.poll() if installation is not None else []
    if steps:
        last_step = steps[-1]
    return steps


def _redraw_preferences(context) -> None:
    for window in context.window_manager.windows:
        for area in window.screen.areas:
            if area.type == "PREFERENCES":
                area.tag_redraw()
