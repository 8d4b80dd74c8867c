"""Takes: Live Link Face CSV, Audio2Face-style JSON and NPZ, told apart by their suffix; BEAT's JSON is only read."""

import json
import os
from pathlib import Path

from ..errors import OutputError, TakeError
from ..take import Take
from ..whole_file import passing_file, whole_file
from . import audio2face, beat, live_link, npz

SUFFIXES = (".csv", ".json", ".npz")


def read_take(path: str | os.PathLike, timecode_fps: float = live_link.TIMECODE_FPS) -> Take:
    """Reads a take.

    timecode_fps: what the frame field of a Live Link Face timecode counts; the app's files count sixtieths of a second
    whatever their rate. The other formats do not use it.
    Raises TakeError: no such file, a suffix that is not one of SUFFIXES, or content that is not what the suffix says.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise TakeError(f"'{path}' is no take file", f"choose a file that ends in {', '.join(SUFFIXES)}")
    try:
        if path.is_dir():
            raise TakeError(f"'{path}' is a folder", "choose a file")
        if path.exists() and not path.is_file():  # to open a pipe may wait for ever
            raise TakeError(f"'{path}' is not a file", "choose a file")
        if suffix == ".csv":
            take = live_link.read(path, timecode_fps)
        elif suffix == ".json":
            content = _json(path)
            take = beat.read(content, path) if beat.is_beat(content) else audio2face.read(content, path)
        else:
            take = npz.read(path)
    except FileNotFoundError as error:
        raise TakeError(f"The take '{path}' does not exist", "check its name and folder") from error
    except (OSError, ValueError, OverflowError) as error:
        raise TakeError(f"The take '{path}' cannot be read, {error}", "export or make it again") from error
    if not take.frames:
        raise TakeError(f"The take '{path}' has no frames", "record, export or make it again")
    return take


def write_take(take: Take, path: str | os.PathLike, timecode_fps: float = live_link.TIMECODE_FPS) -> None:
    """Writes a take, whole or not at all; what read_take gives back equals it to 1e-4, its frame rate included.

    JSON and NPZ keep everything; CSV keeps weights and rotations but not `made_by`.
    Raises OutputError when the file cannot be written, TakeError when the take has no frames.
    """
    suffix = _checked_suffix(take, path)
    with whole_file(path) as temporary:
        _write(take, temporary, suffix, timecode_fps)


def pass_take(take: Take, path: str | os.PathLike) -> None:
    """As write_take, for a process that waits for it: it does not wait for the disk."""
    suffix = _checked_suffix(take, path)
    with passing_file(path) as temporary:
        _write(take, temporary, suffix, live_link.TIMECODE_FPS)


def takes_in(folder: Path) -> list[Path]:
    """The files of a folder, and of those in it, that may be takes. Raises TakeError where it is no folder."""
    if not folder.is_dir():
        raise TakeError(f"There is no folder of takes '{folder}'", "check its name")
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())


def _checked_suffix(take: Take, path: str | os.PathLike) -> str:
    suffix = Path(path).suffix.lower()
    if suffix not in SUFFIXES:
        raise OutputError(f"'{os.fspath(path)}' names no take format", f"end it in {', '.join(SUFFIXES)}")
    if not take.frames:
        raise TakeError("The take has no frames", "make it again from a longer line")
    return suffix


def _write(take: Take, path: Path, suffix: str, timecode_fps: float) -> None:
    if suffix == ".csv":
        live_link.write(take, path, timecode_fps)
    elif suffix == ".json":
        audio2face.write(take, path)
    else:
        npz.write(take, path)


def _json(path: Path) -> dict:
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise TakeError(f"'{path}' is no whole JSON file, {error}", "export it again") from error
    if not isinstance(content, dict):
        raise TakeError(f"'{path}' holds no take", "export it again from Audio2Face as JSON")
    return content
