"""The running job: what was ordered, how far the engine is, and what comes of it.

Nothing in the scene changes before the whole take is there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import bpy

from ..core.client import WorkerClient
from ..core.errors import Cancelled, CharacterError, ExpclipError
from ..core.formats import read_take
from ..core.job import AnimateJob
from ..core.protocol import Failure, Progress, Result
from ..core.settings import AnimateSettings
from . import character, engine, keyframes, properties, scripts
from .keyframes import KeyedLine
from .sequencer import VoiceLine


class Ordered(Protocol):
    """What is asked of the engine: the kind of the request, its params, and what is done with the result's values."""

    kind: str

    def params(self) -> dict: ...

    def carry_out(self, values: dict) -> Any: ...


@dataclass(frozen=True)
class Order:
    """A take in full. It names the character by its session id, which outlives undo and renaming.

    phones: the text of the phone list that the mouth follows, or None.
    """

    line: VoiceLine
    job: AnimateJob
    character_uid: int
    character_name: str
    scene_uid: int
    phones: str | None = None
    kind = "animate"

    def params(self) -> dict:
        return animate_params(self.job, self.phones)

    def carry_out(self, values: dict) -> KeyedLine:
        """Keys the take. Raises TakeError, or CharacterError for a character that is gone."""
        take = read_take(values["take"])
        obj = by_uid(bpy.data.objects, self.character_uid)
        scene = by_uid(bpy.data.scenes, self.scene_uid)
        if obj is None or scene is None:
            raise CharacterError(
                f"The character '{self.character_name}' was removed meanwhile", "undo that, then generate again"
            )
        return keyframes.key_take(
            character.open_character(obj, scene), take, self.line, list(values.get("notes", ()))
        )


def order_from(context: bpy.types.Context) -> Order:
    """What the panel asks for. Raises CharacterError, StripError, SpeechError, SettingsError, PhonesError."""
    obj = properties.character_object(context)
    if obj is None:
        raise CharacterError(
            "There is no character with known shape keys", "choose a mesh, or add the demo character"
        )
    scene = character.scene_of(obj, context.scene)
    character.open_character(obj, scene)
    line = properties.voice_line(context, scene)
    phones = scripts.phones_of(properties.kept_script(context))
    return Order(line, animate_job(context, line), obj.session_uid, obj.name, scene.session_uid, phones)


def animate_job(context: bpy.types.Context, line: VoiceLine) -> AnimateJob:
    """The line with the feeling and the words of the panels, all but its phone list. Raises SettingsError."""
    settings = properties.settings_of(context.scene)
    return AnimateJob(
        speech=line.sound,
        track=properties.direction_track(settings),
        settings=AnimateSettings(
            intensity=settings.expression or 1.0, lips=settings.lips, life=settings.life,
            life_parts=settings.life_parts.strengths(), follow_voice=settings.follow_voice, fps=line.fps,
        ),
        start=line.start,
        end=line.end,
        script=scripts.script_of(properties.kept_script(context)),
    )


def animate_params(job: AnimateJob, phones: str | None) -> dict:
    """The params of an animate request; the text of a phone list goes into a file of this session."""
    params = job.to_json()
    if phones is not None:
        path = Path(bpy.app.tempdir) / "expclip-phones.json"
        path.write_text(phones, encoding="utf-8")
        params["phones"] = str(path)
    return params


class Job:
    """An order at the engine. `poll` never waits; after it returns True there is a result or an error."""

    def __init__(self, order: Ordered, client: WorkerClient):
        """Raises EngineError where the engine does not start."""
        self.order = order
        self.done = 0.0
        self.message = "Starting the engine"
        self.cancelling = False
        self.error: ExpclipError | None = None
        self._client = client
        self._values: dict | None = None
        self._id = client.request(order.kind, **order.params())

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

    def carry_out(self) -> Any:
        """What the order makes of the result. Raises the job's error, and what the order raises."""
        if self.error is not None:
            raise self.error
        assert self._values is not None
        return self.order.carry_out(self._values)

    def _note(self, done: float, message: str) -> None:
        self.done, self.message = done, message

    def _tell(self, done: float, message: str) -> None:
        self._note(done, message)
        print(f"ExpCLIP: {done:4.0%} {message}", flush=True)


def by_uid(collection, uid: int):
    """The data block of a session id, which outlives undo and renaming, or None."""
    return next((data for data in collection if data.session_uid == uid), None)


Orders = Callable[[bpy.types.Context], Ordered]
"""What makes an order of what the panels show."""

running: Job | None = None
"""The one job under way."""
failure: ExpclipError | None = None
"""Why the last job of this session failed."""
asked: Orders = order_from
"""What made the last order: each panel tells of its own."""


def start(context: bpy.types.Context, ordered: Orders = order_from) -> Job:
    """Sends off what the panel asks for; it becomes `running`. Raises ExpclipError, which becomes `failure`."""
    global running, failure, asked
    failure, asked = None, ordered
    try:
        running = Job(ordered(context), engine.client())
    except ExpclipError as error:
        failure = error
        raise
    return running


def finish() -> Any:
    """Ends `running` with what comes of it. Raises the error it ended with, which becomes `failure`; Cancelled where
    somebody stopped it."""
    global running, failure
    job, running = running, None
    if job is None:
        raise Cancelled
    try:
        return job.carry_out()
    except Cancelled:
        raise
    except ExpclipError as error:
        failure = error
        raise


def drop() -> None:
    """Gives up whatever runs, with its engine: for another file, and for the extension's end."""
    global running, failure
    if running is not None:
        engine.stop()
    running, failure = None, None
