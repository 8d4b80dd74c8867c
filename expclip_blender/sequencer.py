"""Voice lines and their true place in time: from a strip's frames to seconds of its sound and to the keys' frames.

Frames are Blender's, of the scene that is named; frame f of a scene is at f * fps_base / fps seconds, as for
Blender's own sound.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import bpy

from ..core.errors import SpeechError, StripError

_EPSILON = 1e-4
"""In frames: what a strip's bounds may be off a whole frame by rounding."""


@dataclass(frozen=True)
class VoiceLine:
    """What Generate animates: `sound` from `start` to `end` seconds (None is its end), keyed from `first_frame` on.

    `fps` is the rate of the character's frames against the sound; frame first_frame + i is at start + i / fps seconds.
    `frame_count` bounds the keys to what is heard, None where nothing cuts the sound.
    `source` is what Generate and Remove know the line by.
    """

    source: str
    label: str
    sound: str
    start: float
    end: float | None
    fps: float
    first_frame: int
    frame_count: int | None


@dataclass(frozen=True)
class StripTime:
    """When a sound strip is heard, in frames of its sequencer's scene, and which second of its file then.

    zero: the frame at which the file's second 0 lies; first, end: what is heard runs from first up to end.
    """

    fps: float
    zero: float
    first: float
    end: float

    def seconds_at(self, frame: float) -> float:
        return (frame - self.zero) / self.fps


@dataclass(frozen=True)
class FrameMap:
    """Sequencer frames to the character's frames: frame * rate + shift."""

    rate: float
    shift: float

    def character_frame(self, frame: float) -> float:
        return frame * self.rate + self.shift

    def sequencer_frame(self, frame: float) -> float:
        return (frame - self.shift) / self.rate


def scene_fps(scene: bpy.types.Scene) -> float:
    """Frames a second, such as 29.97."""
    return scene.render.fps / scene.render.fps_base


def sequencer_scene(context: bpy.types.Context) -> bpy.types.Scene:
    """The scene that the sequencer edits: from Blender 5.0 on it may be another than the active one."""
    return getattr(context, "sequencer_scene", None) or context.scene


def strips_of(editor: bpy.types.SequenceEditor):
    """The strips that lie in the sequencer itself, not within meta strips; `new_sound` of it lays a new one."""
    return editor.strips if hasattr(editor, "strips") else editor.sequences


def every_strip(scene: bpy.types.Scene) -> list:
    """Every strip of a scene, those inside meta strips too."""
    editor = scene.sequence_editor
    if editor is None:
        return []
    return list(editor.strips_all if hasattr(editor, "strips_all") else editor.sequences_all)


def sound_strips(scene: bpy.types.Scene) -> list:
    """Every sound strip of a scene, those inside meta strips too."""
    return [strip for strip in every_strip(scene) if strip.type == "SOUND"]


def active_sound_strip(scene: bpy.types.Scene):
    """The active strip where it is a sound; else the only sound strip there is; else None."""
    editor = scene.sequence_editor
    if editor is None:
        return None
    active = editor.active_strip
    if active is not None and active.type == "SOUND":
        return active
    strips = sound_strips(scene)
    return strips[0] if len(strips) == 1 else None


def find_strip(scene: bpy.types.Scene, name: str):
    """The sound strip of that name, or for an empty name the active one. Raises StripError."""
    if not name:
        strip = active_sound_strip(scene)
        if strip is None:
            raise StripError("No sound strip is chosen", "select one in the sequencer, or use a sound file")
        return strip
    strips = {strip.name: strip for strip in sound_strips(scene)}
    if name in strips:
        return strips[name]
    if any(strip.name == name for strip in every_strip(scene)):
        raise StripError(f"The strip '{name}' is no sound", "choose a sound strip")
    raise StripError(f"There is no strip '{name}' in the scene '{scene.name}'", "choose another strip")


def strip_line(strip, edit: bpy.types.Scene, scene: bpy.types.Scene) -> VoiceLine:
    """The line of a sound strip in the sequencer of `edit`, for a character in `scene`.

    Where a scene strip shows `scene` while the sound is heard, keys follow that strip frame by frame; otherwise both
    scenes share one clock of seconds. Raises StripError.
    """
    time = strip_time(strip, edit)
    frames = frame_map(time, edit, scene)
    first = math.ceil(frames.character_frame(time.first) - _EPSILON)
    end = math.ceil(frames.character_frame(time.end) - _EPSILON)
    start = max(0.0, time.seconds_at(frames.sequencer_frame(first)))
    whole = not strip.animation_offset_end and time.end > strip.frame_start + strip.frame_duration - 1
    cut = None if whole else time.seconds_at(time.end)
    if end <= first or (cut is not None and cut <= start):
        raise StripError(f"Nothing of the strip '{strip.name}' is heard", "undo its trims or choose another strip")
    return VoiceLine(
        source=strip_source(edit, strip),
        label=strip.name,
        sound=str(_sound_file(strip)),
        start=start,
        end=cut,
        fps=time.fps * frames.rate,
        first_frame=first,
        frame_count=end - first,
    )


def file_line(path: str, first_frame: int, scene: bpy.types.Scene) -> VoiceLine:
    """A sound file of its own, from `first_frame` of the character's scene on. Raises StripError, SpeechError."""
    if not path.strip():
        raise StripError("No sound file is chosen", "choose a file or use a strip of the sequencer")
    whole = bpy.path.abspath(path)
    if not Path(whole).exists():
        raise SpeechError(f"The speech file '{whole}' does not exist", "check its name and folder")
    return VoiceLine(
        source=file_source(path), label=Path(whole).name, sound=whole, start=0.0, end=None,
        fps=scene_fps(scene), first_frame=first_frame, frame_count=None,
    )


def strip_source(edit: bpy.types.Scene, strip) -> str:
    return f"strip:{edit.name}:{strip.name}"


def file_source(path: str) -> str:
    return f"file:{bpy.path.abspath(path)}"


def strip_time(strip, edit: bpy.types.Scene) -> StripTime:
    """Raises StripError for a retimed strip, whose speed Blender does not tell.

    Up to Blender 4.3 not even that a strip is retimed can be seen here; `keyframes.key_take` notes the odd length.
    """
    if len(getattr(strip, "retiming_keys", ())):
        raise StripError(f"The strip '{strip.name}' is retimed", "reset its retiming, or use its sound as a file")
    fps = scene_fps(edit)
    zero = strip.frame_start - strip.animation_offset_start + getattr(strip, "sound_offset", 0.0) * fps
    first, end = max(strip.frame_final_start, zero), strip.frame_final_end
    for meta in _metas_around(strip):
        first, end = max(first, meta.frame_final_start), min(end, meta.frame_final_end)
    return StripTime(fps, zero, first, end)


def frame_map(time: StripTime, edit: bpy.types.Scene, scene: bpy.types.Scene) -> FrameMap:
    """How frames of the sequencer's scene become frames of the character's scene."""
    if edit == scene:
        return FrameMap(1.0, 0.0)
    for shot in _top_strips(edit):
        if (
            shot.type == "SCENE" and shot.scene == scene and not shot.mute
            and shot.frame_final_start < time.end and shot.frame_final_end > time.first
        ):
            return FrameMap(1.0, scene.frame_start + shot.animation_offset_start - shot.frame_start)
    return FrameMap(scene_fps(scene) / scene_fps(edit), 0.0)


def _top_strips(scene: bpy.types.Scene):
    editor = scene.sequence_editor
    if editor is None:
        return []
    return strips_of(editor)


def _metas_around(strip) -> Iterator:
    meta = strip.parent_meta()
    while meta is not None:
        yield meta
        meta = meta.parent_meta()


def _sound_file(strip) -> Path:
    sound = strip.sound
    if sound is None:
        raise StripError(f"The strip '{strip.name}' has lost its sound", "choose the sound file again in the sequencer")
    path = Path(bpy.path.abspath(sound.filepath, library=sound.library))
    if sound.packed_file is None:
        if not path.is_file():
            raise StripError(
                f"The sound file '{path}' of the strip '{strip.name}' is gone", "find it or replace the strip's sound"
            )
        return path
    unpacked = Path(bpy.app.tempdir) / f"expclip-{sound.session_uid}{path.suffix}"
    if not unpacked.is_file() or unpacked.stat().st_size != sound.packed_file.size:
        unpacked.write_bytes(sound.packed_file.data)
    return unpacked
