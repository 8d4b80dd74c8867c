"""expclip express: prompts and pictures of faces become expressions, one JSON object a line."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import numpy as np

from ...rigs import arkit
from ..errors import PromptError
from ..whole_file import whole_file
from .job_options import add_picture_options, check_picture_options
from .model_option import add_models_option
from .output import check_is_not_source
from .sources import look_at_face_picture
from .terminal import Terminal

if TYPE_CHECKING:
    from ..image.reading import FaceReading

BATCH = 256
LANDMARKS, CLIP = IMAGE_READERS = ("landmarks", "clip")


def add_to(commands: argparse._SubParsersAction) -> None:
    parser = commands.add_parser(
        "express", help="prompts or a picture in, expressions out",
        description="Shows the face that a prompt stands for or a picture shows: one JSON object a line with prompt or "
        "image, weights (52 names), confidence (0: not understood) and read_as.",
    )
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--prompt", metavar="TEXT", help="a feeling or a face, in words")
    source.add_argument("--prompts", metavar="FILE", help="many of them, UTF-8, a line each: id<TAB>text; adds \"id\"")
    source.add_argument("--image", metavar="FILE", help="a picture of a face")
    add_picture_options(parser)
    parser.add_argument(
        "--image-reader", metavar="|".join(IMAGE_READERS), choices=IMAGE_READERS, default=LANDMARKS,
        help="what reads --image: the face's landmarks, or CLIP with P_image, where --models has it (default: "
        "%(default)s)",
    )
    add_models_option(parser)
    parser.add_argument("--json-progress", action="store_true", help="tell progress as JSON lines on stderr")
    parser.add_argument("-o", "--output", metavar="OUT", help="the file to write (default: stdout)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, terminal: Terminal) -> None:
    check_picture_options(options)
    if options.image_reader == CLIP:
        _check_clip_options(options)
        readings, count = _seen_by_clip(options, terminal), 1
    elif options.image is not None:
        for name in filter(None, (options.image, options.image_neutral)):
            look_at_face_picture(Path(name))
        readings, count = _seen(options), 1
    else:
        entries = [({}, options.prompt)] if options.prompts is None else read_prompt_file(Path(options.prompts))
        for _, prompt in entries:
            if not prompt.strip():
                raise PromptError("The prompt is empty", "write a feeling or a face")
        readings, count = _read(entries, options, terminal), len(entries)
    if options.output is None:
        _write(sys.stdout, readings)
        return
    for source in filter(None, (options.prompts, options.image, options.image_neutral)):
        check_is_not_source(options.output, source)
    with whole_file(options.output) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as out:
        _write(out, readings)
    terminal.finish(f"{options.output}: {count} expressions" if count > 1 else f"{options.output}: 1 expression")


def read_prompt_file(path: Path) -> list[tuple[dict, str]]:
    """Lines 'id<TAB>text' -> [({"id": id}, text)]; empty lines are passed over. Raises PromptError."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")  # splitlines would also cut at U+2028 and form feeds
    except UnicodeDecodeError as error:
        raise PromptError(f"'{path}' is no text in UTF-8", "save it as UTF-8") from error
    except OSError as error:
        raise PromptError(f"'{path}' cannot be read, {error.strerror}", "check its name and folder") from error
    return list(_entries(path, lines))


def _entries(path: Path, lines: list[str]) -> Iterator[tuple[dict, str]]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            id, tab, text = line.partition("\t")
            if not tab or not text.strip():
                raise PromptError(f"Line {number} of '{path}' is no prompt", "write the lines as id<TAB>text")
            yield {"id": id}, text


def _check_clip_options(options: argparse.Namespace) -> None:
    if options.image is None:
        raise PromptError("--image-reader is given without --image", "give the picture too")
    if options.image_face or options.image_neutral is not None:
        raise PromptError("CLIP sees the whole picture", "leave --image-face and --image-neutral away")


def _seen(options: argparse.Namespace) -> Iterator[dict]:
    from ..image.reading import read_face

    neutral = None if options.image_neutral is None else Path(options.image_neutral)
    yield _told(options.image, read_face(Path(options.image), neutral, options.image_face, options.models))


def _seen_by_clip(options: argparse.Namespace, terminal: Terminal) -> Iterator[dict]:
    terminal.progress(0.0, "Loading CLIP")
    from ..bundle import open_bundle
    from ..image.clip_reading import read_picture_by_clip
    from ..image.picture import read_picture
    from ..networks import load_space

    read_picture(Path(options.image))
    yield _told(options.image, read_picture_by_clip(Path(options.image), load_space(open_bundle(options.models))))


def _told(image: str, reading: "FaceReading") -> dict:
    return {
        "image": image,
        "weights": dict(zip(arkit.NAMES, np.round(reading.weights.astype(float), 5).tolist(), strict=True)),
        "confidence": round(reading.confidence, 4),
        "read_as": list(reading.read_as),
    }


def _read(entries: list[tuple[dict, str]], options: argparse.Namespace, terminal: Terminal) -> Iterator[dict]:
    terminal.progress(0.0, "Loading the engine")
    from ..engine import Engine

    engine = Engine(options.models)
    for first in range(0, len(entries), BATCH):
        batch = entries[first : first + BATCH]
        for (id, _), reading in zip(batch, engine.express([prompt for _, prompt in batch]), strict=True):
            yield id | reading
            if reading["confidence"] == 0:
                terminal.note(f"The prompt '{reading['prompt'][:80]}' was not understood")
        terminal.progress((first + len(batch)) / len(entries), "Reading the prompts")


def _write(out: TextIO, readings: Iterator[dict]) -> None:
    for reading in readings:
        out.write(json.dumps(reading, ensure_ascii=False) + "\n")
    out.flush()
