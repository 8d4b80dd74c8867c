"""What is known of a line's words: kept with its strip, or in the scene for a sound file."""

import bpy

from ..core.errors import PhonesError, StripError
from ..core.script import AUTO, Script
from . import sequencer

LANGUAGES = (
    "en", "en-gb", "ar", "cmn", "cs", "de", "el", "es", "fi", "fr", "hi", "hu", "it", "ja", "ko", "nl", "pl", "pt",
    "pt-br", "ro", "ru", "sv", "tr", "uk", "vi",
)


def _languages(self: "ExpclipScript", context: bpy.types.Context, edit_text: str) -> tuple[str, ...]:
    return LANGUAGES


class ExpclipScript(bpy.types.PropertyGroup):
    words: bpy.props.EnumProperty(
        name="Words",
        description="Where the mouth takes the line's phones from",
        items=(
            ("HEARD", "Heard", "The mouth follows the sound"),
            ("TRANSCRIPT", "Transcript", "The mouth follows words that you write down"),
            ("PHONES", "Phones", "The mouth follows a list of phones with their times, which you can correct"),
        ),
    )
    transcript: bpy.props.StringProperty(
        name="Transcript", description="What is said, word for word. Empty: the mouth follows the sound"
    )
    phones: bpy.props.StringProperty(
        name="Phones",
        description="The text with the list of phones: List Phones writes it, the Text Editor shows and changes it",
    )
    language: bpy.props.StringProperty(
        name="Language",
        description="The code of the line's language, such as en, de or cmn. "
        "Empty: as it sounds, or as the transcript is written",
        search=_languages, search_options={"SUGGESTION"},
    )


def add_to_strips() -> None:
    _strip_type().expclip = bpy.props.PointerProperty(type=ExpclipScript)


def take_from_strips() -> None:
    del _strip_type().expclip


def of_strip(edit: bpy.types.Scene, name: str) -> ExpclipScript | None:
    """The script of the sound strip of that name, or of the active one; None where there is no such strip."""
    try:
        return sequencer.find_strip(edit, name).expclip
    except StripError:
        return None


def script_of(kept: ExpclipScript | None) -> Script:
    """The script without its phone list. Raises SettingsError."""
    if kept is None:
        return Script()
    transcript = kept.transcript if kept.words == "TRANSCRIPT" and kept.transcript.strip() else None
    return Script(transcript=transcript, language=kept.language.strip() or AUTO)


def phones_of(kept: ExpclipScript | None) -> str | None:
    """The text of the script's phone list, or None for a script without one. Raises PhonesError."""
    if kept is None or kept.words != "PHONES":
        return None
    if not kept.phones:
        raise PhonesError("The line has no list of phones yet", "press List Phones, or choose another source of words")
    if kept.phones not in bpy.data.texts:
        raise PhonesError(f"There is no text '{kept.phones}' in this file", "choose another, or list the phones anew")
    return bpy.data.texts[kept.phones].as_string()


def _strip_type() -> type:
    return getattr(bpy.types, "SoundStrip", None) or bpy.types.SoundSequence  # up to Blender 4.3
