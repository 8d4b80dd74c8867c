"""A folder of sounds as the lines of a batch: each sound is one, called as its file.

Beside NAME.wav may lie NAME.txt with what is said, and NAME.prompt.txt with how it feels.
"""

import argparse
from pathlib import Path

from . import media_file
from .batch_lines import AUDIO, Line, check_id, made_line
from .errors import SettingsError

SOUNDS = frozenset({".wav", ".flac", ".ogg", ".oga", ".opus", ".mp3", ".aiff", ".aif", *media_file.SUFFIXES})
SIDECARS = {"transcript": ".txt", "prompt": ".prompt.txt"}


def read_folder(folder: Path, settings: argparse.Namespace | None = None) -> list[Line]:
    """The sounds of a folder in order of their names; hidden ones and those in folders below are passed over.

    settings: as in read_lines; a sound whose name no take may have is a Line with a fault. Raises SettingsError for a
    folder that cannot be read, or two sounds with one name.
    """
    try:
        names = sorted(path.name for path in folder.iterdir() if path.suffix.lower() in SOUNDS)
    except OSError as error:
        cause = (error.strerror or str(error)).lower()
        raise SettingsError(f"The folder '{folder}' cannot be read, {cause}", "check its name") from error
    sounds: dict[str, Path] = {}
    for name in names:
        path = folder / name
        if name.startswith(".") or not path.is_file():
            continue
        other = sounds.setdefault(path.stem.casefold(), path)
        if other is not path:
            raise SettingsError(
                f"'{other.name}' and '{name}' would both become '{path.stem}.csv'", "rename or remove one of them"
            )
    return [_line(number, path, settings) for number, path in enumerate(sounds.values(), 1)]


def _line(number: int, sound: Path, settings: argparse.Namespace | None) -> Line:
    try:
        check_id(sound.stem)
    except SettingsError as error:
        return Line(sound.stem, number, None, error)
    cells = {AUDIO: str(sound)}
    for name, ending in SIDECARS.items():
        path = sound.with_name(sound.stem + ending)
        try:
            cells[name] = path.read_text(encoding="utf-8-sig").strip()
        except FileNotFoundError:
            continue
        except (OSError, UnicodeDecodeError) as error:
            fault = SettingsError(f"'{path}' cannot be read, {error}", "save it as UTF-8")
            return Line(sound.stem, number, None, fault)
    return made_line(sound.stem, number, cells, settings)
