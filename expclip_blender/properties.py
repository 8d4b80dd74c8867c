"""What the panels keep in the scene: the voice line, the character and how the line should feel."""

from typing import Any

import bpy

from ..core.direction import Direction, DirectionTrack
from ..core.settings import LIFE_PARTS, AnimateSettings, LifeStrengths
from ..presets import expressions
from . import character, face_map, scripts, sequencer
from .blend_file import PATHS_BESIDE_IT


def _sound_strip_names(self: "ExpclipSettings", context: bpy.types.Context, edit_text: str) -> list[str]:
    return [strip.name for strip in sequencer.sound_strips(edit_scene(context))]


def _may_be_a_face(self: "ExpclipSettings", obj: bpy.types.Object) -> bool:
    return obj.type == "ARMATURE" or (obj.type == "MESH" and obj.data.shape_keys is not None)


def _part_of_life(part: str) -> Any:
    return bpy.props.FloatProperty(
        name=part.capitalize(), description=f"{LIFE_PARTS[part].capitalize()}: 0 is none, 1 is natural",
        default=1.0, min=0.0, max=2.0, subtype="FACTOR",
    )


class ExpclipLife(bpy.types.PropertyGroup):
    """The fields of LifeStrengths."""

    blinks: _part_of_life("blinks")
    glances: _part_of_life("glances")
    accents: _part_of_life("accents")
    breath: _part_of_life("breath")
    head: _part_of_life("head")

    def strengths(self) -> LifeStrengths:
        return LifeStrengths(**{part: getattr(self, part) for part in LIFE_PARTS})


class ExpclipSettings(bpy.types.PropertyGroup):
    source: bpy.props.EnumProperty(
        name="Source",
        description="Where the voice line comes from",
        items=(
            ("STRIP", "Strip", "A sound strip of the sequencer, animated where it is heard"),
            ("FILE", "File", "A sound file, animated from a frame on"),
        ),
    )
    edit_scene: bpy.props.PointerProperty(
        type=bpy.types.Scene,
        name="Sequencer",
        description="The scene whose sequencer has the strip. Empty: the one that the sequencer shows",
    )
    strip: bpy.props.StringProperty(
        name="Strip",
        description="The sound strip to animate. Empty: the active strip",
        search=_sound_strip_names,
    )
    file: bpy.props.StringProperty(
        name="File", description="The sound file to animate: wav, flac, ogg or mp3", subtype="FILE_PATH",
        options=PATHS_BESIDE_IT,
    )
    file_frame: bpy.props.IntProperty(
        name="Start Frame", description="The frame at which the sound file begins", default=1
    )
    script: bpy.props.PointerProperty(
        type=scripts.ExpclipScript, name="Words", description="What is known of the sound file's words"
    )
    character: bpy.props.PointerProperty(
        type=bpy.types.Object,
        name="Character",
        description="The mesh with the face's shape keys, or its armature; what is under the same armature or parent "
        "follows. Empty: the face that is selected, or found in the scene",
        poll=_may_be_a_face,
    )
    feeling: bpy.props.EnumProperty(
        name="Feeling",
        description="How the line's feeling is given",
        items=(
            ("WORDS", "Words", "A sentence of your own"),
            ("PRESET", "Preset", "A named expression"),
            ("PICTURE", "Picture", "A photograph or drawing of a face whose expression is worn"),
            ("TAKE", "Take", "A take whose manner is worn"),
        ),
    )
    preset: bpy.props.EnumProperty(
        name="Preset",
        description="A named expression for the whole line",
        items=tuple(
            (name, name.replace("-", " ").title(), known.tells.capitalize())
            for name, known in expressions.EXPRESSIONS.items()
        ),
    )
    prompt: bpy.props.StringProperty(
        name="Prompt",
        description="How the line should feel, in your own words. Empty: the face only speaks",
    )
    picture: bpy.props.StringProperty(
        name="Picture", description="A picture of a face: its expression is worn for the whole line",
        subtype="FILE_PATH", options=PATHS_BESIDE_IT,
    )
    picture_face: bpy.props.IntProperty(
        name="Face", description="Which of the picture's faces is meant: 0 is the largest, then smaller ones", min=0
    )
    picture_neutral: bpy.props.StringProperty(
        name="At Rest",
        description="A picture of the same person at rest, which sharpens the reading: what it shows is taken away",
        subtype="FILE_PATH", options=PATHS_BESIDE_IT,
    )
    style_take: bpy.props.StringProperty(
        name="Take", description="A take's file, .csv, .json or .npz: its manner is worn for the whole line",
        subtype="FILE_PATH", options=PATHS_BESIDE_IT,
    )
    expression: bpy.props.FloatProperty(
        name="Expression",
        description="Strength of the expression: 0 leaves only the speech, 1 is as described",
        default=1.0, min=0.0, max=2.0, subtype="FACTOR",
    )
    lips: bpy.props.FloatProperty(
        name="Lips",
        description="Strength of the speech's movements: 0 keeps the mouth from speaking, 1 is natural",
        default=1.0, min=0.0, max=2.0, subtype="FACTOR",
    )
    follow_voice: bpy.props.FloatProperty(
        name="Follow Voice",
        description="How far the strength of the expression follows loudness, pitch and pace of the voice: 0 is even",
        default=AnimateSettings.follow_voice, min=0.0, max=1.0, subtype="FACTOR",
    )
    life: bpy.props.FloatProperty(
        name="Life",
        description="Strength of blinks, glances, brow accents, breath and head motion: 0 is none, 1 is natural",
        default=1.0, min=0.0, max=2.0, subtype="FACTOR",
    )
    life_parts: bpy.props.PointerProperty(type=ExpclipLife, name="Life", description="Each part of life")


def settings_of(scene: bpy.types.Scene) -> ExpclipSettings:
    return scene.expclip


def edit_scene(context: bpy.types.Context) -> bpy.types.Scene:
    """The scene whose sequencer is meant: the chosen one, or the one that Blender's sequencer shows."""
    return settings_of(context.scene).edit_scene or sequencer.sequencer_scene(context)


def character_object(context: bpy.types.Context) -> bpy.types.Object | None:
    """The chosen character, or the one that is found by itself."""
    chosen = settings_of(context.scene).character
    return chosen or character.find_object(context.scene, context.active_object)


def voice_line(context: bpy.types.Context, scene: bpy.types.Scene) -> sequencer.VoiceLine:
    """The chosen line for a character whose frames `scene` counts. Raises StripError."""
    settings = settings_of(context.scene)
    if settings.source == "FILE":
        return sequencer.file_line(settings.file, settings.file_frame, scene)
    edit = edit_scene(context)
    return sequencer.strip_line(sequencer.find_strip(edit, settings.strip), edit, scene)


def kept_script(context: bpy.types.Context) -> scripts.ExpclipScript | None:
    """What is known of the chosen line's words; None where no strip is chosen."""
    settings = settings_of(context.scene)
    return settings.script if settings.source == "FILE" else scripts.of_strip(edit_scene(context), settings.strip)


def direction_track(settings: ExpclipSettings) -> DirectionTrack:
    """What the line should feel like; empty for a face that only speaks."""
    if not settings.expression:
        return DirectionTrack()
    match settings.feeling:
        case "PRESET":
            direction = Direction("preset", settings.preset)
        case "PICTURE" if settings.picture:
            neutral = bpy.path.abspath(settings.picture_neutral) or None
            picture = bpy.path.abspath(settings.picture)
            direction = Direction("image", picture, face=settings.picture_face, neutral=neutral)
        case "TAKE" if settings.style_take:
            direction = Direction("take", bpy.path.abspath(settings.style_take))
        case "WORDS" if settings.prompt.strip():
            direction = Direction("text", settings.prompt.strip())
        case _:
            return DirectionTrack()
    return DirectionTrack((direction,))


def line_source(context: bpy.types.Context) -> str:
    """What keys of the chosen line are known by, even where its sound is gone. Raises StripError for no strip."""
    settings = settings_of(context.scene)
    if settings.source == "FILE":
        return sequencer.file_source(settings.file)
    edit = edit_scene(context)
    return sequencer.strip_source(edit, sequencer.find_strip(edit, settings.strip))


CLASSES = (scripts.ExpclipScript, ExpclipLife, ExpclipSettings, *face_map.CLASSES)


def register() -> None:
    bpy.types.Scene.expclip = bpy.props.PointerProperty(type=ExpclipSettings)
    scripts.add_to_strips()
    face_map.register()


def unregister() -> None:
    face_map.unregister()
    scripts.take_from_strips()
    del bpy.types.Scene.expclip
