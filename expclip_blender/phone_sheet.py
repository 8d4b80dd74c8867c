"""A picture of the mouth at every phone of a line, for the documentation and for judging a take."""

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

import bpy
import numpy as np

from ..core.formats import read_take
from ..core.take import Take
from ..rigs import arkit
from . import demo_character, demo_render
from .contact_sheet import add_label, picture_pixels, pose, save_picture

COLUMNS = 12
TILE = 180
DISTANCE, HEIGHT = 0.31, 0.166
"""The mouth and what is around it."""
LABEL_DISTANCE = 0.1
"""Nearer than the face."""


def main(arguments: Sequence[str]) -> int:
    """Takes a take, its phones (what `expclip phones` writes) and the picture to make."""
    take, phones, picture = arguments
    write(read_take(Path(take)), json.loads(Path(phones).read_text(encoding="utf-8")), Path(picture))
    return 0


def write(take: Take, phones: Sequence[dict], path: Path) -> None:
    """Renders the demo character's mouth in the middle of each phone into one PNG, in the order of reading."""
    scene = bpy.data.scenes.new("Phones")
    character = demo_character.create(scene)
    demo_render.use_workbench(scene, TILE)
    camera = demo_render.place_camera(scene, distance=DISTANCE, height=HEIGHT)
    label = add_label(scene, camera)
    nearer = LABEL_DISTANCE / -label.location.z
    label.location *= nearer
    label.scale *= 1.6 * nearer
    camera.data.clip_start = LABEL_DISTANCE / 2
    tiles = []
    with tempfile.TemporaryDirectory() as folder:
        for index, phone in enumerate(phones):
            middle = (phone["start"] + phone["end"]) / 2
            weights = take.weights[min(round(middle * take.fps), len(take.weights) - 1)]
            pose(character, dict(zip(arkit.NAMES, map(float, weights), strict=True)))
            label.data.body = f"{phone['phone']}  {middle:.2f}"
            picture = Path(folder) / f"{index}.png"
            demo_render.write_still(scene, picture)
            tiles.append(picture_pixels(picture))
    empty = np.zeros_like(tiles[0])
    tiles += [empty] * (-len(tiles) % COLUMNS)
    rows = [np.concatenate(tiles[start : start + COLUMNS], 1) for start in range(0, len(tiles), COLUMNS)]
    save_picture(np.concatenate(rows[::-1], 0), path)
