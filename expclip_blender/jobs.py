"""The running job: what was ordered, how far the engine is, and the keys that come of it.

Nothing in the scene changes before the whole take is there.
"""

from dataclasses import dataclass

import bpy

from ..core.client import WorkerClient
from ..core.errors import CharacterError, ExpclipError
from ..core.formats import read_take
from ..core.job import AnimateJob
from ..core.protocol import Failure, Progress, Result
from ..core.settings import AnimateSettings
from . import character, engine, keyframes, properties
from .keyframes import KeyedLine
from .sequencer import VoiceLine


@dataclass(frozen=True)
class Order:
    """A job in full. It names the character by its session id, which outlives undo and renaming."""

    line: VoiceLine
    job: AnimateJob
    character_uid: int
    character_name: str
    scene_uid: int


def order_from(context: bpy.types.Context) -> Order:
    """What the panel asks for. Raises CharacterError, StripError, SpeechError, SettingsError."""
    obj = properties.character_object(context)
    if obj is None:
        raise CharacterError(
            "There is no character with ARKit shape keys", "choose a mesh, or add the demo character"
        )
    scene = character.scene_of(obj, context.scene)
    character.open_character(obj, scene)
    line = properties.voice_line(context, scene)
    settings = properties.settings_of(context.scene)
    job = AnimateJob(
        speech=line.sound,
        track=properties.direction_track(settings),
        settings=AnimateSettings(
            intensity=settings.expression or 1.0, lips=settings.lips, life=settings.life, fps=line.fps
        ),
        start=line.start,
        end=line.end,
    )
    return Order(line, job, obj.session_uid, obj.name, scene.session_uid)


class Job:
    """An order at the engine. `poll` never waits; after it returns True there is a result or an error."""

    def __init__(self, order: Order, client: WorkerClient):
        """Raises EngineError where the engine does not start."""
        self.order = order
        self.done = 0.0
        self.message = "Starting the engine"
        self.cancelling = False
        self.error: ExpclipError | None = None
        self._client = client
        self._values: dict | None = None
        self._id = client.request("animate", **order.job.to_json())

    def poll(self) -> bool:
        for reply in self._client.poll():
            match reply:
                case Progress(id=self._id, done=done, message=message):
                    self._note(done, message)
                case Result(id=self._id, values=values):
                    self._values = values
                case Failure(id=self._id, error=error):
                    self.error = error
        return self._values is not None or self.error is not None

    def wait(self) -> None:
        """Blocks until the engine has answered, telling how far it is on stdout."""
        try:
            self._values = self._client.wait(self._id, self._tell)
        except ExpclipError as error:
            self.error = error

    def cancel(self) -> None:
        self.cancelling = True
        self._client.cancel(self._id)

    def key(self) -> KeyedLine:
        """Keys the finished take. Raises the job's error, TakeError, or CharacterError for a character that is gone."""
        if self.error is not None:
            raise self.error
        assert self._values is not None
        take = read_take(self._values["take"])
        obj = _by_uid(bpy.data.objects, self.order.character_uid)
        scene = _by_uid(bpy.data.scenes, self.order.scene_uid)
        if obj is None or scene is None:
            raise CharacterError(
                f"The character '{self.order.character_name}' was removed meanwhile", "undo that, then generate again"
            )
        return keyframes.key_take(
            character.open_character(obj, scene), take, self.order.line, list(self._values.get("notes", ()))
        )

    def _note(self, done: float, message: str) -> None:
        self.done, self.message = done, message

    def _tell(self, done: float, message: str) -> None:
        self._note(done, message)
        print(f"ExpCLIP: {done:4.0%} {message}", flush=True)


def _by_uid(collection, uid: int):
    return next((data for data in collection if data.session_uid == uid), None)


running: Job | None = None
"""The one job under way."""
failure: ExpclipError | None = None
"""Why the last Generate of this session failed."""


def start(context: bpy.types.Context) -> Job:
    """Sends off what the panel asks for; it becomes `running`. Raises ExpclipError, which becomes `failure`."""
    global running, failure
    failure = None
    try:
        running = Job(order_from(context), engine.client())
    except ExpclipError as error:
        failure = error
        raise
    return running


def finish() -> KeyedLine:
    """Ends `running` with its keys. Raises the error it ended with, which becomes `failure`."""
    global running, failure
    job, running = running, None
    assert job is not None
    try:
        return job.key()
    except ExpclipError as error:
        failure = error
        raise


def drop() -> None:
    """Gives up whatever runs, with its engine: for another file, and for the extension's end."""
    global running, failure
    if running is not None:
        engine.stop()
    running, failure = None, None
