"""Lists of phones as texts in the file, to be corrected in the Text Editor."""

from dataclasses import dataclass
from pathlib import Path

import bpy

from ..core.errors import PhonesError
from ..core.job import PhonesJob
from . import properties, scripts, sequencer


@dataclass(frozen=True)
class Listed:
    """text: the name of the text with the list; notes: sentences for the user."""

    text: str
    count: int
    notes: tuple[str, ...]


@dataclass(frozen=True)
class PhonesOrder:
    """A list that is wanted for a line. It names the place of the line's script by the scene's session id and, for a
    strip, its name."""

    label: str
    job: PhonesJob
    scene_uid: int
    strip: str | None
    kind = "phones"

    def params(self) -> dict:
        return self.job.to_json()

    def carry_out(self, values: dict) -> Listed:
        """Puts the list into a new text, and has the line's script follow it. Raises PhonesError."""
        try:
            listed = Path(values["phones"]).read_text(encoding="utf-8")
        except OSError as error:
            raise PhonesError("The engine's list of phones is gone", "list the phones again") from error
        text = bpy.data.texts.new(f"{self.label} phones.json")
        text.write(listed)
        text.cursor_set(0)
        kept = self._script()
        if kept is not None:
            kept.phones, kept.words = text.name, "PHONES"
            if not kept.language.strip():
                kept.language = values["language"]
        return Listed(text.name, int(values["count"]), tuple(values.get("notes", ())))

    def _script(self) -> scripts.ExpclipScript | None:
        scene = next((scene for scene in bpy.data.scenes if scene.session_uid == self.scene_uid), None)
        if scene is None:
            return None
        return properties.settings_of(scene).script if self.strip is None else scripts.of_strip(scene, self.strip)


def order_from(context: bpy.types.Context) -> PhonesOrder:
    """The list of the line that the panel shows. Raises StripError, SpeechError, SettingsError."""
    settings = properties.settings_of(context.scene)
    line = properties.voice_line(context, context.scene)
    script = scripts.script_of(properties.kept_script(context))
    job = PhonesJob(line.sound, line.start, line.end, script)
    if settings.source == "FILE":
        return PhonesOrder(line.label, job, context.scene.session_uid, None)
    edit = properties.edit_scene(context)
    return PhonesOrder(line.label, job, edit.session_uid, sequencer.find_strip(edit, settings.strip).name)
