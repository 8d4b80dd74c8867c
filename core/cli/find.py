"""expclip find: the presets and takes that look like a sentence, one JSON object a line."""

import argparse
import json
import sys
from pathlib import Path

from ..errors import SettingsError
from ..formats import takes_in
from .model_option import add_models_option
from .terminal import Terminal

DEFAULT_COUNT = 10


def add_to(commands: argparse._SubParsersAction) -> None:
    parser = commands.add_parser(
        "find",
        help="a sentence in, the likest presets and takes out",
        description="Ranks the presets, and the takes of a folder, by how like their expression is to a sentence: one "
        "JSON object a line with kind, name, likeness (0 to 1) and tells, the likest first.",
    )
    parser.add_argument("text", metavar="TEXT", help="a feeling or a face, in words")
    parser.add_argument(
        "--takes", metavar="FOLDER", type=Path, help="look at the takes in this folder and the folders in it too"
    )
    parser.add_argument(
        "--count", metavar="N", type=int, default=DEFAULT_COUNT, help="how many to show (default: %(default)d)"
    )
    add_models_option(parser)
    parser.add_argument("--json-progress", action="store_true", help="tell progress as JSON lines on stderr")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, terminal: Terminal) -> None:
    if options.count < 1:
        raise SettingsError(f"The count is {options.count}", "give 1 or a larger whole number")
    takes = [] if options.takes is None else takes_in(options.takes)
    terminal.progress(0.0, "Loading the engine")
    from ..engine import Engine
    from ..finding import find

    engine = Engine(options.models)
    found, notes = find(options.text, engine.space, engine.bundle, takes)
    for note in notes:
        terminal.note(note)
    for one in found[: options.count]:
        sys.stdout.write(json.dumps(one.to_json(), ensure_ascii=False) + "\n")
    sys.stdout.flush()
