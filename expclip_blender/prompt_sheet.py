"""A picture of prompts: what the reader makes of each sentence, on the demo character, with the sentence below it."""

import json
import textwrap
from collections.abc import Sequence
from pathlib import Path

from . import contact_sheet

COLUMNS, TILE = 8, 320
LETTERS_A_LINE = 24
DISTANCE, HEIGHT = 0.83, 0.202
"""Farther and lower than where a label is one line, so that two lines lie on the clothing."""


def main(arguments: Sequence[str]) -> int:
    """Takes what `expclip express --prompts` wrote, and the picture to write."""
    source, target = arguments
    readings = [json.loads(line) for line in Path(source).read_text(encoding="utf-8").splitlines()]
    faces = [(_caption(reading["prompt"]), reading["weights"]) for reading in readings]
    contact_sheet.write(faces, Path(target), TILE, COLUMNS, DISTANCE, HEIGHT)
    return 0


def _caption(prompt: str) -> str:
    return "\n".join(textwrap.wrap(prompt, LETTERS_A_LINE))
